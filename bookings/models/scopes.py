"""Columns that rules of prices share: where and when they hold, how much, and whether they are in force."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.domain.pricing.changes import Kind
from bookings.domain.pricing.scope import OnHolidays
from bookings.models.venues import Venue

WEEK = list(range(7))


class RuleState(models.TextChoices):
    """A draft is nobody's price yet; an archived rule is kept for the bookings that it made."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "In force"
    ARCHIVED = "archived", "Archived"


class SizeKind(models.TextChoices):
    """As `domain.pricing.changes.Kind`."""

    PERCENT = Kind.PERCENT.value, "Percent"
    AMOUNT = Kind.AMOUNT.value, "Amount"
    PERSON = Kind.PERSON.value, "Amount per person"


class HolidayRule(models.TextChoices):
    """As `domain.pricing.scope.OnHolidays`."""

    ALSO = OnHolidays.ALSO.value, "Holidays too"
    ONLY = OnHolidays.ONLY.value, "Only on holidays"
    NEVER = OnHolidays.NEVER.value, "Not on holidays"


class PriceRule(models.Model):
    """Something an owner sets a price with. `order` is its place in the list; where rules compete, the
    first counts.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=RuleState, default=RuleState.ACTIVE)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class CustomerClass(PriceRule):
    """A kind of customer with prices of its own: members, students, children. `is_online`: guests say
    themselves how many of their party are of it.
    """

    is_online = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], name="customer_class_name_once"),
        ]


class Scoped(models.Model):
    """Where and when a rule holds (domain.pricing.scope.Scope); what is empty holds everywhere."""

    room_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    holidays = models.CharField(max_length=5, choices=HolidayRule, default=HolidayRule.ALSO)
    party_min = models.PositiveSmallIntegerField(null=True, blank=True)
    party_max = models.PositiveSmallIntegerField(null=True, blank=True)
    customer_class = models.ForeignKey(CustomerClass, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class Sized(models.Model):
    """How much (domain.pricing.changes.Size): thousandths of a percent, or minor units."""

    kind = models.CharField(max_length=7, choices=SizeKind, default=SizeKind.PERCENT)
    value = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


def scope_constraints(name: str) -> list[models.BaseConstraint]:
    """What is true of every scope, under names of the table's own."""
    return [
        models.CheckConstraint(condition=Q(weekdays__contained_by=WEEK), name=f"{name}_weekdays_in_week"),
        models.CheckConstraint(
            condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            name=f"{name}_dates_in_order",
        ),
        models.CheckConstraint(
            condition=Q(party_min__isnull=True)
            | Q(party_max__isnull=True)
            | Q(party_max__gte=F("party_min")),
            name=f"{name}_party_in_order",
        ),
    ]


def size_constraints(name: str, *, at_most_all: bool = False) -> list[models.BaseConstraint]:
    """An amount is not negative; what comes off is at most all of it."""
    found: list[models.BaseConstraint] = [
        models.CheckConstraint(condition=Q(value__gte=0), name=f"{name}_not_negative")
    ]
    if at_most_all:
        condition = ~Q(kind=SizeKind.PERCENT) | Q(value__lte=100_000)
        found.append(models.CheckConstraint(condition=condition, name=f"{name}_percent_at_most_all"))
    return found


def known_values(name: str, **choices: Any) -> list[models.BaseConstraint]:
    """Columns hold only the values of their choices."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{column}__in": sorted(kinds.values)}), name=f"{name}_{column}_known"
        )
        for column, kinds in choices.items()
    ]
