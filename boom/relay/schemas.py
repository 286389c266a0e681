"""One schema's outbox: facts turned into notices and deliveries, and deliveries that got lost offered again.

All of it happens under the schema's relay lock. The order is what makes it safe to be killed anywhere:
signals are read before the facts they stand for, and forgotten only together with marking those facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import Error, connection, transaction

from boom.core import outbox
from boom.core.faultpoints import reach
from boom.core.live import Fact, Notice, notices_for
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage, OutboxSignal, OutboxWatch

# Facts taken at a time; a schema with more gets further rounds.
BATCH = 200

Tell = Callable[[Iterable[Notice]], None]
# Hands ids of deliveries to workers and gives back those that got through.
Offer = Callable[[Sequence[int]], list[int]]


@contextmanager
def only_relay_of(schema: str) -> Iterator[bool]:
    """Be the one relay that works on a schema during the block; False when another is.

    A lock of the session, not of a transaction: nothing leaves Boom while a transaction is open. It ends
    with the connection, so a killed relay holds nothing.
    """
    key = f"boom:relay:{schema}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            _unlock(key)


def _unlock(key: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
    except Error:
        # The connection broke, and the lock with it; a half-alive one must not keep it.
        connection.close()


def relay_facts(schema: str, signals: Sequence[int], *, tell: Tell, offer: Offer, now: datetime) -> int:
    """Tell of the facts committed in the present scope's schema.

    `signals` are the ids that were read, before this call, for this schema. Returns how many facts; none
    when another relay is on it.
    """
    done = 0
    with only_relay_of(schema) as mine:
        while mine:
            version, facts = _unrelayed()
            tell(notices_for([Fact(fact.kind, fact.payload) for fact in facts], version))
            reach("relay.pushed")
            is_last = len(facts) < BATCH
            with transaction.atomic():
                _make_deliveries(facts)
                OutboxMessage.objects.filter(pk__in=[fact.pk for fact in facts]).update(relayed_at=now)
                if is_last:
                    OutboxSignal.objects.filter(pk__in=signals).delete()
                # Not only those just made: a signal without a fact is somebody pressing retry.
                any_due = OutboxDelivery.objects.filter(state=DeliveryState.DUE).exists()
                if any_due:
                    OutboxWatch.objects.bulk_create([OutboxWatch(schema)], ignore_conflicts=True)
            reach("relay.marked")
            if any_due:
                _offer(offer, now)
            done += len(facts)
            if is_last:
                break
    return done


def sweep(schema: str, *, offer: Offer, now: datetime) -> int:
    """Offer again what no worker took in time, and stop watching a schema with nothing due.

    Returns how many were offered. For the present scope's schema.
    """
    with only_relay_of(schema) as mine:
        if not mine:
            return 0
        if not OutboxDelivery.objects.filter(state=DeliveryState.DUE).exists():
            OutboxWatch.objects.filter(pk=schema).delete()
            return 0
        return _offer(offer, now)


def _unrelayed() -> tuple[str, list[OutboxMessage]]:
    version = outbox.current_version()
    return version, list(OutboxMessage.objects.filter(relayed_at__isnull=True).order_by("id")[:BATCH])


def _make_deliveries(facts: Sequence[OutboxMessage]) -> None:
    """One delivery per fact and handler; facts that were taken before keep those they have."""
    wanted = [
        OutboxDelivery(message=fact, handler=registration.name, due_at=fact.created_at)
        for fact in facts
        for registration in outbox.handlers_for(fact.kind, fact.payload)
    ]
    if wanted:
        OutboxDelivery.objects.bulk_create(wanted, ignore_conflicts=True)


def _offer(offer: Offer, now: datetime) -> int:
    """Hand what is due and was not offered lately to workers. Returns how many got through."""
    ids = outbox.deliveries_to_offer(now=now)
    if not ids:
        return 0
    taken = offer(ids)
    reach("relay.offered")
    OutboxDelivery.objects.filter(pk__in=taken).update(offered_at=now)
    return len(taken)
