"""Deliveries: claimed once, tried again, given up in sight of somebody, and purged when long done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from boom.core import outbox
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage, OutboxSignal
from tenants.context import tenant_scope

NAME = "test.handler"


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[[outbox.Handler], None]:
    """Register a handler for `test.*` facts for the length of the test."""

    def register(handler: outbox.Handler) -> None:
        monkeypatch.setitem(outbox._registry, NAME, outbox.Registration(NAME, "test.*", handler))

    return register


def make_delivery(**given: object) -> OutboxDelivery:
    with transaction.atomic():
        message = outbox.publish("test.happened", thing=1)
    return OutboxDelivery.objects.create(message=message, handler=NAME, **given)


def state_of(delivery: OutboxDelivery) -> tuple[str, int]:
    delivery.refresh_from_db()
    return delivery.state, delivery.attempts


def test_a_handler_gets_the_fact_and_the_time_once(business, handle, now: datetime):
    seen = []
    handle(lambda message, at: seen.append((message.payload["thing"], at)))
    delivery = make_delivery(due_at=now)

    outcomes = [outbox.deliver(delivery.pk, now=now), outbox.deliver(delivery.pk, now=now)]

    assert outcomes == [True, False]
    assert seen == [(1, now)]
    assert state_of(delivery) == (DeliveryState.DONE, 1)


def test_a_failing_handler_is_tried_again_later_with_the_reason_kept(business, handle, now: datetime):
    def fail(message: OutboxMessage, at: datetime) -> None:
        raise ConnectionError("no route")

    handle(fail)
    delivery = make_delivery(due_at=now)

    outbox.deliver(delivery.pk, now=now)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (DeliveryState.DUE, "ConnectionError: no route")
    assert now < delivery.due_at <= now + timedelta(seconds=outbox.FIRST_RETRY_AFTER_S)
    assert outbox.deliver(delivery.pk, now=delivery.due_at - timedelta(seconds=2)) is False


def test_ten_failures_are_the_end_until_somebody_presses_retry(business, handle, now: datetime):
    def fail(message: OutboxMessage, at: datetime) -> None:
        raise ConnectionError("no route")

    handle(fail)
    delivery = make_delivery(due_at=now)

    for attempt in range(12):
        outbox.deliver(delivery.pk, now=now + attempt * timedelta(hours=2))

    assert state_of(delivery) == (DeliveryState.DEAD, 10)
    assert list(outbox.dead_deliveries()) == [delivery]
    OutboxSignal.objects.all().delete()

    assert outbox.retry_dead(delivery.pk, now=now) is True

    assert state_of(delivery) == (DeliveryState.DUE, 0)
    assert outbox.retry_dead(delivery.pk, now=now) is False
    assert [signal.schema_name for signal in OutboxSignal.objects.all()] == [business.schema_name]


def test_a_handler_that_gives_up_is_not_tried_again(business, handle, now: datetime):
    def give_up(message: OutboxMessage, at: datetime) -> None:
        raise outbox.GiveUp("There is no such address.")

    handle(give_up)
    delivery = make_delivery(due_at=now)

    outbox.deliver(delivery.pk, now=now)

    assert state_of(delivery) == (DeliveryState.DEAD, 1)
    assert delivery.last_error == "There is no such address."


def test_a_worker_that_died_lets_go_by_the_clock(business, handle, now: datetime):
    handle(lambda message, at: None)
    delivery = make_delivery(due_at=now, attempts=1, leased_until=now + outbox.LEASE_FOR)

    too_early = outbox.deliver(delivery.pk, now=now + outbox.LEASE_FOR - timedelta(seconds=1))
    in_time = outbox.deliver(delivery.pk, now=now + outbox.LEASE_FOR)

    assert (too_early, in_time) == (False, True)


def test_a_delivery_that_kills_every_worker_ends_in_the_list_too(business, handle, now: datetime):
    handle(lambda message, at: pytest.fail("it must not be tried an eleventh time"))
    delivery = make_delivery(due_at=now, attempts=10, leased_until=now)

    assert outbox.deliver(delivery.pk, now=now) is False

    assert state_of(delivery) == (DeliveryState.DEAD, 10)
    assert delivery.last_error == "The worker died each time it tried."


def test_one_that_lost_its_lease_does_not_overrule_its_successor(business, handle, now: datetime):
    later = now + outbox.LEASE_FOR

    def slow(message: OutboxMessage, at: datetime) -> None:
        handle(lambda message, at: None)
        assert outbox.deliver(delivery.pk, now=later)
        raise TimeoutError("too slow")

    handle(slow)
    delivery = make_delivery(due_at=now)

    outbox.deliver(delivery.pk, now=now)

    assert state_of(delivery) == (DeliveryState.DONE, 2)


def test_a_handler_unknown_to_this_release_is_kept_for_the_next(business, now: datetime):
    delivery = make_delivery(due_at=now)

    outbox.deliver(delivery.pk, now=now)

    assert state_of(delivery) == (DeliveryState.DUE, 1)
    assert delivery.last_error == "LookupError: no handler is called 'test.handler' in this release"


def test_of_eight_workers_with_one_delivery_one_works(live_business, handle, now: datetime):
    seen = []
    handle(lambda message, at: seen.append(message.pk))
    delivery = make_delivery(due_at=now)
    together = threading.Barrier(8)

    def work() -> None:
        with tenant_scope(live_business):
            together.wait()
            outbox.deliver(delivery.pk, now=now)
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert seen == [delivery.message_id]


def test_only_what_is_done_and_old_is_purged(business, now: datetime):
    old, new = now - timedelta(days=31), now - timedelta(days=29)
    kept = [make_delivery(state=state).message for state in (DeliveryState.DUE, DeliveryState.DEAD)]
    kept.append(make_delivery(state=DeliveryState.DONE).message)
    gone = [make_delivery(state=DeliveryState.DONE).message for _ in range(3)]
    OutboxMessage.objects.filter(pk__in=[message.pk for message in [*kept[:2], *gone]]).update(relayed_at=old)
    OutboxMessage.objects.filter(pk=kept[2].pk).update(relayed_at=new)

    removed = outbox.purge(before=now - timedelta(days=30), at_a_time=2)

    assert removed == 3
    assert list(OutboxMessage.objects.order_by("id")) == kept


def test_facts_are_published_only_with_their_change(live_business):
    with pytest.raises(AssertionError, match="within the transaction"):
        outbox.publish("test.happened")


def test_changes_since_a_mark_miss_nothing_that_committed_late(live_business):
    """The control is any sequence number: the slow writer got the lower id and committed last."""
    begun, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with tenant_scope(live_business), transaction.atomic():
            outbox.publish("booking.moved", booking=1)
            begun.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    begun.wait(10)
    with transaction.atomic():
        quick = outbox.publish("booking.moved", booking=2)
    mark = int(outbox.current_version())
    seen_by_id = OutboxMessage.objects.latest("id").pk
    may_commit.set()
    writer.join()

    since = [change["booking"] for change in outbox.changes_since(mark, kinds="booking.")]

    assert since == [1, 2]
    assert not OutboxMessage.objects.filter(pk__gt=seen_by_id).exists()
    assert quick.pk == seen_by_id
