"""Which bookings a planned step of a room would leave without it."""

from __future__ import annotations

from datetime import datetime

from bookings.domain.lifecycle import Status
from bookings.domain.room_plan import Standing, Step, standing_on
from bookings.domain.rules import room_blockers
from bookings.models import Booking, Room
from bookings.selectors.schedules import venue_hours

MOST_SHOWN = 100


def left_outside(room: Room, step: Step, *, now: datetime) -> list[Booking]:
    """Bookings to come on nights on which the room could be used today and could not by the step; earliest
    first, at most MOST_SHOWN. Loads the venue. Those who book a hidden room keep it: staff may book it.
    """
    hours = venue_hours(room.venue)
    rows = (
        Booking.objects.filter(
            room=room, status__in=[Status.PENDING, Status.CONFIRMED], placed=True, ends_at__gt=now
        )
        .select_related("customer", "room__venue")
        .order_by("starts_at", "id")
    )
    found = []
    for row in rows:
        night = hours.business_day(row.starts_at)
        after = standing_on(room.state, [*room.steps, step], night)
        if not _is_shut(room.standing_on(night)) and _is_shut(after):
            found.append(row)
            if len(found) == MOST_SHOWN:
                break
    return found


def _is_shut(standing: Standing) -> bool:
    """Whether nobody can use the room then."""
    return any(blocker.hard for blocker in room_blockers(standing))
