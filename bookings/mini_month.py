"""The small month beside the calendar: any day is one press away, other months two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from bookings.models import Venue
from boom.core import text
from boom.core.time import week_begins_on

DAY = timedelta(days=1)
DAYS_OF_A_WEEK = 7

Address = Callable[[date], str]


@dataclass(frozen=True, slots=True)
class MiniDay:
    """A night one can go to."""

    date: date
    url: str
    is_today: bool
    is_chosen: bool
    is_in_month: bool


@dataclass(frozen=True, slots=True)
class MiniMonth:
    """Whole weeks around a month, from the weekday the venue's weeks begin with; `weekdays` head them."""

    first: date
    weekdays: Sequence[str]
    weeks: Sequence[Sequence[MiniDay]]
    before: date
    after: date


def mini_month(
    venue: Venue, month: date, *, today: date, chosen: Collection[date], address: Address
) -> MiniMonth:
    """The month of any of its days. `chosen` are the nights a page shows; `address` gives a night's page."""
    first = month.replace(day=1)
    after = (first + 31 * DAY).replace(day=1)
    begins = week_begins_on(first, venue.week_starts)
    ends = week_begins_on(after - DAY, venue.week_starts) + DAYS_OF_A_WEEK * DAY
    days = [
        MiniDay(
            date=day,
            url=address(day),
            is_today=day == today,
            is_chosen=day in chosen,
            is_in_month=day.month == first.month,
        )
        for day in (begins + number * DAY for number in range((ends - begins).days))
    ]
    weeks = [days[at : at + DAYS_OF_A_WEEK] for at in range(0, len(days), DAYS_OF_A_WEEK)]
    weekdays = [text.day(day.date, venue.zone, style="weekday") for day in weeks[0]]
    return MiniMonth(first, weekdays, weeks, before=(first - DAY).replace(day=1), after=after)


def month_called(typed: str) -> date | None:
    """The first day of a month as addresses have it, "2026-11"; None for none, or one without neighbours."""
    try:
        first = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None
    return first if MINYEAR < first.year < MAXYEAR else None
