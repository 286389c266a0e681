"""What guests say about their booking: to the venue before, of it after."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models.occupancy import Booking

FEWEST_STARS, MOST_STARS = 1, 5


class GuestMessage(models.Model):
    """A customer wrote to the venue from their booking's page. Open until staff say that it is answered."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="guest_messages")
    words = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("id", condition=Q(answered_at__isnull=True), name="guest_message_open")]

    def __str__(self) -> str:
        return f"message about booking {self.booking_id}"


class Rating(models.Model):
    """How a visit was, in the customer's own judgement; one a booking, and the last word counts."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="rating")
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__gte=FEWEST_STARS, stars__lte=MOST_STARS), name="rating_stars_in_range"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stars} of {MOST_STARS} for booking {self.booking_id}"
