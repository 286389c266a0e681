"""What a venue sold: bookings, hours, revenue, by business night. From the bookings themselves, at each call.

A booking counts on the night it begins. What counts as sold is `SOLD`; money is the price agreed, by the
bookings' own venue and so in one currency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bookings.domain.lifecycle import SOLD, Status
from bookings.domain.opening import NoSuchDay
from bookings.models import Booking
from bookings.selectors.setup import Setup

DAY = timedelta(days=1)
MOST_NIGHTS = 366
# A hold that nobody finished was never a booking.
NEVER = frozenset({Status.HELD, Status.EXPIRED})


class Row(NamedTuple):
    """A booking as figures need it."""

    night: date
    room_id: int
    room: str
    status: str
    source: str
    minutes: int
    total_minor: int
    fee_minor: int
    party_size: int
    customer_id: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What some bookings come to. Money in minor units; `open_minutes`: room-minutes that could be sold."""

    bookings: int = 0
    sold: int = 0
    cancelled: int = 0
    no_shows: int = 0
    guests: int = 0
    sold_minutes: int = 0
    revenue_minor: int = 0
    kept_minor: int = 0
    open_minutes: int = 0

    @property
    def utilisation(self) -> float | None:
        """Sold of open room-time, 0 to 1; None where nothing was open."""
        return self.sold_minutes / self.open_minutes if self.open_minutes else None

    @property
    def revpah_minor(self) -> int | None:
        """Revenue for each open room-hour, rounded down; None where nothing was open."""
        return self.revenue_minor * 60 // self.open_minutes if self.open_minutes else None


def nights_between(setup: Setup, first: date, last: date) -> list[date]:
    """The business nights from `first` to `last`, both included, without dates that the zone left out."""
    found = []
    for offset in range(min((last - first) // DAY + 1, MOST_NIGHTS)):
        try:
            setup.night(first + offset * DAY)
        except NoSuchDay:
            continue
        found.append(first + offset * DAY)
    return found


def rows_of(setup: Setup, nights: Sequence[date]) -> list[Row]:
    """The bookings of these nights, at rooms that whoever asks may see. One query."""
    if not nights:
        return []
    begins, ends = setup.night(nights[0]).span.start, setup.night(nights[-1]).span.end
    found = (
        Booking.objects.visible()
        .filter(room__venue_id=setup.venue.pk, starts_at__gte=begins, starts_at__lt=ends, continues=None)
        .exclude(status__in=sorted(NEVER))
        .order_by("starts_at", "id")
        .values_list(
            "starts_at", "ends_at", "room_id", "room__name", "status", "source", "total_minor", "fee_minor",
            "party_size", "customer_id",
        )
    )  # fmt: skip
    return [
        Row(
            setup.hours.business_day(starts_at),
            room_id,
            room,
            status,
            source,
            _minutes(starts_at, ends_at),
            total or 0,
            fee or 0,
            party or 0,
            customer_id,
        )
        for starts_at, ends_at, room_id, room, status, source, total, fee, party, customer_id in found
    ]


def figures_of(rows: Iterable[Row], *, open_minutes: int = 0) -> Figures:
    """What these bookings come to."""
    rows = list(rows)
    sold = [row for row in rows if row.status in SOLD]
    gone = [row for row in rows if row.status in {Status.CANCELLED, Status.NO_SHOW}]
    return Figures(
        bookings=len(rows),
        sold=len(sold),
        cancelled=sum(row.status == Status.CANCELLED for row in rows),
        no_shows=sum(row.status == Status.NO_SHOW for row in rows),
        guests=sum(row.party_size for row in sold),
        sold_minutes=sum(row.minutes for row in sold),
        revenue_minor=sum(row.total_minor for row in sold),
        kept_minor=sum(row.fee_minor for row in gone),
        open_minutes=open_minutes,
    )


def open_minutes(setup: Setup, nights: Iterable[date], room_ids: Iterable[int] | None = None) -> int:
    """How many room-minutes could be sold on these nights, of these rooms or all on the board. No query."""
    wanted = {room.pk for room in setup.rooms} if room_ids is None else set(room_ids)
    rooms = [room for room in setup.rooms if room.pk in wanted]
    return sum(
        _minutes(stretch.start, stretch.end)
        for night in nights
        for room in rooms
        for stretch in setup.night(night, room.pk).stretches
    )


GROUPS: dict[str, Callable[[Row], str]] = {
    "room": lambda row: row.room,
    "source": lambda row: row.source,
    "status": lambda row: row.status,
    "weekday": lambda row: str(row.night.weekday()),
}


def grouped(rows: Iterable[Row], by: str) -> dict[str, list[Row]]:
    """Bookings by what GROUPS names, in the order of the groups' names."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(GROUPS[by](row), []).append(row)
    return dict(sorted(found.items()))


def _minutes(since: datetime, until: datetime) -> int:
    return (until - since) // timedelta(minutes=1)
