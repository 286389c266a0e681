"""Keeping our rows of a business's subscriptions what Stripe's state says: fetched whole, folded whole.

Whatever happens to a customer at Stripe, what is folded is everything Stripe has of that customer. So no
event's order matters, and what mends a difference is the same as what follows an event. In the public scope.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from billing.domain import subscriptions as domain
from billing.domain.dunning import Payment, ended_since
from billing.errors import UnknownObject
from billing.models import (
    BillingCustomer,
    BillingTerms,
    BusinessPlan,
    ConnectedAccount,
    StripePrice,
    Subscription,
    SubscriptionInvoice,
)
from billing.services import standing
from billing.services.events import MOST_FETCHES, FoldedMeanwhile, claim_fold, folds_of, revive_parked
from boom.core.db import service
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

# More of a business's than that are of no interest to anybody.
MOST_INVOICES, MOST_SUBSCRIPTIONS = 200, 100
# Those that are over, too, and with what is planned for them.
WHOLE = {"status": "all", "expand": ["data.schedule"]}


def fetch_customer(customer_id: str) -> Object:
    """All that Stripe has of a customer. Raises UnknownObject; otherwise as `stripe.read`."""
    try:
        customer = stripe.read(f"/v1/customers/{customer_id}")
    except stripe.NoSuchObject as error:
        raise UnknownObject(f"Stripe has no customer {customer_id}.") from error
    of_them = {"customer": customer_id}
    is_gone = bool(customer.get("deleted"))
    return {
        "customer": customer,
        "subscriptions": list(
            stripe.read_all("/v1/subscriptions", {**of_them, **WHOLE}, most=MOST_SUBSCRIPTIONS)
        ),
        # A removed customer's invoices stay, under their own ids only.
        "invoices": [] if is_gone else list(stripe.read_all("/v1/invoices", of_them, most=MOST_INVOICES)),
    }


def refresh_business(*, business_id: int, now: datetime) -> None:
    """Fetch and fold what Stripe has of a business. Nothing where it has no customer there.

    Raises as `stripe.read`, and FoldedMeanwhile where others keep doing the same.
    """
    known = BillingCustomer.objects.filter(business_id=business_id, is_live=stripe.is_live()).first()
    if known is None:
        return
    for _ in range(MOST_FETCHES):
        seen = folds_of(known.stripe_id)
        present = fetch_customer(known.stripe_id)
        if _fold_if_fresh(customer_id=known.stripe_id, present=present, seen=seen, now=now):
            return
    raise FoldedMeanwhile


@service
def _fold_if_fresh(*, customer_id: str, present: Object, seen: int, now: datetime) -> bool:
    if not claim_fold(customer_id, seen=seen):
        return False
    fold_customer(present=present, now=now)
    return True


@service
def fold_customer(*, present: Object, now: datetime) -> None:
    """Make our rows say what Stripe has of a customer, and its business's plan follow from that.

    Raises UnknownObject for a customer that is nobody's.
    """
    customer = BillingCustomer.objects.select_for_update().filter(stripe_id=present["customer"]["id"]).first()
    if customer is None:
        raise UnknownObject(f"No business of ours is {present['customer']['id']} at Stripe.")
    business_id = customer.business_id
    if bool(present["customer"].get("deleted")) != customer.is_gone:
        customer.is_gone = not customer.is_gone
        customer.save(update_fields=["is_gone"])
    current = domain.the_one_that_counts(present["subscriptions"])
    # Before another becomes the current one: there may be one only.
    Subscription.objects.filter(business_id=business_id, is_current=True).exclude(
        stripe_id=current["id"] if current else ""
    ).update(is_current=False)
    _fold_subscriptions(business_id, present["subscriptions"], current)
    _fold_invoices(business_id, present["invoices"])
    _fold_plan(business_id, current, present["invoices"], now)


def fold_gone(*, customer_id: str, now: datetime) -> None:
    """Take a customer for removed, with all that it had. Raises UnknownObject for one that is nobody's."""
    gone = {"customer": {"id": customer_id, "deleted": True}, "subscriptions": [], "invoices": []}
    fold_customer(present=gone, now=now)


@service
def know_customer(*, business_id: int, stripe_id: str, now: datetime) -> None:
    """Note whom Stripe knows a business as, instead of one that is gone."""
    BillingCustomer.objects.update_or_create(
        business_id=business_id,
        defaults={"stripe_id": stripe_id, "is_gone": False, "is_live": stripe.is_live()},
    )
    revive_parked(account="", now=now)


@service
def know_price(*, price_id: int, stripe_id: str) -> StripePrice:
    """Note what Stripe calls a version of a price."""
    found, _ = StripePrice.objects.get_or_create(
        price_id=price_id, is_live=stripe.is_live(), defaults={"stripe_id": stripe_id}
    )
    return found


@service
def connect_account(*, business_id: int, account: str, now: datetime) -> ConnectedAccount:
    """Note a business's own account at Stripe, and have what came too early for it dealt with.

    One that was disconnected makes room for another; what it was is fetched anew.
    """
    found, _ = ConnectedAccount.objects.get_or_create(
        business_id=business_id, is_live=stripe.is_live(), defaults={"account": account}
    )
    if found.account != account and found.disconnected_at is not None:
        found.account, found.disconnected_at = account, None
        found.charges_enabled = found.payouts_enabled = found.details_submitted = False
        found.requirements, found.requirements_due_at, found.disabled_reason = [], None, ""
        found.save()
    revive_parked(account=account, now=now)
    return found


