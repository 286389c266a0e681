"""Telling others, reliably: a fact is a row written with the change; everything that reacts reads it.

The change and its fact commit together or not at all. `manage.py relay` (see `boom/relay.py`) picks
committed facts up, pushes the live ones to open pages, and makes one delivery per handler, which workers
carry out (`deliver`), at least once; a handler may run twice without harm.
"""

from __future__ import annotations

import fnmatch
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from boom.core import nudges
from boom.core.actor import current_actor
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage

Handler = Callable[[OutboxMessage, datetime], None]

# A worker that has not finished by then is taken for dead and another may try.
LEASE_FOR = timedelta(minutes=2)
MOST_ATTEMPTS = 10
FIRST_RETRY_AFTER_S = 5.0
LONGEST_RETRY_AFTER_S = 3600.0


@dataclass(frozen=True, slots=True)
class Registration:
    name: str
    pattern: str
    handler: Handler


_registry: dict[str, Registration] = {}


def publish(kind: str, **payload: Any) -> OutboxMessage:
    """Write a fact within the present transaction. `payload` holds ids and plain JSON values, no secrets.

    The open page that asked for the change is added as `by`, so that it need not reload for its own doing.
    Raises AssertionError outside a transaction: a fact that could commit without its change is a lie.
    """
    if not connection.in_atomic_block:
        raise AssertionError("a fact is published within the transaction that makes it true")
    payload.setdefault("by", current_actor().client)
    message = OutboxMessage.objects.create(kind=kind, payload=payload)
    nudges.send_after_commit()
    return message


def handles(pattern: str, *, name: str) -> Callable[[Handler], Handler]:
    """Register a handler for facts whose kind matches `pattern` (`booking.*`), under a name kept for good."""

    def register(handler: Handler) -> Handler:
        if name in _registry and _registry[name].handler is not handler:
            raise AssertionError(f"two outbox handlers are called {name!r}")
        _registry[name] = Registration(name, pattern, handler)
        return handler

    return register


def handlers_for(kind: str) -> list[Registration]:
    """Those registered for a kind of fact, by name."""
    return sorted((r for r in _registry.values() if fnmatch.fnmatch(kind, r.pattern)), key=lambda r: r.name)


def registered_handlers() -> dict[str, Registration]:
    """Every handler there is, by name (tests walk this)."""
    return dict(_registry)


def due_deliveries(*, now: datetime, limit: int = 200) -> list[int]:
    """Ids of deliveries nobody holds whose time has come, oldest first."""
    return list(
        OutboxDelivery.objects.filter(state=DeliveryState.DUE, due_at__lte=now)
        .filter(_unleased(now))
        .order_by("due_at", "id")
        .values_list("id", flat=True)[:limit]
    )


def deliver(delivery_id: int, *, now: datetime) -> bool:
    """Claim one delivery, run its handler, note the outcome. True when the handler ran and finished.

    A failing handler is tried again with full jitter, at most MOST_ATTEMPTS times, then lies dead with
    its reason until somebody presses retry. Two workers given the same id: one works, one returns False.
    """
    with transaction.atomic():
        delivery = (
            OutboxDelivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(_unleased(now), pk=delivery_id, state=DeliveryState.DUE)
            .select_related("message")
            .first()
        )
        if delivery is None:
            return False
        delivery.attempts += 1
        delivery.leased_until = now + LEASE_FOR
        delivery.save(update_fields=["attempts", "leased_until"])

    registration = _registry.get(delivery.handler)
    try:
        if registration is None:
            raise LookupError(f"no handler is called {delivery.handler!r} in this release")
        registration.handler(delivery.message, now)
    except Exception as error:  # noqa: BLE001 - the outermost frame of background work: kept, shown, retried
        _note_failure(delivery, error, now)
        return False
    OutboxDelivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DONE, finished_at=now, leased_until=None, last_error=""
    )
    return True


def retry_dead(delivery_id: int, *, now: datetime) -> None:
    """Put a dead delivery back in line with all its attempts before it."""
    OutboxDelivery.objects.filter(pk=delivery_id, state=DeliveryState.DEAD).update(
        state=DeliveryState.DUE, attempts=0, due_at=now, leased_until=None, finished_at=None
    )


def _note_failure(delivery: OutboxDelivery, error: Exception, now: datetime) -> None:
    delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
    delivery.leased_until = None
    if delivery.attempts >= MOST_ATTEMPTS:
        delivery.state = DeliveryState.DEAD
        delivery.finished_at = now
    else:
        ceiling = min(LONGEST_RETRY_AFTER_S, FIRST_RETRY_AFTER_S * 2 ** (delivery.attempts - 1))
        delivery.due_at = now + timedelta(seconds=random.uniform(1.0, ceiling))  # noqa: S311 - jitter
    delivery.save(update_fields=["last_error", "leased_until", "state", "finished_at", "due_at"])


def _unleased(now: datetime) -> Q:
    return Q(leased_until__isnull=True) | Q(leased_until__lte=now)


def current_version() -> str:
    """A mark for "everything committed before this": read it before reading the page's rows.

    It is the snapshot's xmin: transactions below it had ended. Asking `changes_since` it later misses
    nothing and may repeat a little, which costs a refetch and no more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        (version,) = cursor.fetchone()
    return str(version)


def changes_since(version: int, *, kinds: str) -> list[dict[str, Any]]:
    """Payloads (with their `kind`) of facts committed since the mark, oldest first; `kinds` is a prefix."""
    rows = (
        OutboxMessage.objects.filter(transaction_id__gte=version, kind__startswith=kinds)
        .order_by("id")
        .values_list("kind", "payload")[:2000]
    )
    return [{"kind": kind, **payload} for kind, payload in rows]
