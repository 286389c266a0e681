"""The floor, live: which room is free, who is late, who has to go, what has to be cleaned."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from billing.domain.features import Feature
from bookings.domain.floor import Floor
from bookings.models import Readiness
from bookings.selectors.floor import counts_of, floor_of
from bookings.services.readiness import set_readiness
from bookings.views.pages import Asked, address, asked
from boom.access import needs, staff
from boom.context_processors import live_url
from boom.core.errors import NotFound
from boom.htmx import is_fragment, page_or_part

TEMPLATE = "bookings/floor.html"
VIEW, EDIT = "bookings.view_calendar", "bookings.edit_booking"

WORDS = {
    Floor.OVER_TIME: _("Over time"),
    Floor.ENDING: _("Ending"),
    Floor.OCCUPIED: _("Occupied"),
    Floor.LATE: _("Late"),
    Floor.BLOCKED: _("Blocked"),
    Floor.HELD: _("Held"),
    Floor.SHARED: _("Taken with another room"),
    Floor.DIRTY: _("To clean"),
    Floor.CLEANING: _("Being cleaned"),
    Floor.ARRIVING: _("Arriving"),
    Floor.FREE: _("Free"),
    Floor.CLOSED: _("Closed"),
}


@require_GET
@needs(Feature.ADVANCED_CALENDAR)
@staff(VIEW)
def floor(request: HttpRequest) -> HttpResponse:
    """Every room as a tile. Pages fetch the tiles anew when something changes, and each minute."""
    page = asked(request)
    return render(request, page_or_part(request, TEMPLATE, part="tiles"), _context(request, page))


@require_POST
@staff(EDIT)
def ready(request: HttpRequest, room_id: int) -> HttpResponse:
    """Say how a room is: to clean, being cleaned, ready."""
    page = asked(request)
    state = request.POST.get("state", "")
    if state not in Readiness.values or room_id not in {room.pk for room in page.setup.rooms}:
        raise NotFound
    set_readiness(room_id=room_id, state=state, now=page.now)
    if not is_fragment(request):
        return redirect(address("floor", **page.venue_query))
    return render(request, f"{TEMPLATE}#tiles", _context(request, page))


def _context(request: HttpRequest, page: Asked) -> dict[str, Any]:
    tiles = floor_of(page.setup, now=page.now)
    may_edit = request.user.has_perm(EDIT)
    return {
        "venue": page.venue,
        "now": page.now,
        "tiles": [{"tile": tile, "word": WORDS[tile.state]} for tile in tiles],
        "counts": [
            {"state": state.value, "word": WORDS[state], "count": count} for state, count in counts_of(tiles)
        ],
        "tracks_cleaning": page.venue.tracks_cleaning,
        "may_edit": may_edit,
        "may_take": request.user.has_perm("bookings.create_booking"),
        "floor_url": address("floor", **page.venue_query),
        "walk_in_url": address("walk-in", **page.venue_query),
        "venue_query": page.venue_query,
        "live_socket": f"{live_url(request)}/ws/calendar/",
    }
