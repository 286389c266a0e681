"""Comparing what Stripe has of businesses' payments with what we have, and mending it. In the public scope.

What differs is found by folding Stripe's state and taking it back again, so that what a repair shows is
exactly what it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from billing.domain.subscriptions import LIVE
from billing.errors import NothingToRepair, UnknownObject
from billing.models import (
    BillingCustomer,
    BusinessPlan,
    CallState,
    Disagreement,
    DisagreementKind,
    EventState,
    StripeCall,
    StripeEvent,
    Subscription,
    SubscriptionInvoice,
)
from billing.services.books import differences, keep_books
from billing.services.calls import perform_call, record_call
from billing.services.subscriptions import fetch_customer, fold_customer, fold_gone, refresh_business
from boom.core.db import service
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

# An event that is on its way is no problem yet.
EVENTS_REST_FOR = timedelta(hours=1)
MOST_SUBSCRIPTIONS = 10_000
COMPARED: dict[str, tuple[str, ...]] = {
    "plan": ("plan_id", "price_id", "next_price_id", "payment", "payment_since"),
    "subscription": ("status", "is_current", "price_id", "next_price_id", "period_ends_at", "cancels_at"),
    "invoice": ("status", "total_minor", "due_minor", "paid_minor"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A difference as it was found now."""

    kind: DisagreementKind
    key: str
    cause: str
    business_id: int | None = None
    repair: tuple[str, ...] = ()


def look_at_business(*, business_id: int, now: datetime) -> None:
    """Compare one business with Stripe; note what differs and what no longer does. As `stripe.read`."""
    known = BillingCustomer.objects.filter(business_id=business_id, is_live=stripe.is_live()).first()
    if known is None:
        return
    found: list[Found] = []
    try:
        present = fetch_customer(known.stripe_id)
    except UnknownObject as unknown:
        if not known.is_gone:
            cause = f"{unknown.message} Test data were deleted there, or our key is another account's."
            repair = f"Take {known.stripe_id} for removed: what it had is over; who subscribes gets another"
            found = [Found(DisagreementKind.STALE, known.stripe_id, cause, business_id, (repair,))]
    else:
        found = list(_differences(business_id, known.stripe_id, present, now))
    note_found(
        found=found,
        kinds=[DisagreementKind.STALE, DisagreementKind.TWO_LIVE, DisagreementKind.UNKNOWN_PRICE],
        business_id=business_id,
        now=now,
    )


def look_at_platform(*, now: datetime) -> None:
    """Look for what belongs to no business, and for what waits for a person. Raises as `stripe.read`."""
    ours = set(BillingCustomer.objects.values_list("stripe_id", flat=True))
    listed = stripe.read_all("/v1/subscriptions", most=MOST_SUBSCRIPTIONS)
    found = [
        Found(
            DisagreementKind.NOBODYS,
            subscription["id"],
            f"Customer {subscription['customer']} pays for it and is no business of ours: made at Stripe by "
            "hand, or its business is gone.",
            repair=(f"End subscription {subscription['id']}",),
        )
        for subscription in listed
        if subscription["status"] in LIVE and subscription["customer"] not in ours
    ]
    found += [
        Found(
            DisagreementKind.LOST_CALL,
            call.key,
            f"{call.purpose} of {call.about}: {call.last_error or 'no answer came'}",
            call.business_id,
        )
        for call in StripeCall.objects.filter(state=CallState.LOST, is_lasting=True)
    ]
    stuck = StripeEvent.objects.filter(
        state__in=[EventState.FAILED, EventState.PARKED], received_at__lt=now - EVENTS_REST_FOR
    )
    found += [
        Found(DisagreementKind.STUCK_EVENT, event.stripe_id, f"{event.type}: {event.reason}")
        for event in stuck.defer("body").exclude(reason__startswith="Nothing of ours")
    ]
    found += _of_books(now)
    kinds = [
        DisagreementKind.NOBODYS,
        DisagreementKind.LOST_CALL,
        DisagreementKind.STUCK_EVENT,
        DisagreementKind.BOOKS,
    ]
    note_found(found=found, kinds=kinds, business_id=None, now=now)


def _of_books(now: datetime) -> list[Found]:
    """What Stripe has of ours against the books. Looked at twice: money may move between two looks."""
    keep_books(now=now)
    if differences():
        keep_books(now=now)
    return [
        Found(
            DisagreementKind.BOOKS,
            currency,
            f"Stripe has {there.format()} of ours, the books say {here.format()}: a fee's event has not "
            "come, or something was posted by hand.",
        )
        for currency, (there, here) in differences().items()
    ]


