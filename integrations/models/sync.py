"""Calendars at Google and Microsoft that rooms are kept in step with, both ways."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import User
from bookings.models import Occupancy
from boom.core.fields import SealedField
from integrations.models.external import ExternalCalendar
from integrations.models.feeds import FeedShows

# What tokens are sealed for (boom.core.sealing).
REFRESH, ACCESS = "integrations.refresh_token", "integrations.access_token"
LONGEST_ID = 1024


class Company(models.TextChoices):
    """Whose calendars Boom writes into."""

    GOOGLE = "google", "Google"
    MICROSOFT = "microsoft", "Outlook"


class AccountQuerySet(models.QuerySet["CalendarAccount"]):
    def standing(self) -> Self:
        """Those that nobody has disconnected."""
        return self.filter(ended_at__isnull=True)


class CalendarAccount(models.Model):
    """Somebody's account at a company, for as long as they let Boom read and write its calendars."""

    company = models.CharField(max_length=10, choices=Company)
    # Whose it is there; an e-mail address.
    address = models.CharField(max_length=254)
    refresh_token = SealedField(blank=True, default="", purpose=REFRESH)
    access_token = SealedField(blank=True, default="", purpose=ACCESS)
    access_until = models.DateTimeField(null=True, blank=True)
    # Which worker asks for a new access token: a refresh token may be good for one use only.
    renewing_until = models.DateTimeField(null=True, blank=True)
    # Accounts of a team are closed, never deleted; the platform's own are, where there is no such table.
    connected_by = models.ForeignKey(User, models.DO_NOTHING, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    # Since when the company lets Boom in no more: somebody has to connect again.
    refused_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(company__in=sorted(Company)), name="calendar_account_company_known"
            ),
            models.UniqueConstraint(
                fields=["company", "address"], condition=Q(ended_at=None), name="calendar_account_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_company_display()} {self.address}"


class LinkedQuerySet(models.QuerySet["LinkedCalendar"]):
    def standing(self) -> Self:
        """Those that rooms are kept in step with."""
        return self.filter(calendar__removed_at__isnull=True)


class LinkedCalendar(models.Model):
    """A calendar of an account that a room is kept in step with.

    How it is read, and what of it is blocked, is the calendar's; here is what goes there, and how far changes
    there are known.
    """

    calendar = models.OneToOneField(ExternalCalendar, models.PROTECT, related_name="linked")
    account = models.ForeignKey(CalendarAccount, models.PROTECT, related_name="linked")
    remote_id = models.CharField(max_length=LONGEST_ID)
    shows = models.CharField(max_length=8, choices=FeedShows, default=FeedShows.NAMES)
    # Where the company goes on telling changes; empty: everything is read anew.
    cursor = models.TextField(blank=True, default="")
    whole_read_at = models.DateTimeField(null=True, blank=True)

    objects = LinkedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shows__in=sorted(FeedShows)), name="linked_calendar_shows_known"
            ),
        ]

    def __str__(self) -> str:
        return f"linked calendar {self.pk}"


class RemoteEvent(models.Model):
    """What is busy in a linked calendar: when, and nothing else of it.

    A row without times stands for a series, whose nights are rows of their own.
    """

    linked = models.ForeignKey(LinkedCalendar, models.CASCADE, related_name="remote_events")
    remote_id = models.CharField(max_length=LONGEST_ID)
    series = models.CharField(max_length=LONGEST_ID, blank=True, default="")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_busy = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["linked", "remote_id"], name="remote_event_once"),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="remote_event_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"remote event {self.pk}"


class SyncedEvent(models.Model):
    """A booking as it stands, or is to stand, in a linked calendar."""

    linked = models.ForeignKey(LinkedCalendar, models.CASCADE, related_name="events")
    booking = models.ForeignKey(Occupancy, models.CASCADE, related_name="+")
    # What the company calls it; empty while there is none.
    remote_id = models.CharField(max_length=LONGEST_ID, blank=True, default="")
    # A digest of what was last written; empty while nothing is there.
    written = models.CharField(max_length=64, blank=True, default="")
    # Since when one may be there that we were not told the name of.
    tried_at = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["linked", "booking"], name="synced_event_once"),
        ]

    def __str__(self) -> str:
        return f"booking {self.booking_id} in linked calendar {self.linked_id}"
