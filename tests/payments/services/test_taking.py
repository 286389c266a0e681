"""Money at the desk: what is due is taken, once, in parts; what was never taken is taken back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from bookings.domain.paying import Paid, Standing
from bookings.models import Booking
from bookings.services.cancelling import cancel_booking
from bookings.takings import standings_of
from boom.core.actor import acting
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from ledger.selectors import balance, trial_balance
from payments.errors import (
    CannotTakeBack,
    MethodNotTaken,
    MoreThanDue,
    NoCustomer,
    NothingToPay,
    NotSoMuchCredit,
    SentBefore,
)
from payments.models import Document, Payment, PaymentSettings
from payments.selectors.credit import credit_of
from payments.services.giving_back import refund_booking
from payments.services.taking import take_back_payment
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.payments import take


@pytest.fixture
def booking(business: Business) -> Booking:
    """Two hours of tomorrow, for 60.00."""
    return make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=6000)


def standing(booking: Booking) -> Standing:
    return standings_of([booking.pk])[booking.pk]


def account(booking: Booking, name: str) -> int:
    return balance(f"venues/{booking.room.venue_id}/{name}", "GBP").minor


def ask_the_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_what_is_taken_is_no_longer_due_and_stands_in_the_books(booking: Booking):
    with acting(kind="person", id="7", label="Dana"):
        payment = take(booking, 2000, "terminal", note="slip 44")

    ask_the_constraints()
    assert (standing(booking).due.minor, standing(booking).state) == (4000, Paid.PART)
    assert (payment.taken_by, payment.taken_by_id, payment.note) == ("Dana", "7", "slip 44")
    assert (account(booking, "terminal"), account(booking, "guests")) == (2000, -2000)
    assert OutboxMessage.objects.filter(kind="payment.taken", payload__booking=booking.pk).exists()


def test_it_can_be_paid_in_parts_by_several_methods(booking: Booking):
    take(booking, 1000, "cash")
    take(booking, 2000, "terminal")
    take(booking, 3000, "bank")

    assert (standing(booking).due.minor, standing(booking).state) == (0, Paid.ALL)


def test_the_same_form_twice_records_once(booking: Booking):
    first = take(booking, 2000, idempotency_key="k")
    again = take(booking, 2000, idempotency_key="k")

    assert first.pk == again.pk
    assert Payment.objects.count() == Document.objects.count() == 1


def test_the_same_form_with_something_else_in_it_is_refused(booking: Booking):
    take(booking, 2000, idempotency_key="k")

    with pytest.raises(SentBefore):
        take(booking, 2500, idempotency_key="k")


def test_more_than_is_due_is_refused_and_says_what_is(booking: Booking):
    take(booking, 5000)

    with pytest.raises(MoreThanDue, match=r"£10\.00 is due; that is £5\.00 more"):
        take(booking, 1500)


def test_or_the_rest_stays_as_the_guests_credit(booking: Booking):
    take(booking, 7500, rest_to_credit=True)

    assert (standing(booking).due.minor, standing(booking).state) == (0, Paid.ALL)
    assert credit_of(booking.customer_id, booking.room.venue_id, "GBP").minor == 1500
    assert (account(booking, "cash"), account(booking, "credit")) == (7500, -1500)


def test_credit_pays_for_the_next_visit_and_no_more_than_there_is(booking: Booking):
    take(booking, 7500, rest_to_credit=True)
    following = make_booking(
        room=booking.room, starts_at=at("2026-11-29 20:00"), customer=booking.customer, total_minor=4000
    )

    take(following, 1000, "credit")

    assert credit_of(booking.customer_id, booking.room.venue_id, "GBP").minor == 500
    assert account(booking, "credit") == -500
    with pytest.raises(NotSoMuchCredit):
        take(following, 501, "credit")


def test_credit_at_one_venue_is_none_at_another(booking: Booking):
    take(booking, 7500, rest_to_credit=True)
    elsewhere = make_booking(
        room=make_room(), starts_at=at("2026-11-29 20:00"), customer=booking.customer, total_minor=4000
    )

    with pytest.raises(NotSoMuchCredit):
        take(elsewhere, 1000, "credit")


def test_who_is_nobody_has_no_credit(booking: Booking):
    Booking.objects.filter(pk=booking.pk).update(customer=None)

    with pytest.raises(NoCustomer):
        take(booking, 7500, rest_to_credit=True)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_payment(booking: Booking, amount: int):
    with pytest.raises(Invalid):
        take(booking, amount)


def test_what_the_venue_does_not_take_is_refused(booking: Booking):
    PaymentSettings.objects.create(venue=booking.room.venue, methods=["cash"])

    with pytest.raises(MethodNotTaken):
        take(booking, 1000, "terminal")


@pytest.mark.parametrize("method", ["card", "voucher", "", "gold"])
def test_nothing_else_is_taken_at_the_desk(booking: Booking, method: str):
    with pytest.raises(MethodNotTaken):
        take(booking, 1000, method)


@pytest.mark.parametrize("status", ["held", "expired"])
def test_nobody_pays_for_what_is_no_booking(booking: Booking, status: str):
    Booking.objects.filter(pk=booking.pk).update(status=status, held_until=TONIGHT)

    with pytest.raises(NothingToPay):
        take(booking, 1000)


def test_what_is_booked_together_is_paid_together(booking: Booking):
    Booking.objects.filter(pk=booking.pk).update(group_reference=booking.reference)
    other = make_booking(
        room=make_room(booking.room.venue),
        starts_at=booking.starts_at,
        total_minor=4000,
        group_reference=booking.reference,
    )

    take(other, 10_000)

    assert standing(booking).state == standing(other).state == Paid.ALL
    with pytest.raises(NothingToPay):
        take(booking, 1)


def test_a_lower_price_leaves_money_to_give_back(booking: Booking):
    take(booking, 6000)

    Booking.objects.filter(pk=booking.pk).update(total_minor=4500)

    assert (standing(booking).to_give_back.minor, standing(booking).state) == (1500, Paid.TOO_MUCH)


def test_of_a_cancelled_booking_all_but_the_fee_is_to_give_back(booking: Booking):
    take(booking, 6000)

    cancel_booking(booking_id=booking.pk, now=TONIGHT, fee_minor=2500, override_reason="Agreed")

    assert standing(booking).to_give_back.minor == 3500


def test_what_was_never_taken_is_taken_back_and_nothing_is_deleted(booking: Booking):
    payment = take(booking, 6000)

    back = take_back_payment(payment_id=payment.pk, reason="Typed into the wrong booking", now=TONIGHT)
    again = take_back_payment(payment_id=payment.pk, reason="Once more", now=TONIGHT)

    ask_the_constraints()
    assert (back.state, again.reversed_because) == ("reversed", "Typed into the wrong booking")
    assert standing(booking).due.minor == 6000
    assert set(trial_balance().values()) == {0}
    note = Document.objects.get(kind="credit_note")
    assert (note.corrects, note.total_minor) == (payment.documents.get(kind="receipt"), 6000)


def test_taking_back_needs_a_reason(booking: Booking):
    payment = take(booking, 6000)

    with pytest.raises(Invalid):
        take_back_payment(payment_id=payment.pk, reason=" ", now=TONIGHT)


def test_what_was_given_back_in_part_was_taken(booking: Booking):
    payment = take(booking, 6000)
    refund_booking(booking_id=booking.pk, amount_minor=1, reason="x", may_exceed=True, now=TONIGHT)

    with pytest.raises(CannotTakeBack):
        take_back_payment(payment_id=payment.pk, reason="No", now=TONIGHT)


def test_credit_that_was_spent_by_mistake_is_there_again(booking: Booking):
    take(booking, 7500, rest_to_credit=True)
    following = make_booking(
        room=booking.room, starts_at=at("2026-11-29 20:00"), customer=booking.customer, total_minor=4000
    )
    payment = take(following, 1500, "credit")

    take_back_payment(payment_id=payment.pk, reason="They pay cash", now=TONIGHT)

    assert credit_of(booking.customer_id, booking.room.venue_id, "GBP").minor == 1500


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_payment SET amount_minor = 1",
        "UPDATE payments_payment SET method = 'bank'",
        "UPDATE payments_payment SET booking_id = booking_id + 1",
        "DELETE FROM payments_payment",
        "UPDATE payments_document SET total_minor = 1",
        "UPDATE payments_document SET buyer = 'Somebody else'",
        "DELETE FROM payments_document",
    ],
)
def test_money_that_moved_is_not_rewritten(booking: Booking, statement: str):
    take(booking, 2000)

    with pytest.raises(IntegrityError, match=r"kept as it was|as they were issued"), transaction.atomic():
        connection.cursor().execute(statement)


def test_yen_and_dinars_are_exact(business: Business):
    for currency, amount in (("JPY", 1), ("KWD", 1001)):
        room = make_room()
        type(room.venue).objects.filter(pk=room.venue_id).update(currency=currency)
        booking = make_booking(
            room=room, starts_at=at("2026-11-22 20:00"), total_minor=6000, currency=currency
        )

        take(booking, amount)

        assert standings_of([booking.pk])[booking.pk].due.minor == 6000 - amount
        assert balance(f"venues/{room.venue_id}/cash", currency).minor == amount
