"""Series of counts with their bookings, from a folder of data; cut off at an evening, as forecasts see them.

A folder holds `recruit/` and `hotel/` in the forms their READMEs say: `series_id,timestamp,count`, and for
bookings `series_id,created_at,visit_at`. Nothing of it ships with Boom.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand.books import HORIZON, NEVER, Reservations, on_the_books
from analytics.domain.demand.candidates import Past
from analytics.domain.demand.days import kinds_of

Floats = NDArray[np.float64]
# Of smaller series the best median forecast is 0, and errors say nothing.
LEAST_A_DAY = 1.0


@dataclass(frozen=True)
class Series:
    """Counts by day from `first` on, NaN where none was recorded, and every booking with when it was made."""

    name: str
    first: date
    counts: Floats
    holidays: frozenset[date] = frozenset()
    reservations: Reservations | None = None
    known_from: date = date.min

    def past(self, evening: date, *, weeks: int | None = None) -> Past:
        """All that was known on that evening, of the last `weeks` or ever: nothing after it."""
        first = self.first if weeks is None else max(self.first, evening - timedelta(days=7 * weeks - 1))
        days = (evening - first).days + 1
        start = (first - self.first).days
        dates = [first + timedelta(days=number) for number in range(days + HORIZON)]
        return Past(
            counts=self.counts[start : start + days].copy(),
            weekdays=np.array([day.weekday() for day in dates], dtype=np.int64),
            kinds=np.array(kinds_of(dates, self.holidays), dtype=np.int64),
            books=None if self.reservations is None else self._books(self.reservations, first, days, evening),
        )

    def _books(self, every: Reservations, first: date, days: int, evening: date) -> Floats:
        known = every.made <= evening.toordinal()
        cancelled = every.cancelled[known]
        return on_the_books(
            Reservations(
                every.made[known],
                every.for_day[known],
                every.amount[known],
                np.where(cancelled <= evening.toordinal(), cancelled, NEVER),
            ),
            first=first.toordinal(),
            days=days + HORIZON,
            known_from=self.known_from.toordinal(),
            today=evening.toordinal(),
        )

    def came(self, evening: date) -> Floats:
        """What came on the `HORIZON` days after that evening; NaN where it was not recorded."""
        start = (evening - self.first).days + 1
        ahead = self.counts[start : start + HORIZON]
        return np.concatenate([ahead, np.full(HORIZON - len(ahead), np.nan)])


@dataclass
class _Rows:
    made: list[int] = field(default_factory=list)
    for_day: list[int] = field(default_factory=list)
    amount: list[float] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)

    def add(self, made: str, for_day: str, amount: float, cancelled: str = "") -> None:
        self.made.append(_day(made).toordinal())
        self.for_day.append(_day(for_day).toordinal())
        self.amount.append(amount)
        self.cancelled.append(_day(cancelled).toordinal() if cancelled else int(NEVER))

    def whole(self) -> Reservations:
        return Reservations(
            np.array(self.made, dtype=np.int64),
            np.array(self.for_day, dtype=np.int64),
            np.array(self.amount),
            np.array(self.cancelled, dtype=np.int64),
        )


def recruit(folder: Path, *, with_bookings: bool) -> list[Series]:
    """Visitors of restaurants a day; days without a record are not counted. Bookings are known since 2017."""
    holidays = frozenset(
        _day(row["date"]) for row in _rows(folder / "holidays_jp.csv") if row["holiday"] == "1"
    )
    bookings: dict[str, _Rows] = defaultdict(_Rows)
    if with_bookings:
        for row in _rows(folder / "reservations.csv"):
            bookings[row["series_id"]].add(row["created_at"], row["visit_at"], float(row["party"]))
    return [
        Series(
            name,
            first,
            counts,
            holidays,
            bookings[name].whole() if with_bookings else None,
            date(2017, 1, 1),
        )
        for name, first, counts in _by_day(folder / "daily.csv", missing=np.nan)
    ]


def hotel(folder: Path) -> list[Series]:
    """Arrivals of a hotel by type of room a day, with every booking and cancellation."""
    bookings: dict[str, _Rows] = defaultdict(_Rows)
    for row in _rows(folder / "reservations.csv.gz"):
        given_up = row["status_at"] if row["status"] == "cancelled" else ""
        bookings[row["series_id"]].add(row["created_at"], row["visit_at"], 1.0, given_up)
    return [
        Series(name, first, counts, frozenset(), bookings[name].whole(), first - timedelta(days=365))
        for name, first, counts in _by_day(folder / "daily_arrivals.csv", missing=0.0)
        if counts.mean() >= LEAST_A_DAY
    ]


def _by_day(file: Path, *, missing: float) -> Iterator[tuple[str, date, Floats]]:
    counted: dict[str, dict[date, float]] = defaultdict(dict)
    for row in _rows(file):
        counted[row["series_id"]][_day(row["timestamp"])] = float(row["count"])
    last = max(max(days) for days in counted.values())
    for name, days in counted.items():
        first = min(days)
        length = (last - first).days + 1
        yield name, first, np.array([days.get(first + timedelta(days=n), missing) for n in range(length)])


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        yield from csv.DictReader(lines)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
