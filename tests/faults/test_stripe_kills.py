"""Worker, relay and web killed with -9 around Stripe's events and our calls: nothing lost, nothing twice.

Each round an owner or Stripe does the next thing in a subscription's life, and somebody is killed meanwhile:
at a named point, or at any instant. `BOOM_DRILL=all` plays fifty rounds in two lives; the ordinary run a few.
"""

from __future__ import annotations

import itertools
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import httpx
import pytest

from accounts.models import User
from billing.models import CallState, EventState, StripeCall, StripeEvent
from billing.services import calls
from boom.core import clock
from boom.core.models import OutboxDelivery, OutboxMessage
from notifications.models import Message
from tenants.context import tenant_scope
from tests import servers
from tests.billing.house import Payer
from tests.faults import stripe_stage
from tests.faults.conftest import PATIENCE_S, Stage
from tests.faults.storm import Browser
from tests.live.conftest import session_of

__all__ = ["paying"]
paying = stripe_stage.paying

IS_LONG = os.environ.get("BOOM_DRILL") == "all"
ROUNDS, SEEDS = (25, (20261123, 20261124)) if IS_LONG else (2, (20261125,))
PLAN = "/dashboard/plan/"
# Who may be killed where. No point: at any instant.
POINTS_OF = {
    "worker": ("deliver.claimed", "stripe.fetched", "stripe.folded", "deliver.handled", "message.claimed",
               "message.accepted", ""),
    "web": ("stripe.call_begun", "stripe.call_answered", "stripe.stored", ""),
    "relay": ("relay.marked", "relay.offered", ""),
}  # fmt: skip


@dataclass
class Drill:
    """An owner's browser, the three that may be killed, and what was done so far."""

    stage: Stage
    payer: Payer
    browser: Browser
    port: int
    chance: Random = field(default_factory=Random)
    did: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    rounds: int = 0

    # ---- what an owner does, again until it is done

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

    # ---- around it

    def ask(self, path: str, *, is_look: bool = False, **typed: Any) -> httpx.Response | None:
        """What the web answers; None when it was killed before it did."""
        self.everybody()
        with suppress(httpx.TransportError):
            return self.browser.get(path) if is_look else self.browser.post(path, **typed)
        return None

    def after(self) -> None:
        """What beat would do within half an hour, and all that is on its way arrives."""
        self.everybody()
        later = clock.now() + timedelta(minutes=30)
        for call_id in calls.due_calls(now=later):
            calls.finish_call(call_id=call_id, now=later)
        self.everybody()
        self.settle()

    def settle(self) -> None:
        """Wait until every event was told, stored and folded; whoever dies meanwhile is started again."""
        deadline = time.monotonic() + PATIENCE_S
        while not self._is_settled():
            assert time.monotonic() < deadline, StripeEvent.objects.exclude(state=EventState.DONE).values()
            self.everybody()
            time.sleep(0.05)

    def _is_settled(self) -> bool:
        told = all(each["state"] == "delivered" for each in self.payer.stripe.settle())
        done = StripeEvent.objects.filter(state=EventState.DONE).count()
        waits = OutboxDelivery.objects.exclude(state="done").exists()
        return told and not waits and done >= len(self.payer.stripe.events())

    def await_plan(self, code: str) -> None:
        self.after()
        assert self.payer.plan.plan.code == code

    def everybody(self) -> None:
        """Whoever is dead is started again, as an operator's supervisor does."""
        self.stage.web(self.port)
        self.stage.worker()
        self.stage.relay()

    def play(self, step: str) -> None:
        """One step of the life, in which somebody dies."""
        who = self.chance.choice(sorted(POINTS_OF))
        point = self.chance.choice(POINTS_OF[who])
        self.rounds += 1
        folder = self.stage.folder / f"faults-{self.rounds}"
        folder.mkdir()
        env = {"BOOM_FAULT": f"{point}:kill", "BOOM_FAULT_DIR": str(folder)} if point else {}
        server = {"web": lambda **env: self.stage.web(self.port, **env), "worker": self.stage.worker,
                  "relay": self.stage.relay}[who](**env)  # fmt: skip
        self.everybody()
        knife = threading.Timer(self.chance.uniform(0.0, 0.8), server.kill)
        if not point:
            knife.start()
        getattr(self, step)()
        knife.join() if not point else knife.cancel()
        self.everybody()
        self.settle()
        self.did[step] += 1
        self.struck[point or f"{who} at any instant"] += bool(not point or any(folder.iterdir()))


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
        yield Drill(stage, paying, browser, port)
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
    """A letter for each change of where the plan stands; twice at most where one died after the yes."""
    changes = OutboxMessage.objects.filter(kind="plan.state_changed").count()
    with tenant_scope(drill.stage.business):
        written = set(Message.objects.values_list("message_id", flat=True))
        assert not Message.objects.exclude(state="sent").exists()
    came = Counter(str(mail["Message-ID"]) for mail in drill.stage.postbox.mails)
    assert changes == drill.did["subscribe"] + drill.did["end"]
    assert len(written) == changes
    assert set(came) == written
    unlucky = drill.struck["message.accepted"] + drill.struck["worker at any instant"]
    assert sum(came.values()) - len(came) <= unlucky
