"""Links by which somebody pays so much for a booking."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models import Occupancy, Venue


class PaymentLink(models.Model):
    """So much of what a booking costs, to be paid by whoever holds the link, until `expires_at`.

    The link itself is made of `nonce` and the installation's secret key, so that it can be shown again and
    nothing in the database opens it. A share is one of several that a bill was split into. Whether it is paid
    is read off the payments made through it.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Occupancy, models.PROTECT, related_name="payment_links")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_share = models.BooleanField(default=False)
    # Who is asked, and with which words. A mail goes to the address, a text message to the number (E.164).
    name = models.CharField(max_length=100, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    nonce = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_link_is_something"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="payment_link_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} asked for {self.booking_id}"
