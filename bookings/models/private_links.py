"""Links and codes by which guests reach private rooms."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models.occupancy import Occupancy
from bookings.models.venues import Venue


def new_nonce() -> str:
    """What a link's address is made of, with our secret: 128 random bits."""
    return secrets.token_urlsafe(16)


class PrivateLinkQuerySet(models.QuerySet["PrivateLink"]):
    def standing(self) -> Self:
        """Those that nobody ended."""
        return self.filter(revoked_at__isnull=True)


class PrivateLink(models.Model):
    """What opens private rooms of a venue for whoever has it: an address, and perhaps a code to type.

    As with screens the address is made anew from the nonce and our secret, for its owner to copy; stored is
    its hash. Of a code only what our secret makes of it is stored: nobody reads it again.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="private_links")
    name = models.CharField(max_length=80)
    room_ids = ArrayField(models.BigIntegerField())
    link_nonce = models.CharField(max_length=32, default=new_nonce)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    # The last day on which it opens anything, on the venue's clock; and how many bookings it is good for.
    ends_on = models.DateField(null=True, blank=True)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    revoked_at = models.DateTimeField(null=True)

    objects = PrivateLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "code_hash"],
                condition=Q(revoked_at__isnull=True) & ~Q(code_hash=""),
                name="private_code_once",
            ),
            models.CheckConstraint(
                condition=Q(most_uses__isnull=True) | Q(most_uses__gte=1), name="private_link_good_for_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def opens_at(self, now: datetime) -> bool:
        """Whether its last day is not over. Loads the venue."""
        return self.ends_on is None or now.astimezone(self.venue.zone).date() <= self.ends_on


class PrivateUse(models.Model):
    """A booking, or a hold, that was made by a private link."""

    link = models.ForeignKey(PrivateLink, models.PROTECT, related_name="uses")
    booking = models.OneToOneField(Occupancy, models.CASCADE, related_name="private_use")

    def __str__(self) -> str:
        return f"booking {self.booking_id} by private link {self.link_id}"
