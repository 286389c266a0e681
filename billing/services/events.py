"""Stripe's events on their way: stored, folded exactly once, parked, tried again.

A stored event is a fact of the platform's outbox, so a worker gets it at least once, with leases, jitter and
an end to attempts as any other (boom.core.outbox). Exactly once is here: the fold and the mark "done" are
one transaction, under the event's lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db import connection
from django.db.models import F

from billing import stripe_events
from billing.errors import UnknownObject
from billing.models import (
    EventKind,
    EventSource,
    EventState,
    FoldedObject,
    RefusalReason,
    StripeEvent,
    SweptAccount,
)
from billing.stripe_events import Handler
from boom.core import outbox
from boom.core.db import service
from boom.core.faultpoints import reach
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

log = structlog.get_logger(__name__)

FACT = "stripe.event"
# How often a state is fetched again because another event's was folded meanwhile.
MOST_FETCHES = 4
# Parked events are looked at again by themselves so long: what they are about may still come.
LOOKED_AT_FOR = timedelta(days=3)
FIRST_LOOK_AFTER, LONGEST_LOOK_AFTER = timedelta(minutes=1), timedelta(hours=6)


# Waits for whoever has the row, and then looks at what they left.
CLAIM_FOLD = """
INSERT INTO billing_foldedobject AS known (account, key, folds) VALUES (%(account)s, %(key)s, %(seen)s + 1)
    ON CONFLICT (account, key) DO UPDATE SET folds = known.folds + 1 WHERE known.folds = %(seen)s
    RETURNING folds
"""


COUNT_REFUSAL = """
INSERT INTO billing_eventrefusal AS known (day, kind, reason, count, first_at, last_at)
VALUES (%(day)s, %(kind)s, %(reason)s, 1, %(now)s, %(now)s)
    ON CONFLICT (day, kind, reason) DO UPDATE SET count = known.count + 1, last_at = excluded.last_at
"""


class FoldedMeanwhile(outbox.Later):
    """Others kept folding the same; this one's turn comes in a moment."""

    def __init__(self) -> None:
        super().__init__("Others changed the same at the same time.", after=timedelta(seconds=2))


def count_refusal(*, kind: EventKind, reason: RefusalReason, now: datetime) -> None:
    """Count something that was not taken for an event, for the super admin to see; by days of UTC."""
    day = now.astimezone(UTC).date()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_REFUSAL, {"day": day, "kind": kind, "reason": reason, "now": now})


@service
def receive_event(*, body: bytes, told: Object, kind: EventKind, source: EventSource) -> bool:
    """Store an event as it came and have it dealt with. False when it was stored before.

    `told` is `body`, read. One of the wrong kind for its endpoint is stored, too, and parked, until it comes
    to the right one or a sweep finds it.
    """
    account = str(told.get("account") or "")
    belongs = (kind == EventKind.CONNECT) == bool(account)
    event, is_new = StripeEvent.objects.get_or_create(
        stripe_id=told["id"],
        defaults={
            "kind": kind,
            "account": account,
            "type": told["type"],
            "object_id": stripe_events.id_of(told["data"]["object"])[:255],
            "created_at": datetime.fromtimestamp(int(told["created"]), UTC),
            "body": body,
            "source": source,
            "state": EventState.RECEIVED if belongs else EventState.PARKED,
            "reason": "" if belongs else "It came to the endpoint of the other kind of accounts.",
        },
    )
    is_filed = not is_new and belongs and event.kind != kind
    if is_filed:
        # It had come to the wrong endpoint before; who listens at both is told twice.
        StripeEvent.objects.filter(pk=event.pk).update(
            kind=kind, state=EventState.RECEIVED, reason="", due_at=None
        )
    if (is_new and belongs) or is_filed:
        outbox.publish(FACT, event=event.pk)
    return is_new or is_filed


def apply_event(*, event_id: int, now: datetime) -> EventState:
    """Fold what Stripe has now of an event's object; once, whatever the number of attempts and workers.

    Never from within a transaction. Raises outbox.Later while Stripe is away, and whatever a handler fails
    with, which is noted first.
    """
    event = StripeEvent.objects.get(pk=event_id)
    if event.state == EventState.DONE:
        return EventState.DONE
    handler = stripe_events.handler_for(event.kind, event.type)
    if handler is None and stripe_events.is_left_alone(event.kind, event.type):
        return leave_event(event_id=event_id, now=now)
    if handler is None:
        return park_event(
            event_id=event_id, reason="Nothing of ours deals with events of this type.", due_at=None
        )
    try:
        return _fold_present_state(event, handler, now)
    except UnknownObject as unknown:
        return park_event(event_id=event_id, reason=unknown.message, due_at=_next_look(event, now))
    except outbox.Later:
        raise
    except (stripe.StripeDown, stripe.StripeNotSetUp) as away:
        # A key that is wrong for a night costs no event its attempts either.
        note_failure(event_id=event_id, reason=away.message)
        raise outbox.Later(away.message, after=timedelta(seconds=30)) from away
    except Exception as error:
        note_failure(event_id=event_id, reason=f"{type(error).__name__}: {error}"[:2000])
        raise


