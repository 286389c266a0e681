"""Fifty at once: no more is given back than was paid, no credit spent twice, no number missing or twice.

What holds is the database's: the storms write past the services, too, which look first and lock. Controls are
the same storms without what keeps the limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from bookings.models import Booking, Venue
from boom.core import clock
from boom.core.db import constraint_name
from boom.core.errors import Conflict
from ledger.selectors import balance, trial_balance
from payments.models import CreditMovement, Document, DocumentKind, Payment, Refund, RefundLine
from payments.selectors.tills import expected_now
from payments.services import documents
from payments.services.giving_back import refund_booking
from payments.services.taking import record_payment
from payments.services.tills import close_till, open_till
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.factories import at, make_booking, make_room
from tests.faults.crowd import CROWD, ROUNDS, Crowd

WRITERS = 20


class Refused(Conflict):
    """What the database said no to, by the constraint's name."""


@pytest.fixture
def venue(live_business: Business) -> Venue:
    return Venue.objects.get()


def booked(venue: Venue, total_minor: int = 5000) -> Booking:
    return make_booking(room=make_room(venue), starts_at=at("2027-01-10 20:00"), total_minor=total_minor)


def take(booking: Booking, minor: int, method: str = "cash", key: str | None = None) -> Payment:
    return record_payment(
        booking_id=booking.pk, method=method, amount_minor=minor, now=clock.now(), idempotency_key=key
    )


def by_hand(payment: Payment, minor: int) -> Callable[[], None]:
    """A refund as any code could write it: no look at what is left, no lock on the booking."""

    def work() -> None:
        try:
            with transaction.atomic():
                refund = Refund.objects.create(
                    venue_id=payment.venue_id,
                    booking_id=payment.booking_id,
                    amount_minor=minor,
                    currency="GBP",
                    given_at=payment.taken_at,
                )
                RefundLine.objects.create(refund=refund, payment=payment, method="cash", amount_minor=minor)
        except IntegrityError as error:
            refusal = Refused()
            refusal.code = constraint_name(error)
            raise refusal from error

    return work


def given_back(payment: Payment) -> int:
    return RefundLine.objects.filter(payment=payment).aggregate(total=Sum("amount_minor"))["total"] or 0


def test_of_fifty_refunds_at_once_no_more_goes_back_than_was_paid(crowd: Crowd, venue: Venue):
    for _ in range(ROUNDS):
        payment = take(booked(venue), 2000)

        outcomes = crowd.at_once([by_hand(payment, 900)] * CROWD)

        assert outcomes == Counter({"payment_refunded_within_it": CROWD - 2, "done": 2})
        assert given_back(payment) == Payment.objects.get(pk=payment.pk).refunded_minor == 1800


def test_control_without_the_check_more_goes_back(crowd: Crowd, venue: Venue):
    with owner_connection() as owner:
        owner.execute(
            f"ALTER TABLE {crowd.business.schema_name}.payments_payment"
            " DROP CONSTRAINT payment_refunded_within_it"
        )
    payment = take(booked(venue), 2000)

    crowd.at_once([by_hand(payment, 900)] * CROWD)

    assert given_back(payment) == 900 * CROWD


def test_fifty_who_press_give_back_find_what_is_left(crowd: Crowd, venue: Venue):
    booking = booked(venue)
    payment = take(booking, 2000)

    outcomes = crowd.at_once(
        [
            lambda: refund_booking(
                booking_id=booking.pk, amount_minor=900, reason="x", may_exceed=True, now=clock.now()
            )
        ]
        * CROWD
    )

    assert 1 <= outcomes["done"] <= 2
    assert outcomes.keys() <= {"done", "more-than-paid", "busy"}
    assert given_back(payment) == 900 * outcomes["done"]
    assert balance(f"venues/{venue.pk}/cash", "GBP").minor == 2000 - 900 * outcomes["done"]
    assert sum(trial_balance().values()) == 0


def test_fifty_who_send_one_form_record_one_payment(crowd: Crowd, venue: Venue):
    booking = booked(venue)

    outcomes = crowd.at_once([lambda: take(booking, 2000, key="one-form")] * CROWD)

    assert outcomes.keys() <= {"done", "busy"}
    assert Payment.objects.filter(booking=booking).count() == 1


