"""A till holds what it should, by method; what is missing has a reason and stands in the books."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from bookings.domain.interval import Interval
from bookings.models import Booking, Venue
from boom.core.actor import acting
from boom.core.errors import Invalid
from ledger.selectors import balance, trial_balance
from payments.errors import DifferenceNeedsAReason, TillIsClosed, TillIsOpen, TillUnknown
from payments.models import Payment, Till
from payments.selectors.tills import counts_in, expected_now, past_tills, takings_between, till_now
from payments.services.giving_back import refund_booking
from payments.services.taking import take_back_payment
from payments.services.tills import close_till, open_till
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.payments import take
from tests.payments.services.test_taking import ask_the_constraints


@pytest.fixture
def booking(business: Business) -> Booking:
    return make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=60_000)


@pytest.fixture
def venue(booking: Booking) -> Venue:
    return booking.room.venue


def opened(venue: Venue, minor: int = 10_000) -> Till:
    with acting(kind="person", id="7", label="Dana"):
        return open_till(venue_id=venue.pk, float_minor=minor, now=TONIGHT)


def account(venue: Venue, name: str) -> int:
    return balance(f"venues/{venue.pk}/{name}", "GBP").minor


def test_what_should_be_there_is_the_float_and_what_moved(booking: Booking, venue: Venue):
    take(booking, 900)
    till = opened(venue)
    take(booking, 5000)
    take(booking, 3000, "terminal")
    refund_booking(booking_id=booking.pk, amount_minor=3500, reason="x", may_exceed=True, now=TONIGHT)

    assert expected_now(till) == {"cash": 14_500, "terminal": 0}


def test_a_bank_transfer_is_in_no_till(booking: Booking, venue: Venue):
    till = opened(venue)
    take(booking, 5000, "bank")

    assert expected_now(till) == {"cash": 10_000}


def test_a_count_that_is_right_closes_it_and_the_cash_goes_to_the_safe(booking: Booking, venue: Venue):
    till = opened(venue)
    take(booking, 5000)
    take(booking, 3000, "terminal")

    closed = close_till(till_id=till.pk, counted={"cash": 15_000, "terminal": 3000}, now=TONIGHT)

    ask_the_constraints()
    assert (closed.difference_minor, closed.opened_by) == (0, "Dana")
    assert [(each.method, each.expected, each.counted) for each in counts_in(closed)] == [
        ("cash", 15_000, 15_000),
        ("terminal", 3000, 3000),
    ]
    assert (account(venue, "cash"), account(venue, "safe"), account(venue, "terminal")) == (0, 5000, 3000)
    assert (till_now(venue), past_tills(venue)) == (None, [closed])


def test_one_that_is_not_needs_a_reason_and_is_booked_as_a_difference(booking: Booking, venue: Venue):
    till = opened(venue)
    take(booking, 5000)
    take(booking, 3000, "terminal")

    with pytest.raises(DifferenceNeedsAReason) as refusal:
        close_till(till_id=till.pk, counted={"cash": 14_800, "terminal": 3200}, now=TONIGHT)
    closed = close_till(
        till_id=till.pk, counted={"cash": 14_800, "terminal": 3200}, reason="Wrong slip", now=TONIGHT
    )

    assert refusal.value.details["counts"] == [["cash", 15_000, 14_800], ["terminal", 3000, 3200]]
    assert (closed.difference_minor, closed.reason) == (0, "Wrong slip")
    assert (account(venue, "difference"), account(venue, "cash"), account(venue, "terminal")) == (0, 0, 3200)


def test_what_is_missing_stands_as_an_expense(booking: Booking, venue: Venue):
    till = opened(venue)

    close_till(till_id=till.pk, counted={"cash": 9950}, reason="Gone", now=TONIGHT)

    assert (account(venue, "difference"), account(venue, "safe")) == (50, -50)
    assert sum(trial_balance().values()) == 0


def test_a_venue_has_one_open_till(venue: Venue):
    opened(venue)

    with pytest.raises(TillIsOpen):
        opened(venue)


def test_what_is_closed_stays_closed(booking: Booking, venue: Venue):
    till = opened(venue)
    close_till(till_id=till.pk, counted={"cash": 10_000}, now=TONIGHT)

    with pytest.raises(TillIsClosed):
        close_till(till_id=till.pk, counted={"cash": 1}, now=TONIGHT)
    for statement in ("UPDATE payments_till SET reason = 'x'", "DELETE FROM payments_till"):
        with pytest.raises(IntegrityError, match="till is closed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_nothing_is_put_into_a_closed_till(booking: Booking, venue: Venue):
    till = opened(venue)
    close_till(till_id=till.pk, counted={"cash": 10_000}, now=TONIGHT)

    with pytest.raises(IntegrityError, match="till is closed"), transaction.atomic():
        Payment.objects.create(
            venue=venue,
            booking=booking,
            method="cash",
            amount_minor=1,
            currency="GBP",
            till=till,
            taken_at=TONIGHT,
        )


def test_a_payment_that_was_never_made_leaves_an_open_till(booking: Booking, venue: Venue):
    till = opened(venue)
    payment = take(booking, 5000)

    take_back_payment(payment_id=payment.pk, reason="Mistake", now=TONIGHT)

    assert expected_now(till) == {"cash": 10_000}


def test_one_of_a_closed_till_puts_its_difference_right(booking: Booking, venue: Venue):
    till = opened(venue)
    payment = take(booking, 5000)
    close_till(till_id=till.pk, counted={"cash": 10_000}, reason="50 missing", now=TONIGHT)

    take_back_payment(payment_id=payment.pk, reason="It was never taken", now=TONIGHT)

    assert (account(venue, "difference"), account(venue, "cash"), account(venue, "guests")) == (0, 0, 0)


@pytest.mark.parametrize("counted", [{"cash": -1}, {"cash": 10**13}])
def test_nobody_counts_less_than_nothing_or_more_than_there_is(venue: Venue, counted: dict[str, int]):
    till = opened(venue)

    with pytest.raises(Invalid):
        close_till(till_id=till.pk, counted=counted, now=TONIGHT)


def test_there_has_to_be_a_till(venue: Venue):
    with pytest.raises(TillUnknown):
        close_till(till_id=999, counted={}, now=TONIGHT)


def test_a_night_s_takings_by_method(booking: Booking, venue: Venue):
    take(booking, 5000)
    take(booking, 3000, "terminal")
    take(booking, 700, "cash", now=at("2026-11-23 12:00"))
    refund_booking(booking_id=booking.pk, amount_minor=1000, reason="x", may_exceed=True, now=TONIGHT)

    found = takings_between(venue, Interval(at("2026-11-21 12:00"), at("2026-11-22 12:00")))

    assert [(each.method, each.taken.minor, each.given.minor, each.payments) for each in found] == [
        ("cash", 5000, 700, 1),
        ("terminal", 3000, 300, 1),
    ]
