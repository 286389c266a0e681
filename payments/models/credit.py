"""What a venue owes a guest without having to give it back in money."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bookings.models import Customer, Venue
from payments.models.payments import Payment
from payments.models.refunds import Refund


class CreditMovement(models.Model):
    """So much more (above zero) or less credit of a guest at a venue, by a refund or a payment.

    A guest's credit is the sum of theirs. The database lets none go below nothing, under the guest's lock
    (sql/payments_keep_credit.sql); rows are added, and only follow the guest when two records become one.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="credit_movements")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    refund = models.OneToOneField(Refund, models.PROTECT, null=True, blank=True, related_name="credited")
    # A payment with credit takes some; taking that payment back gives it again.
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="credit_movements"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="credit_movement_is_something"),
            models.CheckConstraint(
                condition=Q(refund__isnull=False, payment__isnull=True, amount_minor__gt=0)
                | Q(refund__isnull=True, payment__isnull=False),
                name="credit_movement_has_a_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} of {self.customer_id}"
