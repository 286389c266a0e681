"""Booking times of the legacy file: text as a client sent it, in any form its ISO 8601 check let through.

A time without a zone is local time in the business's zone. The old app took the first of an hour that the
clock repeats and moved a time that the clock skips forward by what was skipped; so does this module, and
says so (R1).
"""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from boom.core.time import AmbiguousTime, SkippedTime, local_to_utc
from integrations.legacy.cells import Cell, filled, storable

# Outside these years a calendar cannot show a time in every zone; no booking is meant by them.
FIRST_YEAR, LAST_YEAR = 1900, 2999
DAY_SECONDS = 24 * 60 * 60

_MILLISECONDS = re.compile(r"[0-9]{13}")
_ISO = re.compile(
    r"""
    \+?(?P<year>[0-9]{4})
    (?: -?W(?P<week>[0-9]{2}) (?:-?(?P<weekday>[1-7]))?
      | -?(?P<ordinal>[0-9]{3}) (?![0-9])
      | (?P<dash>-?)(?P<month>[0-9]{2}) (?:(?P=dash)(?P<day>[0-9]{2}))?
    )?
    (?: (?:[Tt]|\s+)
        (?: (?P<hour>[0-9]{2})
            (?: (?P<hour_part>[.,][0-9]+)
              | :?(?P<minute>[0-9]{2})
                (?: (?P<minute_part>[.,][0-9]+)
                  | :?(?P<second>[0-9]{2}) (?P<second_part>[.,][0-9]+)?
                )?
            )?
            \s* (?P<zone> [Zz] | UTC | GMT
                | (?P<sign>[+-]) (?P<zone_hours>[0-9]{2}) (?: :?(?P<zone_minutes>[0-9]{2}) | : )?
            )?
        )?
    )?
    """,
    re.VERBOSE,
)


class Oddity(StrEnum):
    """What was unusual about a time that could still be read."""

    REPEATED = "repeated-hour"
    SKIPPED = "skipped-hour"
    MILLISECONDS = "milliseconds"


class TimeUnusable(ValueError):
    """A time no booking can be made from; `code` is stable, the text is for people."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC), the text it came from and what was odd about that, if anything."""

    at: datetime
    typed: str
    oddity: Oddity | None = None


def read_moment(cell: Cell, zone: ZoneInfo) -> Moment:
    """The instant a `start_time` or `end_time` cell means; `zone` is the business's.

    Raises TimeUnusable with code no-time, no-time-of-day, no-such-day or unreadable-time.
    """
    text = filled(cell)
    if text is None:
        raise TimeUnusable("no-time", "is empty")
    shown = f"{storable(text[:60])!r}"
    if _MILLISECONDS.fullmatch(text):
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text))
        return Moment(at, text, Oddity.MILLISECONDS)
    parts = _ISO.fullmatch(text)
    if parts is None:
        raise TimeUnusable("unreadable-time", f"{shown} cannot be read as a date and time")
    if parts["hour"] is None:
        raise TimeUnusable("no-time-of-day", f"{shown} is a date without a time of day")
    day = _day(parts, shown)
    seconds = _seconds_of_day(parts, shown)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise TimeUnusable("unreadable-time", f"{shown} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    local = datetime.combine(day, time.min) + timedelta(microseconds=int(seconds * 1_000_000))
    if parts["zone"]:
        return Moment(local.replace(tzinfo=_offset(parts, shown)).astimezone(UTC), text)
    at, oddity = place(local, zone)
    return Moment(at, text, oddity)


def place(local: datetime, zone: ZoneInfo) -> tuple[datetime, Oddity | None]:
    """The instant (UTC) of the naive wall time `local` in `zone`, and whether a clock change touched it."""
    try:
        return local_to_utc(local, zone), None
    except AmbiguousTime:
        return local_to_utc(local, zone, ambiguous="first"), Oddity.REPEATED
    except SkippedTime:
        return local_to_utc(local, zone, skipped="later"), Oddity.SKIPPED


def _day(parts: re.Match[str], shown: str) -> date:
    year = int(parts["year"])
    try:
        if parts["week"] and parts["weekday"]:
            return date.fromisocalendar(year, int(parts["week"]), int(parts["weekday"]))
        if parts["ordinal"]:
            return _day_of_year(year, int(parts["ordinal"]))
        if parts["month"] and parts["day"]:
            return date(year, int(parts["month"]), int(parts["day"]))
    except (ValueError, OverflowError) as error:
        raise TimeUnusable("no-such-day", f"{shown} names a day that does not exist") from error
    raise TimeUnusable("unreadable-time", f"{shown} does not say which day")


def _day_of_year(year: int, number: int) -> date:
    if number not in range(1, 366 + isleap(year)):
        raise ValueError(f"year {year} has no day {number}")
    return date(year, 1, 1) + timedelta(days=number - 1)


def _seconds_of_day(parts: re.Match[str], shown: str) -> Fraction:
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    seconds = Fraction(hour * 3600 + minute * 60 + second)
    for name, unit in (("hour_part", 3600), ("minute_part", 60), ("second_part", 1)):
        if parts[name]:
            seconds += Fraction(f"0.{parts[name][1:]}") * unit
    exists = minute in range(60) and second in range(60) and (hour in range(24) or seconds == DAY_SECONDS)
    if not exists:
        raise TimeUnusable("unreadable-time", f"{shown} names a time of day that does not exist")
    return seconds


def _offset(parts: re.Match[str], shown: str) -> timezone:
    if not parts["sign"]:
        return UTC
    hours, minutes = int(parts["zone_hours"]), int(parts["zone_minutes"] or 0)
    if hours not in range(24) or minutes not in range(60):
        raise TimeUnusable("unreadable-time", f"{shown} has an offset from UTC that does not exist")
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(distance if parts["sign"] == "+" else -distance)
