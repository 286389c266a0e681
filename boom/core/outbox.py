"""Telling others, reliably: a fact is a row written with the change; everything that reacts reads it.

The change and its fact commit together or not at all. `manage.py relay` (see `boom/relay/`) picks
committed facts up, pushes the live ones to open pages, and makes one delivery per handler, which workers
carry out (`deliver`), at least once; a handler may run twice without harm.
"""

from __future__ import annotations

import fnmatch
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from boom.core import nudges
from boom.core.actor import current_actor
from boom.core.faultpoints import reach
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage, OutboxSignal

Handler = Callable[[OutboxMessage, datetime], None]

# A worker that has not finished by then is taken for dead and another may try. Longer than the task's own
# time limit (boom/tasks.py), so that two never work on one delivery.
LEASE_FOR = timedelta(seconds=settings.DELIVERY_LEASE_S)
# A worker that was told and has not begun by then is told again: the queue may have lost it.
OFFER_AGAIN_AFTER = timedelta(seconds=settings.DELIVERY_OFFER_AGAIN_S)
# Processes ask the database for the time and count on by themselves: they may be this far apart.
CLOCK_SLACK = timedelta(seconds=1)
MOST_ATTEMPTS = 10
FIRST_RETRY_AFTER_S = 5.0
LONGEST_RETRY_AFTER_S = 3600.0
# What `changes_since` gives at most; that many means there may be more, and the page loads anew.
MOST_CHANGES = 2000


class GiveUp(Exception):
    """A handler's word that trying again is of no use (a refused address): dead at once, with this reason."""


class Later(Exception):
    """A handler's word that now is not the time (a provider is away): tried again, and no attempt counted."""

    def __init__(self, reason: str, *, after: timedelta) -> None:
        super().__init__(reason)
        self.after = after


