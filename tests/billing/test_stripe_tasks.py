"""What beat and the outbox do about Stripe by themselves, and what becomes of it while Stripe is away."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from structlog.testing import capture_logs

from billing import tasks
from billing.models import (
    CallState,
    ConnectedAccount,
    Disagreement,
    EventKind,
    EventSource,
    EventState,
    StripeCall,
    StripeEvent,
    UsageMonth,
)
from billing.services import calls, events
from billing.services.subscriptions import connect_account
from boom.core import clock, outbox
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage
from boom.core.providers import stripe
from tests import stripe as stand_in
from tests.billing.answers import Answers, Fault
from tests.billing.conftest import event_body
from tests.billing.house import Payer, new_payer
from tests.conftest import TONIGHT, twin
from tests.stripe import StandIn

ACCOUNT = {
    "id": "acct_1", "object": "account", "charges_enabled": True, "payouts_enabled": False,
    "details_submitted": True,
    "requirements": {
        "currently_due": ["external_account"], "past_due": ["tos_acceptance.date"],
        "current_deadline": 1795000000, "disabled_reason": "requirements.past_due",
    },
}  # fmt: skip


@pytest.fixture
def payer(stripe_standin: StandIn, settings: LazySettings, public: None, now) -> Payer:
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    stripe.breaker.succeeded()
    return new_payer(twin("twin-a").pk, stripe_standin, now)


def delivered(handler: str, kind: str, **payload: object) -> OutboxDelivery:
    """A fact, handed to one of its handlers as a worker does it."""
    message = OutboxMessage.objects.create(kind=kind, payload=payload)
    delivery = OutboxDelivery.objects.create(message=message, handler=handler, due_at=TONIGHT)
    outbox.deliver(delivery.pk, now=clock.now())
    delivery.refresh_from_db()
    return delivery


def test_a_call_that_was_left_is_finished(answers: Answers, public, now):
    call = calls.record_call(
        purpose="refund", about="refund:1", path="/v1/refunds", params={}, now=now - timedelta(minutes=5)
    )
    answers.on("/v1/refunds", {"id": "re_1"})

    tasks.finish_calls.run()

    call.refresh_from_db()
    assert (call.state, call.object_id) == (CallState.DONE, "re_1")


def test_a_parked_event_is_handed_out_again(answers: Answers, public, now):
    body = event_body("thing.updated", {"id": "thing_1", "object": "thing"}, at=now)
    events.receive_event(
        body=body, told=json.loads(body), kind=EventKind.PLATFORM, source=EventSource.WEBHOOK
    )
    StripeEvent.objects.update(state=EventState.PARKED, due_at=now)
    OutboxMessage.objects.all().delete()

    tasks.recheck_events.run()

    assert OutboxMessage.objects.get().kind == events.FACT


def test_a_sweep_while_stripe_is_away_is_said_and_left_to_the_next(answers: Answers, public, now):
    answers.fails(*[Fault(status=500)] * 3)

    with capture_logs() as said:
        tasks.sweep_account.run(account="")

    assert "events could not be listed" in [line["event"] for line in said]


def test_a_look_at_a_business_notes_what_differs_and_survives_stripes_absence(
    payer: Payer, settings: LazySettings
):
    payer.subscribe("starter")
    payer.wait(days=15)

    with clock.set_to(payer.now):
        tasks.look_at_business.run(business=payer.business_id)
        settings.STRIPE_API_BASE = "http://127.0.0.1:1"
        with capture_logs() as said:
            tasks.look_at_business.run(business=payer.business_id)

    assert Disagreement.objects.get().settled_at is None
    assert "a business could not be compared with stripe" in [line["event"] for line in said]


def test_dunnings_retry_is_asked_of_stripe(payer: Payer):
    payer.subscribe("starter")
    payer.change_card(stand_in.LATER_FAILS)
    payer.wait(days=16)
    payer.refresh()
    payer.change_card(stand_in.PAYS)

    with clock.set_to(payer.now):
        delivery = delivered("billing.retry_payment", "plan.retry_due", business=payer.business_id, days=1)

    assert delivery.state == DeliveryState.DONE
    assert payer.plan.payment == "good"


def test_what_is_above_the_plan_is_put_on_the_invoice_and_waits_for_stripe(
    payer: Payer, settings: LazySettings
):
    payer.subscribe("starter")
    UsageMonth.objects.create(
        business_id=payer.business_id,
        month=date(2026, 11, 1),
        bookings=2,
        over=1,
        amount_minor=50,
        currency="USD",
    )
    due = {"business": payer.business_id, "month": "2026-11-01", "over": 1}
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"

    away = delivered("billing.charge_overage", "plan.overage_due", **due)
    settings.STRIPE_API_BASE = payer.stripe.url
    StripeCall.objects.update(leased_until=None)
    done = delivered("billing.charge_overage", "plan.overage_due", **due)

    assert (away.state, away.attempts) == (DeliveryState.DUE, 0)
    assert done.state == DeliveryState.DONE
    assert [item["amount"] for item in payer.stripe.objects("invoiceitem")] == [50]


def test_a_charge_above_the_plan_of_which_nobody_knows_is_not_made_again(payer: Payer):
    payer.subscribe("starter")
    UsageMonth.objects.create(
        business_id=payer.business_id, month=date(2026, 11, 1), bookings=2, over=1, amount_minor=50,
        currency="USD",
    )  # fmt: skip
    due = {"business": payer.business_id, "month": "2026-11-01", "over": 1}
    payer.stripe.fault("lose", "/v1/invoiceitems", method="POST", times=3)
    delivered("billing.charge_overage", "plan.overage_due", **due)
    StripeCall.objects.filter(purpose="overage").update(state=CallState.LOST, leased_until=None)

    again = delivered("billing.charge_overage", "plan.overage_due", **due)
    (call,) = StripeCall.objects.filter(purpose="overage")
    calls.set_aside(call_id=call.pk, now=payer.now)
    anew = delivered("billing.charge_overage", "plan.overage_due", **due)

    assert (again.state, anew.state) == (DeliveryState.DEAD, DeliveryState.DONE)
    assert "See Stripe calls" in again.last_error
    # One was made when the answer was lost, one after somebody had said that it was not.
    assert len(payer.stripe.objects("invoiceitem")) == 2


def test_what_stripe_says_of_a_venues_account_is_known_here(answers: Answers, public, now):
    body = event_body("account.updated", {"id": "acct_1", "object": "account"}, at=now, account="acct_1")
    events.receive_event(body=body, told=json.loads(body), kind=EventKind.CONNECT, source=EventSource.WEBHOOK)
    event = StripeEvent.objects.get()
    answers.on("/v1/accounts/acct_1", ACCOUNT)

    early = events.apply_event(event_id=event.pk, now=now)
    connect_account(business_id=twin("twin-a").pk, account="acct_1", now=now)
    again = events.recheck_parked(now=now)
    events.apply_event(event_id=event.pk, now=now)

    account = ConnectedAccount.objects.get()
    assert (early, again) == (EventState.PARKED, 1)
    assert (account.charges_enabled, account.payouts_enabled) == (True, False)
    assert account.requirements == ["external_account", "tos_acceptance.date"]
    assert account.disabled_reason == "requirements.past_due"