@service
def note_found(
    *, found: Sequence[Found], kinds: Sequence[DisagreementKind], business_id: int | None, now: datetime
) -> None:
    """Note differences, and settle those of these kinds that were not found any more."""
    known = Disagreement.objects.select_for_update().filter(kind__in=kinds, settled_at__isnull=True)
    if business_id is not None:
        known = known.filter(business_id=business_id)
    still = {(each.kind.value, each.key) for each in found}
    for row in known:
        if (row.kind, row.key) not in still:
            row.settled_at = now
            row.save(update_fields=["settled_at"])
    for each in found:
        Disagreement.objects.update_or_create(
            kind=each.kind,
            key=each.key,
            settled_at=None,
            defaults={"business_id": each.business_id, "cause": each.cause, "repair": list(each.repair)},
            create_defaults={
                "business_id": each.business_id,
                "cause": each.cause,
                "repair": list(each.repair),
                "found_at": now,
            },
        )


def repair(*, disagreement_id: int, now: datetime) -> None:
    """Do what the repair says, and look again. Raises NothingToRepair, and as `perform_call`."""
    row = Disagreement.objects.get(pk=disagreement_id)
    if row.settled_at is not None or not row.repair:
        raise NothingToRepair
    if row.kind == DisagreementKind.STALE and row.business_id is not None:
        _refresh_or_forget(row.key, row.business_id, now)
    elif row.kind in {DisagreementKind.TWO_LIVE, DisagreementKind.NOBODYS}:
        _end(row.key, row.business_id, now)
    if row.business_id is not None:
        look_at_business(business_id=row.business_id, now=now)
    else:
        look_at_platform(now=now)


def _refresh_or_forget(customer_id: str, business_id: int, now: datetime) -> None:
    try:
        refresh_business(business_id=business_id, now=now)
    except UnknownObject:
        fold_gone(customer_id=customer_id, now=now)


def _end(subscription_id: str, business_id: int | None, now: datetime) -> None:
    stripe.check_ready()
    call = record_call(
        purpose="end",
        about=f"doctor:{subscription_id}",
        method="delete",
        path=f"/v1/subscriptions/{subscription_id}",
        params={},
        business_id=business_id,
        now=now,
    )
    perform_call(call_id=call.pk, now=now)
    if business_id is not None:
        refresh_business(business_id=business_id, now=now)


def _differences(business_id: int, customer: str, present: Object, now: datetime) -> Iterator[Found]:
    changes = _what_a_fold_changes(business_id, present, now)
    if changes:
        yield Found(
            DisagreementKind.STALE,
            customer,
            "An event did not reach us or could not be dealt with, or a row was changed by hand.",
            business_id,
            tuple(changes),
        )
    live = [each for each in present["subscriptions"] if each["status"] in LIVE - {"incomplete"}]
    newest_first = sorted(live, key=lambda each: (each["created"], each["id"]), reverse=True)
    for spare in newest_first[1:]:
        yield Found(
            DisagreementKind.TWO_LIVE,
            spare["id"],
            f"{newest_first[0]['id']} is paid, too: two pages were paid, or one was made at Stripe by hand.",
            business_id,
            (f"End subscription {spare['id']}, the older one; give back by hand what was paid for it",),
        )
    for row in Subscription.objects.filter(business_id=business_id, is_current=True, price=None).live():
        yield Found(
            DisagreementKind.UNKNOWN_PRICE,
            row.stripe_id,
            f"Its price {row.stripe_price_id} was given at Stripe; the business keeps the plan it had.",
            business_id,
        )


def _what_a_fold_changes(business_id: int, present: Object, now: datetime) -> list[str]:
    """Fold, see what is different, and take it back."""
    with transaction.atomic():
        before = _rows(business_id)
        fold_customer(present=present, now=now)
        after = _rows(business_id)
        transaction.set_rollback(True)
    changes = []
    for name in sorted({*before, *after}):
        had, has = before.get(name, {}), after.get(name, {})
        changes += [
            f"{name}: {field} {_said(had.get(field))} → {_said(has.get(field))}"
            for field in sorted({*had, *has})
            if had.get(field) != has.get(field)
        ]
    return changes


def _rows(business_id: int) -> dict[str, dict[str, Any]]:
    """All of a business's rows that follow from Stripe, by name."""
    found: dict[str, dict[str, Any]] = {}
    of = {"business_id": business_id}
    for row in BusinessPlan.objects.filter(**of).values(*COMPARED["plan"]):
        found["plan"] = dict(row)
    for row in Subscription.objects.filter(**of).values("stripe_id", *COMPARED["subscription"]):
        found[f"subscription {row.pop('stripe_id')}"] = dict(row)
    for row in SubscriptionInvoice.objects.filter(**of).values("stripe_id", *COMPARED["invoice"]):
        found[f"invoice {row.pop('stripe_id')}"] = dict(row)
    return found


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
