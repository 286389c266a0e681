"""The interactive reference: the document of the API, to read and to try."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from boom.access import anyone


@require_GET
@anyone
def reference(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its shapes and examples; calls are made with a key that stays in the page."""
    return render(request, "api/reference.html")
