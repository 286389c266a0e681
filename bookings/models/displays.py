"""Screens at doors and in lobbies."""

from __future__ import annotations

import secrets
from typing import Self

from django.db import models
from django.db.models.functions import Now

from bookings.models.rooms import Room
from bookings.models.venues import Venue


def new_nonce() -> str:
    """What a screen's address is made of, with our secret: 128 random bits."""
    return secrets.token_urlsafe(16)


class DisplayQuerySet(models.QuerySet["Display"]):
    def standing(self) -> Self:
        """Those whose address is good."""
        return self.filter(revoked_at__isnull=True)


class Display(models.Model):
    """A screen that shows who is in a room and who comes next: of one room, or of all of a venue.

    Whoever holds its address sees that, and nothing else. The address is made anew from the nonce and our
    secret, so that it can be shown to its owner again; stored is its hash.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="displays")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="displays")
    link_nonce = models.CharField(max_length=32, default=new_nonce)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    revoked_at = models.DateTimeField(null=True)

    objects = DisplayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"display {self.pk} of venue {self.venue_id}"
