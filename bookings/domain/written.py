"""Days, times, lengths and amounts as other systems write them; what can mean two things is not guessed.

Whether 03/04 is in March or in April, and whether 1,234 is a thousand, a whole column tells, or nobody: then
whoever brings the list in is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from boom.core.time import AmbiguousTime, SkippedTime, local_to_utc

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MOST_MINUTES = 7 * 24 * 60
NOON, DAY = 12, timedelta(days=1)

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_NAMED = (
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?P<month>[a-z]{3,9})[ .,-]+(?P<year>\d{4})", re.IGNORECASE
    ),
    re.compile(
        r"(?P<month>[a-z]{3,9})[ .-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?[ ,.-]+(?P<year>\d{4})", re.IGNORECASE
    ),
)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_OFFSET = re.compile(r"(z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
_CLOCK_LENGTH = re.compile(r"(\d{1,3}):(\d{2})(?::\d{2})?")
_LENGTH = re.compile(r"(?:(\d+(?:[.,]\d+)?)\s*h[a-z]*)?\s*(?:(\d+)\s*(?:m[a-z]*)?)?", re.IGNORECASE)
_MARKS = re.compile(r"[^\d.,-]")
GROUP = 3
# Between a day and its time.
_AROUND = " ,T\t"


class DateOrder(StrEnum):
    """In which order a numeric date is written, the year last."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class NotRead(ValueError):
    """What stands there cannot be read; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a list is written: the order of its dates, the sign before its decimals, the zone of its clocks."""

    zone: ZoneInfo
    order: DateOrder | None = None
    decimal: str = ""

    def day(self, text: str) -> date:
        """A cell as a date. Raises NotRead."""
        found, rest = self._day_and_rest(text)
        if _wall_and_offset(rest)[0] is None:
            raise NotRead(f"“{text[:40]}” is no day.")
        return found

    def clock(self, text: str) -> time:
        """A cell as a time of the day. Raises NotRead."""
        found = _time_of(text)
        if found is None:
            raise NotRead(f"“{text[:40]}” is no time.")
        return found

    def has_time(self, text: str) -> bool:
        """Whether a cell with a day has a time as well."""
        return bool(self._day_and_rest(text)[1].strip(_AROUND))

    def moment(self, text: str) -> datetime:
        """A cell with day and time as an instant; without a time it is midnight. Raises NotRead, also for a
        time that the clocks of the zone skip or show twice.
        """
        day, rest = self._day_and_rest(text)
        wall, offset = _wall_and_offset(rest)
        if wall is None:
            raise NotRead(f"“{text[:40]}” is no day with a time.")
        if not offset:
            return self.instant(day, wall)
        return datetime.fromisoformat(f"{day.isoformat()}T{wall.isoformat()}{offset}")

    def instant(self, day: date, wall: time) -> datetime:
        """A day and a time on the clocks of the zone as an instant. Raises NotRead as `moment` does."""
        try:
            return local_to_utc(datetime.combine(day, wall), self.zone)
        except (AmbiguousTime, SkippedTime) as error:
            raise NotRead(str(error)) from error
        except OverflowError as error:
            raise NotRead(f"“{day}” is no day.") from error

    def amount(self, text: str) -> Decimal:
        """A cell as an amount, whatever sign of a currency stands around it. Raises NotRead."""
        plain = _MARKS.sub("", text)
        sign = _sign_in(plain)
        if sign is None:
            sign = self.decimal
            if not sign:
                raise NotRead(f"“{text[:40]}” can be read as two amounts. Say how the file writes them.")
        whole = plain.replace("," if sign == "." else ".", "").replace(sign, ".")
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", whole):
            raise NotRead(f"“{text[:40]}” is no amount.")
        return Decimal(whole)

    def _day_and_rest(self, text: str) -> tuple[date, str]:
        plain = _WEEKDAY.sub("", text.strip())
        if found := _ISO.match(plain):
            return _dated(int(found[1]), int(found[2]), int(found[3]), text), plain[found.end() :]
        if found := _NUMBERS.match(plain):
            first, second, year = int(found[1]), int(found[3]), _year(found[4])
            order = DateOrder.DAY_FIRST if found[2] == "." else self.order
            if order is None:
                order = _only(_orders_of(first, second))
            if order is None:
                raise NotRead(f"“{text[:40]}” can be read as two days. Say how the file writes them.")
            day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
            return _dated(year, month, day, text), plain[found.end() :]
        for pattern in _NAMED:
            named = pattern.match(plain)
            if named and named["month"][:GROUP].lower() in MONTHS:
                month = MONTHS.index(named["month"][:GROUP].lower()) + 1
                return _dated(int(named["year"]), month, int(named["day"]), text), plain[named.end() :]
        raise NotRead(f"“{text[:40]}” is no day.")


