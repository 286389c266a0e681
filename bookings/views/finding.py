"""Searching from the calendar: a few letters, Enter, and the booking's night stands there, drawer open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.venue_scope import may_see_room
from bookings.domain.reference import NotAReference, parse
from bookings.errors import BookingUnknown
from bookings.forms.listing import ListForm
from bookings.selectors.finding import booking_with, find_bookings
from bookings.views.pages import address, asked
from boom.access import staff
from boom.htmx import is_fragment

PAGE = "bookings/find.html"


@require_GET
@staff("bookings.view_calendar")
def find(request: HttpRequest) -> HttpResponse:
    """What was found: a few lines under the field as one types, or a page of its own without scripts."""
    page = asked(request)
    typed = ListForm(request.GET, setup=page.setup).wanted().q
    lines = find_bookings(page.setup, typed, now=page.now)
    context = {
        "venue": page.venue,
        "typed": typed,
        # The calendar finds venue and night of a booking by itself.
        "hits": [{"line": line, "url": address("calendar", booking=line.id)} for line in lines],
        "find_url": address("find"),
        "all_url": address("bookings", q=typed, **page.venue_query),
        "venue_query": page.venue_query,
    }
    return render(request, f"{PAGE}#hits" if is_fragment(request) else PAGE, context)


@require_GET
@staff("bookings.view_calendar")
def scan(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the code on a guest's confirmation leads: their booking on its night, drawer open.

    The code holds nothing but the reference, so that whoever else reads it is asked to sign in.
    """
    try:
        found = booking_with(parse(reference))
    except NotAReference as error:
        raise BookingUnknown from error
    if found is None or not may_see_room(found.room_id, found.room.venue_id):
        raise BookingUnknown
    return redirect(address("calendar", booking=found.pk))
