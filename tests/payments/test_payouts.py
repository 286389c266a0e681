"""What comes to the bank is tied to payments, refunds, disputes and fees, to the cent."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.html import strip_tags

from billing.services import events
from bookings.models import Booking, Venue
from ledger.selectors import balance, trial_balance
from payments.domain import chart
from payments.models import Payment, Payout, PayoutLine, Refund, RefundLine
from payments.selectors.payouts import report_called
from payments.services.giving_back import post_refund
from tests.conftest import HostClient
from tests.factories import make_booking, make_room
from tests.payments import connected as house
from tests.payments.connected import Connected

connected = house.connected
As = Callable[[str], HostClient]


@pytest.fixture
def bookings(business, now: datetime) -> list[Booking]:
    room = make_room(Venue.objects.get(), name="Echo")
    return [
        make_booking(room=room, starts_at=now + timedelta(hours=2 * number), total_minor=6000 + number)
        for number in range(3)
    ]


def give_back(connected: Connected, payment: Payment, amount_minor: int) -> None:
    """A refund to the card that is done."""
    made = connected.client.v1.refunds.create({"payment_intent": payment.external_id, "amount": amount_minor})
    refund = Refund.objects.create(
        venue=payment.venue, booking=payment.booking, amount_minor=amount_minor,
        currency=payment.currency, given_at=connected.now,
    )  # fmt: skip
    RefundLine.objects.create(
        refund=refund, payment=payment, method="card", amount_minor=amount_minor, external_id=made.id
    )
    post_refund(refund, connected.now)


def pay_out(connected: Connected) -> Payout:
    """All that is there goes to the bank, and we hear of it."""
    connected.wait(days=4)
    connected.hear("payout.")
    return Payout.objects.order_by("-made_at", "-id")[0]


def test_a_payout_is_payments_less_refunds_disputes_and_fees_to_the_cent(
    connected: Connected, bookings: list[Booking]
):
    payments = [connected.paid(booking, booking.total_minor or 0) for booking in bookings]
    give_back(connected, payments[0], 1234)
    connected.dispute(payments[2])

    payout = pay_out(connected)

    report = report_called(payout.pk)
    (there,) = connected.stripe.objects("payout", connected.account)
    assert report.amount.minor == there["amount"]
    assert report.paid.minor == 6000 + 6001 + 6002
    assert report.refunded.minor == -1234
    assert report.disputed.minor == -6002
    assert report.fees.minor < 0
    assert report.paid + report.refunded + report.disputed + report.fees == report.amount
    assert report.ties
    assert {line.payment for line in report.lines if line.payment} == set(payments)


def test_the_books_say_the_same_and_nothing_is_left_with_stripe(
    connected: Connected, bookings: list[Booking]
):
    payments = [connected.paid(booking, booking.total_minor or 0) for booking in bookings]
    give_back(connected, payments[0], 1234)

    payout = pay_out(connected)
    connected.hear("payout.")

    venue, currency = payments[0].venue_id, payout.currency
    assert balance(chart.paid_out(venue).code, currency).minor == payout.amount_minor
    assert balance(chart.fees(venue).code, currency) == -report_called(payout.pk).fees
    assert balance(chart.of_method(venue, "card").code, currency).minor == 0
    assert sum(trial_balance().values()) == 0


def test_a_refund_that_came_back_ties_both_ways(connected: Connected, bookings: list[Booking]):
    payment = connected.paid(bookings[0], 6000, payment_method="pm_card_refundFail")
    give_back(connected, payment, 1234)

    payout = pay_out(connected)

    report = report_called(payout.pk)
    assert [line.amount_minor for line in report.lines if line.kind == "refund"] == [-1234, 1234]
    assert (report.refunded.minor, report.ties) == (0, True)


def test_a_payment_of_nobodys_is_pointed_out(connected: Connected, bookings: list[Booking]):
    connected.paid(bookings[0], 6000)
    stranger = connected.paid(bookings[1], 500)
    Payment.objects.filter(pk=stranger.pk).update(external_id="pi_other")

    report = report_called(pay_out(connected).pk)

    assert [line.amount_minor for line in report.odd] == [500]
    assert not report.left
    assert not report.ties


def test_what_was_noted_late_ties_when_it_is_folded_again(connected: Connected, bookings: list[Booking]):
    payment = connected.paid(bookings[0], 6000)
    Payment.objects.filter(pk=payment.pk).update(external_id="pi_other")
    payout = pay_out(connected)
    assert not report_called(payout.pk).ties
    Payment.objects.filter(pk=payment.pk).update(external_id=payment.external_id)

    for event in connected.hear("payout."):
        events.replay_event(event_id=event.pk)
    connected.hear("payout.")

    assert report_called(payout.pk).ties
    assert PayoutLine.objects.filter(payout=payout).count() == 1


def test_what_the_bank_sends_back_is_undone_in_the_books(connected: Connected, bookings: list[Booking]):
    payment = connected.paid(bookings[0], 6000)
    payout = pay_out(connected)

    connected.stripe.order("/payouts/fail", account=connected.account, payout=payout.external_id)
    connected.hear("payout.")

    payout.refresh_from_db()
    assert (payout.state, payout.failure) == ("failed", "The bank account has been closed.")
    assert balance(chart.paid_out(payment.venue_id).code, payment.currency).minor == 0
    assert balance(chart.of_method(payment.venue_id, "card").code, payment.currency).minor == 6000


def test_managers_read_it_and_take_it_along_and_the_desk_does_not(
    connected: Connected, bookings: list[Booking], client_as: As
):
    for booking in bookings:
        connected.paid(booking, booking.total_minor or 0)
    payout = pay_out(connected)
    client = client_as("manager")

    listed = " ".join(strip_tags(client.get("/dashboard/payouts/").content.decode()).split())
    shown = " ".join(strip_tags(client.get(f"/dashboard/payouts/{payout.pk}/").content.decode()).split())
    file = client.get(f"/dashboard/payouts/{payout.pk}.csv").content.decode()

    assert "To the cent" in listed
    assert "£180.03" in shown
    assert "Every cent is a payment, a refund, a dispute or a fee that we know." in shown
    rows = list(csv.DictReader(io.StringIO(file.lstrip("\ufeff"))))
    assert len(rows) == 4
    assert sum(round(float(row["left"]) * 100) for row in rows) == 0
    assert client_as("front_desk").get("/dashboard/payouts/").status_code == 403
