"""What customers do with their own booking by its link. Each change makes the old links useless."""

from __future__ import annotations

from datetime import datetime

from bookings.domain.interval import Interval
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.links import replace_links
from boom.core.db import service


@service
def cancel_own_booking(*, booking_id: int, version: int | None, reason: str = "", now: datetime) -> str:
    """Cancel a booking under the venue's terms; gives back the token of its new link.

    Raises RulesBroken when it is too late for that, ChangedMeanwhile for an old `version` (another fee than
    the one shown may be due), NotPossibleNow for a booking that has been used.
    """
    cancel_booking(booking_id=booking_id, version=version, reason=reason, now=now, by_staff=False)
    return replace_links(booking_id=booking_id, now=now)


@service
def move_own_booking(*, booking_id: int, room_id: int, span: Interval, version: int, now: datetime) -> str:
    """Give a booking another time, length or room, by the rules for customers; gives back the new token.

    Raises what `move_booking` raises.
    """
    move_booking(booking_id=booking_id, room_id=room_id, span=span, version=version, now=now, by_staff=False)
    return replace_links(booking_id=booking_id, now=now)
