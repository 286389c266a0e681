"""What repeats: RFC 5545 rules over business nights, and the instant at which each night's turn begins.

A series repeats on dates of business nights, at a time of the night as `walls` writes it ("21:00", "24:30"):
so half past midnight of every Friday night stays with Friday. Which dates a rule means is dateutil's to say;
what a venue's clocks make of the time on each of them is said here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import cast
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from bookings.domain.interval import Interval
from bookings.domain.opening import LAST_DAY
from bookings.domain.walls import AGAIN, instant_on
from boom.core.time import SkippedTime, date_exists, local_to_utc

# All of a series is planned, locked and written at once; nobody reads a longer list.
MOST_NIGHTS = 200
MOST_INTERVAL = 12
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
DAY = timedelta(days=1)


class Every(StrEnum):
    """What a rule counts in."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """Every so many days; weeks, on these weekdays (0 is Monday); or months, on a date or an nth weekday.

    `month_day` is 1 to 31 or LAST; a month without that day has no turn (RFC 5545, 3.3.10). `nth` is 1 to 4
    or LAST, of the one weekday. `until` is the last date that may be one, `count` how many there are: one of
    them or neither. `week_start` says where a week begins when every other one counts.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    nth: int | None = None
    until: date | None = None
    count: int | None = None
    week_start: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.interval <= MOST_INTERVAL:
            raise ValueError(f"Repeats every 1 to {MOST_INTERVAL} days, weeks or months.")
        if self.count is not None and (self.until is not None or self.count < 1):
            raise ValueError("Repeats until a date or so many times, not both.")
        if list(self.weekdays) != sorted(set(self.weekdays)) or not set(self.weekdays) <= set(range(7)):
            raise ValueError("Weekdays are 0 (Monday) to 6 (Sunday), each once, in order.")
        if not _KINDS[self.every](self):
            raise ValueError(f"This is no way to repeat {self.every.lower()}.")

    def __str__(self) -> str:
        """The rule as RFC 5545 writes it, without its name: "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218"."""
        parts = [f"FREQ={self.every}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            nth = "" if self.nth is None else str(self.nth)
            parts.append("BYDAY=" + ",".join(f"{nth}{WEEKDAYS[day]}" for day in self.weekdays))
        if self.month_day is not None:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.week_start:
            parts.append(f"WKST={WEEKDAYS[self.week_start]}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """Read what `str` writes. Raises ValueError for anything else, be it a rule of the RFC or not."""
        values = dict(part.partition("=")[::2] for part in text.split(";"))
        days, nths = [], set()
        for each in filter(None, values.get("BYDAY", "").split(",")):
            days.append(WEEKDAYS.index(each[-2:]))
            nths.add(each[:-2])
        nth = nths.pop() if nths else ""
        until = values.get("UNTIL")
        rule = cls(
            every=Every(values.get("FREQ", "")),
            interval=int(values.get("INTERVAL", "1")),
            weekdays=tuple(days),
            month_day=int(values["BYMONTHDAY"]) if "BYMONTHDAY" in values else None,
            nth=int(nth) if nth else None,
            until=datetime.strptime(until, "%Y%m%d").date() if until else None,  # noqa: DTZ007 - a date
            count=int(values["COUNT"]) if "COUNT" in values else None,
            week_start=WEEKDAYS.index(values.get("WKST", "MO")),
        )
        if nths or str(rule) != text:
            raise ValueError(f"Boom does not read this rule: {text!r}")
        return rule

    @property
    def is_open_ended(self) -> bool:
        """Whether it goes on until somebody ends it."""
        return self.until is None and self.count is None

    @property
    def can_shift(self) -> bool:
        """Whether all its dates may move by some days and still be one rule."""
        return self.every != Every.MONTH


_KINDS = {
    Every.DAY: lambda rule: (rule.weekdays, rule.month_day, rule.nth) == ((), None, None),
    Every.WEEK: lambda rule: bool(rule.weekdays) and (rule.month_day, rule.nth) == (None, None),
    Every.MONTH: lambda rule: (
        (not rule.weekdays and rule.nth is None and rule.month_day in {LAST, *range(1, 32)})
        or (len(rule.weekdays) == 1 and rule.nth in {LAST, 1, 2, 3, 4} and rule.month_day is None)
    ),
}


def dates(rule: Rule, first: date) -> Iterator[date]:
    """Give a rule's dates from `first` on, in order, for as long as there are calendars.

    `first` itself is one only if the rule says so.
    """
    start = datetime.combine(first, time.min)
    found = cast(Iterator[datetime], iter(rrulestr(str(rule), dtstart=start)))
    return takewhile(lambda day: day <= LAST_DAY, (each.date() for each in found))


def dates_between(rule: Rule, first: date, since: date, last: date) -> list[date]:
    """Give the dates of a rule that begins on `first`, from `since` to `last`, both included."""
    return [day for day in takewhile(lambda day: day <= last, dates(rule, first)) if day >= since]


def ended_before(rule: Rule, day: date) -> Rule:
    """Give the rule that stops before `day`."""
    last = day - DAY
    if rule.until is not None and rule.until < last:
        return rule
    return replace(rule, until=last, count=None)


def from_then_on(rule: Rule, first: date, day: date) -> Rule:
    """Give what is left of a rule from `day` on, which has to be one of its dates; counted ones count down.

    `ended_before` and this, each begun on its own first date, have the dates of the whole between them.
    """
    if rule.count is None:
        return rule
    before = sum(1 for _ in takewhile(lambda each: each < day, dates(rule, first)))
    return replace(rule, count=rule.count - before)


def shifted(rule: Rule, by_days: int) -> Rule:
    """Give the rule whose dates are all so many days later (earlier: less than nothing).

    Raises ValueError for one by the month: the day after the third Friday is not always the third Saturday.
    """
    if not by_days:
        return rule
    if not rule.can_shift:
        raise ValueError("What repeats by the month keeps its day.")
    until = rule.until + by_days * DAY if rule.until is not None else None
    if rule.every == Every.DAY:
        return replace(rule, until=until)
    moved = tuple(sorted((day + by_days) % 7 for day in rule.weekdays))
    # Every other week is counted from where the week begins: that moves along.
    return replace(rule, weekdays=moved, week_start=(rule.week_start + by_days) % 7, until=until)


class ClockNote(StrEnum):
    """What the venue's clocks do to a time on one night."""

    NONE = ""
    # They jump over it: it begins as much later as they jump (RFC 5545, 3.3.5).
    SKIPPED = "skipped"
    # They show it twice: the first is meant.
    TWICE = "twice"
    # The zone left the whole date out.
    NO_DAY = "no-day"


@dataclass(frozen=True, slots=True)
class Turn:
    """One night's turn of a series: when it would be; no `span` on a date that never was."""

    day: date
    span: Interval | None
    note: ClockNote = ClockNote.NONE


def turn(day: date, start: str, length: timedelta, zone: ZoneInfo) -> Turn:
    """Give a night's turn at a time of the night, `length` of real time long.

    Raises ValueError for what is no time.
    """
    if not date_exists(day, zone):
        return Turn(day, None, ClockNote.NO_DAY)
    try:
        begins = instant_on(start, day, zone)
    except SkippedTime as skipped:
        begins = local_to_utc(skipped.local, zone, skipped="later")
        return Turn(day, Interval.lasting(begins, length), ClockNote.SKIPPED)
    again = instant_on(start.removesuffix(AGAIN) + AGAIN, day, zone)
    note = ClockNote.TWICE if again != begins else ClockNote.NONE
    return Turn(day, Interval.lasting(begins, length), note)