def _always(payload: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Registration:
    """A handler, the kinds it is for, which of those facts it wants, and what people call its work."""

    name: str
    pattern: str
    handler: Handler
    only: Callable[[Mapping[str, Any]], bool] = _always
    label: str = ""


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


def handles(
    pattern: str,
    *,
    name: str,
    only: Callable[[Mapping[str, Any]], bool] = _always,
    label: str = "",
) -> Callable[[Handler], Handler]:
    """Register a handler for facts whose kind matches `pattern` (`booking.*`), under a name kept for good.

    `only` says by the payload whether there is anything to do, so that no delivery is made for nothing;
    `label` is what the list of failures calls this work ("Mail to the customer").
    """

    def register(handler: Handler) -> Handler:
        if name in _registry and _registry[name].handler is not handler:
            raise AssertionError(f"two outbox handlers are called {name!r}")
        _registry[name] = Registration(name, pattern, handler, only, label or name)
        return handler

    return register


def handlers_for(kind: str, payload: Mapping[str, Any]) -> list[Registration]:
    """Those that want a fact, by name."""
    return sorted(
        (r for r in _registry.values() if fnmatch.fnmatchcase(kind, r.pattern) and r.only(payload)),
        key=lambda registration: registration.name,
    )


def registered_handlers() -> dict[str, Registration]:
    """Every handler there is, by name (tests walk this)."""
    return dict(_registry)


def deliveries_to_offer(*, now: datetime, limit: int = 500) -> list[int]:
    """Ids of due deliveries that no worker holds or was told of lately, oldest first."""
    return list(
        OutboxDelivery.objects.filter(_claimable(now), state=DeliveryState.DUE)
        .filter(Q(offered_at__isnull=True) | Q(offered_at__lte=now - OFFER_AGAIN_AFTER))
        .order_by("due_at", "id")
        .values_list("id", flat=True)[:limit]
    )


def struggling_deliveries() -> QuerySet[OutboxDelivery]:
    """Those that failed and will be tried again, the next first, with their facts."""
    return (
        OutboxDelivery.objects.filter(state=DeliveryState.DUE)
        .exclude(last_error="")
        .select_related("message")
        .order_by("due_at", "id")
    )


def dead_deliveries() -> QuerySet[OutboxDelivery]:
    """Those that were given up and wait for a person, newest first, with their facts."""
    return OutboxDelivery.objects.filter(state=DeliveryState.DEAD).select_related("message").order_by("-id")


def deliver(delivery_id: int, *, now: datetime) -> bool:
    """Claim one delivery, run its handler, note the outcome. True when the handler ran and finished.

    A failing handler is tried again with full jitter, at most MOST_ATTEMPTS times, then lies dead with
    its reason until somebody presses retry. Two workers given the same id: one works, one returns False.
    """
    delivery = _claim(delivery_id, now)
    if delivery is None:
        return False
    reach("deliver.claimed")
    registration = _registry.get(delivery.handler)
    try:
        if registration is None:
            raise LookupError(f"no handler is called {delivery.handler!r} in this release")
        registration.handler(delivery.message, now)
    except Exception as error:  # noqa: BLE001 - the outermost frame of background work: kept, shown, retried
        _note_failure(delivery, error, now)
        return False
    reach("deliver.handled")
    _as_claimed(delivery).update(state=DeliveryState.DONE, finished_at=now, leased_until=None, last_error="")
    return True


def retry_dead(delivery_id: int, *, now: datetime) -> bool:
    """Put a dead delivery back in line with all its attempts before it. False when it was not dead."""
    with transaction.atomic():
        revived = OutboxDelivery.objects.filter(pk=delivery_id, state=DeliveryState.DEAD).update(
            state=DeliveryState.DUE,
            attempts=0,
            due_at=now,
            offered_at=None,
            leased_until=None,
            finished_at=None,
        )
        if revived:
            OutboxSignal.objects.create(schema_name=connection.schema_name)  # type: ignore[attr-defined]
            nudges.send_after_commit()
    return bool(revived)


def purge(*, before: datetime, at_a_time: int = 2000) -> int:
    """Remove facts told before an instant, in small transactions. Returns how many.

    A fact with a delivery that is still due or lies dead stays, however old.
    """
    removed = 0
    while True:
        with transaction.atomic():
            old = list(
                OutboxMessage.objects.filter(relayed_at__lt=before)
                .exclude(
                    Exists(
                        OutboxDelivery.objects.filter(message=OuterRef("pk")).exclude(
                            state=DeliveryState.DONE
                        )
                    )
                )
                .order_by("id")
                .values_list("id", flat=True)[:at_a_time]
            )
            OutboxDelivery.objects.filter(message_id__in=old).delete()
            OutboxMessage.objects.filter(pk__in=old).delete()
        removed += len(old)
        if len(old) < at_a_time:
            return removed


def _claim(delivery_id: int, now: datetime) -> OutboxDelivery | None:
    with transaction.atomic():
        delivery = (
            OutboxDelivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(_claimable(now), pk=delivery_id, state=DeliveryState.DUE)
            .select_related("message")
            .first()
        )
        if delivery is None:
            return None
        if delivery.attempts >= MOST_ATTEMPTS:
            # Its worker died each time (killed, out of memory) and so never noted a failure.
            delivery.state = DeliveryState.DEAD
            delivery.last_error = delivery.last_error or "The worker died each time it tried."
            delivery.finished_at, delivery.leased_until = now, None
            delivery.save(update_fields=["state", "last_error", "finished_at", "leased_until"])
            return None
        delivery.attempts += 1
        delivery.leased_until = now + LEASE_FOR
        delivery.save(update_fields=["attempts", "leased_until"])
    return delivery


def _note_failure(delivery: OutboxDelivery, error: Exception, now: datetime) -> None:
    is_told = isinstance(error, GiveUp | Later)
    reason = str(error) if is_told else f"{type(error).__name__}: {error}"
    outcome: dict[str, Any] = {"last_error": reason[:2000], "leased_until": None}
    if isinstance(error, Later):
        outcome |= {"attempts": delivery.attempts - 1, "due_at": now + error.after, "offered_at": None}
    elif isinstance(error, GiveUp) or delivery.attempts >= MOST_ATTEMPTS:
        outcome |= {"state": DeliveryState.DEAD, "finished_at": now}
    else:
        ceiling = min(LONGEST_RETRY_AFTER_S, FIRST_RETRY_AFTER_S * 2 ** (delivery.attempts - 1))
        wait = timedelta(seconds=random.uniform(1.0, ceiling))  # noqa: S311 - jitter
        outcome |= {"due_at": now + wait, "offered_at": None}
    _as_claimed(delivery).update(**outcome)


def _as_claimed(delivery: OutboxDelivery) -> QuerySet[OutboxDelivery]:
    """The row, while it is still this attempt's: one that lost its lease must not overrule its successor."""
    return OutboxDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.DUE, attempts=delivery.attempts)


def _claimable(now: datetime) -> Q:
    return Q(due_at__lte=now + CLOCK_SLACK) & (Q(leased_until__isnull=True) | Q(leased_until__lte=now))


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
    """Payloads (with their `kind`) of facts committed since the mark, oldest first; `kinds` is a prefix.

    At most MOST_CHANGES; when it gives that many there may be more, so the page loads anew.
    """
    rows = (
        OutboxMessage.objects.filter(transaction_id__gte=version, kind__startswith=kinds)
        .order_by("id")
        .values_list("kind", "payload")[:MOST_CHANGES]
    )
    return [{"kind": kind, **payload} for kind, payload in rows]
