"""Which plan a business has, where it stands, and what it used."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.domain.dunning import ACCESS, Access, Facts, Payment, State
from billing.models.plans import Plan, PlanPrice

STATES = (
    (State.TRIAL.value, "On trial"),
    (State.ACTIVE.value, "In order"),
    (State.PAST_DUE.value, "Payment refused"),
    (State.GRACE.value, "Last days before it is closed"),
    (State.READ_ONLY.value, "Read only"),
    (State.SUSPENDED.value, "Suspended"),
)
PAYMENTS = (
    (Payment.NONE.value, "Never paid"),
    (Payment.GOOD.value, "In order"),
    (Payment.FAILING.value, "Refused"),
    (Payment.ENDED.value, "Subscription is over"),
)


def _access_follows_state() -> Q:
    fits = Q()
    for access in Access:
        states = [state.value for state in State if ACCESS[state] == access]
        fits |= Q(access=access.value, state__in=states)
    return fits


class BusinessPlan(models.Model):
    """A business's plan, and where it stands with the platform.

    `state` and `access` follow from the dates and `payment` (billing.domain.dunning); a service keeps them in
    step, and pages read them with the business itself. Without a row it has everything: `begin_trial` gives
    each business one when it is founded.
    """

    business = models.OneToOneField("tenants.Business", models.CASCADE, related_name="plan")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="holders")
    # The version of the price it has and keeps; NULL on trial and where nothing is paid.
    price = models.ForeignKey(PlanPrice, models.PROTECT, null=True, blank=True, related_name="holders")
    # What it changes to when the paid period ends.
    next_price = models.ForeignKey(PlanPrice, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=16, choices=STATES, default=State.TRIAL.value)
    state_since = models.DateTimeField()
    access = models.CharField(
        max_length=16, choices=[(access.value, access.value) for access in Access], default=Access.FULL.value
    )
    # When the state changes by itself, if nothing happens before.
    next_change_at = models.DateTimeField(null=True, blank=True)
    trial_ends_at = models.DateTimeField()
    payment = models.CharField(max_length=8, choices=PAYMENTS, default=Payment.NONE.value)
    payment_since = models.DateTimeField(null=True, blank=True)
    is_comped = models.BooleanField(default=False)
    comped_until = models.DateTimeField(null=True, blank=True)
    comp_reason = models.CharField(max_length=200, blank=True, default="")
    # The super admin's own dates for this business; NULL: as the terms say.
    past_due_until = models.DateTimeField(null=True, blank=True)
    grace_until = models.DateTimeField(null=True, blank=True)
    read_only_until = models.DateTimeField(null=True, blank=True)
    # The highest level (per cent of a limit) that is reached at present, for the banner.
    usage_level = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_access_follows_state(), name="business_plan_access_fits_state"),
            models.CheckConstraint(
                condition=Q(
                    payment__in=[Payment.FAILING.value, Payment.ENDED.value], payment_since__isnull=False
                )
                | Q(payment__in=[Payment.NONE.value, Payment.GOOD.value], payment_since__isnull=True),
                name="business_plan_trouble_has_time",
            ),
        ]
        indexes = [
            models.Index(
                "next_change_at", condition=Q(next_change_at__isnull=False), name="business_plan_next_change"
            )
        ]

    def __str__(self) -> str:
        return f"{self.business} on {self.plan}"

    @property
    def facts(self) -> Facts:
        """What decides where it stands."""
        return Facts(
            trial_ends_at=self.trial_ends_at,
            payment=Payment(self.payment),
            payment_since=self.payment_since,
            is_comped=self.is_comped,
            comped_until=self.comped_until,
            past_due_until=self.past_due_until,
            grace_until=self.grace_until,
            read_only_until=self.read_only_until,
        )


class UsageDay(models.Model):
    """What a business had on one day, noted by beat; the last word of a day counts."""

    business = models.ForeignKey("tenants.Business", models.CASCADE, related_name="usage_days")
    day = models.DateField()
    rooms = models.PositiveIntegerField()
    # Of the calendar month so far and to come.
    bookings = models.PositiveIntegerField()
    messages = models.PositiveIntegerField(default=0)
    storage_bytes = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "day"], name="usage_day_once")]

    def __str__(self) -> str:
        return f"business {self.business_id} on {self.day}"


class UsageMonth(models.Model):
    """Bookings above the limit in a month that is over, where the plan charges them: for the invoice."""

    business = models.ForeignKey("tenants.Business", models.CASCADE, related_name="usage_months")
    month = models.DateField()
    bookings = models.PositiveIntegerField()
    over = models.PositiveIntegerField()
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "month"], name="usage_month_once")]

    def __str__(self) -> str:
        return f"business {self.business_id} in {self.month:%Y-%m}"


class PlanNotice(models.Model):
    """That an owner was told something once: of a level, a trial's end, a stage. `key` says which."""

    business = models.ForeignKey("tenants.Business", models.CASCADE, related_name="plan_notices")
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "kind", "key"], name="plan_notice_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
