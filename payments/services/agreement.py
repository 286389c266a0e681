"""Putting right where Stripe and we disagree: what Stripe has now is fetched and taken over, on record.

The press notes what is wanted; a worker asks Stripe, outside any transaction. Payments and refunds go by
their events, which are dealt with again: folding a present state twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from billing.models import StripeEvent
from billing.services.events import claim_fold, folds_of, replay_event
from boom.core import outbox
from boom.core.db import service
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from payments.errors import NothingToRepair
from payments.selectors.agreement import own_account
from payments.services.disputes import fold_dispute
from payments.services.payouts import fetch_payout, fold_payout
from tenants.context import public_scope

FACT = "payments.take_over"
FETCHED = frozenset({"dispute", "payout"})


@service
def ask_take_over(*, key: str) -> None:
    """Have what a difference is about taken over from Stripe. `key` as in `Difference`.

    Raises NothingToRepair for what somebody has to settle by hand: no event of it ever came.
    """
    kind, _, name = key.partition("/")
    account = own_account()
    if not account or not name:
        raise NothingToRepair
    if kind in FETCHED:
        outbox.publish(FACT, what=kind, name=name, account=account)
        return
    with public_scope():
        ids = list(
            StripeEvent.objects.filter(account=account, object_id=name)
            .order_by("id")
            .values_list("pk", flat=True)
        )
        for event_id in ids:
            replay_event(event_id=event_id)
    if not ids:
        raise NothingToRepair


def take_over(*, kind: str, name: str, account: str, now: datetime) -> None:
    """Fetch and fold one dispute or payout. Raises as `stripe.read`, UnknownObject; Later."""
    seen = folds_of(name, account=account)
    try:
        present = (
            fetch_payout(name, account)
            if kind == "payout"
            else stripe.read(f"/v1/disputes/{name}", account=account)
        )
    except stripe.StripeDown as away:
        raise outbox.Later(away.message, after=timedelta(minutes=5)) from away
    _fold(kind=kind, name=name, account=account, present=present, seen=seen, now=now)


@service
def _fold(*, kind: str, name: str, account: str, present: Object, seen: int, now: datetime) -> Any:
    if not claim_fold(name, account=account, seen=seen):
        # Its event came meanwhile, with a state as new.
        return
    if kind == "payout":
        fold_payout(present=present, account=account)
    else:
        fold_dispute(present=present, account=account, now=now)
