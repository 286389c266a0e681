"""The door: checking a party in and out, giving one up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.db.models import F

from bookings.domain.cancellation import fee_of, minutes_kept
from bookings.domain.lifecycle import (
    EARLY,
    Status,
    can_become,
    can_check_in,
    can_mark_no_show,
    given_back_from,
    is_given_up,
)
from bookings.errors import ChangedMeanwhile, NotPossibleNow
from bookings.models import Booking, Occupancy
from bookings.selectors.setup import setup_of
from bookings.services.hosts import host_at_the_door
from bookings.services.hour_packs import keep_all_prepaid
from bookings.services.occupying import for_change, held_span, lock_rooms_of, occupying, publish
from bookings.services.readiness import was_left
from boom.core.db import service
from boom.core.money import Money

MINUTE = timedelta(minutes=1)


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
    booking.checked_out_at = None
    booking.fee_minor = None
    keep_all_prepaid(booking)
    booking.host_id = host_at_the_door(booking)
    return _become(booking, Status.CHECKED_IN, "booking.checked_in", now)


@service
def check_out(*, booking_id: int, version: int | None, now: datetime) -> Booking:
    """The party has left. What is left of its time is free at once; the price stays as agreed.

    Raises ChangedMeanwhile, NotPossibleNow for a party that is not in its room.
    """
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    if booking.status != Status.CHECKED_IN:
        raise NotPossibleNow
    booking.checked_out_at = now
    booking.ends_at = given_back_from(starts_at=booking.starts_at, ends_at=booking.ends_at, now=now)
    held_span(booking, booking.room.policy())
    done = _become(booking, Status.COMPLETED, "booking.completed", now)
    if not booking.is_example:
        was_left(booking.room, now=now)
    return done


@service
def mark_no_show(*, booking_id: int, version: int | None, now: datetime) -> Booking:
    """Give the party up after the grace time; the rest of its time can be sold. The venue's fee is noted."""
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    grace = booking.room.venue.no_show_after * MINUTE
    if not can_mark_no_show(booking.status, starts_at=booking.starts_at, now=now, grace=grace):
        raise NotPossibleNow
    return _give_up(booking, now)


def release_no_shows(*, now: datetime) -> int:
    """Give up every party that is later than its venue waits, where the venue said so. Returns how many.

    One transaction each: a room somebody is busy with keeps no other waiting.
    """
    waiting = (
        Booking.objects.filter(
            status=Status.CONFIRMED,
            placed=True,
            starts_at__lte=now,
            ends_at__gt=now,
            room__venue__release_after__gt=0,
        )
        .annotate(release_after=F("room__venue__release_after"))
        .order_by("id")
    )
    return sum(_released(booking, now) for booking in waiting if _is_given_up(booking, now))


@service
def _released(booking: Booking, now: datetime) -> bool:
    """Give one up, unless somebody was faster."""
    lock_rooms_of(booking.pk)
    try:
        row = for_change(booking.pk, version=booking.version)
    except ChangedMeanwhile:
        return False
    _give_up(row, now)
    return True


def _is_given_up(booking: Booking, now: datetime) -> bool:
    return is_given_up(
        booking.status,
        starts_at=booking.starts_at,
        now=now,
        after=booking.release_after * MINUTE,  # type: ignore[attr-defined]
        late=(booking.late_minutes or 0) * MINUTE,
    )


def _give_up(booking: Occupancy, now: datetime) -> Booking:
    if booking.total_minor is not None and booking.currency:
        total, nothing = Money(booking.total_minor, booking.currency), Money(0, booking.currency)
        booking.fee_minor = fee_of(booking.room.venue.no_show_percent, total, nothing).amount.minor
    if minutes := int(booking.price_terms.get("pack_minutes", 0)):
        # The database gives back what is not kept of prepaid hours.
        kept = minutes_kept(booking.room.venue.no_show_percent, minutes)
        booking.price_terms = booking.price_terms | {"pack_kept": kept}
    return _become(booking, Status.NO_SHOW, "booking.no_show", now)


def _become(booking: Occupancy, status: Status, fact: str, now: datetime) -> Booking:
    if not can_become(booking.status, status):
        raise NotPossibleNow
    before = booking.span
    with occupying(booking.room_id, now=now):
        booking.status = status
        booking.version += 1
        booking.save()
    publish(fact, booking, setup_of(booking.room.venue).hours, also_spans=[before], tell_customer=False)
    return cast(Booking, booking)
