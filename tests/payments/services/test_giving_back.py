"""Giving money back: what is owed without asking, more with a reason, never more than was paid."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from bookings.domain.paying import Paid, Standing
from bookings.models import Booking, GiftVoucher
from bookings.services.cancelling import cancel_booking
from bookings.takings import standings_of
from boom.core.actor import acting
from boom.core.errors import Invalid
from ledger.selectors import balance, trial_balance
from payments.errors import MoreThanPaid, NoCustomer, OneOrTheOther, RefundNeedsAReason, SentBefore
from payments.models import Document, Payment, Refund, RefundLine
from payments.selectors.accounts import owed_back
from payments.selectors.credit import credit_of
from payments.services.giving_back import refund_booking
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.payments import make_shop, take
from tests.payments.services.test_taking import ask_the_constraints


@pytest.fixture
def booking(business: Business) -> Booking:
    """Two hours of tomorrow, for 60.00."""
    return make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=6000)


def standing(booking: Booking) -> Standing:
    return standings_of([booking.pk])[booking.pk]


def give_back(booking: Booking, minor: int, **given: object) -> Refund:
    return refund_booking(booking_id=booking.pk, amount_minor=minor, now=TONIGHT, **given)


def cancelled(booking: Booking, fee: int) -> None:
    cancel_booking(booking_id=booking.pk, now=TONIGHT, fee_minor=fee, override_reason="Agreed")


def test_what_a_cancellation_leaves_goes_back_without_a_reason(booking: Booking):
    take(booking, 6000)
    cancelled(booking, 1500)

    with acting(kind="person", id="7", label="Dana"):
        refund = give_back(booking, 4500)

    ask_the_constraints()
    assert (refund.allowed_minor, refund.given_by) == (0, "Dana")
    assert (standing(booking).to_give_back.minor, standing(booking).kept.minor) == (0, 1500)
    assert balance(f"venues/{booking.room.venue_id}/cash", "GBP").minor == 1500


def test_the_terms_of_the_house_say_what_that_is(booking: Booking):
    venue = booking.room.venue
    type(venue).objects.filter(pk=venue.pk).update(
        cancel_until=48 * 60, cancellation_tiers=[{"notice": 12 * 60, "percent": 50}]
    )
    take(booking, 6000)

    cancel_booking(booking_id=booking.pk, now=TONIGHT)

    assert standing(booking).to_give_back.minor == 3000
    with pytest.raises(RefundNeedsAReason):
        give_back(booking, 3001)
    give_back(booking, 3000)


def test_more_takes_somebody_who_may_and_a_reason(booking: Booking):
    take(booking, 6000)

    for given in ({}, {"reason": "Cold pizza"}, {"may_exceed": True, "reason": " "}):
        with pytest.raises(RefundNeedsAReason):
            give_back(booking, 1000, **given)

    refund = give_back(booking, 1000, may_exceed=True, reason="Cold pizza")
    assert refund.allowed_minor == 1000
    assert (standing(booking).due.minor, standing(booking).state) == (0, Paid.ALL)


def test_lines_of_the_price_are_given_back_by_name(booking: Booking):
    take(booking, 6000)
    items = [{"label": "Pizza", "amount_minor": 1200}, {"label": "Drinks", "amount_minor": 300}]

    refund = give_back(booking, 1500, may_exceed=True, reason="Never came", items=items)

    assert refund.items == items
    rows = Document.objects.get(kind="credit_note").body["parts"][0][1]
    assert rows == [["Pizza", "", 1200], ["Drinks", "", 300]]
    with pytest.raises(Invalid):
        give_back(booking, 100, may_exceed=True, reason="x", items=items)


def test_never_more_than_was_paid(booking: Booking):
    take(booking, 2000)

    with pytest.raises(MoreThanPaid, match=r"£20\.00 is left"):
        give_back(booking, 2001, may_exceed=True, reason="x")

    give_back(booking, 2000, may_exceed=True, reason="x")
    with pytest.raises(MoreThanPaid):
        give_back(booking, 1, may_exceed=True, reason="x")


def test_the_newest_payments_go_back_first_in_the_ways_they_came(booking: Booking):
    take(booking, 2000, "cash")
    take(booking, 4000, "terminal")

    refund = give_back(booking, 5000, may_exceed=True, reason="x")

    assert list(refund.lines.order_by("id").values_list("method", "amount_minor")) == [
        ("terminal", 4000),
        ("cash", 1000),
    ]


def test_or_all_of_it_as_credit(booking: Booking):
    take(booking, 6000)
    cancelled(booking, 0)

    give_back(booking, 6000, to_credit=True)

    ask_the_constraints()
    assert credit_of(booking.customer_id, booking.room.venue_id, "GBP").minor == 6000
    assert balance(f"venues/{booking.room.venue_id}/cash", "GBP").minor == 6000
    assert balance(f"venues/{booking.room.venue_id}/credit", "GBP").minor == -6000


def test_or_all_of_it_as_a_gift_voucher(booking: Booking):
    make_shop(booking.room.venue, good_for_months=12)
    take(booking, 4000)
    take(booking, 2000, "terminal")
    cancelled(booking, 0)

    refund = give_back(booking, 6000, to_voucher=True, idempotency_key="k1")
    again = give_back(booking, 6000, to_voucher=True, idempotency_key="k1")

    ask_the_constraints()
    venue, voucher = booking.room.venue_id, GiftVoucher.objects.get()
    assert (again, refund.voucher) == (refund, voucher)
    assert (voucher.balance_minor, str(voucher.expires_on)) == (6000, "2027-11-21")
    assert set(refund.lines.values_list("method", flat=True)) == {"voucher"}
    found = [
        balance(f"venues/{venue}/{name}", "GBP").minor for name in ("cash", "terminal", "vouchers", "guests")
    ]
    assert found == [4000, 2000, -6000, 0]
    assert standing(booking).to_give_back.minor == 0
    assert ["Given back as", "Gift voucher"] in Document.objects.get(kind="credit_note").body["facts"]
    with pytest.raises(SentBefore):
        give_back(booking, 6000, idempotency_key="k1")


def test_a_voucher_needs_no_guest_and_is_not_credit_too(booking: Booking):
    take(booking, 6000)
    cancelled(booking, 0)
    Booking.objects.filter(pk=booking.pk).update(customer=None)

    with pytest.raises(OneOrTheOther):
        give_back(booking, 6000, to_credit=True, to_voucher=True)
    give_back(booking, 6000, to_voucher=True)

    assert GiftVoucher.objects.get().balance_minor == 6000


def test_the_database_keeps_a_voucher_to_one_refund_and_payments_from_being_one(booking: Booking):
    paid = take(booking, 6000)
    cancelled(booking, 0)
    voucher = give_back(booking, 1000, to_voucher=True).voucher

    other = give_back(booking, 1000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=other.pk).update(voucher=voucher)
    paid.pk, paid.method = None, "voucher"
    with pytest.raises(IntegrityError, match="payment_method_known"), transaction.atomic():
        paid.save(force_insert=True)


def test_nobody_has_no_credit(booking: Booking):
    take(booking, 6000)
    cancelled(booking, 0)
    Booking.objects.filter(pk=booking.pk).update(customer=None)

    with pytest.raises(NoCustomer):
        give_back(booking, 6000, to_credit=True)


def test_what_was_paid_with_credit_is_credit_again(booking: Booking):
    take(booking, 7000, rest_to_credit=True)
    following = make_booking(
        room=booking.room, starts_at=at("2026-11-29 20:00"), customer=booking.customer, total_minor=1000
    )
    take(following, 1000, "credit")
    cancelled(following, 0)

    give_back(following, 1000)

    assert credit_of(booking.customer_id, booking.room.venue_id, "GBP").minor == 1000


def test_one_click_one_refund(booking: Booking):
    take(booking, 6000)
    cancelled(booking, 0)

    first = give_back(booking, 1000, idempotency_key="k")

    assert give_back(booking, 1000, idempotency_key="k").pk == first.pk
    assert Refund.objects.count() == 1
    with pytest.raises(SentBefore):
        give_back(booking, 2000, idempotency_key="k")


def test_what_was_taken_off_a_price_never_makes_it_less_than_nothing(booking: Booking):
    take(booking, 6000)
    give_back(booking, 2000, may_exceed=True, reason="x")

    cancelled(booking, 0)

    assert standing(booking).to_give_back.minor == 4000
    give_back(booking, 4000)
    assert set(trial_balance().values()) == {0}


def test_what_is_owed_back_stands_in_a_list_until_it_is_given(booking: Booking):
    other = make_booking(room=booking.room, starts_at=at("2026-11-23 20:00"), total_minor=6000)
    take(booking, 6000)
    take(other, 6000)
    cancelled(booking, 1000)

    owed = owed_back(booking.room.venue)

    assert [(each.booking.pk, each.standing.to_give_back.minor) for each in owed] == [(booking.pk, 5000)]
    give_back(booking, 5000)
    assert owed_back(booking.room.venue) == []


def test_a_refund_that_failed_gave_nothing_back(booking: Booking):
    take(booking, 6000)
    refund = give_back(booking, 1000, may_exceed=True, reason="x")

    Refund.objects.filter(pk=refund.pk).update(state="failed")

    assert Payment.objects.get().refunded_minor == 0
    assert standing(booking).kept.minor == 6000
    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(state="done")


def test_the_database_takes_no_refund_whose_lines_do_not_sum_to_it(booking: Booking):
    payment = take(booking, 6000)
    refund = Refund.objects.create(
        venue=booking.room.venue, booking=booking, amount_minor=500, currency="GBP", given_at=TONIGHT
    )
    RefundLine.objects.create(refund=refund, payment=payment, method="cash", amount_minor=499)

    with pytest.raises(IntegrityError, match="do not sum"):
        ask_the_constraints()


def test_nor_one_of_a_payment_that_was_never_made(booking: Booking):
    payment = take(booking, 6000)
    Payment.objects.filter(pk=payment.pk).update(state="failed")
    payment.refresh_from_db()

    with pytest.raises(IntegrityError, match="cannot be given back"), transaction.atomic():
        written_past_the_services(payment, 500)


def written_past_the_services(payment: Payment, minor: int) -> None:
    refund = Refund.objects.create(
        venue=payment.venue, booking=payment.booking, amount_minor=minor, currency="GBP", given_at=TONIGHT
    )
    RefundLine.objects.create(refund=refund, payment=payment, method="cash", amount_minor=minor)


def test_nor_more_than_the_payment_was(booking: Booking):
    payment = take(booking, 6000)
    written_past_the_services(payment, 5999)

    with pytest.raises(IntegrityError, match="payment_refunded_within_it"), transaction.atomic():
        written_past_the_services(payment, 2)


def test_the_database_lets_nobody_spend_credit_they_do_not_have(booking: Booking):
    payment = take(booking, 6000)

    with pytest.raises(IntegrityError, match="not so much credit"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO payments_creditmovement"
            " (customer_id, venue_id, currency, amount_minor, payment_id, at)"
            " VALUES (%s, %s, 'GBP', -1, %s, now())",
            [booking.customer_id, booking.room.venue_id, payment.pk],
        )
