"""When a venue (or one room of it) is open: weekly hours, and dated exceptions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bookings.models.rooms import Room
from bookings.models.venues import Venue


class OpeningHours(models.Model):
    """One stretch of a weekday, on the venue's clock. `closes <= opens` ends on the next day.

    Weekday 0 is Monday. Several a day are allowed; a room's own hours replace the venue's for that weekday.
    """

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="opening_hours")
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday_in_week"),
            models.UniqueConstraint(
                fields=["venue", "room", "weekday", "opens"],
                name="opening_hours_start_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class SpecialDay(models.Model):
    """Dates that replace the weekly hours: closed, or the hours in `hours`. Customers see the reason."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="special_days")
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="special_days")
    starts_on = models.DateField()
    # Inclusive: one day has both the same.
    ends_on = models.DateField()
    is_closed = models.BooleanField(default=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="special_day_ends_after_start"
            ),
        ]
        indexes = [models.Index("venue", "ends_on", name="special_day_by_end")]

    def __str__(self) -> str:
        what = self.reason or ("closed" if self.is_closed else "other hours")
        return f"{self.starts_on} to {self.ends_on}: {what}"


class SpecialHours(models.Model):
    """One stretch of a special day that is not closed; same rule past midnight."""

    special_day = models.ForeignKey(SpecialDay, models.CASCADE, related_name="hours")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["special_day", "opens"], name="special_hours_start_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"
