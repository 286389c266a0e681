"""What businesses have subscribed to at Stripe: rows that follow from its state and from nothing else."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from billing.domain.subscriptions import LIVE
from billing.models.plans import PlanPrice
from boom.core.money import Money

STATUSES = (
    ("trialing", "On trial at Stripe"),
    ("active", "In order"),
    ("past_due", "Payment refused"),
    ("unpaid", "Not paid"),
    ("paused", "Paused"),
    ("incomplete", "Waits for its first payment"),
    ("incomplete_expired", "Never began"),
    ("canceled", "Over"),
)
INVOICE_STATUSES = (
    ("draft", "In the making"),
    ("open", "To be paid"),
    ("paid", "Paid"),
    ("uncollectible", "Written off"),
    ("void", "Not valid"),
)


class BillingCustomer(models.Model):
    """Whom Stripe knows a business as. Whose a subscription is, this table says and nothing else."""

    id = models.BigAutoField(primary_key=True)
    business = models.OneToOneField("tenants.Business", models.CASCADE, related_name="+")
    stripe_id = models.CharField(max_length=255, unique=True)
    # Made with live keys or with test keys; the other ones do not know it.
    is_live = models.BooleanField(default=False)
    # Removed at Stripe: the next subscription makes another.
    is_gone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.stripe_id


class StripePrice(models.Model):
    """What Stripe calls one version of a plan's price."""

    id = models.BigAutoField(primary_key=True)
    price = models.ForeignKey(PlanPrice, models.CASCADE, related_name="at_stripe")
    is_live = models.BooleanField(default=False)
    stripe_id = models.CharField(max_length=255, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["price", "is_live"], name="stripe_price_one_a_mode")]

    def __str__(self) -> str:
        return self.stripe_id


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def live(self) -> Self:
        """Those that are not over."""
        return self.filter(status__in=LIVE)


class Subscription(models.Model):
    """A subscription as Stripe had it when it was last folded."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("tenants.Business", models.CASCADE, related_name="+")
    stripe_id = models.CharField(max_length=255, unique=True)
    status = models.CharField(max_length=24, choices=STATUSES)
    # Which of its business's subscriptions it lives by.
    is_current = models.BooleanField(default=False)
    item_id = models.CharField(max_length=255)
    # NULL where somebody gave it a price at Stripe that is none of ours.
    price = models.ForeignKey(PlanPrice, models.PROTECT, null=True, related_name="+")
    next_price = models.ForeignKey(PlanPrice, models.PROTECT, null=True, related_name="+")
    stripe_price_id = models.CharField(max_length=255)
    # By which the next price begins; empty: nothing was planned of late.
    schedule_id = models.CharField(max_length=255, blank=True, default="")
    period_starts_at = models.DateTimeField()
    period_ends_at = models.DateTimeField()
    trial_ends_at = models.DateTimeField(null=True)
    # When it ends by its owner's wish; NULL: it goes on.
    cancels_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    discount = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business"], condition=Q(is_current=True), name="subscription_one_current"
            )
        ]

    def __str__(self) -> str:
        return self.stripe_id

    @property
    def is_live(self) -> bool:
        """Whether it is not over."""
        return self.status in LIVE


class SubscriptionInvoice(models.Model):
    """What Stripe charged a business, for its list of invoices; the document itself is Stripe's."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("tenants.Business", models.CASCADE, related_name="+")
    stripe_id = models.CharField(max_length=255, unique=True)
    subscription_id = models.CharField(max_length=255, blank=True, default="")
    number = models.CharField(max_length=60, blank=True, default="")
    status = models.CharField(max_length=16, choices=INVOICE_STATUSES)
    total_minor = models.BigIntegerField()
    due_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    page_url = models.CharField(max_length=1000, blank=True, default="")
    pdf_url = models.CharField(max_length=1000, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["business", "-created_at"], name="subscription_invoice_list")]

    def __str__(self) -> str:
        return self.number or self.stripe_id

    @property
    def total(self) -> Money:
        """What it comes to."""
        return Money(self.total_minor, self.currency)

    @property
    def due(self) -> Money:
        """What is still to be paid of it."""
        return Money(self.due_minor, self.currency)
