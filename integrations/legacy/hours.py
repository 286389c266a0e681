"""Plans the weekly opening hours of a legacy file (R11)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from integrations.legacy.cells import Cell, as_truth, as_whole, filled
from integrations.legacy.findings import Findings, LegacyId
from integrations.legacy.source import Row

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = time(0)

_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(:(?P<second>[0-9]{2})([.,][0-9]+)?)?")


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One weekday's hours, local time; `weekday` 0 is Monday. Closed when `opens` is None.

    `closes` not after `opens` means the next day; both midnight is round the clock. `has_row` is false
    where the file said nothing about the day; `id` may be None even so.
    """

    weekday: int
    id: LegacyId
    opens: time | None
    closes: time | None
    has_row: bool = True

    @property
    def name(self) -> str:
        """The English name of the day."""
        return DAYS[self.weekday]

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be booked on this day."""
        return self.opens is None


def plan_hours(rows: Iterable[Row], findings: Findings) -> tuple[PlannedDay, ...]:
    """Seven days, Monday first, from rows in rising order of id; double, missing, odd days are reported."""
    planned: dict[int, PlannedDay] = {}
    for row in rows:
        sunday_first = as_whole(row["day_of_week"])
        if sunday_first is None or sunday_first not in range(7):
            findings.reject(
                row, "no-such-day", f"day_of_week {filled(row['day_of_week'])!r} is no day from 0 to 6"
            )
            continue
        weekday = (sunday_first - 1) % 7
        if weekday in planned:
            kept = planned[weekday].id
            findings.reject(
                row, "day-twice", f"{DAYS[weekday]} is there already (row {kept}, the lowest id, is kept)"
            )
            continue
        planned[weekday] = _day(row, weekday, findings)
    for weekday, name in enumerate(DAYS):
        if weekday not in planned:
            findings.warn("business_hours", None, "day-missing", f"{name} has no hours; taken as closed")
            planned[weekday] = PlannedDay(weekday, None, None, None, has_row=False)
    return tuple(planned[weekday] for weekday in range(7))


def read_clock(cell: Cell) -> time | None:
    """A time of day like 9:30, 09:30 or 09:30:00, to the minute; 24:00 is midnight; None when it is none."""
    parts = _CLOCK.fullmatch(filled(cell) or "")
    if parts is None:
        return None
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    if (hour, minute, second) == (24, 0, 0):
        return MIDNIGHT
    try:
        return time(hour, minute, second).replace(second=0)
    except ValueError:
        return None


def _day(row: Row, weekday: int, findings: Findings) -> PlannedDay:
    closed = PlannedDay(weekday, row.id, None, None)
    says_closed, as_word = as_truth(row["is_closed"])
    if as_word:
        meaning = {True: "closed", False: "open", None: "neither; taken as open"}[says_closed]
        findings.warn(
            row.table,
            row.id,
            "truth-as-text",
            f"{DAYS[weekday]}: is_closed is the text {filled(row['is_closed'])!r}: {meaning}",
        )
    if says_closed:
        return closed
    opens, closes = read_clock(row["open_time"]), read_clock(row["close_time"])
    shown = f"{DAYS[weekday]} {filled(row['open_time'])} to {filled(row['close_time'])}"
    if opens is None or closes is None:
        findings.warn(row.table, row.id, "unreadable-hours", f"{shown} cannot be read; taken as closed")
        return closed
    if opens == closes:
        if filled(row["close_time"]) in {"24:00", "24:00:00"}:
            return PlannedDay(weekday, row.id, opens, closes)
        findings.warn(row.table, row.id, "no-length", f"{shown} has no length; taken as closed")
        return closed
    if (opens, closes) == (MIDNIGHT, time(23, 59)):
        # The old app's "24/7" preset; its clock could not say midnight at the end of the day.
        findings.note(
            row.table, row.id, "round-the-clock", f"{shown} was the 24/7 preset; taken as open all day"
        )
        return PlannedDay(weekday, row.id, MIDNIGHT, MIDNIGHT)
    if _has_seconds(row):
        findings.note(row.table, row.id, "seconds-dropped", f"{shown}: hours are kept to the minute")
    return PlannedDay(weekday, row.id, opens, closes)


def _has_seconds(row: Row) -> bool:
    """Whether the row's hours name seconds other than nought, which Boom's hours do not keep."""
    return any(
        parts is not None and int(parts["second"] or 0) > 0
        for parts in (_CLOCK.fullmatch(filled(row[column]) or "") for column in ("open_time", "close_time"))
    )
