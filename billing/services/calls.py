"""Changing something at Stripe, once: recorded, sent, noted; and finished later where the answer was lost.

`record_call` goes with the transaction of whatever wants it; `perform_call` runs after that has committed. A
worker that dies in between leaves a row that `finish_calls` takes up again, under the same idempotency key.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog

from billing.errors import CallAtWork, CallLost
from billing.models import CallState, StripeCall
from boom.core.db import service
from boom.core.errors import DomainError
from boom.core.faultpoints import reach
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

log = structlog.get_logger(__name__)

# Stripe may forget a key after 24 hours; from then on the same key would do the same a second time.
KEY_HOLDS_FOR = timedelta(hours=23)
# Longer than a call may take (boom.core.providers.stripe_line).
LEASE_FOR = timedelta(seconds=30)
FIRST_RETRY_AFTER_S, LONGEST_RETRY_AFTER_S = 10.0, 900.0
# What a call carries in the metadata of what it makes, so that it can be found again by it.
OPERATION = "boom_operation"


@service
def record_call(
    *,
    purpose: str,
    about: str,
    path: str,
    params: Mapping[str, Any],
    now: datetime,
    account: str = "",
    business_id: int | None = None,
    method: str = "post",
    is_lasting: bool = True,
) -> StripeCall:
    """Put on record what Stripe is going to be asked, with the key it is asked under. Asks nothing yet.

    `about` names the intention by our own keys (`refund:17`): asked for a second time, while the first is
    under way or done, it is the first. In any scope. Where `params` have metadata, the key goes along in it.
    """
    key = f"boom-{uuid4().hex}"
    sent = dict(params)
    if "metadata" in sent:
        sent["metadata"] = {**sent["metadata"], OPERATION: key}
    call, _ = StripeCall.objects.get_or_create(
        purpose=purpose,
        about=about,
        is_live=stripe.is_live(),
        state__in=[CallState.BEGUN, CallState.DONE],
        defaults={
            "key": key,
            "account": account,
            "business_id": business_id,
            "method": method,
            "path": path,
            "params": sent,
            "is_lasting": is_lasting,
            "state": CallState.BEGUN,
            # Whoever records it performs it at once; left undone it is taken up after that.
            "due_at": now + LEASE_FOR if is_lasting else None,
        },
    )
    return call


def perform_call(*, call_id: int, now: datetime) -> Object:
    """Send a recorded call, or give what it made when it was done before. Never from within a transaction.

    Raises CardDeclined, StripeRefused: the call is over, the same may be wanted anew. Raises StripeDown:
    nobody knows; a lasting call is finished by itself, under the same key. Raises CallAtWork, CallLost.
    """
    stripe.check_ready()
    call = _claim(call_id=call_id, now=now)
    if call.state == CallState.DONE:
        return stripe.read(_place_of(call), account=call.account)
    reach("stripe.call_begun")
    try:
        if call.method == "delete":
            answer = stripe.remove(call.path, key=call.key, account=call.account)
        else:
            answer = stripe.write(call.path, call.params, key=call.key, account=call.account)
    except (stripe.StripeDown, stripe.StripeNotSetUp) as away:
        _note_unknown(call_id=call.pk, reason=str(away), now=now)
        raise
    except stripe.StripeRefused as refusal:
        _note_outcome(call_id=call.pk, state=CallState.REFUSED, reason=_words(refusal), now=now)
        raise
    reach("stripe.call_answered")
    _note_outcome(call_id=call.pk, state=CallState.DONE, object_id=str(answer.get("id") or ""), now=now)
    return answer


def finish_call(*, call_id: int, now: datetime) -> bool:
    """Take up a call that was left. True when it is over, one way or another."""
    try:
        perform_call(call_id=call_id, now=now)
    except (stripe.StripeRefused, CallLost) as over:
        log.warning("a call to stripe was finished without success", call=call_id, why=over.message)
        return True
    except DomainError:
        # Still away, or somebody is at it: it stays due.
        return False
    return True


def find_lost(*, call_id: int, now: datetime) -> bool:
    """Look at Stripe for what a lost call made, by the key in its metadata. True when it was found."""
    call = StripeCall.objects.get(pk=call_id)
    if call.first_sent_at is None:
        return False
    since = int((call.first_sent_at - timedelta(minutes=5)).timestamp())
    listed = stripe.read_all(call.path, {"created": {"gte": since}}, account=call.account)
    made = next((each for each in listed if (each.get("metadata") or {}).get(OPERATION) == call.key), None)
    if made is None:
        return False
    _note_outcome(call_id=call_id, state=CallState.DONE, object_id=made["id"], now=now)
    return True


def is_lost(*, purpose: str, about: str) -> bool:
    """Whether nobody knows what became of this: asked anew, under another key, it might be done twice."""
    return StripeCall.objects.filter(
        purpose=purpose, about=about, is_live=stripe.is_live(), state=CallState.LOST
    ).exists()


@service
def set_aside(*, call_id: int, now: datetime) -> bool:
    """Somebody has looked, and a lost call was not done: the same may be asked for anew. False for others."""
    lost = StripeCall.objects.filter(pk=call_id, state=CallState.LOST)
    words = "Somebody looked at Stripe: it was not done."
    return bool(lost.update(state=CallState.REFUSED, last_error=words, finished_at=now))


def due_calls(*, now: datetime, most: int = 100) -> list[int]:
    """Lasting calls that nobody carries out, the longest due first."""
    due = StripeCall.objects.filter(state=CallState.BEGUN, due_at__lte=now).order_by("due_at", "id")
    return list(due.values_list("pk", flat=True)[:most])


def _claim(*, call_id: int, now: datetime) -> StripeCall:
    call, lost = _claimed_or_lost(call_id=call_id, now=now)
    if lost:
        raise CallLost
    return call


@service
def _claimed_or_lost(*, call_id: int, now: datetime) -> tuple[StripeCall, bool]:
    call = StripeCall.objects.select_for_update().get(pk=call_id)
    if call.state == CallState.DONE:
        return call, False
    if call.state in {CallState.LOST, CallState.REFUSED}:
        return call, True
    if call.leased_until is not None and call.leased_until > now:
        raise CallAtWork
    if call.is_live != stripe.is_live():
        # What was tried out is never done for real, nor the other way round.
        call.state, call.finished_at, call.due_at = CallState.REFUSED, now, None
        call.last_error = "The keys are of the other mode by now: it is not sent."
        call.save(update_fields=["state", "finished_at", "due_at", "last_error"])
        return call, True
    if call.first_sent_at is not None and call.first_sent_at <= now - KEY_HOLDS_FOR:
        call.state, call.finished_at, call.due_at = CallState.LOST, now, None
        call.last_error = f"{call.last_error}\nStripe has forgotten the key by now.".strip()
        call.save(update_fields=["state", "finished_at", "due_at", "last_error"])
        return call, True
    call.attempts += 1
    call.first_sent_at = call.first_sent_at or now
    call.leased_until = now + LEASE_FOR
    if call.is_lasting:
        call.due_at = call.leased_until
    call.save(update_fields=["attempts", "first_sent_at", "leased_until", "due_at"])
    return call, False


@service
def _note_unknown(*, call_id: int, reason: str, now: datetime) -> None:
    call = StripeCall.objects.select_for_update().get(pk=call_id)
    if call.state != CallState.BEGUN:
        return
    ceiling = min(LONGEST_RETRY_AFTER_S, FIRST_RETRY_AFTER_S * 2 ** min(call.attempts, 10))
    call.leased_until, call.last_error = None, reason[:2000]
    if call.is_lasting:
        call.due_at = now + timedelta(seconds=random.uniform(1.0, ceiling))  # noqa: S311 - jitter
    else:
        call.state, call.finished_at, call.params = CallState.LOST, now, {}
    call.save(update_fields=["leased_until", "last_error", "due_at", "state", "finished_at", "params"])


@service
def _note_outcome(
    *, call_id: int, state: CallState, now: datetime, object_id: str = "", reason: str = ""
) -> None:
    """The call is over. What was sent is forgotten: it may name people, and is of no more use."""
    StripeCall.objects.filter(pk=call_id).update(
        state=state,
        object_id=object_id,
        last_error=reason[:2000],
        finished_at=now,
        leased_until=None,
        due_at=None,
        params={},
    )


def _place_of(call: StripeCall) -> str:
    """Where the thing that a call made or changed is to be read."""
    if not call.object_id:
        return call.path
    # What follows the id is what was done with it: `/pay`, `/release`.
    before, own, _ = call.path.partition(call.object_id)
    return before + own if own else f"{call.path}/{call.object_id}"


def _words(refusal: stripe.StripeRefused) -> str:
    code = refusal.details.get("decline_code") or refusal.details.get("stripe_code") or refusal.code
    return f"{refusal.message} ({code})"
