"""One message to everybody who has booked for some nights."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.models import Venue
from notifications.models.texts import LONGEST_SUBJECT


class Broadcast(models.Model):
    """What was said, to whoever had booked at a venue from one business night to another, both included.

    Each guest's mail is a `Message` with its own outcome. `key` is the form's own: one press, one broadcast.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="broadcasts")
    first_day = models.DateField()
    last_day = models.DateField()
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField()
    guests = models.PositiveIntegerField()
    key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="broadcast_days_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.guests}"
