"""Events of Stripe's about what guests pay to venues' accounts. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from datetime import datetime

from billing import stripe_events
from billing.errors import UnknownObject
from billing.models import ConnectedAccount, EventKind, StripeEvent
from boom.core.providers.stripe import Object
from payments import agreement_checks, dispute_events, fee_events, payout_events  # noqa: F401 - register themselves
from payments.services import card_outcomes, card_pages, card_refunds, charges, kept_cards
from tenants.context import tenant_scope
from tenants.models import Business

CONNECT = EventKind.CONNECT.value


def fetch_session(event: StripeEvent) -> Object:
    path = f"{card_pages.SESSIONS}/{event.object_id}"
    return stripe_events.fetched(path, card_pages.WHOLE, account=event.account)


@stripe_events.handles("checkout.session.*", kind=CONNECT, fetch=fetch_session)
def fold_session(event: StripeEvent, present: Object, now: datetime) -> None:
    """Somebody paid on a page, or it has run out."""
    with tenant_scope(_business_of(event.account)):
        if present.get("mode") == "setup":
            card_id = kept_cards.card_of(present, account=event.account)
            if card_id is not None:
                kept_cards.fold_card(card_id=card_id, present=present, now=now)
            return
        payment_id = card_outcomes.payment_of(present, account=event.account)
        if payment_id is not None:
            card_outcomes.fold_session(payment_id=payment_id, present=present, now=now)


@stripe_events.handles("payment_intent.*", kind=CONNECT)
def fold_charge(event: StripeEvent, present: Object, now: datetime) -> None:
    """A kept card was charged; what is paid on a page is folded with the page."""
    with tenant_scope(_business_of(event.account)):
        payment_id = charges.charge_called(present, account=event.account)
        if payment_id is not None:
            charges.fold_charge(payment_id=payment_id, present=present, now=now)


@stripe_events.handles("refund.*", kind=CONNECT)
def fold_refund(event: StripeEvent, present: Object, now: datetime) -> None:
    """Money went back to a card, or did not."""
    with tenant_scope(_business_of(event.account)):
        refund_id = card_refunds.refund_called(present)
        card_refunds.fold_refund(refund_id=refund_id, present=present, now=now)


def _business_of(account: str) -> Business:
    """Whose an account is, by our own table. Raises UnknownObject."""
    found = ConnectedAccount.objects.select_related("business").filter(account=account).first()
    if found is None:
        raise UnknownObject(f"No business of ours has the account {account}.")
    return found.business


# Parts of what is folded with its page or its refund.
for _pattern in (
    "application_fee.*", "balance.*", "capability.*", "charge.captured", "charge.expired", "charge.failed",
    "charge.pending", "charge.refund.updated", "charge.refunded",
    "customer.*", "mandate.*", "payment_method.*", "person.*", "price.*", "product.*",
    "setup_intent.*",
):  # fmt: skip
    stripe_events.leaves_alone(_pattern, kind=CONNECT)
