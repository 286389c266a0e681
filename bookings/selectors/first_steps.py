"""The first steps of a new business, as far as they are really done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext

from bookings.models import Booking
from bookings.selectors.setup import Setup

# From here on nobody needs telling: the house is open.
SETTLED_AFTER = 10


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the checklist. `page` names where it is done; `is_next` is true of the first open one."""

    title: str
    text: str
    page: str
    action: str
    is_done: bool
    is_next: bool = False


def first_steps(setup: Setup) -> list[Step]:
    """What is left to do before the first customer can book; empty once all is, or bookings have come in.

    One query.
    """
    taken = Booking.objects.filter(room__venue_id=setup.venue.pk).order_by()[:SETTLED_AFTER].count()
    if taken >= SETTLED_AFTER:
        return []
    venue = setup.venue
    steps = [
        Step(
            gettext("Add your rooms"),
            gettext("Type their names, several at once. Photos and details can follow."),
            "rooms",
            gettext("Add rooms"),
            bool(setup.rooms),
        ),
        Step(
            gettext("Set your opening hours"),
            gettext("Evenings that end after midnight belong to the day they began."),
            "hours",
            gettext("Set hours"),
            any(setup.hours.schedule.hours),
        ),
        Step(
            gettext("Set your prices"),
            gettext("An hourly price for each room. Guests see it before they book."),
            "rooms",
            gettext("Set prices"),
            bool(setup.rooms) and all(room.price_per_hour_minor for room in setup.rooms),
        ),
        Step(
            gettext("Fill in your booking page"),
            gettext("Where you are, a few words, and a phone number or e-mail at which guests reach you."),
            "venue-details",
            gettext("Fill it in"),
            venue.is_published and bool(venue.address) and bool(venue.description) and venue.is_reachable,
        ),
        Step(
            gettext("Make a test booking"),
            gettext("See what your guests see, then cancel it here."),
            "public",
            gettext("Open your page"),
            taken > 0,
        ),
    ]
    following = next((step for step in steps if not step.is_done), None)
    if following is None:
        return []
    return [replace(step, is_next=True) if step is following else step for step in steps]
