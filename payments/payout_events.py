"""Stripe's events about payouts of venues' accounts."""

from __future__ import annotations

from datetime import datetime

from billing import stripe_events
from billing.errors import UnknownObject
from billing.models import ConnectedAccount, EventKind, StripeEvent
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from payments.services.payouts import fetch_payout, fold_payout
from tenants.context import tenant_scope


def fetch(event: StripeEvent) -> Object:
    try:
        return fetch_payout(event.object_id, event.account)
    except stripe.NoSuchObject as error:
        raise UnknownObject(f"Stripe has no payout {event.object_id} in {event.account}.") from error


@stripe_events.handles("payout.*", kind=EventKind.CONNECT.value, fetch=fetch)
def fold(event: StripeEvent, present: Object, now: datetime) -> None:
    """Into the business that has the account."""
    connected = ConnectedAccount.objects.select_related("business").filter(account=event.account).first()
    if connected is None:
        raise UnknownObject(f"No business of ours has the account {event.account}.")
    with tenant_scope(connected.business):
        fold_payout(present=present, account=event.account)
