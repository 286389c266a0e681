"""Everything a business has, as files: one table each, as CSV or XLSX.

Apps register theirs in `exports.py`, which `boom.apps` finds; nobody here knows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from bookings.models import Venue
from boom.core.spreadsheets import csv_line
from boom.core.time import day_starts_at
from boom.core.workbooks import Cell, workbook

CHUNK = 500
DAY = timedelta(days=1)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Extent:
    """What of a table is wanted: of these venues, from one day to another on their clocks, both included."""

    venues: tuple[Venue, ...]
    first: date | None
    last: date | None
    now: datetime

    def within(self, rows: QuerySet[Row], column: str, venue: Venue) -> QuerySet[Row]:
        """The rows whose instant in `column` lies in it."""
        if self.first is not None:
            rows = rows.filter(**{f"{column}__gte": day_starts_at(self.first, venue.zone)})
        if self.last is not None:
            rows = rows.filter(**{f"{column}__lt": day_starts_at(self.last + DAY, venue.zone)})
        return rows


@dataclass(frozen=True, slots=True)
class Table:
    """A file to be: its headings, and the rows below them. `times` are the headings of instants."""

    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    times: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """One table that may be taken out by whoever holds `permission`.

    `table` is what the record names as taken out. `is_dated`: days narrow it. `is_of_business`: venues do
    not. `is_of_rooms`: whoever may touch single rooms of a venue gets those; else it takes the venue whole.
    """

    name: str
    label: str | Promise
    words: str | Promise
    permission: str
    table: str
    made: Callable[[Extent], Table]
    is_dated: bool = True
    is_of_business: bool = False
    is_of_rooms: bool = False


_exports: dict[str, Export] = {}


def register(export: Export) -> None:
    """Say that a table can be taken out."""
    _exports[export.name] = export


def exports() -> Sequence[Export]:
    """Every table that can be taken out, in the order in which they are listed."""
    return tuple(_exports.values())


def export_called(name: str) -> Export | None:
    """The table with that name in its address."""
    return _exports.get(name)


def in_pieces(rows: QuerySet[Row]) -> Iterator[Row]:
    """The rows in their order, however many, some at a time.

    The keys first, then piece by piece: a cursor would not outlive the moment between two pieces.
    """
    keys = list(rows.values_list("pk", flat=True))
    for first in range(0, len(keys), CHUNK):
        wanted = keys[first : first + CHUNK]
        by_key = rows.order_by().in_bulk(wanted)
        yield from (by_key[key] for key in wanted if key in by_key)


def of_each_venue(
    extent: Extent,
    headings: Sequence[str],
    rows_of: Callable[[Venue], Iterable[Sequence[Cell]]],
    *,
    times: Sequence[str] = (),
) -> Table:
    """A table of what each venue has, with its name in the first column."""
    rows = ((venue.name, *cells) for venue in extent.venues for cells in rows_of(venue))
    return Table(("venue", *headings), rows, times)


def as_csv(table: Table) -> Iterator[str]:
    """Lines of a CSV file. No cell is run as a formula by whatever opens it; instants have their offset."""
    return map(csv_line, chain([table.headings], table.rows))


def as_workbook(table: Table, *, title: str) -> Iterator[bytes]:
    """The same as pieces of an XLSX file: an instant is wall time there, with its offset in the next cell."""
    timed = {place for place, heading in enumerate(table.headings) if heading in table.times}
    headings = [
        name
        for heading in table.headings
        for name in ((heading, f"{heading}, from UTC") if heading in table.times else (heading,))
    ]
    return workbook(headings, (_with_offsets(cells, timed) for cells in table.rows), title=title)


def _with_offsets(cells: Sequence[Cell], timed: set[int]) -> list[Cell]:
    found: list[Cell] = []
    for place, cell in enumerate(cells):
        found.append(cell)
        if place in timed:
            found.append(cell.isoformat(timespec="minutes")[-6:] if isinstance(cell, datetime) else "")
    return found
