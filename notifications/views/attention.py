"""The page of what needs attention: background work that failed, with its reason and a way to try again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from accounts.venue_scope import present_limit
from audit.inspections import newest_part, open_problems
from bookings.page_parts import attention_parts
from bookings.selectors.guests import open_guest_messages
from bookings.selectors.series_health import series_with_missed
from boom.access import staff
from boom.core import clock, outbox
from boom.core.errors import NotFound
from notifications.selectors import troubles


@require_GET
@staff("bookings.edit_booking")
def attention(request: HttpRequest) -> HttpResponse:
    """Guests who wait for an answer, and for whoever may mend it, what failed in the background."""
    # Troubles are of the whole house.
    may_mend = request.user.has_perm("bookings.change_setup") and present_limit() is None
    context = {
        "guest_messages": open_guest_messages(),
        "troubles": troubles() if may_mend else [],
        "series": series_with_missed() if may_mend else [],
        "parts": attention_parts(request),
        "may_mend": may_mend,
        "now": clock.now(),
        "problems": open_problems() if may_mend else 0,
        "proof": newest_part("overlaps") if may_mend else None,
    }
    return render(request, "notifications/attention.html", context)


@require_POST
@staff("bookings.change_setup")
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    if not outbox.retry_dead(delivery_id, now=clock.now()):
        raise NotFound(gettext("That is not waiting for anybody any more."))
    messages.success(request, gettext("It is being tried again."))
    return redirect("notifications:attention")
