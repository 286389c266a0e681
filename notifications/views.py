"""The page of what needs attention: background work that failed, with its reason and a way to try again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from bookings.selectors.series_health import series_with_missed
from boom.access import staff
from boom.core import clock, outbox
from boom.core.errors import NotFound
from notifications.selectors import troubles


@require_GET
@staff("bookings.change_setup")
def attention(request: HttpRequest) -> HttpResponse:
    context = {"troubles": troubles(), "series": series_with_missed(), "now": clock.now()}
    return render(request, "notifications/attention.html", context)


@require_POST
@staff("bookings.change_setup")
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    if not outbox.retry_dead(delivery_id, now=clock.now()):
        raise NotFound(gettext("That is not waiting for anybody any more."))
    messages.success(request, gettext("It is being tried again."))
    return redirect("notifications:attention")
