"""What the platform keeps of guests' payments by card: its terms, plan by plan, and what it has kept."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from billing.domain.platform_fees import FeeTerms
from billing.models.plans import Plan

MOST_BASIS_POINTS, MOST_FIXED = 5_000, 10_000_000


class PlatformFee(models.Model):
    """The fee of a plan in one currency. A change holds for payments that begin after it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="platform_fees")
    currency = models.CharField(
        max_length=3, validators=[RegexValidator("^[A-Z]{3}$", "Three capital letters, as EUR.")]
    )
    basis_points = models.PositiveIntegerField(
        default=0,
        validators=[MaxValueValidator(MOST_BASIS_POINTS)],
        help_text="Hundredths of a per cent: 150 is 1.5 %.",
    )
    fixed_minor = models.PositiveIntegerField(
        default=0,
        validators=[MaxValueValidator(MOST_FIXED)],
        help_text="Of each payment besides, in minor units.",
    )
    is_returned = models.BooleanField(
        default=True, help_text="Whether its share goes back with what is given back to a guest."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "currency"], name="platform_fee_once_a_currency"),
            models.CheckConstraint(
                condition=Q(basis_points__lte=MOST_BASIS_POINTS), name="platform_fee_leaves_half"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="platform_fee_in_currency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basis_points / 100} % + {self.fixed_minor} {self.currency}"

    @property
    def terms(self) -> FeeTerms:
        """As plain values."""
        return FeeTerms(self.basis_points, self.fixed_minor, self.is_returned)


class FeeTaken(models.Model):
    """A fee that Stripe took of a payment for us, and what of it went back; in the platform's books, too."""

    stripe_id = models.CharField(max_length=255, unique=True)
    business = models.ForeignKey("tenants.Business", models.CASCADE, related_name="+")
    is_live = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_minor__gte=0, returned_minor__lte=F("amount_minor")),
                name="fee_returned_within_it",
            )
        ]
        indexes = [models.Index("business", "taken_at", name="fee_by_time")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} of {self.business_id}"
