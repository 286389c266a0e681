"""Events of Stripe's about what guests pay to venues' accounts. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from datetime import datetime

from billing import stripe_events
from billing.models import EventKind, StripeEvent
from boom.core.providers.stripe import Object
from payments import agreement_checks, dispute_events, fee_events, payout_events  # noqa: F401 - register themselves
from payments.services import card_refunds, checkouts, kept_cards
from tenants.context import tenant_scope

CONNECT = EventKind.CONNECT.value


def fetch_session(event: StripeEvent) -> Object:
    path = f"{checkouts.SESSIONS}/{event.object_id}"
    return stripe_events.fetched(path, checkouts.WHOLE, account=event.account)


@stripe_events.handles("checkout.session.*", kind=CONNECT, fetch=fetch_session)
def fold_session(event: StripeEvent, present: Object, now: datetime) -> None:
    """Somebody paid on a page, or it has run out."""
    with tenant_scope(checkouts.business_of(event.account).business):
        if present.get("mode") == "setup":
            card_id = kept_cards.card_of(present, account=event.account)
            if card_id is not None:
                kept_cards.fold_card(card_id=card_id, present=present, now=now)
            return
        payment_id = checkouts.payment_of(present, account=event.account)
        if payment_id is not None:
            checkouts.fold_session(payment_id=payment_id, present=present, now=now)


@stripe_events.handles("payment_intent.*", kind=CONNECT)
def fold_charge(event: StripeEvent, present: Object, now: datetime) -> None:
    """A kept card was charged; what is paid on a page is folded with the page."""
    with tenant_scope(checkouts.business_of(event.account).business):
        payment_id = kept_cards.charge_called(present, account=event.account)
        if payment_id is not None:
            kept_cards.fold_charge(payment_id=payment_id, present=present, now=now)


@stripe_events.handles("refund.*", kind=CONNECT)
def fold_refund(event: StripeEvent, present: Object, now: datetime) -> None:
    """Money went back to a card, or did not."""
    with tenant_scope(checkouts.business_of(event.account).business):
        refund_id = card_refunds.refund_called(present)
        card_refunds.fold_refund(refund_id=refund_id, present=present, now=now)


# Parts of what is folded with its page or its refund.
for _pattern in (
    "application_fee.*", "balance.*", "capability.*", "charge.captured", "charge.expired", "charge.failed",
    "charge.pending", "charge.refund.updated", "charge.refunded",
    "customer.*", "mandate.*", "payment_method.*", "person.*", "price.*", "product.*",
    "setup_intent.*",
):  # fmt: skip
    stripe_events.leaves_alone(_pattern, kind=CONNECT)
