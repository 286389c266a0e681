"""The money doctor of a business: what differs from Stripe is found with its cause, and taken over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.utils.html import strip_tags

from audit.integrity import Problem, fix_called, registered_checks
from audit.models import Finding
from audit.services.inspecting import inspect
from billing.models import EventState, StripeEvent
from bookings.models import Booking, Venue
from boom.core import clock
from boom.core.models import OutboxMessage
from payments.agreement_checks import look_at_stripe, take_over_again
from payments.errors import NothingToRepair
from payments.models import Dispute, Method, Payment, PaymentState, Payout, PayoutLine
from payments.services.agreement import ask_take_over, prepare_take_over
from tests.conftest import HostClient
from tests.factories import make_booking, make_room
from tests.payments import connected as house
from tests.payments.connected import Connected

connected = house.connected
LATER = {"minutes": 20}


@pytest.fixture
def booking(business, now: datetime) -> Booking:
    return make_booking(
        room=make_room(Venue.objects.get()), starts_at=now - timedelta(days=1), total_minor=6000
    )


@pytest.fixture
def payment(connected: Connected, booking: Booking) -> Payment:
    return connected.paid(booking, 6000)


def look(connected: Connected) -> list[Problem]:
    return list(look_at_stripe(connected.now).problems)


def words(connected: Connected) -> list[str]:
    return [problem.words for problem in look(connected)]


def mend(connected: Connected, problem: Problem) -> None:
    """Press the repair, and have the worker do it."""
    fix_called("stripe", "take-over").apply(problem.key, {}, connected.now)
    for message in OutboxMessage.objects.filter(kind="payments.take_over"):
        take_over_again(message, connected.now)


def test_where_all_is_the_same_there_is_nothing_to_say(connected: Connected, payment: Payment):
    connected.dispute(payment)
    connected.wait(**LATER)

    assert look(connected) == []
    assert "stripe" in registered_checks()


def test_what_is_under_way_this_moment_is_no_disagreement(connected: Connected, payment: Payment):
    Payment.objects.filter(pk=payment.pk).update(state=PaymentState.PENDING)

    assert look(connected) == []


def test_paid_there_and_under_way_here_leads_to_the_booking(connected: Connected, payment: Payment):
    Payment.objects.filter(pk=payment.pk).update(state=PaymentState.PENDING)
    connected.wait(**LATER)

    (problem,) = look(connected)

    assert problem.words == "£60.00 is paid at Stripe; here the payment is “Under way”. Its event was missed."
    assert problem.path == f"/dashboard/bookings/{payment.booking_id}/"


def test_paid_on_a_page_of_which_nobody_told_us_leads_to_the_booking(connected: Connected, booking: Booking):
    page = connected.client.v1.checkout.sessions.create(
        {
            "mode": "payment",
            "success_url": "https://boom.example/",
            "line_items": [
                {
                    "price_data": {"currency": "gbp", "unit_amount": 6000, "product_data": {"name": "Echo"}},
                    "quantity": 1,
                }
            ],
        }
    )
    Payment.objects.create(
        venue=booking.room.venue,
        booking=booking,
        method=Method.CARD,
        amount_minor=6000,
        currency="GBP",
        state=PaymentState.PENDING,
        taken_at=connected.now,
        external_account=connected.account,
        external_id=page.id,
    )
    connected.stripe.pay(str(page.url))
    connected.wait(**LATER)

    (problem,) = look(connected)

    assert problem.key == f"payment/{page.id}"
    assert problem.words.startswith("£60.00 is paid at Stripe; here the payment is “Under way”.")
    assert problem.path == f"/dashboard/bookings/{booking.pk}/"


def test_paid_there_and_of_no_booking_is_said(connected: Connected, payment: Payment):
    Payment.objects.filter(pk=payment.pk).update(external_id="pi_other")
    connected.wait(**LATER)

    (said,) = words(connected)

    assert said.startswith("£60.00 is paid at Stripe and stands at no booking")


def test_given_back_by_hand_at_stripe_is_said(connected: Connected, payment: Payment):
    connected.client.v1.refunds.create({"payment_intent": payment.external_id, "amount": 1500})
    connected.wait(**LATER)

    assert words(connected) == ["£15.00 was given back at Stripe by hand, and stands at no booking here."]


def test_a_missed_dispute_is_found_and_taken_over(connected: Connected, payment: Payment):
    connected.stripe.order("/disputes", account=connected.account, charge=connected.charge_of(payment))
    connected.wait(**LATER)
    (problem,) = look(connected)
    assert problem.words == "A dispute of £60.00 at Stripe is not known here: its event was missed."

    mend(connected, problem)

    assert Dispute.objects.get().state == "needs_response"
    assert look(connected) == []


def test_a_dispute_that_went_on_without_us_says_from_what_to_what(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)
    connected.client.v1.disputes.close(dispute.external_id)
    connected.wait(**LATER)
    (problem,) = look(connected)
    assert problem.words == "A dispute of £60.00: here “To be answered”, at Stripe “Lost”."

    mend(connected, problem)

    dispute.refresh_from_db()
    assert dispute.state == "lost"
    assert look(connected) == []


def test_a_missed_payout_and_one_that_does_not_tie_are_found_and_taken_over(
    connected: Connected, payment: Payment
):
    connected.wait(days=4)
    (missed,) = look(connected)
    assert "is not known here: its event was missed." in missed.words
    mend(connected, missed)
    assert look(connected) == []

    PayoutLine.objects.update(booked_minor=1)
    (odd,) = look(connected)
    mend(connected, odd)

    assert "holds what is not on record here" in odd.words
    assert odd.path == f"/dashboard/payouts/{Payout.objects.get().pk}/"
    assert look(connected) == []


def test_a_payments_event_is_dealt_with_again_and_without_one_a_person_has_to_look(
    connected: Connected, payment: Payment
):
    dispute = connected.dispute(payment)
    StripeEvent.objects.update(object_id=payment.external_id)

    ask_take_over(key=f"payment/{payment.external_id}")

    assert set(StripeEvent.objects.values_list("state", flat=True)) == {EventState.RECEIVED}
    with pytest.raises(NothingToRepair):
        ask_take_over(key="refund/re_unheard_of")
    assert dispute.payment == payment


def test_while_stripe_is_away_that_is_what_the_look_says(
    connected: Connected, payment: Payment, settings: LazySettings
):
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"

    assert words(connected) == ["The payment service is not answering. Nothing was lost; try again shortly."]


def test_a_business_without_an_account_has_nothing_to_compare(business, now: datetime):
    assert look_at_stripe(now).words == "No account at Stripe is connected."


def steps(connected: Connected, problem: Problem, client: HostClient) -> str:
    """What the page of the repair says it would change."""
    inspect(now=connected.now)
    finding = Finding.objects.get(key=problem.key, part__check_name="stripe")
    with clock.set_to(connected.now):
        answer = client.get(f"/dashboard/integrity/{finding.pk}/take-over/")
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_preview_shows_each_step_of_taking_over(
    connected: Connected, payment: Payment, owner_client: HostClient
):
    dispute = connected.dispute(payment)
    connected.stripe.order(
        "/disputes/decide", account=connected.account, dispute=dispute.external_id, outcome="lost"
    )
    connected.wait(**LATER)
    (problem,) = look(connected)

    shown = steps(connected, problem, owner_client)

    dispute.refresh_from_db()
    assert "This is what it would change." in shown
    assert ("changed the dispute of £60.00" in shown, "Lost" in shown) == (True, True)
    assert dispute.state == "needs_response"


def test_what_has_to_be_settled_by_hand_says_so(
    connected: Connected, payment: Payment, owner_client: HostClient
):
    connected.client.v1.refunds.create({"payment_intent": payment.external_id, "amount": 100})
    connected.wait(**LATER)
    (problem,) = look(connected)

    shown = steps(connected, problem, owner_client)

    assert "needs more than a repair" in shown
    with pytest.raises(NothingToRepair):
        prepare_take_over("refund/", connected.now)
