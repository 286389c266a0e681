"""D5: Stripe's events doubled, shuffled, half lost and listed; workers killed between any two steps."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from django.db import connection

from billing import stripe_events
from billing.models import BusinessPlan, EventState, StripeEvent, Subscription, SubscriptionInvoice
from billing.services import events, sweeping
from boom.core import clock, outbox
from boom.core.faultpoints import POINTS
from tenants.context import public_scope
from tests import servers
from tests import stripe as stand_in
from tests.billing.house import Payer
from tests.faults import stripe_stage
from tests.faults.conftest import Stage
from tests.faults.stripe_stage import await_events, forget

__all__ = ["paying"]
paying = stripe_stage.paying

KILLED_AT = sorted(point for point in POINTS if point in {"stripe.fetched", "stripe.folded"})
LOST, COPIES, SEED = 0.4, 3, 20261123


def a_life(payer: Payer) -> None:
    """Subscribed in the trial, upgraded, refused when it ended, recovered, and to be smaller from then on.

    Within a month: of what is older Stripe has no list.
    """
    trial_ends_at = payer.now + timedelta(days=14)
    BusinessPlan.objects.filter(business_id=payer.business_id).update(trial_ends_at=trial_ends_at)
    payer.subscribe("starter")
    payer.upgrade("professional")
    payer.change_card(stand_in.LATER_FAILS)
    payer.wait(days=16)
    payer.refresh()
    payer.change_card(stand_in.PAYS)
    payer.pay_open_invoices()
    payer.refresh()
    payer.downgrade("starter")


def test_events_in_any_order_with_kills_and_losses_end_in_what_stripe_has(stage: Stage, paying: Payer):
    port = servers.free_port()
    paying.stripe.send_events_to(platform=f"http://127.0.0.1:{port}/stripe/platform/")
    paying.stripe.order("/deliveries", mode="hold", backoff_s=0.2)
    a_life(paying)
    expected = paying.state()
    made = len(paying.stripe.events())
    forget(paying, StripeEvent, Subscription, SubscriptionInvoice)

    with ExitStack() as stack:
        stack.enter_context(servers.pages(stage.folder, port=port, workers=1, **stage.env))
        stage.relay()
        stage.worker(**stage.fault(*KILLED_AT))
        sent = paying.stripe.release(seed=SEED, shuffle=True, most_copies=COPIES, lose=LOST)
        paying.stripe.settle()
        came = {delivery["event"] for delivery in sent}
        await_events(len(came))
        missed = sweeping.sweep_account(account="", now=clock.now())
        await_events(made)

    assert len(came) < made < len(sent) + missed
    assert missed == made - len(came)
    assert paying.state() == expected
    assert stage.struck() >= set(KILLED_AT)
    assert Counter(StripeEvent.objects.values_list("state", flat=True)) == {EventState.DONE: made}


def test_two_workers_on_one_event_fold_it_once(paying: Payer):
    folded: list[str] = []
    both = threading.Barrier(2)

    def fetch(event: StripeEvent) -> dict:
        both.wait(10)
        return {}

    @stripe_events.handles("race.*", kind="platform", fetch=fetch)
    def fold(event: StripeEvent, present: dict, now: datetime) -> None:
        folded.append(event.stripe_id)

    event = paying.receive(made_up("race.won"))
    try:
        in_threads([lambda: events.apply_event(event_id=event.pk, now=clock.now())] * 2)
    finally:
        stripe_events._registry.pop(("platform", "race.*"))

    assert folded == [event.stripe_id]
    event.refresh_from_db()
    assert event.state == EventState.DONE


def test_eight_events_of_one_customer_at_once_end_in_what_stripe_has(paying: Payer):
    paying.subscribe("starter")
    paying.upgrade("professional")
    expected = paying.state()
    forget(paying, Subscription, SubscriptionInvoice)
    ours = [told for told in paying.stripe.events() if told["type"].startswith(("customer.", "invoice."))][:8]
    stored = [paying.receive(told) for told in ours]

    in_threads([apply(event) for event in stored])

    assert len(stored) == 8
    assert paying.state() == expected
    assert {StripeEvent.objects.get(pk=event.pk).state for event in stored} == {EventState.DONE}


def test_a_fold_that_fails_leaves_nothing_half_done(paying: Payer):
    @stripe_events.handles("half.*", kind="platform", fetch=lambda event: {})
    def fold(event: StripeEvent, present: dict, now: datetime) -> None:
        StripeEvent.objects.filter(pk=event.pk).update(reason="half")
        raise ValueError("the other half")

    event = paying.receive(made_up("half.done"))
    try:
        with pytest.raises(ValueError, match="the other half"):
            events.apply_event(event_id=event.pk, now=clock.now())
    finally:
        stripe_events._registry.pop(("platform", "half.*"))

    event.refresh_from_db()
    assert (event.state, event.reason) == (EventState.FAILED, "ValueError: the other half")
    assert events.folds_of(event.object_id) == 0


def made_up(event_type: str) -> dict:
    thing = {"id": f"thing_{event_type}", "object": "thing"}
    return {
        "id": f"evt_{event_type}", "object": "event", "type": event_type, "created": 1_790_000_000,
        "livemode": False, "data": {"object": thing},
    }  # fmt: skip


def apply(event: StripeEvent):
    """Deal with one, as often as its delivery would come back."""

    def run() -> None:
        for _ in range(20):
            try:
                events.apply_event(event_id=event.pk, now=clock.now())
            except outbox.Later:
                continue
            return
        raise AssertionError(f"{event} never had its turn")

    return run


def in_threads(tasks: list) -> None:
    """Run all at once; the first failure is raised here."""
    failures: list[BaseException] = []

    def one(task) -> None:
        try:
            with public_scope():
                task()
        except BaseException as failure:  # noqa: BLE001 - handed on to the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    if failures:
        raise failures[0]
