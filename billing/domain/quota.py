"""How much of a plan is used, and what would have to go before a smaller one fits.

What counts is worked out by the database, in the tenant's schema (bookings/sql/bookings_keep_to_plan.sql):
a booking counts in the month in which its visit begins, by the business's clock, from its hold on; not when
it was called off, ran out, or still waits for a place after an import. A no-show counts: its time was sold.
Each room of a group and each night of a series is one booking; a party that changes rooms on the way is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Metric(StrEnum):
    """What is counted against a plan."""

    ROOMS = "rooms"
    BOOKINGS = "bookings"


@dataclass(frozen=True, slots=True)
class Meter:
    """So many used of so many; `limit` None is no limit."""

    metric: Metric
    used: int
    limit: int | None

    @property
    def share(self) -> int:
        """Whole per cent used, at most 100 for a bar; 0 where nothing is limited."""
        if self.limit is None:
            return 0
        return 100 if self.used >= self.limit else self.used * 100 // self.limit

    @property
    def over(self) -> int:
        """How many more than the limit."""
        return 0 if self.limit is None else max(0, self.used - self.limit)

    @property
    def left(self) -> int | None:
        """How many more fit; None where nothing is limited."""
        return None if self.limit is None else max(0, self.limit - self.used)

    def level(self, levels: Iterable[int]) -> int:
        """The highest of these levels (per cent) that is reached; 0 for none."""
        if self.limit is None or self.used == 0:
            return 0
        return max((level for level in levels if self.used * 100 >= level * self.limit), default=0)


@dataclass(frozen=True, slots=True)
class RoomInUse:
    """A room as far as it matters for archiving: who has it least to lose goes first."""

    key: int
    name: str
    bookings_ahead: int
    is_hidden: bool = False


def month_of(instant: datetime, zone: ZoneInfo) -> date:
    """The first day of the calendar month an instant lies in, by the zone's clock."""
    return instant.astimezone(zone).date().replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_span(month: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants at which a month begins and ends by the zone's clock, as UTC."""
    begins, ends = (
        datetime(day.year, day.month, 1, tzinfo=zone).astimezone(UTC) for day in (month, month_after(month))
    )
    return begins, ends


def rooms_to_archive(rooms: Sequence[RoomInUse], limit: int | None) -> list[RoomInUse]:
    """Which rooms to archive first so that the rest fits: hidden ones, then those with the least ahead.

    Among equals the one that comes last in the owner's order (`rooms` is in that order). Empty where all fit.
    """
    if limit is None or len(rooms) <= limit:
        return []
    placed = sorted(
        enumerate(rooms), key=lambda item: (not item[1].is_hidden, item[1].bookings_ahead, -item[0])
    )
    return [room for _, room in placed[: len(rooms) - limit]]
