"""Cards that guests leave for a fee."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models import Occupancy, Venue


class KeptCardState(models.TextChoices):
    """PENDING while the guest is on Stripe's page."""

    PENDING = "pending", "Under way"
    KEPT = "kept", "Kept"
    FAILED = "failed", "Not left"
    FORGOTTEN = "forgotten", "Forgotten"


class KeptCard(models.Model):
    """A card that Stripe keeps on a venue's account for one booking, as people recognise it.

    Its number is Stripe's alone. It is charged a fee at the most, by staff, and only for what is due.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Occupancy, models.PROTECT, related_name="kept_cards")
    state = models.CharField(max_length=9, choices=KeptCardState, default=KeptCardState.PENDING)
    external_account = models.CharField(max_length=255)
    # The page on which it is left, and what Stripe calls the guest and the card.
    session_id = models.CharField(max_length=255, blank=True, default="")
    external_customer = models.CharField(max_length=255, blank=True, default="")
    external_id = models.CharField(max_length=255, blank=True, default="")
    brand = models.CharField(max_length=40, blank=True, default="")
    last_four = models.CharField(max_length=4, blank=True, default="")
    expires = models.CharField(max_length=7, blank=True, default="")
    begun_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=KeptCardState.values), name="kept_card_state_known"),
            models.UniqueConstraint(
                fields=["booking"], condition=Q(state="kept"), name="kept_card_once_a_booking"
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | (~Q(external_id="") & ~Q(external_customer="")),
                name="kept_card_can_be_charged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.last_four} for {self.booking_id}"
