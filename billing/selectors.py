"""What pages ask about plans. In any scope: the tables are the platform's, and every business sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from billing.domain.features import Feature
from billing.domain.plans import Entitlements, Limits, Period, monthly_of
from billing.domain.platform_fees import NO_FEE, FeeTerms
from billing.models import (
    BusinessPlan,
    ConnectedAccount,
    Plan,
    PlanPrice,
    PlatformFee,
    SubscriptionInvoice,
)
from boom.core.money import Money
from boom.core.providers import stripe

# A business from before plans, or one of a test: nothing is limited.
EVERYTHING = Entitlements(Limits(), frozenset(Feature))


@dataclass(frozen=True, slots=True)
class OfferedPlan:
    """A plan as the price list shows it; a price is None where it is not sold that way."""

    plan: Plan
    month: PlanPrice | None
    year: PlanPrice | None

    @property
    def year_a_month(self) -> Money | None:
        """What a month costs when paid by the year."""
        return monthly_of(self.year.amount, Period.YEAR) if self.year else None

    @property
    def saved_a_year(self) -> Money | None:
        """What paying by the year saves in one; None where it saves nothing."""
        if self.month is None or self.year is None:
            return None
        saved = self.month.amount_minor * 12 - self.year.amount_minor
        return Money(saved, self.year.currency) if saved > 0 else None


def held_plan(business: Any) -> BusinessPlan | None:
    """The plan a business has, from memory where it was resolved from its host."""
    found: BusinessPlan | None = getattr(business, "plan", None)
    return found


def entitlements_of(business: Any) -> Entitlements:
    """All that a business's plan gives it."""
    held = held_plan(business)
    return held.plan.entitlements if held is not None else EVERYTHING


def allows(business: Any, feature: Feature) -> bool:
    """Whether a business's plan has a feature: the one place that says."""
    return entitlements_of(business).allows(feature)


def offered_plans() -> Sequence[OfferedPlan]:
    """What a business may choose today, the smallest first. Two queries."""
    plans = Plan.objects.filter(is_offered=True).order_by("order", "id").prefetch_related("prices")
    return [_offered(plan) for plan in plans]


def invoices_of(business_id: int, *, most: int = 24) -> list[SubscriptionInvoice]:
    """What Stripe charged a business, the newest first."""
    found = SubscriptionInvoice.objects.filter(business_id=business_id).exclude(total_minor=0)
    return list(found.order_by("-created_at", "-id")[:most])


def _offered(plan: Plan) -> OfferedPlan:
    by_period = {price.period: price for price in plan.prices.all() if price.is_offered}
    return OfferedPlan(plan, by_period.get(Period.MONTH.value), by_period.get(Period.YEAR.value))


def platform_fee_of(business_id: int, currency: str) -> FeeTerms:
    """What the platform keeps of a card payment to a business, by its plan. One query."""
    found = PlatformFee.objects.filter(plan__holders__business_id=business_id, currency=currency).first()
    return found.terms if found is not None else NO_FEE


def account_of(business_id: int) -> ConnectedAccount | None:
    """A business's own account at Stripe in the mode of our keys; None where it never had one."""
    return ConnectedAccount.objects.filter(business_id=business_id, is_live=stripe.is_live()).first()
