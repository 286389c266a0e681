"""Calendars of others whose events close a room off: where they are read, and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.models import Occupancy, Room

LONGEST_URL = 500


class ExternalQuerySet(models.QuerySet["ExternalCalendar"]):
    def standing(self) -> Self:
        """Those that nobody has removed."""
        return self.filter(removed_at__isnull=True)


class ExternalCalendar(models.Model):
    """An iCalendar address, read again and again: whatever is busy there is blocked in the room.

    The address is often a secret of its own; on record it stands as changed, without its value.
    """

    room = models.ForeignKey(Room, models.PROTECT, related_name="external_calendars")
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=LONGEST_URL)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    # When it is read next, and which worker has it.
    next_read_at = models.DateTimeField()
    busy_until = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    failing_since = models.DateTimeField(null=True, blank=True)
    # What the last good reading found: stretches that are busy, events that were left out and why.
    busy_stretches = models.PositiveIntegerField(default=0)
    left_out = models.CharField(max_length=300, blank=True, default="")

    objects = ExternalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("next_read_at", condition=Q(removed_at=None), name="external_calendar_due"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_failing_long(self, now: datetime) -> bool:
        """Whether it could not be read for a day: what is blocked may not be so any more."""
        return self.failing_since is not None and (now - self.failing_since).days >= 1


class ExternalBlock(models.Model):
    """A block that stands because a calendar says so. It goes when the calendar says so no more."""

    calendar = models.ForeignKey(ExternalCalendar, models.PROTECT, related_name="blocks")
    block = models.OneToOneField(Occupancy, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"block {self.block_id} of calendar {self.calendar_id}"


class CalendarConflict(models.Model):
    """A stretch that is busy in a calendar and booked here. Whoever works it out moves one of the two."""

    calendar = models.ForeignKey(ExternalCalendar, models.CASCADE, related_name="conflicts")
    booking = models.ForeignKey(Occupancy, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="calendar_conflict_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["calendar", "booking", "starts_at", "ends_at"], name="calendar_conflict_once"
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.booking_id} against calendar {self.calendar_id}"
