"""What the relay does with one schema's outbox, and with all of them."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from boom.celery import app
from boom.core import live, outbox
from boom.core.live import Fact, Notice
from boom.core.models import OutboxDelivery, OutboxMessage, OutboxSignal, OutboxWatch
from boom.relay import schemas
from boom.relay.rounds import relay_all, sweep_all
from boom.relay.schemas import only_relay_of, relay_facts, sweep
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.services import resume_business, suspend_business
from tests.committed import founded

NAME = "test.handler"


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """One handler and one announcer for `test.*`, besides those the apps have."""

    def announce(facts: Sequence[Fact], version: str) -> Iterator[Notice]:
        yield Notice("calendar", {"things": [fact.payload["thing"] for fact in facts]})

    monkeypatch.setitem(
        outbox._registry, NAME, outbox.Registration(NAME, "test.*", lambda message, now: None)
    )
    monkeypatch.setitem(live._announcers, "test.*", [announce])


@pytest.fixture
def now() -> datetime:
    """The true time: facts carry the database's own, and nothing is handed on before it is due."""
    return datetime.now(UTC)


class Outside:
    """Those who are told: open pages, and workers."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.offered: list[int] = []

    def tell(self, notices: Iterable[Notice]) -> None:
        self.told += [thing for notice in notices for thing in notice.event["things"]]

    def push(self, schema: str, notices: Iterable[Notice]) -> None:
        self.told += [(schema, notice.event.get("things")) for notice in notices]

    def offer(self, ids: Sequence[int]) -> list[int]:
        self.offered += ids
        return list(ids)


@pytest.fixture
def outside() -> Outside:
    return Outside()


def publish(*things: int) -> None:
    with transaction.atomic():
        for thing in things:
            outbox.publish("test.happened", thing=thing)


def signals() -> list[int]:
    return list(OutboxSignal.objects.order_by("pk").values_list("pk", flat=True))


def relay(business: Business, outside: Outside, now: datetime) -> int:
    return relay_facts(business.schema_name, signals(), tell=outside.tell, offer=outside.offer, now=now)


@pytest.fixture
def in_queue(committing: None) -> Iterator[list[object]]:
    """An empty task queue; afterwards what the test left in it is thrown away."""
    app.control.purge()
    yield []
    app.control.purge()


def queued() -> list[str]:
    """Names of the tasks that wait for a worker."""
    with app.connection_for_read() as broker:
        return [
            json.loads(raw)["headers"]["task"]
            for raw in broker.default_channel.client.lrange("celery", 0, -1)
        ]


def test_a_fact_is_told_and_handed_to_workers_once(business: Business, outside: Outside, now: datetime):
    publish(1, 2)

    rounds = [relay(business, outside, now), relay(business, outside, now)]

    assert rounds == [2, 0]
    assert outside.told == [1, 2]
    deliveries = OutboxDelivery.objects.order_by("id")
    assert outside.offered == [delivery.pk for delivery in deliveries]
    assert [delivery.offered_at for delivery in deliveries] == [now, now]
    assert not OutboxMessage.objects.exclude(relayed_at=now).exists()
    assert signals() == []


def test_more_facts_than_a_batch_all_go_in_order(
    business: Business, outside: Outside, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(schemas, "BATCH", 3)
    publish(*range(8))

    assert relay(business, outside, now) == 8

    assert outside.told == list(range(8))
    assert len(outside.offered) == 8


def test_what_no_worker_took_is_offered_again_after_a_while(
    business: Business, outside: Outside, now: datetime
):
    publish(1)
    relay(business, outside, now)
    schema, soon, later = business.schema_name, now + timedelta(seconds=10), now + timedelta(seconds=20)

    offers = [sweep(schema, offer=outside.offer, now=at) for at in (soon, later)]

    assert offers == [0, 1]
    assert len(outside.offered) == 2
    assert len(set(outside.offered)) == 1


def test_what_the_queue_refused_is_offered_at_the_next_sweep(
    business: Business, outside: Outside, now: datetime
):
    publish(1)
    relay_facts(business.schema_name, signals(), tell=outside.tell, offer=lambda ids: [], now=now)

    assert sweep(business.schema_name, offer=outside.offer, now=now) == 1


def test_a_schema_is_watched_as_long_as_anything_is_due(business: Business, outside: Outside, now: datetime):
    publish(1)
    relay(business, outside, now)
    sweep(business.schema_name, offer=outside.offer, now=now)
    while_due = OutboxWatch.objects.filter(pk=business.schema_name).exists()

    outbox.deliver(outside.offered[0], now=now)
    sweep(business.schema_name, offer=outside.offer, now=now)

    assert while_due
    assert not OutboxWatch.objects.filter(pk=business.schema_name).exists()


def test_pressing_retry_hands_it_to_a_worker_at_once(business: Business, outside: Outside, now: datetime):
    publish(1)
    relay(business, outside, now)
    OutboxDelivery.objects.update(state="dead", attempts=10)

    outbox.retry_dead(outside.offered[0], now=now)
    relay(business, outside, now)

    assert outside.offered == [outside.offered[0]] * 2


def test_facts_already_taken_by_a_relay_that_died_keep_their_deliveries(
    business: Business, outside: Outside, now: datetime
):
    publish(1)
    relay(business, outside, now)
    OutboxMessage.objects.update(relayed_at=None)

    relay(business, outside, now)

    assert outside.told == [1, 1]
    assert OutboxDelivery.objects.count() == 1


def test_an_announcer_that_fails_keeps_nobody_waiting(
    business: Business, outside: Outside, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    def fail(facts: Sequence[Fact], version: str) -> list[Notice]:
        raise ValueError("an odd payload")

    monkeypatch.setitem(live._announcers, "*", [fail])
    publish(1)

    assert relay(business, outside, now) == 1

    assert outside.told == [1]


def test_a_second_relay_leaves_the_schema_and_its_signals_to_the_first(
    live_business: Business, outside: Outside, now: datetime
):
    publish(1)
    inside, finished = threading.Event(), threading.Event()

    def first_relay() -> None:
        with tenant_scope(live_business), only_relay_of(live_business.schema_name):
            inside.set()
            finished.wait(10)
        connection.close()

    other = threading.Thread(target=first_relay)
    other.start()
    inside.wait(10)

    meanwhile = (relay(live_business, outside, now), outside.told, len(signals()) > 0)
    finished.set()
    other.join()

    assert meanwhile == (0, [], True)
    assert relay(live_business, outside, now) > 0
    assert outside.told == [1]


def race(business: Business, relays: int, facts: int) -> Counter[object]:
    """What pages heard, and how often, while `relays` worked on what one writer published."""
    heard: Counter[object] = Counter()
    written = threading.Event()

    def write() -> None:
        with tenant_scope(business):
            for thing in range(facts):
                publish(thing)
        written.set()
        connection.close()

    def work() -> None:
        outside = Outside()
        with tenant_scope(business):
            while not written.is_set() or signals():
                relay_facts(
                    business.schema_name,
                    signals(),
                    tell=outside.tell,
                    offer=outside.offer,
                    now=datetime.now(UTC),
                )
        heard.update(outside.told)
        connection.close()

    threads = [threading.Thread(target=write), *(threading.Thread(target=work) for _ in range(relays))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return heard


def test_three_relays_at_once_neither_lose_a_fact_nor_tell_it_twice(live_business: Business):
    heard = race(live_business, relays=3, facts=150)

    assert heard == Counter(range(150))


def test_control_without_the_lock_relays_tell_facts_twice(
    live_business: Business, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(schemas, "only_relay_of", lambda schema: nullcontext(enter_result=True))

    heard = race(live_business, relays=3, facts=150)

    assert heard != Counter(range(150))


def test_a_suspended_business_is_told_nothing_until_it_is_back(
    live_business: Business, outside: Outside, now: datetime, in_queue: None
):
    with public_scope():
        suspend_business(business_id=live_business.pk, reason="unpaid", now=now)
        relay_all(push=outside.push, now=now)
        outside.told.clear()
    publish(1)

    relay_all(push=outside.push, now=now)
    sweep_all(now=now)
    while_suspended = (outside.told, "boom.deliver" in queued())
    with public_scope():
        resume_business(business_id=live_business.pk)
    sweep_all(now=now)

    assert while_suspended == ([], False)
    assert queued().count("boom.deliver") == 1


def test_facts_of_the_platform_are_relayed_too(
    live_business: Business, outside: Outside, now: datetime, in_queue: None
):
    with public_scope():
        publish(7)

    relay_all(push=outside.push, now=now)

    assert ("public", [7]) in outside.told


def test_signals_of_a_dropped_schema_are_forgotten(committing: None, outside: Outside, now: datetime):
    with public_scope():
        OutboxSignal.objects.create(schema_name="t_goneaaaaaaaaaaaa")

        relay_all(push=outside.push, now=now)

        assert not OutboxSignal.objects.filter(schema_name="t_goneaaaaaaaaaaaa").exists()


def test_a_broken_schema_keeps_no_other_waiting(
    live_business: Business, outside: Outside, now: datetime, in_queue: None
):
    publish(1)
    with founded() as broken:
        with tenant_scope(broken):
            publish(2)
        with public_scope():
            Business.objects.filter(pk=broken.pk).update(schema_name="t_brokenaaaaaaaaaa")
            OutboxSignal.objects.create(schema_name="t_brokenaaaaaaaaaa")

        relay_all(push=outside.push, now=now)

        with public_scope():
            Business.objects.filter(pk=broken.pk).update(schema_name=broken.schema_name)

    assert (live_business.schema_name, [1]) in outside.told
