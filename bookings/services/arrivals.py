"""The door: checking a party in and out, giving one up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from bookings.domain.lifecycle import Status, can_become, can_check_in, can_mark_no_show
from bookings.errors import NotPossibleNow
from bookings.models import Booking, Occupancy
from bookings.selectors.setup import setup_of
from bookings.services.bookings import for_change
from bookings.services.occupying import lock_rooms_of, occupying, publish
from boom.core.db import service

# A party that comes early is let in; one that is late is given this long before staff may give it up.
EARLY = timedelta(minutes=60)
GRACE = timedelta(minutes=15)


@service
def check_in(*, booking_id: int, version: int | None, now: datetime) -> Booking:
    """The party is in the room. Raises NotPossibleNow before its time or for a booking that is over."""
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    if not can_check_in(
        booking.status, starts_at=booking.starts_at, ends_at=booking.ends_at, now=now, early=EARLY
    ):
        raise NotPossibleNow
    booking.checked_in_at = now
    return _become(booking, Status.CHECKED_IN, "booking.checked_in", now)


@service
def check_out(*, booking_id: int, version: int | None, now: datetime) -> Booking:
    """The party has left; the booking is completed and keeps the time it was sold for."""
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    if booking.status != Status.CHECKED_IN:
        raise NotPossibleNow
    return _become(booking, Status.COMPLETED, "booking.completed", now)


@service
def mark_no_show(*, booking_id: int, version: int | None, now: datetime) -> Booking:
    """Give the party up after the grace time; the rest of its time can be sold."""
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    if not can_mark_no_show(booking.status, starts_at=booking.starts_at, now=now, grace=GRACE):
        raise NotPossibleNow
    return _become(booking, Status.NO_SHOW, "booking.no_show", now)


def _become(booking: Occupancy, status: Status, fact: str, now: datetime) -> Booking:
    if not can_become(booking.status, status):
        raise NotPossibleNow
    with occupying(booking.room_id, now=now):
        booking.status = status
        booking.version += 1
        booking.save()
    publish(fact, booking, setup_of(booking.room.venue).hours, tell_customer=False)
    return cast(Booking, booking)
