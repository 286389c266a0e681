"""What the team is told in Boom itself: the bell."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from accounts.models import User
from bookings.models import Occupancy, Venue


class StaffAlert(models.Model):
    """One thing a guest or a bank did that the team wants to know of. One a fact: `fact_id` is the fact's."""

    fact_id = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=40)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Occupancy, models.PROTECT, null=True, related_name="+")
    # What the sentence needs beside the booking: what an answer led to, an amount.
    detail = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"{self.kind} #{self.fact_id}"


class AlertsSeen(models.Model):
    """Up to which alert somebody has looked."""

    # Accounts of a team are closed, never deleted; the platform's own are, where there is no such table.
    user = models.OneToOneField(User, models.DO_NOTHING, related_name="+")
    last_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id} up to {self.last_id}"
