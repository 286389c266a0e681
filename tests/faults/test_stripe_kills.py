"""Worker, relay and web killed with -9 around Stripe's events and our calls: nothing lost, nothing twice.

Each round an owner or Stripe does the next thing in a subscription's life, and somebody is killed meanwhile:
at a named point, or at any instant. `BOOM_DRILL=all` plays fifty rounds in two lives; the ordinary run a few.
"""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import httpx
import pytest

from accounts.models import User
from billing.models import CallState, EventState, StripeCall, StripeEvent
from boom.core.models import OutboxMessage
from tenants.context import tenant_scope
from tests import servers
from tests.billing.house import Payer
from tests.faults import stripe_stage
from tests.faults.conftest import Stage
from tests.faults.killing import KillDrill
from tests.faults.storm import Browser
from tests.live.conftest import session_of

__all__ = ["paying"]
paying = stripe_stage.paying

IS_LONG = os.environ.get("BOOM_DRILL") == "all"
ROUNDS, SEEDS = (25, (20261123, 20261124)) if IS_LONG else (2, (20261125,))
PLAN = "/dashboard/plan/"


@dataclass
class Drill(KillDrill):
    """What an owner does, again until it is done."""

    payer: Payer = field(kw_only=True)

    def subscribe(self) -> None:
        price = self.payer.price("starter").pk
        while True:
            answer = self.ask(f"{PLAN}subscribe/", price=price)
            if answer is not None and answer.headers["location"].startswith(self.payer.stripe.url):
                break
            self.after()
        self.payer.stripe.pay(answer.headers["location"])
        self.await_plan("starter")

    def go_up(self) -> None:
        price = self.payer.price("professional").pk
        while self.payer.plan.plan.code != "professional":
            shown = self.ask(f"{PLAN}change/?price={price}", is_look=True)
            found = re.search(r'name="at" value="(\d+)"', shown.text) if shown is not None else None
            if found:
                self.ask(f"{PLAN}change/", price=price, at=found[1])
            self.after()

    def plan_down(self) -> None:
        price = self.payer.price("starter").pk
        while self.payer.plan.next_price is None:
            self.ask(f"{PLAN}change/", price=price, at="")
            self.after()

    def keep(self) -> None:
        while self.payer.plan.next_price is not None:
            self.ask(f"{PLAN}keep/")
            self.after()

    def end(self) -> None:
        """Somebody ends it at Stripe, at once."""
        self.payer.stripe.client().v1.subscriptions.cancel(self.payer.subscription.stripe_id)
        self.after()

    def await_plan(self, code: str) -> None:
        self.after()
        assert self.payer.plan.plan.code == code


@pytest.fixture
def drill(stage: Stage, paying: Payer) -> Iterator[Drill]:
    """The clock of all of them runs, as the processes' own does."""
    port = servers.free_port()
    paying.stripe.order("/clock", run=True)
    paying.stripe.send_events_to(platform=f"http://127.0.0.1:{port}/stripe/platform/")
    paying.stripe.order("/deliveries", backoff_s=0.2)
    with tenant_scope(stage.business):
        session = session_of(stage.business, User.objects.get(role="owner"))
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as client:
        browser = Browser(1, f"{stage.business.host}:{port}", client, session)
        stage.env["PORT"] = str(port)
        yield Drill(stage, paying.stripe, browser, port, payer=paying)
    stage.end("web")


@pytest.mark.parametrize("seed", SEEDS)
def test_kills_around_stripe_lose_nothing_and_do_nothing_twice(drill: Drill, seed: int):
    life = itertools.cycle(["subscribe", "go_up", "plan_down", "keep", "end"])
    drill.chance = Random(seed)

    for _ in range(ROUNDS):
        drill.play(next(life))

    judge(drill)


def judge(drill: Drill) -> None:
    """What was done, once each: at Stripe, with us, and in the owner's letterbox."""
    payer, did = drill.payer, drill.did
    known = payer.state()
    payer.refresh()
    assert payer.state() == known, "something that Stripe has did not reach us"
    paid = Counter(
        invoice["billing_reason"] for invoice in payer.stripe.objects("invoice") if invoice["amount_paid"]
    )
    assert paid == Counter(subscription_create=did["subscribe"], subscription_update=did["go_up"])
    assert len(payer.stripe.objects("customer")) == 1
    assert len(payer.stripe.objects("subscription")) == did["subscribe"]
    made = {event["id"] for event in payer.stripe.events()}
    assert set(StripeEvent.objects.values_list("stripe_id", flat=True)) == made
    assert not StripeEvent.objects.exclude(state=EventState.DONE).exists()
    lasting = StripeCall.objects.filter(is_lasting=True)
    assert set(lasting.values_list("state", flat=True)) == {CallState.DONE}
    judge_letters(drill)


def judge_letters(drill: Drill) -> None:
    """A letter for each change of where the plan stands."""
    written = drill.judge_letters()
    changes = OutboxMessage.objects.filter(kind="plan.state_changed").count()
    assert len(written) == changes == drill.did["subscribe"] + drill.did["end"]
