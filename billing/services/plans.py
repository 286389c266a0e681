"""Changes of what is sold. Run by the super admin, in the public scope."""

from __future__ import annotations

from typing import Any

from billing.domain.plans import AboveLimit, Period
from billing.models import CURRENCY, Plan, PlanPrice
from boom.core.db import service
from boom.core.errors import Invalid
from boom.core.memories import forget_everything


@service
def set_price(*, plan_id: int, period: Period, amount_minor: int) -> PlanPrice:
    """Offer a plan at another price from now on; whoever has it keeps the price they have.

    The same price again changes nothing. `amount_minor` is US cents a period. Raises Invalid.
    """
    if amount_minor < 0:
        raise Invalid(fields={"amount_minor": "A price is not negative."})
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    offered = PlanPrice.objects.filter(plan=plan, period=period.value, is_offered=True).first()
    if offered is not None and offered.amount_minor == amount_minor:
        return offered
    if offered is not None:
        offered.is_offered = False
        offered.save(update_fields=["is_offered"])
    return PlanPrice.objects.create(
        plan=plan, period=period.value, amount_minor=amount_minor, currency=CURRENCY
    )


@service
def withdraw_price(*, plan_id: int, period: Period) -> None:
    """Sell a plan that way no longer; whoever pays so goes on."""
    for price in PlanPrice.objects.filter(plan_id=plan_id, period=period.value, is_offered=True):
        price.is_offered = False
        price.save(update_fields=["is_offered"])


@service
def change_plan_data(*, plan_id: int, **values: Any) -> Plan:
    """Change what a plan gives, at once for everybody who has it. Raises Invalid."""
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    for name, value in values.items():
        setattr(plan, name, value)
    if plan.above_limit == AboveLimit.BILL.value and not plan.overage_minor:
        raise Invalid(fields={"overage_minor": "Say what a booking above the limit costs."})
    plan.save()
    forget_everything()
    return plan
