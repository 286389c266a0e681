"""The page on which everybody of some nights is written to: seen first, then sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bookings.forms.taking import new_key
from bookings.models import Venue
from bookings.views.setup import CHANGE, venue_of
from boom.access import staff
from boom.core.errors import DomainError
from boom.htmx import is_fragment, page_or_part
from boom.problems import add_refusal
from notifications.forms.broadcasts import BroadcastForm
from notifications.models import Broadcast, Message, MessageState
from notifications.services.broadcasts import guests_of, send_broadcast

PAGE = "notifications/broadcasts.html"
MOST_SHOWN = 20


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def broadcasts(request: HttpRequest) -> HttpResponse:
    """A fragment shows who would be written to; a press sends it."""
    venue = venue_of(request)
    form = BroadcastForm(request.POST or None)
    if request.method == "POST" and not is_fragment(request) and form.is_valid():
        typed = form.cleaned_data
        try:
            sent = send_broadcast(venue_id=venue.pk, **typed | {"key": typed["key"] or new_key()})
        except DomainError as error:
            add_refusal(form, error)
        else:
            words = ngettext(
                "A mail to %(count)s guest is on its way.",
                "Mails to %(count)s guests are on their way.",
                sent.guests,
            )
            messages.success(request, words % {"count": sent.guests})
            return redirect(request.get_full_path())
    context = {"venue": venue, "form": form, "past": _past(venue), **_reached(venue, form)}
    status = 422 if form.errors and not is_fragment(request) else 200
    return render(request, page_or_part(request, PAGE, part="reached"), context, status=status)


def _reached(venue: Venue, form: BroadcastForm) -> dict[str, Any]:
    """Who would be written to, once both nights are typed."""
    if not form.is_bound:
        return {}
    form.is_valid()
    first, last = form.cleaned_data.get("first_day"), form.cleaned_data.get("last_day")
    if first is None or last is None:
        return {}
    try:
        return {"guests": guests_of(venue, first, last), "is_asked": True}
    except DomainError as error:
        return {"wrong": " ".join(error.fields.values()) or error.message}


def _past(venue: Venue) -> list[dict[str, Any]]:
    """What was sent before, with how many mails went out and how many did not."""
    found = list(Broadcast.objects.filter(venue=venue).order_by("-id")[:MOST_SHOWN])
    outcomes = {
        each.pk: Message.objects.filter(dedupe_key__startswith=f"broadcast.{each.pk}.").aggregate(
            sent=Count("id", filter=Q(state=MessageState.SENT)),
            dead=Count("id", filter=Q(state=MessageState.DEAD)),
        )
        for each in found
    }
    return [{"broadcast": each, **outcomes[each.pk]} for each in found]
