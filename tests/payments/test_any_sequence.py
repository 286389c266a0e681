"""Whatever is done in whatever order: nobody gets back more than they paid, and books and bookings agree."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.domain.paying import Paid, Standing
from bookings.models import Booking, Venue
from bookings.takings import standings_of
from boom.core.errors import DomainError
from ledger.selectors import balance, trial_balance
from payments.checks import look_at_books, look_at_refunds
from payments.models import CreditMovement, Dispute, Document, Payment, Refund
from payments.selectors.tills import till_now
from payments.services.accounts import locked_account
from payments.services.card_refunds import fail_refund, fold_refund
from payments.services.documents import issue_invoice, issue_receipt, left_of
from payments.services.giving_back import refund_booking
from payments.services.posting import post_payment
from payments.services.taking import take_back_payment
from payments.services.tills import close_till, open_till
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.payments import make_dispute, take
from tests.payments.services.test_taking import ask_the_constraints

amounts = st.integers(1, 9000)
which = st.integers(0, 1)
methods = st.sampled_from(["cash", "terminal", "credit"])
outcomes = st.sampled_from(["succeeded", "failed", "refused", "under_review", "won", "lost"])
steps = st.one_of(
    st.tuples(
        st.just("take"), which, amounts, st.sampled_from(["cash", "terminal", "credit"]), st.booleans()
    ),
    st.tuples(st.just("give"), which, amounts, st.booleans()),
    st.tuples(st.just("card"), which, amounts),
    st.tuples(st.just("hear"), st.integers(0, 2), outcomes),
    st.tuples(st.just("take_back"), st.integers(0, 4)),
    st.tuples(st.just("price"), which, st.integers(0, 9000)),
    st.tuples(st.just("cancel"), which, st.integers(0, 9000)),
    st.tuples(st.just("invoice"), which),
    st.tuples(st.just("till"), st.integers(0, 9000)),
)


def do(step: tuple[Any, ...], bookings: list[Booking], venue: Venue) -> None:
    match step:
        case ("take", index, minor, method, rest):
            take(bookings[index], minor, method, rest_to_credit=rest)
        case ("give", index, minor, to_credit):
            refund_booking(
                booking_id=bookings[index].pk,
                amount_minor=minor,
                to_credit=to_credit,
                reason="x",
                may_exceed=True,
                now=TONIGHT,
            )
        case ("card", index, minor):
            card(bookings[index], minor)
        case ("hear", index, outcome):
            hear(index, outcome)
        case ("take_back", index):
            keys = [*Payment.objects.order_by("id").values_list("id", flat=True), 0, 0, 0, 0, 0]
            take_back_payment(payment_id=keys[index], reason="x", now=TONIGHT)
        case ("price", index, minor):
            Booking.objects.filter(pk=bookings[index].pk).update(total_minor=minor)
        case ("cancel", index, fee):
            Booking.objects.filter(pk=bookings[index].pk).update(status="cancelled", fee_minor=fee)
        case ("invoice", index):
            issue_invoice(booking_id=bookings[index].pk, now=TONIGHT)
        case ("till", minor):
            open_or_close(venue, minor)


def card(booking: Booking, minor: int) -> None:
    """Paid on Stripe's page."""
    account = locked_account(booking.pk)
    payment = Payment.objects.create(
        venue=account.venue,
        booking=booking,
        method="card",
        amount_minor=minor,
        currency="GBP",
        taken_at=TONIGHT,
        external_account="acct_1",
        external_id=f"pi_{Payment.objects.count()}",
    )
    post_payment(payment, TONIGHT)
    issue_receipt(payment, account, now=TONIGHT)


