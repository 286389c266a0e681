"""Searching from the calendar: a few letters, Enter, and the booking's night stands there, drawer open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bookings.forms.listing import ListForm
from bookings.selectors.finding import find_bookings
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
