"""How a venue is paid, and what stands on its documents."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bookings.models import Venue
from boom.core.money import Money
from payments.domain.due_rules import DueRule
from payments.domain.surcharges import MOST_FIXED_MINOR, MOST_PERCENT, OF_A_PERCENT, surcharge_on
from payments.models.payments import DESK_METHODS

PREFIX = "^[A-Z0-9][A-Z0-9-]{0,9}$"
DUE_RULES = {
    DueRule.AT_VISIT: "At the visit",
    DueRule.AT_BOOKING: "When it is booked",
    DueRule.DAYS_BEFORE: "So many days before the visit",
}


def all_methods() -> list[str]:
    """What a venue takes until it says otherwise."""
    return [method.value for method in DESK_METHODS]


class LeftOver(models.TextChoices):
    """What becomes of money that a guest's own change online leaves over."""

    STAFF = "staff", "Somebody at the venue gives it back"
    REFUND = "refund", "It goes back at once to where it came from"
    CREDIT = "credit", "It stays as credit for the next visit"


class PaymentSettings(models.Model):
    """A venue's own; the defaults hold while there is no row.

    Documents issued so far keep what they say: these are for the next ones.
    """

    venue = models.OneToOneField(Venue, models.PROTECT, related_name="payment_settings")
    legal_name = models.CharField(max_length=200, blank=True, default="")
    legal_address = models.CharField(max_length=400, blank=True, default="")
    tax_id = models.CharField(max_length=60, blank=True, default="")
    prefix = models.CharField(max_length=10, blank=True, default="")
    methods = ArrayField(models.CharField(max_length=8), default=all_methods)
    due_rule = models.CharField(
        max_length=11,
        choices=[(rule.value, words) for rule, words in DUE_RULES.items()],
        default=DueRule.AT_VISIT.value,
    )
    due_days = models.PositiveSmallIntegerField(default=0)
    # Guests leave a card as they book online, for the fee of a missed or late-cancelled visit.
    keeps_card = models.BooleanField(default=False)
    # What paying by card online costs on top: thousandths of a percent, and so much for each payment.
    surcharge_percent = models.PositiveIntegerField(default=0)
    surcharge_fixed_minor = models.PositiveIntegerField(default=0)

    # What becomes of what is paid too much once a guest moves to a cheaper time or cancels online.
    left_over = models.CharField(max_length=6, choices=LeftOver, default=LeftOver.STAFF)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_over__in=LeftOver.values), name="payment_settings_left_over_known"
            ),
            models.CheckConstraint(
                condition=Q(methods__contained_by=[method.value for method in DESK_METHODS]),
                name="payment_settings_methods_known",
            ),
            models.CheckConstraint(
                condition=Q(prefix="") | Q(prefix__regex=PREFIX), name="payment_settings_prefix_readable"
            ),
            models.CheckConstraint(condition=Q(due_days__lte=365), name="payment_settings_due_in_range"),
            models.CheckConstraint(
                condition=Q(
                    surcharge_percent__lte=MOST_PERCENT * OF_A_PERCENT,
                    surcharge_fixed_minor__lte=MOST_FIXED_MINOR,
                ),
                name="payment_settings_surcharge_in_range",
            ),
            models.CheckConstraint(
                condition=Q(due_rule__in=[rule.value for rule in DueRule]),
                name="payment_settings_rule_known",
            ),
        ]

    def __str__(self) -> str:
        return f"payments of {self.venue_id}"

    def surcharge_on(self, amount: Money) -> Money:
        """What paying so much by card costs on top."""
        minor = surcharge_on(
            amount.minor, percent=self.surcharge_percent, fixed_minor=self.surcharge_fixed_minor
        )
        return Money(minor, amount.currency)
