"""Putting right where Stripe and we disagree: what Stripe has now is fetched and taken over, on record.

The press notes what is wanted; a worker asks Stripe, outside any transaction. Payments and refunds go by
their events, which are dealt with again: folding a present state twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
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
from payments.services.card_outcomes import fold_session, payment_of
from payments.services.card_pages import fetch_session
from payments.services.card_refunds import fold_refund, refund_called
from payments.services.charges import charge_called, fold_charge
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
    ids = _events_of(name, account)
    if not ids:
        raise NothingToRepair
    with public_scope():
        for event_id in ids:
            replay_event(event_id=event_id)


def _events_of(name: str, account: str) -> list[int]:
    """What came from Stripe about one thing: by dealing with it again that is taken over."""
    with public_scope():
        told = StripeEvent.objects.filter(account=account, object_id=name).order_by("id")
        return list(told.values_list("pk", flat=True))


def prepare_take_over(key: str, now: datetime) -> Callable[[], object]:
    """Fetch what a difference is about, and give what folding it does, for a rehearsal.

    Never within a transaction. Raises NothingToRepair for what somebody has to settle by hand, and as
    `stripe.read`.
    """
    kind, _, name = key.partition("/")
    account = own_account()
    if not account or not name:
        raise NothingToRepair
    if kind == "payout":
        payout = fetch_payout(name, account)
        return lambda: fold_payout(present=payout, account=account)
    if kind == "dispute":
        dispute = stripe.read(f"/v1/disputes/{name}", account=account)
        return lambda: fold_dispute(present=dispute, account=account, now=now)
    if not _events_of(name, account):
        raise NothingToRepair
    if kind == "refund":
        refund = stripe.read(f"/v1/refunds/{name}", account=account)
        return lambda: fold_refund(refund_id=refund_called(refund), present=refund, now=now)
    return _prepare_payment(name, account, now)


def _prepare_payment(name: str, account: str, now: datetime) -> Callable[[], object]:
    """A payment is known by its page until it is paid, a charge of a kept card by its own name."""
    if name.startswith("cs_"):
        page = fetch_session(name, account=account)
        payment_id = payment_of(page, account=account)
    else:
        page = stripe.read(f"/v1/payment_intents/{name}", account=account)
        payment_id = charge_called(page, account=account)
    if payment_id is None:
        raise NothingToRepair
    fold = fold_session if name.startswith("cs_") else fold_charge
    return lambda: fold(payment_id=payment_id, present=page, now=now)


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
