"""What of ours is known at Stripe, made there once each: customers, prices, the settings of its own page.

Asked outside of transactions, recorded before (`calls`). In the public scope.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from billing.errors import NotSubscribed
from billing.models import BillingCustomer, CallState, PlanPrice, StripeCall, StripePrice
from billing.services.calls import perform_call, record_call
from billing.services.subscriptions import know_customer, know_price
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

# What owners may do on Stripe's own page; changed, it gets another number. Plans are changed and ended on our
# page alone, which knows what fits and says what follows: whatever the account's own settings would offer.
PORTAL, PORTAL_NUMBER = "portal-settings", "1"
PORTAL_OFFERS: dict[str, Any] = {
    "features": {
        "customer_update": {"enabled": True, "allowed_updates": ["name", "email", "address", "tax_id"]},
        "invoice_history": {"enabled": True},
        "payment_method_update": {"enabled": True},
        "subscription_cancel": {"enabled": False},
        "subscription_update": {"enabled": False},
    },
    "metadata": {"boom_portal": PORTAL_NUMBER},
}


def ask(
    purpose: str,
    about: str,
    path: str,
    params: Mapping[str, Any],
    *,
    of: int | None,
    now: datetime,
    is_lasting: bool = True,
) -> Object:
    """Record what is asked of Stripe in our own account, and send it. Raises as `perform_call`."""
    # Nothing is put on record that could not be asked.
    stripe.check_ready()
    call = record_call(
        purpose=purpose,
        about=about,
        path=path,
        params=params,
        business_id=of,
        is_lasting=is_lasting,
        now=now,
    )
    return perform_call(call_id=call.pk, now=now)


def customer_of(*, business_id: int, name: str, email: str, now: datetime) -> str:
    """What Stripe calls a business; made there when it is first wanted. Raises as `perform_call`."""
    known = BillingCustomer.objects.filter(business_id=business_id).first()
    if known is not None and not known.is_gone and known.is_live == stripe.is_live():
        return known.stripe_id
    before = known.stripe_id if known is not None else ""
    params = {"name": name, "email": email, "metadata": {"boom_business": str(business_id)}}
    about = f"business:{business_id}{':after:' + before if before else ''}"
    made = ask("customer", about, "/v1/customers", params, of=business_id, now=now)
    know_customer(business_id=business_id, stripe_id=made["id"], now=now)
    return str(made["id"])


def known_customer(business_id: int) -> str:
    """What Stripe calls a business that was made there. Raises NotSubscribed."""
    known = BillingCustomer.objects.filter(
        business_id=business_id, is_gone=False, is_live=stripe.is_live()
    ).first()
    if known is None:
        raise NotSubscribed
    return known.stripe_id


def price_at_stripe(price: PlanPrice, now: datetime) -> str:
    """What Stripe calls a price; made there when it is wanted for the first time."""
    known = StripePrice.objects.filter(price=price, is_live=stripe.is_live()).first()
    if known is not None:
        return known.stripe_id
    params = {
        "currency": price.currency.lower(),
        "unit_amount": price.amount_minor,
        "recurring": {"interval": price.period},
        "product_data": {"name": f"Boom {price.plan.name}"},
        "metadata": {"boom_price": str(price.pk)},
    }
    made = ask("price", f"price:{price.pk}", "/v1/prices", params, of=None, now=now)
    return know_price(price_id=price.pk, stripe_id=made["id"]).stripe_id


def portal_settings(now: datetime) -> str:
    """What Stripe calls the settings of our portal; made there when they are wanted for the first time."""
    made = StripeCall.objects.filter(
        purpose=PORTAL, about=PORTAL_NUMBER, is_live=stripe.is_live(), state=CallState.DONE
    ).first()
    if made is not None:
        return made.object_id
    path = "/v1/billing_portal/configurations"
    return str(ask(PORTAL, PORTAL_NUMBER, path, PORTAL_OFFERS, of=None, now=now)["id"])
