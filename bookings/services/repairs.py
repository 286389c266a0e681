"""Putting single bookings right that a look has found (`bookings.checks`): each an ordinary, undoable
change.
"""

from __future__ import annotations

from datetime import datetime

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import LIVE, Status
from bookings.domain.pricing import Quote
from bookings.errors import NothingToMend
from bookings.models import Occupancy
from bookings.selectors.alternatives import alternatives_to
from bookings.selectors.setup import setup_of
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.occupying import for_change, publish, sweep_holds
from boom.core.db import service


@service
def accept_as_is(*, booking_id: int, reason: str, now: datetime) -> Occupancy:
    """Keep a booking that the rules would refuse today, with the reason on it. Raises NothingToMend."""
    row = for_change(booking_id, version=None)
    if row.status not in LIVE or row.override_reason or not reason.strip():
        raise NothingToMend
    row.override_reason = reason.strip()[:300]
    row.version += 1
    row.save(update_fields=["override_reason", "version"])
    publish("booking.edited", row, setup_of(row.room.venue).hours)
    return row


@service
def move_to_nearest(*, booking_id: int, now: datetime) -> Occupancy:
    """Move a booking to the nearest free time that the rules allow; its guest is not told by this.

    Raises NothingToMend when that night has none.
    """
    row = for_change(booking_id, version=None)
    if row.status not in LIVE:
        raise NothingToMend
    offers = alternatives_to(
        room=row.room, span=row.span, party_size=row.party_size, now=now, leaving_out=row.pk
    )
    if not offers:
        raise NothingToMend(
            "Nothing is free that night within the rules. Open the booking to choose another."
        )
    start, end = (datetime.fromisoformat(offers[0][name]) for name in ("starts_at", "ends_at"))
    return move_booking(
        booking_id=row.pk,
        room_id=offers[0]["room_id"],
        span=Interval(start, end),
        version=row.version,
        now=now,
        tell_customer=False,
    )


@service
def mend_price(*, booking_id: int, now: datetime) -> Occupancy:
    """Set a booking's total and currency to what its agreed lines say. Raises NothingToMend."""
    row = for_change(booking_id, version=None)
    if not row.quote:
        raise NothingToMend
    currency = row.room.venue.currency
    total = lines_total(row, currency)
    if (row.total_minor, row.currency) == (total, currency):
        raise NothingToMend
    row.total_minor, row.currency = total, currency
    row.version += 1
    row.save(update_fields=["total_minor", "currency", "version"])
    publish("booking.edited", row, setup_of(row.room.venue).hours)
    return row


def lines_total(row: Occupancy, currency: str) -> int:
    """What the lines of a booking's quote sum to, in minor units."""
    return sum(line.amount.minor for line in Quote.from_json(row.quote, currency).lines)


@service
def let_holds_go(*, now: datetime) -> int:
    """Expire every hold whose time is up, in all rooms. Returns how many. Raises NothingToMend."""
    holds = sweep_holds(None, now=now)
    if not holds:
        raise NothingToMend
    return len(holds)


@service
def keep_cancelled(*, booking_id: int, version: int, now: datetime) -> Occupancy:
    """Settle an imported booking that clashes with another: it stays on record, cancelled; nobody is told.

    Raises NothingToMend for one that has its place or is settled already, ChangedMeanwhile.
    """
    row = for_change(booking_id, version=version)
    if row.placed or row.status == Status.CANCELLED:
        raise NothingToMend
    return cancel_booking(
        booking_id=row.pk,
        version=version,
        reason="It clashed with another booking when it was brought over.",
        now=now,
        tell_customer=False,
    )
