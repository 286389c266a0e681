"""Plans of a test's own, and businesses put on them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from billing.models import BusinessPlan, Plan
from boom.core.memories import forget_everything
from tenants.context import public_scope
from tenants.models import Business

_numbers = itertools.count(1)
TRIAL_ENDS = datetime(2100, 1, 1, tzinfo=UTC)


def make_plan(**given: Any) -> Plan:
    """A plan that is on no price list and limits nothing, unless `given` says so."""
    number = next(_numbers)
    values = {"code": f"of-a-test-{number}", "name": f"Test {number}", "order": 100, "is_offered": False}
    with public_scope():
        return Plan.objects.create(**values | given)


def put_on(business: Business, plan: Plan, **given: Any) -> BusinessPlan:
    """Have a business hold a plan, on a trial without an end unless `given` says otherwise."""
    values = {"plan": plan, "state_since": TRIAL_ENDS, "trial_ends_at": TRIAL_ENDS}
    with public_scope():
        held, _ = BusinessPlan.objects.update_or_create(business=business, defaults=values | given)
    business._state.fields_cache.pop("plan", None)
    forget_everything()
    return held


@contextmanager
def limited(business: Business, **limits: Any) -> Iterator[Plan]:
    """Give a business that commits a plan of its own while the block runs."""
    plan = make_plan(**limits)
    put_on(business, plan)
    try:
        yield plan
    finally:
        with public_scope():
            BusinessPlan.objects.filter(plan=plan).delete()
            plan.delete()
