"""What the venue's rules say about a booking, to customers and to staff."""

from __future__ import annotations

from datetime import datetime

from bookings.domain.blockers import Blocker
from bookings.domain.interval import Interval
from bookings.domain.private_rooms import is_opened
from bookings.domain.rules import HIDDEN_ROOM, Request, check
from bookings.models import Room
from bookings.more_rules import Wish, against
from bookings.selectors.schedules import VenueHours

# What is a rule for strangers on the internet and none for the person at the desk.
NOT_FOR_STAFF = frozenset(
    {"too-little-notice", "too-far-ahead", "off-grid", "off-step", "in-the-past", "room-hidden"}
)


def blockers(
    room: Room, span: Interval, party_size: int | None, hours: VenueHours, *, by_staff: bool, now: datetime
) -> list[Blocker]:
    """Every rule of venue, room and plugins against it; the occupancy of the room is not asked."""
    night = hours.night(hours.business_day(span.start), room.pk)
    found = check(
        Request(span, party_size),
        room.policy(),
        night,
        now=now,
        today=hours.business_day(now),
        standing=room.standing_on(night.date),
        twelve_hour=room.venue.clock_format == "12",
    )
    if room.is_private and not is_opened(room.pk):
        found = [*found, HIDDEN_ROOM]
    added = against(Wish(room, span, party_size, by_staff, now))
    return [*(each for each in found if not (by_staff and each.code in NOT_FOR_STAFF)), *added]
