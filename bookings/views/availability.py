"""Free starts for programs: `/availability.json`, public like the page that shows the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from bookings.domain.opening import NoSuchDay
from bookings.forms.availability import Question, read_question
from bookings.selectors.free import room_starts, smallest_first, wish_for
from bookings.selectors.setup import Setup
from bookings.selectors.sites import public_setup
from boom.access import anyone
from boom.core import clock
from boom.core.errors import Invalid
from boom.core.flood import FloodGate
from boom.middleware import client_address

GATE = FloodGate("AVAILABILITY_PER_MINUTE")


@require_GET
@anyone
def availability(request: HttpRequest) -> JsonResponse:
    """Every room a customer may book, smallest first, with its free starts (ISO 8601, UTC) and its price."""
    GATE.take(client_address(request))
    question = read_question(request.GET)
    setup = public_setup(request.GET.get("venue"))
    response = JsonResponse(_answer(setup, question, now=clock.now()))
    response["Cache-Control"] = "no-store"
    return response


def _answer(setup: Setup, question: Question, *, now: datetime) -> dict[str, Any]:
    rooms = smallest_first(room for room in setup.rooms if room.is_for_customers)
    wish = wish_for(setup, minutes=question.minutes, people=question.people, now=now)
    try:
        starts = room_starts(setup, rooms, question.day, wish)
    except NoSuchDay as error:
        raise Invalid(fields={"day": str(error)}) from error
    price = setup.prices(question.minutes)
    iso = {start: _iso(start) for start in {start for found in starts.values() for start in found}}
    return {
        "venue": setup.venue.slug,
        "time_zone": setup.venue.time_zone,
        "day": question.day.isoformat(),
        "minutes": question.minutes,
        "people": question.people,
        "currency": setup.venue.currency,
        "rooms": [
            {
                "id": room.pk,
                "name": room.name,
                "capacity_min": room.capacity_min,
                "capacity_max": room.capacity_max,
                "price_minor": price[room.pk].minor,
                "starts": [iso[start] for start in starts[room.pk]],
            }
            for room in rooms
        ],
    }


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%MZ")
