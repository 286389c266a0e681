"""What time in a room costs: price lists with their rates, holidays, surcharges and discounts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bookings.domain.pricing.changes import On
from bookings.domain.pricing.rates import Per
from bookings.domain.pricing.rule_set import Basis
from bookings.models.scopes import (
    PriceRule,
    RuleState,
    Scoped,
    Sized,
    known_values,
    scope_constraints,
    size_constraints,
)
from bookings.models.venues import Venue


class ListBasis(models.TextChoices):
    """As `domain.pricing.rule_set.Basis`."""

    VISIT = Basis.VISIT.value, "Visits from that day on"
    BOOKING = Basis.BOOKING.value, "Bookings made from that day on"


class RatePer(models.TextChoices):
    """As `domain.pricing.rates.Per`."""

    HOUR = Per.HOUR.value, "The room, by time"
    PERSON_HOUR = Per.PERSON_HOUR.value, "Each person, by time"
    PERSON = Per.PERSON.value, "Each person, once"
    BOOKING = Per.BOOKING.value, "The booking, once"


class ChangeOn(models.TextChoices):
    """As `domain.pricing.changes.On`."""

    TIME = On.TIME.value, "Room and time"
    EXTRAS = On.EXTRAS.value, "Add-ons"
    ALL = On.ALL.value, "Both"


class PriceList(PriceRule):
    """Rates that come into force together, on a day: of those in force the newest holds."""

    valid_from = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=7, choices=ListBasis, default=ListBasis.VISIT)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            *known_values("price_list", state=RuleState, basis=ListBasis),
            models.CheckConstraint(
                condition=~Q(state=RuleState.ACTIVE) | Q(valid_from__isnull=False),
                name="price_list_in_force_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["venue", "basis", "valid_from"],
                condition=Q(state=RuleState.ACTIVE),
                name="price_list_one_from_a_day",
            ),
        ]


class Rate(Scoped):
    """A price for time in a room (domain.pricing.rates.Rate); a lower `order` counts first."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="rates")
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    per = models.CharField(max_length=11, choices=RatePer, default=RatePer.HOUR)
    unit_minutes = models.PositiveSmallIntegerField(default=60)
    price_minor = models.BigIntegerField(default=0)
    included_heads = models.PositiveSmallIntegerField(default=0)
    minimum_heads = models.PositiveSmallIntegerField(default=0)
    extra_head_minor = models.BigIntegerField(null=True, blank=True)
    minimum_minutes = models.PositiveSmallIntegerField(default=0)
    minimum_spend_minor = models.BigIntegerField(default=0)
    minimum_spend_per_person = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *scope_constraints("rate"),
            *known_values("rate", per=RatePer),
            models.CheckConstraint(
                condition=Q(price_minor__gte=0, minimum_spend_minor__gte=0)
                & (Q(extra_head_minor__isnull=True) | Q(extra_head_minor__gte=0)),
                name="rate_not_negative",
            ),
            models.CheckConstraint(condition=Q(unit_minutes__in=[30, 60]), name="rate_unit_known"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False),
                name="rate_hours_whole",
            ),
            models.CheckConstraint(condition=Q(minimum_minutes__lte=1440), name="rate_minimum_within_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A date that counts as a holiday for prices; opening hours have special days of their own."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "day"], name="holiday_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


class Adjustment(PriceRule, Scoped, Sized):
    """A surcharge, or a discount nobody has to ask for (domain.pricing.changes.Adjustment)."""

    is_surcharge = models.BooleanField(default=False)
    on = models.CharField(max_length=6, choices=ChangeOn, default=ChangeOn.TIME)
    notice_min = models.PositiveIntegerField(null=True, blank=True)
    notice_max = models.PositiveIntegerField(null=True, blank=True)
    minimum_minutes = models.PositiveSmallIntegerField(default=0)
    combines = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *scope_constraints("adjustment"),
            *size_constraints("adjustment"),
            *known_values("adjustment", state=RuleState, on=ChangeOn),
            models.CheckConstraint(
                condition=Q(is_surcharge=True) | ~Q(kind="percent") | Q(value__lte=100_000),
                name="adjustment_percent_at_most_all",
            ),
            models.CheckConstraint(
                condition=Q(notice_min__isnull=True)
                | Q(notice_max__isnull=True)
                | Q(notice_max__gt=F("notice_min")),
                name="adjustment_notice_in_order",
            ),
        ]
