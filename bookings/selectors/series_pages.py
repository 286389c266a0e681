"""A series as its page shows it: every night there is, what differs from the rule, what could not be had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bookings.domain.lifecycle import OCCUPYING
from bookings.domain.recurrence import turn
from bookings.errors import SeriesUnknown
from bookings.models import Occupancy, Series

# The page shows this much of what has been; the bookings' own list has all.
MOST_PAST = 60


@dataclass(frozen=True, slots=True)
class SeriesNight:
    """One night of a series: its booking or block, and whether it is where the rule would have it."""

    row: Occupancy
    is_over: bool
    is_moved: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """A night that could not be written when its turn came, and why."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """What a series is made of, in order."""

    series: Series
    to_come: list[SeriesNight]
    past: list[SeriesNight]
    left_out: list[date]
    missed: list[Missed]
    follows: Series | None
    followed_by: Series | None


def series_called(series_id: int) -> Series:
    """A series with its room, venue and customer. Raises SeriesUnknown."""
    found = Series.objects.select_related("room__venue", "customer", "follows").filter(pk=series_id).first()
    if found is None:
        raise SeriesUnknown
    return found


def series_page(series: Series, *, now: datetime) -> SeriesPage:
    """All of a series. Two queries, whatever the number of its nights."""
    rows = Occupancy.objects.visible().filter(series=series).select_related("room", "customer")
    to_come = list(rows.filter(ends_at__gt=now).order_by("series_on"))
    past = list(rows.filter(ends_at__lte=now).order_by("-series_on")[:MOST_PAST])
    return SeriesPage(
        series,
        [_night(row, series, is_over=False) for row in to_come],
        [_night(row, series, is_over=True) for row in past],
        sorted(series.days_left_out),
        [Missed(date.fromisoformat(each["day"]), each["why"]) for each in series.missed],
        series.follows,
        series.followed_by.order_by("-id").filter(ended_at__isnull=True).first(),
    )


def is_moved(row: Occupancy, series: Series) -> bool:
    """Whether a night that still stands is in another room, or at another time, than the series says."""
    if row.status not in OCCUPYING or row.series_on is None:
        return False
    pattern = series.pattern
    usual = turn(row.series_on, pattern.start, pattern.length, series.room.venue.zone)
    return (row.room_id, row.span) != (series.room_id, usual.span)


def _night(row: Occupancy, series: Series, *, is_over: bool) -> SeriesNight:
    return SeriesNight(row, is_over, is_moved(row, series))
