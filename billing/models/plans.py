"""What is sold: plans as data, with their prices as versions."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.domain.features import Feature, shown_features, unknown_features
from billing.domain.plans import AboveLimit, Entitlements, Limits, Period
from boom.core.money import Money

CURRENCY = "USD"
PERIODS = ((Period.MONTH.value, "Month"), (Period.YEAR.value, "Year"))
ABOVE_LIMIT = (
    (AboveLimit.REFUSE.value, "Refuse everybody"),
    (AboveLimit.REFUSE_STAFF.value, "Refuse the team; customers go on booking"),
    (AboveLimit.BILL.value, "Take them and charge each"),
)


def only_known_features(value: object) -> None:
    """Refuse what is no list of features' codes."""
    if not isinstance(value, list):
        raise ValidationError("Give a list of features.")
    if unknown := unknown_features(value):
        raise ValidationError(f"There is no feature called {', '.join(unknown)}.")


class Plan(models.Model):
    """What a business may have. A change holds at once for every business that has the plan."""

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    # Whether the price list offers it; who has it keeps it either way.
    is_offered = models.BooleanField(default=True)
    # The most rooms in use, and visits in a calendar month; NULL: as many as they like.
    rooms = models.PositiveIntegerField(null=True, blank=True)
    bookings_a_month = models.PositiveIntegerField(null=True, blank=True)
    above_limit = models.CharField(max_length=16, choices=ABOVE_LIMIT, default=AboveLimit.REFUSE.value)
    # What a booking above the limit costs, in minor units; only where such are charged.
    overage_minor = models.PositiveIntegerField(default=0)
    # How many calls of the API a minute each credential may make.
    api_calls_a_minute = models.PositiveIntegerField(default=300, db_default=300)
    features = models.JSONField(default=list, blank=True, validators=[only_known_features])
    support = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(above_limit__in=[value.value for value in AboveLimit]),
                name="plan_above_limit_known",
            ),
            models.CheckConstraint(
                condition=~Q(above_limit=AboveLimit.BILL.value) | Q(overage_minor__gt=0),
                name="plan_charges_something_above_limit",
            ),
            models.CheckConstraint(condition=Q(rooms__isnull=True) | Q(rooms__gt=0), name="plan_has_a_room"),
            models.CheckConstraint(condition=Q(api_calls_a_minute__gt=0), name="plan_has_a_call"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def entitlements(self) -> Entitlements:
        """What it gives, as plain values. A code of a later release is passed over."""
        known = {feature.value for feature in Feature}
        return Entitlements(
            Limits(self.rooms, self.bookings_a_month, AboveLimit(self.above_limit)),
            frozenset(Feature(code) for code in self.features if code in known),
        )

    @property
    def overage(self) -> Money:
        """What a booking above the limit costs."""
        return Money(self.overage_minor, CURRENCY)

    @property
    def feature_words(self) -> list[str]:
        """The features it has that are there today, in words."""
        return [words for _, words in shown_features(self.features)]


class PlanPriceQuerySet(models.QuerySet["PlanPrice"]):
    def offered(self) -> Self:
        """Those a business can choose today."""
        return self.filter(is_offered=True, plan__is_offered=True)


class PlanPrice(models.Model):
    """One version of a plan's price. Its sum never changes: another price is another row, and who has this
    one keeps it.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="prices")
    period = models.CharField(max_length=8, choices=PERIODS)
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default=CURRENCY)
    is_offered = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PlanPriceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"], condition=Q(is_offered=True), name="plan_price_one_offered"
            ),
            models.CheckConstraint(
                condition=Q(period__in=[value.value for value in Period]), name="plan_price_period_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.amount.format()} a {self.period}"

    @property
    def amount(self) -> Money:
        """The price of one period."""
        return Money(self.amount_minor, self.currency)


class BillingTerms(models.Model):
    """How long trials and the stages of dunning last, as the super admin sets them. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    trial_days = models.PositiveSmallIntegerField(default=14)
    # What a business has during its trial.
    trial_plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    reminder_days = models.JSONField(default=list)
    past_due_days = models.PositiveSmallIntegerField(default=7)
    retry_days = models.JSONField(default=list)
    grace_days = models.PositiveSmallIntegerField(default=7)
    read_only_days = models.PositiveSmallIntegerField(default=14)
    # Per cent of a limit at which an owner is told.
    notice_levels = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "billing terms"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="billing_terms_are_one")]

    def __str__(self) -> str:
        return "Trials and dunning"
