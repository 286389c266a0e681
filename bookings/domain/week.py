"""A week of opening hours as an owner works on it: presets, days alike, lengths, the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from bookings.domain.opening import DayHours

DAY_MINUTES = 24 * 60
HOUR = 60
WEEK = range(7)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6

# Weekday (0 is Monday), opens, closes; `closes <= opens` is on the next day, equal 24 hours.
Row = tuple[int, time, time]


def _same(days: Iterable[int], opens: time, closes: time) -> tuple[Row, ...]:
    return tuple((day, opens, closes) for day in days)


# By the names that forms send. The first five are those of Boom Karaoke, the single-venue app.
PRESETS: dict[str, tuple[Row, ...]] = {
    "karaoke": tuple((day, time(18), time(3) if day in {FRIDAY, SATURDAY} else time(2)) for day in WEEK),
    "extended": _same(WEEK, time(20), time(4)),
    "daytime": _same(WEEK, time(10), time(22)),
    "weekend": _same((FRIDAY, SATURDAY, SUNDAY), time(18), time(2)),
    "always": _same(WEEK, time(0), time(0)),
}
# Days that are set together, by the names that forms send.
GROUPS: dict[str, tuple[int, ...]] = {
    "all": tuple(WEEK),
    "weekdays": (0, 1, 2, 3, 4),
    "weekends": (SATURDAY, SUNDAY),
    **{str(day): (day,) for day in WEEK},
}


def copied(rows: Iterable[Row], day: int, to: Iterable[int]) -> list[Row]:
    """The week with the hours of `day` on the days `to` as well, instead of theirs."""
    known = list(rows)
    model = [DayHours(opens, closes) for weekday, opens, closes in known if weekday == day]
    return filled(known, [each for each in to if each != day], model)


def filled(rows: Iterable[Row], days: Iterable[int], hours: Sequence[DayHours]) -> list[Row]:
    """The week with these hours on these days instead of theirs; closed then without any."""
    chosen = set(days)
    kept = [row for row in rows if row[0] not in chosen]
    return sorted(kept + [(day, each.opens, each.closes) for day in chosen for each in hours])


def minutes_of(opens: time, closes: time) -> int:
    """How long the sign says a stretch is, in minutes; equal times are 24 hours."""
    start, end = _minute(opens), _minute(closes)
    return end - start if end > start else end - start + DAY_MINUTES


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch in the picture: minutes from the picture's left edge."""

    opens: time
    closes: time
    start: int
    minutes: int
    ends_next_day: bool


@dataclass(frozen=True, slots=True)
class DayInPicture:
    """One weekday of the picture, with all the time it is open."""

    weekday: int
    bars: tuple[Bar, ...]

    @property
    def minutes(self) -> int:
        return sum(bar.minutes for bar in self.bars)


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """The week drawn from its first opening to its last closing, both rounded out to whole hours.

    `begins` is the hour at the left edge, `minutes` the width. Midnight is at 1440 - `begins` * 60.
    """

    begins: int
    minutes: int
    days: tuple[DayInPicture, ...]

    @property
    def open_minutes(self) -> int:
        return sum(day.minutes for day in self.days)

    @property
    def midnight(self) -> int | None:
        """Where midnight stands, if the picture reaches past it."""
        at = DAY_MINUTES - self.begins * HOUR
        return at if at < self.minutes else None


def picture(rows: Iterable[Row]) -> WeekPicture:
    """Draw a week. One that never opens is a day from noon to midnight without bars."""
    known = sorted(rows)
    begins = min((opens.hour for _, opens, _ in known), default=12)
    ends = max(
        (_minute(opens) + minutes_of(opens, closes) for _, opens, closes in known), default=DAY_MINUTES
    )
    width = -(-ends // HOUR) * HOUR - begins * HOUR
    days = tuple(
        DayInPicture(
            day,
            tuple(
                Bar(
                    opens,
                    closes,
                    _minute(opens) - begins * HOUR,
                    minutes_of(opens, closes),
                    closes <= opens and closes != time(0),
                )
                for weekday, opens, closes in known
                if weekday == day
            ),
        )
        for day in WEEK
    )
    return WeekPicture(begins, width, days)


def days_that_differ(before: Iterable[Row], after: Iterable[Row]) -> list[int]:
    """The weekdays whose hours are not the same in both weeks."""
    was, is_now = set(before), set(after)
    return sorted({row[0] for row in was ^ is_now})


def _minute(of_day: time) -> int:
    return of_day.hour * HOUR + of_day.minute
