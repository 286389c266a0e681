"""Events of Stripe's that are about what businesses pay us, and about whether they may be paid."""

from __future__ import annotations

from datetime import datetime

from billing import stripe_events
from billing.models import EventKind, StripeEvent
from billing.services import connecting, subscriptions
from boom.core.providers.stripe import Object

PLATFORM, CONNECT = EventKind.PLATFORM.value, EventKind.CONNECT.value


def customer_of(event: StripeEvent) -> str:
    """Which customer an event is about: itself, or what it says it is of."""
    about = stripe_events.subject(event)
    named = about if about.get("object") == "customer" else about.get("customer")
    return stripe_events.id_of(named) or event.object_id


def fetch_customer_of(event: StripeEvent) -> Object:
    return subscriptions.fetch_customer(customer_of(event))


@stripe_events.handles("customer.*", kind=PLATFORM, fetch=fetch_customer_of, concerns=customer_of)
@stripe_events.handles("invoice.*", kind=PLATFORM, fetch=fetch_customer_of, concerns=customer_of)
@stripe_events.handles("checkout.session.*", kind=PLATFORM, fetch=fetch_customer_of, concerns=customer_of)
@stripe_events.handles(
    "subscription_schedule.*", kind=PLATFORM, fetch=fetch_customer_of, concerns=customer_of
)
def fold_customer(event: StripeEvent, present: Object, now: datetime) -> None:
    """Whatever happened to a customer of ours, everything of theirs is folded."""
    subscriptions.fold_customer(present=present, now=now)


# Parts of what is folded whole with its customer, what the books follow by a list of its own
# (`services.books`), and what a sweep lists besides.
for _pattern in (
    "account.*", "balance.*", "billing_portal.*", "capability.*", "charge.*", "coupon.*", "credit_note.*",
    "file.*", "invoiceitem.*", "invoice_payment.*", "mandate.*", "payment_intent.*", "payment_method.*",
    "payout.*", "plan.*", "price.*", "product.*", "promotion_code.*", "radar.*", "refund.*", "reporting.*",
    "review.*", "setup_intent.*", "test_helpers.*", "topup.*", "transfer.*",
):  # fmt: skip
    stripe_events.leaves_alone(_pattern, kind=PLATFORM)


def fetch_account(event: StripeEvent) -> Object:
    return connecting.fetch_account(event.account)


def account_of(event: StripeEvent) -> str:
    return event.account


@stripe_events.handles("account.updated", kind=CONNECT, fetch=fetch_account, concerns=account_of)
@stripe_events.handles(
    "account.application.deauthorized", kind=CONNECT, fetch=fetch_account, concerns=account_of
)
def fold_account(event: StripeEvent, present: Object, now: datetime) -> None:
    connecting.fold_account(account=event.account, present=present, now=now)
