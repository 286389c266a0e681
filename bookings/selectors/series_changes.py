"""What a change of a series would make of each night that is to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bookings.domain.lifecycle import Status
from bookings.domain.recurrence import turn
from bookings.domain.series import Choice, How
from bookings.models import Occupancy, Series
from bookings.selectors.series import SeriesPlan, plan_of
from bookings.selectors.series_pages import is_moved
from bookings.selectors.setup import Setup

# What has not begun and can still be called off or moved.
TO_COME = frozenset({Status.PENDING, Status.CONFIRMED, Status.BLOCKED})
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """How the nights of a series are to be: room, time of the night, length; all `by_days` later."""

    room_id: int
    start: str
    length: timedelta
    by_days: int = 0


def rows_to_come(series: Series, *, now: datetime, from_on: date | None = None) -> list[Occupancy]:
    """A series' nights that have not begun and still stand, by key, from `from_on` on."""
    rows = Occupancy.objects.visible().filter(series=series, starts_at__gt=now, status__in=TO_COME)
    if from_on is not None:
        rows = rows.filter(series_on__gte=from_on)
    return list(rows.select_related("room__venue", "customer").order_by("id"))


def rows_to_move(rows: Sequence[Occupancy], series: Series) -> list[Occupancy]:
    """Those that are where the series has them: a night that was moved by itself stays where it is."""
    return [row for row in rows if not is_moved(row, series)]


def night_of(row: Occupancy) -> date:
    """Which night of its series a row is."""
    assert row.series_on is not None, "a constraint: what is of a series has its night"
    return row.series_on


def change_plan(
    setup: Setup,
    series: Series,
    rows: Sequence[Occupancy],
    change: Change,
    *,
    choices: Mapping[date, Choice],
    now: datetime,
    offering: bool = True,
) -> SeriesPlan:
    """Work out where each of these rows would go, by its new night; a night left out stays where it is.

    Raises RoomUnknown, ValueError for a start that is no time.
    """
    days = {night_of(row) + change.by_days * DAY: row for row in rows}
    staying = {day for day, choice in choices.items() if choice.how == How.SKIP}
    return plan_of(
        setup,
        [turn(day, change.start, change.length, setup.venue.zone) for day in sorted(days)],
        room_id=change.room_id,
        length=change.length,
        now=now,
        is_block=series.is_block,
        party_size=series.party_size,
        choices=choices,
        # What stays where it is may be in the way of another night.
        leaving_out=[row.pk for day, row in days.items() if day not in staying],
        offering=offering,
    )