def orders_possible(cells: Iterable[str]) -> set[DateOrder]:
    """In which orders all the numeric dates of a column make sense; both where none tells."""
    possible = set(DateOrder)
    for cell in cells:
        found = _NUMBERS.match(_WEEKDAY.sub("", cell.strip()))
        # The same number twice is the same day either way.
        if found and found[2] != "." and found[1] != found[3]:
            narrowed = possible & _orders_of(int(found[1]), int(found[3]))
            # A cell that makes no sense at all is refused by itself, line by line.
            possible = narrowed or possible
    return possible


def has_numeric_dates(cells: Iterable[str]) -> bool:
    """Whether the order matters at all: dates such as 03/04/2026 are in the column."""
    return any(
        (found := _NUMBERS.match(_WEEKDAY.sub("", cell.strip()))) and found[2] != "." for cell in cells
    )


def decimals_possible(cells: Iterable[str]) -> set[str]:
    """Which signs may stand before the decimals of a column of amounts; both where none tells and it matters;
    none where it does not matter.
    """
    signed = (_MARKS.sub("", cell) for cell in cells)
    signs = [_sign_in(cell) for cell in signed if "." in cell or "," in cell]
    told = {sign for sign in signs if sign}
    if told:
        return told
    return {".", ","} if None in signs else set()


def read_length(text: str) -> timedelta:
    """A cell as a length: "90", "1:30", "1.5 h", "2 hours", "1h 30m"; a bare number is minutes.

    Raises NotRead, also for more than a week.
    """
    plain = text.strip()
    clock = _CLOCK_LENGTH.fullmatch(plain)
    words = _LENGTH.fullmatch(plain)
    if clock:
        minutes = Decimal(clock[1]) * 60 + int(clock[2])
    elif plain and words and (words[1] or words[2]):
        minutes = Decimal((words[1] or "0").replace(",", ".")) * 60 + int(words[2] or 0)
    else:
        raise NotRead(f"“{text[:40]}” is no length.")
    if not 0 < minutes <= MOST_MINUTES:
        raise NotRead("It lasts from a minute to a week.")
    return timedelta(minutes=int(minutes))


def _orders_of(first: int, second: int) -> set[DateOrder]:
    months = range(1, NOON + 1)
    found = set()
    if second in months:
        found.add(DateOrder.DAY_FIRST)
    if first in months:
        found.add(DateOrder.MONTH_FIRST)
    return {DateOrder.DAY_FIRST} if first == second and found else found


def _only(orders: set[DateOrder]) -> DateOrder | None:
    return next(iter(orders)) if len(orders) == 1 else None


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text)


def _dated(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotRead(f"“{text[:40]}” is no day.") from error


def _wall_and_offset(rest: str) -> tuple[time | None, str]:
    """What stands behind a day: its time, midnight where there is none, None for what is no time."""
    rest = rest.strip(_AROUND)
    offset = _OFFSET.search(rest) if rest else None
    wall = _time_of(rest[: offset.start()] if offset else rest) if rest else time()
    return wall, offset[1].upper().replace("Z", "+00:00") if offset else ""


def _time_of(text: str) -> time | None:
    found = _TIME.fullmatch(text.strip(_AROUND))
    if found is None or not (found[2] or found[4]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "").lower()
    if half:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _sign_in(plain: str) -> str | None:
    """The sign before the decimals of one amount; "." where there are none; None where it may be either."""
    points, commas = plain.count("."), plain.count(",")
    if points and commas:
        return "." if plain.rindex(".") > plain.rindex(",") else ","
    if not points and not commas:
        return "."
    sign, other = (".", ",") if points else (",", ".")
    if points + commas > 1:
        # Grouping: the other would stand before decimals.
        return other
    return None if len(plain) - plain.index(sign) - 1 == GROUP else sign
