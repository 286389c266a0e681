"""Links that open one customer's own booking."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models.functions import Now

from bookings.models.customers import Customer
from bookings.models.occupancy import Booking


class ManageLink(models.Model):
    """A capability for one booking: whoever holds the token may see and manage it. Stored as a hash only."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("booking", name="manage_link_by_booking")]

    def __str__(self) -> str:
        return f"link to booking {self.booking_id}"

    def is_good(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class CustomerLink(models.Model):
    """A capability for one customer's own page: all their bookings here. Stored as a hash only."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link to the page of customer {self.customer_id}"

    def is_good(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
