"""Closing days or cutting hours, with what was chosen for each booking it touches: all, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.models import Occupancy, SpecialDay
from bookings.selectors.closing import Closing
from bookings.services.cancelling import cancel_booking
from bookings.services.rearranging import Place, rearrange
from bookings.services.setup import add_special_day
from boom.core.db import service


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A booking that is called off; `version` is the one the page showed."""

    booking_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closing did."""

    day: SpecialDay
    moved: Sequence[Occupancy]
    cancelled: Sequence[Occupancy]


@service
def close(
    *,
    venue_id: int,
    closing: Closing,
    places: Sequence[Place],
    cancellations: Sequence[Cancellation],
    now: datetime,
    tell_customer: bool,
) -> Closed:
    """Replace the hours of these dates, move and cancel the bookings named; the others stay as they are.

    Whoever is called off pays nothing. Raises as `rearrange`, `cancel_booking` and `add_special_day` do, and
    then changes nothing at all.
    """
    why = closing.reason.strip() or "Closed"
    moved = rearrange(places=places, now=now, override_reason=why, tell_customer=tell_customer)
    cancelled = [
        cancel_booking(
            booking_id=each.booking_id,
            version=each.version,
            now=now,
            reason=why,
            fee_minor=0,
            override_reason=why,
            tell_customer=tell_customer,
        )
        for each in cancellations
    ]
    day = add_special_day(
        venue_id=venue_id,
        starts_on=closing.starts_on,
        ends_on=closing.ends_on,
        hours=closing.hours,
        reason=closing.reason,
        room_id=closing.room_id,
    )
    return Closed(day, moved, cancelled)
