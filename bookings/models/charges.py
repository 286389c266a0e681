"""What comes on top of a price or is asked for ahead: taxes, fees, deposits."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bookings.models.extras import TaxGroup
from bookings.models.scopes import (
    PriceRule,
    RuleState,
    Scoped,
    Sized,
    known_values,
    scope_constraints,
    size_constraints,
)


class Tax(PriceRule):
    """A tax of `rate` thousandths of a percent on the groups it names, inside the price or on top of it."""

    rate = models.PositiveIntegerField()
    is_included = models.BooleanField(default=True)
    groups = ArrayField(models.CharField(max_length=6, choices=TaxGroup), default=list)

    class Meta:
        constraints = [
            *known_values("tax", state=RuleState),
            models.CheckConstraint(condition=Q(rate__lte=1_000_000), name="tax_rate_in_range"),
            models.CheckConstraint(
                condition=Q(groups__contained_by=sorted(TaxGroup.values)), name="tax_groups_known"
            ),
        ]


class Fee(PriceRule, Scoped, Sized):
    """A service or booking fee, a line of its own."""

    online_only = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *scope_constraints("fee"),
            *size_constraints("fee", at_most_all=True),
            *known_values("fee", state=RuleState),
        ]


class DepositRule(PriceRule, Scoped, Sized):
    """What is due before the visit; a full deposit is 100 percent. The first that holds counts."""

    minimum_total_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            *scope_constraints("deposit"),
            *size_constraints("deposit", at_most_all=True),
            *known_values("deposit", state=RuleState),
            models.CheckConstraint(
                condition=Q(minimum_total_minor__gte=0), name="deposit_minimum_not_negative"
            ),
        ]
