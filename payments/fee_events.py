"""Stripe's events about what is kept of payments by card, by Stripe itself and by the platform."""

from __future__ import annotations

from datetime import datetime

from billing import stripe_events
from billing.errors import UnknownObject
from billing.models import ConnectedAccount, EventKind, StripeEvent
from billing.services.platform_fees import fold_fee
from boom.core.providers.stripe import Object
from payments.services.fees import fold_charge_fees, fold_returned_fee
from tenants.context import tenant_scope

WITH_FEES = {"expand": ["balance_transaction"]}


def fetch_charge(event: StripeEvent) -> Object:
    return stripe_events.fetched(f"/v1/charges/{event.object_id}", WITH_FEES, account=event.account)


def fetch_fee(event: StripeEvent) -> Object:
    """A fee of the platform's, with the charge in the venue's account that it was taken of."""
    fee = stripe_events.fetched(f"/v1/application_fees/{event.object_id}")
    account, charge = stripe_events.id_of(fee["account"]), stripe_events.id_of(fee["charge"])
    whole = stripe_events.fetched(f"/v1/charges/{charge}", WITH_FEES, account=account)
    return {"fee": fee, "charge": whole, "account": account}


@stripe_events.handles("charge.succeeded", kind=EventKind.CONNECT.value, fetch=fetch_charge)
@stripe_events.handles("charge.updated", kind=EventKind.CONNECT.value, fetch=fetch_charge)
def fold_charge(event: StripeEvent, present: Object, now: datetime) -> None:
    """What Stripe kept of a payment. What it comes to may be known only a little after the payment itself."""
    with tenant_scope(_connected(event.account).business):
        fold_charge_fees(charge=present, account=event.account, now=now)


@stripe_events.handles("application_fee.*", kind=EventKind.PLATFORM.value, fetch=fetch_fee)
def fold_platform_fee(event: StripeEvent, present: Object, now: datetime) -> None:
    """Into the platform's books, and what came back into the venue's."""
    connected = _connected(present["account"])
    fold_fee(present=present["fee"], connected=connected, now=now)
    with tenant_scope(connected.business):
        fold_returned_fee(fee=present["fee"], charge=present["charge"], account=present["account"], now=now)


def _connected(account: str) -> ConnectedAccount:
    found = ConnectedAccount.objects.select_related("business").filter(account=account).first()
    if found is None:
        raise UnknownObject(f"No business of ours has the account {account}.")
    return found