def _fold_present_state(event: StripeEvent, handler: Handler, now: datetime) -> EventState:
    key = handler.concerns(event)
    for _ in range(MOST_FETCHES):
        seen = folds_of(key, account=event.account)
        present = handler.fetch(event)
        reach("stripe.fetched")
        if _fold_event(event_id=event.pk, handler=handler, present=present, key=key, seen=seen, now=now):
            return EventState.DONE
    raise FoldedMeanwhile


@service
def _fold_event(
    *, event_id: int, handler: Handler, present: Object, key: str, seen: int, now: datetime
) -> bool:
    """Fold a state and mark the event, in one. False when somebody folded the same since `seen` was read."""
    event = StripeEvent.objects.select_for_update().get(pk=event_id)
    if event.state == EventState.DONE:
        return True
    if not claim_fold(key, account=event.account, seen=seen):
        return False
    handler.fold(event, present, now)
    StripeEvent.objects.filter(pk=event_id).update(
        state=EventState.DONE, reason="", due_at=None, done_at=now, attempts=F("attempts") + 1
    )
    reach("stripe.folded")
    return True


def folds_of(key: str, *, account: str = "") -> int:
    """How often this was folded so far. Read it before fetching the state that is to be folded."""
    found = FoldedObject.objects.filter(account=account, key=key).values_list("folds", flat=True).first()
    return found or 0


def claim_fold(key: str, *, account: str = "", seen: int) -> bool:
    """Take this for folding until the transaction ends. False when somebody folded it since `seen` was read.

    Within a transaction; others who want the same wait here.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_FOLD, {"account": account, "key": key, "seen": seen})
        return cursor.fetchone() is not None


@service
def park_event(*, event_id: int, reason: str, due_at: datetime | None) -> EventState:
    """Put an event aside, with why; looked at again at `due_at`, or when somebody says so."""
    StripeEvent.objects.filter(pk=event_id).exclude(state=EventState.DONE).update(
        state=EventState.PARKED, reason=reason, due_at=due_at, attempts=F("attempts") + 1
    )
    return EventState.PARKED


@service
def leave_event(*, event_id: int, now: datetime) -> EventState:
    """Nothing is to be done for an event: other events tell of the same."""
    StripeEvent.objects.filter(pk=event_id).update(
        state=EventState.DONE, reason="", due_at=None, done_at=now, attempts=F("attempts") + 1
    )
    return EventState.DONE


@service
def note_failure(*, event_id: int, reason: str) -> None:
    """Show why an event is not done yet. It is tried again by the outbox."""
    StripeEvent.objects.filter(pk=event_id).exclude(state=EventState.DONE).update(
        state=EventState.FAILED, reason=reason, attempts=F("attempts") + 1
    )


@service
def replay_event(*, event_id: int) -> None:
    """Deal with an event once more, whatever became of it: folding a present state twice changes nothing."""
    StripeEvent.objects.select_for_update().get(pk=event_id)
    StripeEvent.objects.filter(pk=event_id).update(
        state=EventState.RECEIVED, reason="", due_at=None, done_at=None, attempts=0
    )
    outbox.publish(FACT, event=event_id)


@service
def recheck_parked(*, now: datetime, most: int = 500) -> int:
    """Have parked events looked at again whose time has come. Returns how many."""
    due = list(
        StripeEvent.objects.select_for_update(skip_locked=True)
        .filter(state=EventState.PARKED, due_at__lte=now)
        .order_by("due_at", "id")
        .values_list("pk", flat=True)[:most]
    )
    StripeEvent.objects.filter(pk__in=due).update(due_at=None)
    for event_id in due:
        outbox.publish(FACT, event=event_id)
    return len(due)


@service
def revive_parked(*, account: str, now: datetime) -> None:
    """Somebody's account became known: look at what was parked for want of that."""
    StripeEvent.objects.filter(state=EventState.PARKED, account=account).update(due_at=now)


@service
def store_fetched(*, events: Iterable[Object], kind: EventKind, account: str) -> int:
    """Store events that a sweep fetched. Returns how many had been missed."""
    missed = 0
    for told in events:
        # In the list an account's events do not name the account.
        whole: dict[str, Any] = {**told, **({"account": account} if account else {})}
        body = json.dumps(whole, separators=(",", ":")).encode()
        missed += receive_event(body=body, told=whole, kind=kind, source=EventSource.SWEEP)
    return missed


@service
def note_swept(*, account: str, until: datetime) -> None:
    """Note how far an account's list was compared with ours."""
    SweptAccount.objects.update_or_create(account=account, defaults={"swept_until": until})


def _next_look(event: StripeEvent, now: datetime) -> datetime | None:
    if now - event.received_at > LOOKED_AT_FOR:
        return None
    pause: timedelta = min(LONGEST_LOOK_AFTER, FIRST_LOOK_AFTER * 2 ** min(event.attempts, 10))
    return now + pause
