"""Stripe's events about disputes of what customers paid to venues' accounts."""

from __future__ import annotations

from datetime import datetime

from billing import stripe_events
from billing.errors import UnknownObject
from billing.models import ConnectedAccount, EventKind, StripeEvent
from boom.core.providers.stripe import Object
from payments.services.disputes import fold_dispute
from tenants.context import tenant_scope


@stripe_events.handles("charge.dispute.*", kind=EventKind.CONNECT.value)
def fold(event: StripeEvent, present: Object, now: datetime) -> None:
    """Into the business that has the account."""
    connected = ConnectedAccount.objects.select_related("business").filter(account=event.account).first()
    if connected is None:
        raise UnknownObject(f"No business of ours has the account {event.account}.")
    with tenant_scope(connected.business):
        fold_dispute(present=present, account=event.account, now=now)