@service
def fold_account(*, present: Object) -> None:
    """What Stripe says of a venue's account: may it take cards, be paid out, what is still wanted of it."""
    wanted = present.get("requirements") or {}
    changed = ConnectedAccount.objects.filter(account=present["id"]).update(
        charges_enabled=bool(present.get("charges_enabled")),
        payouts_enabled=bool(present.get("payouts_enabled")),
        details_submitted=bool(present.get("details_submitted")),
        requirements=sorted({*(wanted.get("currently_due") or []), *(wanted.get("past_due") or [])}),
        requirements_due_at=domain.instant(wanted.get("current_deadline")),
        disabled_reason=str(wanted.get("disabled_reason") or "")[:200],
    )
    if not changed:
        raise UnknownObject(f"No business of ours has the account {present['id']}.")


@service
def fold_disconnected(*, account: str, now: datetime) -> None:
    """A venue took our access to its account away at Stripe: nothing can be charged or asked there any more.

    Raises UnknownObject for an account that is nobody's.
    """
    found = ConnectedAccount.objects.select_for_update().filter(account=account).first()
    if found is None:
        raise UnknownObject(f"No business of ours has the account {account}.")
    if found.disconnected_at is None:
        found.disconnected_at, found.charges_enabled, found.payouts_enabled = now, False, False
        found.save(update_fields=["disconnected_at", "charges_enabled", "payouts_enabled"])


def _fold_subscriptions(
    business_id: int, subscriptions: Sequence[Object], current: domain.Object | None
) -> None:
    known = [domain.item_of(each)["price"]["id"] for each in subscriptions]
    known += [domain.next_price_of(each) for each in subscriptions]
    ours = dict(StripePrice.objects.filter(stripe_id__in=known).values_list("stripe_id", "price_id"))
    rows = [
        _row_of(business_id, each, ours=ours, is_current=current is not None and each["id"] == current["id"])
        for each in subscriptions
    ]
    Subscription.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["stripe_id"], update_fields=_kept(Subscription)
    )


def _row_of(
    business_id: int, subscription: Object, *, ours: dict[str, int], is_current: bool
) -> Subscription:
    period, item = domain.period_of(subscription), domain.item_of(subscription)
    return Subscription(
        business_id=business_id,
        stripe_id=subscription["id"],
        status=subscription["status"],
        is_current=is_current,
        item_id=item["id"],
        price_id=ours.get(item["price"]["id"]),
        next_price_id=ours.get(domain.next_price_of(subscription)),
        schedule_id=domain.schedule_of(subscription),
        stripe_price_id=item["price"]["id"],
        period_starts_at=period.starts_at,
        period_ends_at=period.ends_at,
        trial_ends_at=domain.instant(subscription.get("trial_end")),
        cancels_at=domain.instant(subscription.get("cancel_at")),
        ended_at=domain.instant(subscription.get("ended_at")),
        discount=_discount_of(subscription),
        created_at=domain.moment(subscription["created"]),
    )


def _kept(model: type[Model]) -> list[str]:
    """The columns that a fold writes anew."""
    columns = model._meta.concrete_fields  # noqa: SLF001 - Django's public way to them
    return [field.name for field in columns if field.name not in {"id", "stripe_id"}]


def _discount_of(subscription: Object) -> str:
    """The names of the coupons it has, where Stripe gave more than their ids."""
    given: Sequence[Any] = subscription.get("discounts") or []
    coupons = [((each.get("source") or {}).get("coupon")) for each in given if isinstance(each, dict)]
    return ", ".join(str(each.get("name") or each["id"]) for each in coupons if isinstance(each, dict))[:120]


def _fold_invoices(business_id: int, invoices: Sequence[Object]) -> None:
    rows = [
        SubscriptionInvoice(
            business_id=business_id,
            stripe_id=invoice["id"],
            subscription_id=domain.subscription_of(invoice),
            number=invoice.get("number") or "",
            status=invoice["status"],
            total_minor=invoice["total"],
            due_minor=invoice["amount_remaining"],
            paid_minor=invoice["amount_paid"],
            currency=invoice["currency"].upper(),
            attempts=invoice.get("attempt_count") or 0,
            next_attempt_at=domain.instant(invoice.get("next_payment_attempt")),
            page_url=invoice.get("hosted_invoice_url") or "",
            pdf_url=invoice.get("invoice_pdf") or "",
            created_at=domain.moment(invoice["created"]),
        )
        for invoice in invoices
        if invoice["status"] != "draft"
    ]
    SubscriptionInvoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["stripe_id"], update_fields=_kept(SubscriptionInvoice)
    )


def _fold_plan(
    business_id: int, current: domain.Object | None, invoices: Sequence[Object], now: datetime
) -> None:
    """The plan that a business has follows from what it pays for."""
    held = BusinessPlan.objects.filter(business_id=business_id).first()
    if held is None:
        # From before plans: it has everything, until somebody gives it one.
        return
    payment, since = domain.payment_of(current, invoices)
    if payment == Payment.ENDED and current is not None and since is not None:
        terms = standing.terms_of(BillingTerms.objects.get())
        owed_since = domain.owed_since(current, invoices)
        since = ended_since(since, owed_since, terms, held.past_due_until)
    # One that is over says which plan it was; one that never began says nothing.
    began = payment != Payment.NONE
    row = Subscription.objects.filter(business_id=business_id, is_current=True).first() if began else None
    price_id, next_id = (row.price_id, row.next_price_id) if row is not None else (None, None)
    if payment == Payment.ENDED:
        next_id = None
    is_news = held.payment != payment.value or held.payment_since != since
    if is_news or (price_id is not None and held.price_id != price_id):
        standing.note_payment(
            business_id=business_id, payment=payment, since=since, price_id=price_id, now=now
        )
    if held.next_price_id != next_id:
        standing.plan_change_at_end(business_id=business_id, price_id=next_id, now=now)
