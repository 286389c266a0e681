"""What repeats: the rule by which bookings or blocks come again. The nights themselves are ordinary rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.domain.recurrence import Rule
from bookings.domain.series import Pattern
from bookings.models.customers import Customer
from bookings.models.rooms import Room


class SeriesQuerySet(models.QuerySet["Series"]):
    def running(self) -> Self:
        """Series that nobody has ended, be their last night past or not."""
        return self.filter(ended_at__isnull=True)


class Series(models.Model):
    """Bookings of one customer, or blocks, that repeat in one room at one time of the night.

    Each night's turn is an occupancy of its own (`Occupancy.series`, `series_on`), with its own price and
    history, and may be moved or cancelled by itself. A change from some night on ends the series there and
    begins another that `follows` it, so that what has been is never written anew.
    """

    is_block = models.BooleanField(default=False)
    room = models.ForeignKey(Room, models.PROTECT, related_name="series")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="series")
    guest_name = models.TextField(blank=True, default="")
    # RFC 5545, as `domain.recurrence.Rule` writes it: dates of business nights, the first of them here.
    rule = models.CharField(max_length=200)
    first_on = models.DateField()
    # The time of the night (`domain.walls`: "24:30" is half past midnight), and the length in real minutes.
    start = models.CharField(max_length=6)
    minutes = models.PositiveIntegerField()
    # Dates of the rule that are not wanted (EXDATE), as ISO dates.
    left_out = models.JSONField(default=list, blank=True)
    # Nights up to here have been written; a series without an end is written on from here every night.
    planned_until = models.DateField()
    # Nights that could not be written when their turn came: [{"day": "2026-12-25", "why": "..."}].
    missed = models.JSONField(default=list, blank=True)
    party_size = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=12, blank=True, default="")
    note = models.TextField(blank=True, default="")
    staff_note = models.TextField(blank=True, default="")
    # To the venue's own questions, by their keys: each night has them.
    answers = models.JSONField(default=dict, db_default={}, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", db_index=False
    )
    # When somebody ended it, or took its making back: it is written on no more.
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    # One submission, one series: the form's own random key, and the room's number for blocks of several.
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        db_table = "bookings_series"
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="series_lasts"),
            models.CheckConstraint(condition=~Q(rule=""), name="series_has_a_rule"),
            models.CheckConstraint(
                condition=Q(party_size__isnull=True) | Q(party_size__gte=1), name="series_party_not_empty"
            ),
        ]
        indexes = [
            models.Index("planned_until", condition=Q(ended_at__isnull=True), name="series_running"),
        ]

    def __str__(self) -> str:
        return f"series {self.pk}: {self.rule}"

    @property
    def pattern(self) -> Pattern:
        """What repeats, as the domain wants it. Raises ValueError for a rule that is none."""
        return Pattern(
            self.room_id, self.first_on, self.start, timedelta(minutes=self.minutes), Rule.parse(self.rule)
        )

    @property
    def days_left_out(self) -> set[date]:
        """The dates of the rule that are not wanted."""
        return {date.fromisoformat(day) for day in self.left_out}

    @property
    def title(self) -> str:
        """Whom or what it is for."""
        if self.is_block:
            return self.reason or "Blocked"
        return self.guest_name or (self.customer.name if self.customer else "Walk-in")
