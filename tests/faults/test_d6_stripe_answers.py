"""D6: answers of Stripe's lost after the fact, errors, too many requests, kills around a call: one effect."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from billing.models import CallState, StripeCall, SubscriptionInvoice
from billing.services import calls, subscribing
from boom.core import clock
from boom.core.faultpoints import POINTS
from boom.core.providers import stripe
from tests.billing.house import Payer
from tests.faults import stripe_stage
from tests.faults.conftest import PATIENCE_S, Stage
from tests.faults.stripe_stage import python

__all__ = ["paying"]
paying = stripe_stage.paying

UPGRADE = """
import sys
import django
django.setup()
from datetime import UTC, datetime
from billing.services import subscribing
from boom.core import clock
from tenants.context import public_scope
with public_scope():
    now = clock.now()
    at = now.replace(microsecond=0)
    subscribing.change_now(business_id=int(sys.argv[1]), price_id=int(sys.argv[2]), rooms=[], at=at, now=now)
"""
KILLED_AT = sorted(point for point in POINTS if point.startswith("stripe.call_"))
# What may go wrong with the one request that moves money, by what is ordered of the stand-in.
WRONGS = {
    "answer lost": {"way": "lose", "times": 3},
    "500 before": {"way": "fail", "status": 500, "times": 3},
    "500 after the fact": {"way": "fail", "status": 500, "after_effect": True, "times": 3},
    "429": {"way": "fail", "status": 429, "times": 3},
    "gone": {"way": "down", "times": 3},
}


@pytest.fixture
def on_starter(paying: Payer) -> Payer:
    paying.subscribe("starter")
    return paying


def upgrades(payer: Payer) -> list[dict]:
    """The invoices with which the larger plan was charged."""
    return [
        invoice
        for invoice in payer.stripe.objects("invoice")
        if invoice["billing_reason"] == "subscription_update" and invoice["amount_paid"]
    ]


def finish(payer: Payer) -> None:
    """What beat does every half minute, a while later."""
    later = clock.now() + timedelta(minutes=30)
    for call_id in calls.due_calls(now=later):
        assert calls.finish_call(call_id=call_id, now=later)
    payer.refresh()


@pytest.mark.parametrize("wrong", WRONGS)
def test_whatever_happens_to_the_answer_a_larger_plan_is_charged_once(wrong: str, on_starter: Payer):
    on_starter.stripe.fault(path="/v1/subscriptions/*", method="POST", **WRONGS[wrong])

    # An error after the fact may be over before the owner hears of it: the repeat gets the answer.
    with suppress(stripe.StripeDown):
        on_starter.upgrade("professional")
    finish(on_starter)

    assert len(upgrades(on_starter)) == 1
    assert on_starter.plan.plan.code == "professional"
    assert StripeCall.objects.get(purpose="upgrade").state == CallState.DONE


@pytest.mark.parametrize("point", KILLED_AT)
def test_a_process_killed_around_a_call_charges_once(point: str, stage: Stage, on_starter: Payer):
    price = on_starter.price("professional").pk
    # As an owner does; so the next call is the one that moves money.
    subscribing.preview_change(
        business_id=on_starter.business_id, price_id=price, rooms=[], now=on_starter.now
    )
    env = stage.env | {"BOOM_FAULT": f"{point}:kill"}
    # Its clock is not frozen: nothing of the month is to be past when it asks.
    command, env = python(UPGRADE, str(on_starter.business_id), str(price), **env)

    killed = subprocess.run(command, env=env, check=False, timeout=60, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    finish(on_starter)

    assert len(upgrades(on_starter)) == 1
    assert on_starter.plan.plan.code == "professional"


def test_control_a_new_key_for_each_attempt_would_do_it_twice(on_starter: Payer):
    """The same stand-in, asked under two keys, makes two of it: the key is what holds."""
    customer = {"customer": on_starter.stripe.objects("customer")[0]["id"], "amount": 500, "currency": "usd"}

    for key in ("one", "one", "two"):
        stripe.write("/v1/invoiceitems", customer, key=key)

    assert len(on_starter.stripe.objects("invoiceitem")) == 2


def test_while_stripe_takes_its_time_the_owner_waits_ten_seconds_at_most(
    on_starter: Payer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stripe, "TOTAL_S", 0.3)
    on_starter.stripe.fault("delay", "/v1/subscriptions/*", method="POST", seconds=1, times=1)
    began = time.monotonic()

    with pytest.raises(stripe.StripeDown):
        on_starter.upgrade("professional")

    assert time.monotonic() - began < 0.9
    monkeypatch.undo()
    while not upgrades(on_starter):
        assert time.monotonic() - began < PATIENCE_S
        time.sleep(0.02)
    finish(on_starter)
    assert len(upgrades(on_starter)) == 1
    assert SubscriptionInvoice.objects.filter(status="open").count() == 0
