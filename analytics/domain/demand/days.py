"""What kind of day a day is, as far as demand goes: a plain one, a holiday, its eve, the turn of the year."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import IntEnum

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(IntEnum):
    """Kinds of days that do not follow their weekday's custom; each has a factor of its own."""

    PLAIN = 0
    HOLIDAY = 1  # A public holiday from Monday to Friday: nobody works.
    EVE = 2  # The night before one: nobody gets up early.
    TURN_OF_YEAR = 3  # 29 December to 3 January, unlike everything else.


def kind_of(day: date, holidays: Collection[date]) -> DayKind:
    """The kind of a day. A holiday at the weekend changes nothing: those days are off anyway."""
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return DayKind.TURN_OF_YEAR
    if day in holidays and day.weekday() < SATURDAY:
        return DayKind.HOLIDAY
    tomorrow = day + ONE_DAY
    if tomorrow in holidays and tomorrow.weekday() < SATURDAY:
        return DayKind.EVE
    return DayKind.PLAIN


def kinds_of(days: Iterable[date], holidays: Collection[date]) -> list[DayKind]:
    """The kind of each day."""
    off = frozenset(holidays)
    return [kind_of(day, off) for day in days]
