"""What Stripe's account of a business's subscriptions comes to: whether it pays, for what, and until when.

Takes the dictionaries that Stripe answers with (version of boom.core.providers.stripe.API_VERSION).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from billing.domain.dunning import Payment

Object = Mapping[str, Any]

# https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses
PAYING = frozenset({"trialing", "active"})
OWING = frozenset({"past_due", "unpaid", "paused"})
# Waiting for its first payment: until that is made it gives nothing.
BEGINNING = "incomplete"
LIVE = PAYING | OWING | {BEGINNING}


@dataclass(frozen=True, slots=True)
class Period:
    """What is paid for at a time."""

    starts_at: datetime
    ends_at: datetime


def instant(seconds: int | None) -> datetime | None:
    """Stripe's seconds as an aware UTC instant; None stays None."""
    return None if seconds is None else moment(seconds)


def moment(seconds: int) -> datetime:
    """The same for what is always there."""
    return datetime.fromtimestamp(seconds, UTC)


def item_of(subscription: Object) -> Object:
    """The one thing that a subscription of ours is for."""
    item: Object = subscription["items"]["data"][0]
    return item


def period_of(subscription: Object) -> Period:
    """The present period. Stripe has it on the item."""
    item = item_of(subscription)
    return Period(
        moment(item["current_period_start"]),
        moment(item["current_period_end"]),
    )


def schedule_of(subscription: Object) -> str:
    """Which schedule a subscription goes by; empty for none. As long as it has one, the schedule ends it."""
    found = subscription.get("schedule")
    return str((found.get("id") if isinstance(found, dict) else found) or "")


def next_price_of(subscription: Object) -> str:
    """What Stripe calls the price that its schedule begins when this period is over; empty for none.

    The schedule has to be there whole (`expand`). Its last phase is what it has changed to.
    """
    schedule = subscription.get("schedule")
    if not isinstance(schedule, dict) or schedule["status"] != "active" or not schedule["current_phase"]:
        return ""
    ahead = [
        phase for phase in schedule["phases"] if phase["start_date"] >= schedule["current_phase"]["end_date"]
    ]
    if not ahead:
        return ""
    price = ahead[0]["items"][0]["price"]
    return str(price["id"] if isinstance(price, dict) else price)


def the_one_that_counts(subscriptions: Sequence[Object]) -> Object | None:
    """Of several the one that a business lives by: in order before owing before beginning before over, then
    the newest.
    """
    ranks = [PAYING, OWING, frozenset({BEGINNING})]

    def rank(subscription: Object) -> tuple[int, int, str]:
        place = next((n for n, group in enumerate(ranks) if subscription["status"] in group), len(ranks))
        return (-place, int(subscription["created"]), str(subscription["id"]))

    return max(subscriptions, key=rank, default=None)


def payment_of(subscription: Object | None, invoices: Sequence[Object]) -> tuple[Payment, datetime | None]:
    """What is known of the payments, and since when they are refused or the subscription is over."""
    if subscription is None or subscription["status"] == BEGINNING:
        return Payment.NONE, None
    status = subscription["status"]
    if status in PAYING:
        return Payment.GOOD, None
    if status in OWING:
        began = moment(item_of(subscription)["current_period_start"])
        return Payment.FAILING, owed_since(subscription, invoices) or began
    if status == "incomplete_expired":
        # It never began.
        return Payment.NONE, None
    return Payment.ENDED, instant(subscription.get("ended_at") or subscription.get("canceled_at"))


def owed_since(subscription: Object, invoices: Sequence[Object]) -> datetime | None:
    """When the oldest of its invoices that are not paid was due; None where all are."""
    open_ones = [
        invoice
        for invoice in invoices
        if invoice["status"] in {"open", "uncollectible"}
        and subscription_of(invoice) == subscription["id"]
        and invoice["amount_remaining"] > 0
    ]
    due = [
        (invoice.get("status_transitions") or {}).get("finalized_at") or invoice["created"]
        for invoice in open_ones
    ]
    return instant(min(due, default=None))


def subscription_of(invoice: Object) -> str:
    """Which subscription an invoice is of; empty for none."""
    details = (invoice.get("parent") or {}).get("subscription_details") or {}
    found = details.get("subscription")
    return str((found.get("id") if isinstance(found, dict) else found) or "")
