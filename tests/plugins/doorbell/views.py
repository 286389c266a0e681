"""The page of the bell."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from boom.access import staff


@require_GET
@staff("integrations.connect")
def bell(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Ding")
