"""Tablets at the door, where guests help themselves."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Now

from bookings.models.venues import Venue


class KioskQuerySet(models.QuerySet["Kiosk"]):
    def standing(self) -> Self:
        """Those that still may."""
        return self.filter(revoked_at__isnull=True)


class Kiosk(models.Model):
    """A device that staff turned into a kiosk of a venue. It carries a token; stored is its hash alone.

    Whoever stands at it checks in with a code, joins the waiting list and, where `seats_walk_ins`, takes a
    free room; it shows nothing of other guests and opens nothing of the team's.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="kiosks")
    name = models.CharField(max_length=80)
    seats_walk_ins = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    revoked_at = models.DateTimeField(null=True)

    objects = KioskQuerySet.as_manager()

    def __str__(self) -> str:
        return f"kiosk {self.pk} of venue {self.venue_id}"
