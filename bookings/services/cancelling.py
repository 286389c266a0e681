"""Calling a booking off: by its customer under the venue's terms, by staff, and saying no to a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bookings.domain.blockers import Blocker
from bookings.domain.cancellation import fee_of, minutes_kept
from bookings.domain.lifecycle import CANCELLABLE, Status, why_not_cancel
from bookings.domain.paying import OVER
from bookings.errors import NotPossibleNow, RulesBroken
from bookings.models import Booking, Occupancy
from bookings.selectors.setup import setup_of
from bookings.services.occupying import for_change, publish
from boom.core.db import service
from boom.core.errors import Invalid
from boom.core.money import Money

FEE_NEEDS_A_REASON = Blocker(
    "fee-needs-a-reason", "Another fee than the rule’s needs a reason from a manager.", hard=False
)


@service
def cancel_booking(
    *,
    booking_id: int,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    by_staff: bool = True,
    fee_minor: int | None = None,
    override_reason: str = "",
    tell_customer: bool = True,
) -> Booking:
    """Cancel; the room is free at once, and what the terms keep of the price is noted on the booking.

    Cancelling a cancelled booking changes nothing. Customers are held to the last step of the terms, staff
    may cancel at any time; another fee than the terms' takes an `override_reason`. Raises RulesBroken for
    either, ChangedMeanwhile for an old `version`, NotPossibleNow for a booking that has been used, Invalid
    for a fee above the price.
    """
    booking = for_change(booking_id, version=version)
    if booking.status == Status.CANCELLED:
        return booking  # type: ignore[return-value]
    if booking.kind != "booking" or booking.status not in CANCELLABLE:
        raise NotPossibleNow
    if not by_staff:
        insist_on_terms(booking, now)
    due, prepaid = fee_due(booking, now), prepaid_due(booking, now)
    # Charging nothing gives prepaid hours back, too.
    is_waived = fee_minor == 0 and bool(due or prepaid)
    if fee_minor is not None and (fee_minor != due or is_waived):
        if not override_reason.strip():
            raise RulesBroken([FEE_NEEDS_A_REASON])
        if not 0 <= fee_minor <= (booking.total_minor or 0):
            raise Invalid(fields={"fee": "The fee lies between nothing and the price."})
        due = fee_minor
        booking.override_reason = override_reason.strip()
    booking.status = Status.CANCELLED
    booking.cancelled_at = now
    booking.cancellation_reason = reason
    booking.fee_minor = due
    _keep_prepaid(booking, 0 if is_waived else prepaid)
    booking.held_until = None
    booking.answer_by = None
    booking.version += 1
    booking.calendar_sequence += 1
    booking.save()
    publish("booking.cancelled", booking, setup_of(booking.room.venue).hours, tell_customer=tell_customer)
    return booking  # type: ignore[return-value]


@service
def waive_fee(*, booking_id: int, version: int | None, reason: str, now: datetime) -> Booking:
    """Ask nothing of a party that never came or called off too late: their fee is none, and what was kept of
    prepaid hours is theirs again.

    Who did it and why stands on record; what was paid of the fee is owed back from then on. Raises
    ChangedMeanwhile, Invalid without a reason, NotPossibleNow where nothing is asked.
    """
    booking = for_change(booking_id, version=version)
    kept = booking.price_terms.get("pack_kept")
    if booking.status not in OVER or not (booking.fee_minor or kept):
        raise NotPossibleNow
    if not reason.strip():
        raise Invalid(fields={"reason": "Say why: it stays on record."})
    booking.fee_minor = 0
    booking.override_reason = reason.strip()
    if kept:
        booking.price_terms = booking.price_terms | {"pack_kept": 0}
    booking.version += 1
    booking.save()
    hours = setup_of(booking.room.venue).hours
    publish("booking.fee_waived", booking, hours, tell_customer=False)
    return booking  # type: ignore[return-value]


@service
def decline_booking(
    *, booking_id: int, version: int, reason: str, now: datetime, tell_customer: bool = True
) -> Booking:
    """Say no to a request, with a reason its customer reads. It costs them nothing.

    Raises ChangedMeanwhile, NotPossibleNow for one that does not wait for an answer, Invalid without a
    reason.
    """
    booking = for_change(booking_id, version=version)
    if booking.kind != "booking" or booking.status != Status.PENDING:
        raise NotPossibleNow
    if not reason.strip():
        raise Invalid(fields={"reason": "Say why: the guest reads it."})
    booking.status = Status.CANCELLED
    booking.cancelled_at = now
    booking.cancellation_reason = reason.strip()
    booking.answer_by = None
    booking.version += 1
    booking.calendar_sequence += 1
    booking.save()
    publish("booking.declined", booking, setup_of(booking.room.venue).hours, tell_customer=tell_customer)
    return booking  # type: ignore[return-value]


def prepaid_due(booking: Occupancy, now: datetime) -> int:
    """How many prepaid minutes the terms keep of a booking cancelled now: the share they keep of a price.

    Whole minutes, in the customer's favour.
    """
    minutes = int(booking.price_terms.get("pack_minutes", 0))
    if not minutes or booking.status != Status.CONFIRMED:
        return 0
    percent = booking.room.cancellation_terms().percent_after_all(booking.starts_at - now)
    return minutes_kept(percent, minutes)


def total_due(bookings: Iterable[Occupancy], now: datetime) -> tuple[int, int]:
    """What the terms keep of all of these cancelled now: in the smallest coin, and of prepaid minutes."""
    rows = list(bookings)
    return sum(fee_due(row, now) or 0 for row in rows), sum(prepaid_due(row, now) for row in rows)


def _keep_prepaid(booking: Occupancy, minutes: int) -> None:
    """Note how many prepaid minutes are not given back: the database reads it of a cancelled booking."""
    terms = {name: value for name, value in booking.price_terms.items() if name != "pack_kept"}
    booking.price_terms = terms | {"pack_kept": minutes} if minutes else terms


def insist_on_terms(booking: Occupancy, now: datetime) -> None:
    """Raise RulesBroken once the terms do not let a customer cancel alone any more."""
    found = why_not_cancel(
        booking.status,
        starts_at=booking.starts_at,
        now=now,
        cancel_until=booking.room.cancellation_terms().last_notice,
    )
    if found:
        raise RulesBroken(found)


def fee_due(booking: Occupancy, now: datetime) -> int | None:
    """What the terms keep of a booking cancelled at `now`, in the smallest coin; None without a price.

    What nobody has confirmed costs nothing.
    """
    if booking.total_minor is None or not booking.currency:
        return None
    if booking.status != Status.CONFIRMED:
        return 0
    total = Money(booking.total_minor, booking.currency)
    percent = booking.room.cancellation_terms().percent_after_all(booking.starts_at - now)
    return fee_of(percent, total, Money(0, booking.currency)).amount.minor
