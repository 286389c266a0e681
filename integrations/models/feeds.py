"""Calendars that other programs read: secret addresses of bookings as iCalendar."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from bookings.models import Room, Venue


def new_nonce() -> str:
    """What a feed's address is made of, with our own secret: 128 random bits."""
    return secrets.token_urlsafe(16)


class FeedShows(models.TextChoices):
    NAMES = "names", "Who has booked"
    BUSY = "busy", "Only that it is taken"


class FeedQuerySet(models.QuerySet["CalendarFeed"]):
    def standing(self) -> Self:
        """Those whose address is good."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """An address that gives the bookings of a venue, of one room, or all that one person of the team may see.

    Whoever holds it reads them, and can do nothing. It is made anew from the nonce and our own secret when
    its owner looks at it; stored is its hash.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="feeds")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="feeds")
    # Accounts of a team are closed, never deleted; the platform's own are, where there is no such table.
    person = models.ForeignKey(User, models.DO_NOTHING, null=True, blank=True, related_name="+")
    shows = models.CharField(max_length=8, choices=FeedShows, default=FeedShows.NAMES)
    link_nonce = models.CharField(max_length=32, default=new_nonce)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    # Noted about once an hour.
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, venue__isnull=False)
                | Q(person__isnull=False, venue__isnull=True, room__isnull=True),
                name="feed_is_of_a_venue_or_a_person",
            ),
            models.CheckConstraint(condition=Q(shows__in=sorted(FeedShows)), name="feed_shows_known"),
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"

    def was_read_lately(self, now: datetime) -> bool:
        """Whether noting another reading would say nothing new."""
        return self.last_read_at is not None and (now - self.last_read_at).total_seconds() < 3600