def test_fifty_forms_take_no_more_than_is_due(crowd: Crowd, venue: Venue):
    booking = booked(venue)

    outcomes = crowd.at_once([lambda: take(booking, 2000)] * CROWD)

    assert 1 <= outcomes["done"] <= 2
    assert outcomes.keys() <= {"done", "more-than-due", "busy"}
    assert Payment.objects.filter(booking=booking).count() == outcomes["done"]


def test_credit_is_spent_once(crowd: Crowd, venue: Venue):
    first = booked(venue)
    take(first, 5000)
    refund_booking(
        booking_id=first.pk,
        amount_minor=1000,
        reason="x",
        may_exceed=True,
        to_credit=True,
        now=clock.now(),
    )
    others = [booked(venue) for _ in range(CROWD)]
    Booking.objects.filter(pk__in=[each.pk for each in others]).update(customer=first.customer)

    def spend(booking: Booking) -> Callable[[], Payment]:
        return lambda: take(booking, 600, "credit")

    outcomes = crowd.at_once([spend(booking) for booking in others])

    assert outcomes["done"] == 1
    assert outcomes.keys() <= {"done", "not-so-much-credit", "busy"}
    assert CreditMovement.objects.aggregate(left=Sum("amount_minor"))["left"] == 400


def writers(venue: Venue) -> list[Callable[[], object]]:
    """Payments of twenty bookings, of which every third is rolled back after its number was drawn."""

    def work(booking: Booking, fails: bool) -> None:
        with transaction.atomic():
            take(booking, 100)
            if fails:
                raise Refused

    bookings = [booked(venue) for _ in range(WRITERS)]
    return [
        (lambda booking=booking, fails=number % 3 == 2: work(booking, fails))
        for number, booking in enumerate(bookings)
    ]


def test_twenty_writers_leave_no_gap_and_no_number_twice(crowd: Crowd, venue: Venue):
    works = writers(venue) + [lambda: None] * (CROWD - WRITERS)

    outcomes = crowd.at_once(works)

    numbers = list(
        Document.objects.filter(kind=DocumentKind.RECEIPT).order_by("number").values_list("number", flat=True)
    )
    assert outcomes["refused"] + outcomes["conflict"] == WRITERS // 3
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) + outcomes["busy"] == WRITERS - WRITERS // 3


def test_control_numbers_from_a_sequence_have_gaps(
    crowd: Crowd, venue: Venue, monkeypatch: pytest.MonkeyPatch
):
    schema = crowd.business.schema_name
    with owner_connection() as owner:
        owner.execute(f"CREATE SEQUENCE {schema}.numbers")
        owner.execute(f"GRANT USAGE ON SEQUENCE {schema}.numbers TO PUBLIC")
        owner.execute(f"DROP TRIGGER payments_document_stays ON {schema}.payments_document")
    monkeypatch.setattr(
        documents, "NEXT_NUMBER", "SELECT nextval('numbers') WHERE %(venue)s > 0 AND %(kind)s > ''"
    )
    for work in writers(venue):
        try:
            work()
        except Refused:
            continue

    numbers = list(Document.objects.order_by("number").values_list("number", flat=True))

    assert numbers != list(range(1, len(numbers) + 1))


def test_what_is_taken_while_a_till_closes_is_counted_or_in_the_next(crowd: Crowd, venue: Venue):
    till = open_till(venue_id=venue.pk, float_minor=0, now=clock.now())
    bookings = [booked(venue) for _ in range(CROWD - 1)]

    def pay(booking: Booking) -> Callable[[], object]:
        return lambda: take(booking, 100)

    def close() -> object:
        return close_till(till_id=till.pk, counted={"cash": 0}, reason="x", now=clock.now())

    outcomes = crowd.at_once([*map(pay, bookings[:25]), close, *map(pay, bookings[25:])])

    till.refresh_from_db()
    assert outcomes.keys() <= {"done", "busy", "till-is-closed"}
    assert till.counts[0][1] == expected_now(till)["cash"]
    assert balance(f"venues/{venue.pk}/cash", "GBP").minor == 100 * Payment.objects.filter(till=None).count()