def hear(index: int, outcome: str) -> None:
    """What Stripe says of one of the refunds to cards, or of a dispute of one of the payments."""
    if outcome in {"under_review", "won", "lost"}:
        dispute(index, outcome)
        return
    refunds = Refund.objects.filter(lines__method="card").order_by("id")
    refund = next(iter(refunds[index : index + 1]), None)
    if refund is not None and outcome == "refused":
        fail_refund(refund_id=refund.pk, now=TONIGHT)
    elif refund is not None:
        fold_refund(refund_id=refund.pk, present={"id": f"re_{refund.pk}", "status": outcome}, now=TONIGHT)


def dispute(index: int, state: str) -> None:
    """A bank takes half of a payment back while it looks, and all of it or nothing in the end."""
    payments = Payment.objects.filter(method="card").order_by("id")
    payment = next(iter(payments[index : index + 1]), None)
    if payment is None:
        return
    minor = {"under_review": payment.amount_minor // 2, "won": 0, "lost": payment.amount_minor}[state]
    if not Dispute.objects.filter(payment=payment).update(state=state, withdrawn_minor=minor):
        make_dispute(payment, state=state, withdrawn_minor=minor)


def open_or_close(venue: Venue, minor: int) -> None:
    till = till_now(venue)
    if till is None:
        open_till(venue_id=venue.pk, float_minor=minor, now=TONIGHT)
    else:
        close_till(till_id=till.pk, counted={"cash": minor}, reason="x", now=TONIGHT)


def insist(bookings: list[Booking], venue: Venue) -> None:
    """What has to hold after every step."""
    books = trial_balance()
    assert sum(books.values()) == 0
    # What is under way to a card is gone from the booking, and not from the books.
    kept = sum(Refund.objects.filter(state="pending").values_list("amount_minor", flat=True))
    for booking in bookings:
        standing = standings_of([booking.pk])[booking.pk]
        assert 0 <= standing.refunded <= standing.paid
        assert not (standing.due and standing.to_give_back)
        assert standing.due.minor == max(0, standing.asked.minor - standing.counted.minor)
        assert 0 <= standing.to_give_back.minor <= standing.kept.minor
        # What a bank has is the venue's loss, and in the books a loss: to the guest it was paid all the same.
        kept += standing.counted.minor
    for payment in Payment.objects.all():
        assert 0 <= payment.refunded_minor <= payment.amount_minor
        if not payment.disputes.exists():
            assert payment.left_minor == payment.amount_minor - payment.refunded_minor
    for refund in Refund.objects.all():
        assert sum(refund.lines.values_list("amount_minor", flat=True)) == refund.amount_minor
    assert not look_at_books(TONIGHT).problems
    assert not look_at_refunds(TONIGHT).problems
    invoiced = sum(left_of(invoice) for invoice in Document.objects.filter(kind="invoice"))
    assert balance(f"venues/{venue.pk}/guests", "GBP").minor == invoiced - kept
    credit = sum(CreditMovement.objects.values_list("amount_minor", flat=True))
    assert balance(f"venues/{venue.pk}/credit", "GBP").minor == -credit <= 0
    ask_the_constraints()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(done=st.lists(steps, max_size=10))
def test_whatever_happens_the_books_and_the_booking_agree(business: Business, done: list[tuple[Any, ...]]):
    with transaction.atomic():
        first = make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=6000)
        second = make_booking(
            room=first.room, starts_at=at("2026-11-23 20:00"), total_minor=4000, customer=first.customer
        )
        venue = first.room.venue
        for step in done:
            try:
                with transaction.atomic():
                    do(step, [first, second], venue)
            except DomainError:
                pass
            insist([first, second], venue)
        numbers = {
            kind: list(Document.objects.filter(kind=kind).order_by("number").values_list("number", flat=True))
            for kind in ("receipt", "invoice", "credit_note", "reversal")
        }
        transaction.set_rollback(True)

    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_what_costs_nothing_asks_for_nothing(business: Business):
    booking = make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=0)

    standing: Standing = standings_of([booking.pk])[booking.pk]

    assert (standing.due.minor, standing.state) == (0, Paid.NO_PRICE)
    with pytest.raises(DomainError, match="Nothing is due"):
        take(booking, 1)
