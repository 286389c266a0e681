"""Holds of customers who pay before they have a booking: kept while they do, booked once they have."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.domain.lifecycle import Status
from bookings.errors import HoldExpired
from bookings.models import Booking
from bookings.selectors.setup import setup_of
from bookings.services.holds import Details, accept, claimed, take_down, taking, tell_of_booked
from bookings.services.occupying import publish
from bookings.services.waitlist_outcomes import is_offer
from boom.core.db import service

# How long a slot is kept for somebody who pays: a page of Stripe's is open for half an hour at the least.
PAID_WITHIN = timedelta(minutes=33)
# Nobody keeps a slot for ever by going to pay again and again.
KEPT_AT_MOST = timedelta(hours=2)


@service
def keep_for_payment(*, booking_id: int, details: Details, now: datetime) -> Booking:
    """Write down whose a hold is and what it comes to, and keep it while they pay.

    As `confirm_hold`, but that it stays a hold. Raises as that does; what is booked stays as it is.
    """
    booking, parts = claimed(booking_id, now=now)
    if not parts:
        return booking
    until = kept_until(booking, now=now)

    def keep(part: Booking) -> None:
        part.status, part.held_until = Status.HELD, until

    take_down(booking, parts, details, keep, now=now)
    _tell_of_held(parts)
    return booking


@service
def keep_longer(*, booking_id: int, now: datetime) -> Booking:
    """Keep a hold, and all that is held with it, for somebody who goes to pay now.

    One whose time is up is had again if nobody was faster. Raises HoldExpired, NotPossibleNow.
    """
    booking, parts = claimed(booking_id, now=now)
    if not parts:
        return booking
    until = kept_until(booking, now=now)
    with taking(parts, now=now):
        for part in parts:
            part.status, part.held_until = Status.HELD, until
            part.version += 1
            part.save(update_fields=["status", "held_until", "version"])
    _tell_of_held(parts)
    return booking


@service
def confirm_kept(*, booking_id: int, now: datetime) -> Booking:
    """Make a hold that `keep_for_payment` wrote a booking, with all that is held with it: all, or none.

    Twice gives the same. One whose time is up is booked all the same if it is still free and its start lies
    ahead. Raises HoldExpired, NotPossibleNow.
    """
    booking, parts = claimed(booking_id, now=now)
    if parts:
        with taking(parts, now=now):
            for part in parts:
                accept(part, now)
                part.version += 1
                part.save(update_fields=["status", "held_until", "answer_by", "version"])
        tell_of_booked(booking, parts, now=now)
    return booking


def kept_until(booking: Booking, *, now: datetime) -> datetime:
    """Until when a hold is kept for somebody who goes to pay now. Raises HoldExpired after too many."""
    if not is_offer(booking) and now > booking.created_at + KEPT_AT_MOST:
        raise HoldExpired
    return now + PAID_WITHIN


def _tell_of_held(parts: list[Booking]) -> None:
    for part in parts:
        publish("booking.held", part, setup_of(part.room.venue).hours)
