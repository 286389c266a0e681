"""The floor: every room of a venue and the state it is in now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.venue_scope import may_see_room
from bookings.domain.floor import Floor, RoomNow, Stay, room_now
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.rules import is_out_of_use
from bookings.models import Occupancy, Room
from bookings.selectors.setup import Setup
from bookings.selectors.visits import rooms_not_ready

# How far ahead the next party of a room is looked for, and how long a party may have forgotten the time.
AHEAD = timedelta(hours=12)
BEHIND = timedelta(hours=24)
SHOWN = (Status.HELD, Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.BLOCKED)


@dataclass(frozen=True, slots=True)
class FloorTile:
    """A room now, with the rows behind it, which may be of rooms that share its space.

    `readiness` is how it was left.
    """

    room: Room
    now: RoomNow
    row: Occupancy | None
    following: Occupancy | None
    readiness: str

    @property
    def state(self) -> Floor:
        return self.now.state

    @property
    def late_words(self) -> int | None:
        """By how many minutes the party said it would be late."""
        return self.row.late_minutes if self.row is not None else None


def floor_of(setup: Setup, *, now: datetime) -> list[FloorTile]:
    """Every room on the board in the owner's order. Two queries at the most, whatever their number."""
    rows = _rows(setup, now)
    unready = rooms_not_ready(setup)
    by_room: dict[int, list[Occupancy]] = defaultdict(list)
    for row in rows:
        by_room[row.room_id].append(row)
    today = setup.hours.business_day(now)
    return [
        _tile(
            room,
            by_room[room.pk],
            [row for other in setup.shares.get(room.pk, ()) for row in by_room[other]],
            readiness=unready[room.pk].state if room.pk in unready else "ready",
            is_open=not is_out_of_use(room.standing_on(today))
            and any(now in stretch for stretch in setup.night(today, room.pk).open),
            now=now,
        )
        for room in setup.rooms
    ]


def counts_of(tiles: Sequence[FloorTile]) -> list[tuple[Floor, int]]:
    """How many rooms are in each state, those that need somebody first; states without any left out."""
    return [(state, count) for state in Floor if (count := sum(tile.state is state for tile in tiles))]


def _rows(setup: Setup, now: datetime) -> list[Occupancy]:
    window = Interval(now - BEHIND, now + AHEAD)
    return list(
        Occupancy.objects.filter(
            Q(status=Status.CHECKED_IN) | Q(ends_at__gt=now),
            room_id__in=setup.touching(room.pk for room in setup.rooms),
            status__in=SHOWN,
            placed=True,
        )
        .exclude(status=Status.HELD, held_until__lte=now)
        .overlapping(window)
        .for_calendar()
        .select_related("room")
        .order_by("starts_at", "id")
    )


def _shown(rows: Mapping[int, Occupancy], stay: Stay | None) -> Occupancy | None:
    """Whose a stay is, where whoever looks may see that."""
    row = rows[stay.key] if stay is not None else None
    return row if row is not None and may_see_room(row.room_id, row.room.venue_id) else None


def _tile(
    room: Room,
    rows: Sequence[Occupancy],
    others: Sequence[Occupancy],
    *,
    readiness: str,
    is_open: bool,
    now: datetime,
) -> FloorTile:
    by_key = {row.pk: row for row in (*rows, *others)}
    stays, elsewhere = (
        [Stay(row.pk, row.span, Status(row.status)) for row in each] for each in (rows, others)
    )
    found = room_now(stays, now=now, readiness=readiness, is_open=is_open, elsewhere=elsewhere)
    return FloorTile(
        room=room,
        now=found,
        row=_shown(by_key, found.stay),
        following=_shown(by_key, found.following),
        readiness=readiness,
    )
