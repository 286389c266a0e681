"""What customers can still have: starts of a night, how full nights are, when each room is free next.

Each question is one query whatever the number of bookings, read as integers; the domain does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bookings.domain.availability import RoomDay, Wish, slots, slots_by_room
from bookings.domain.interval import Interval, merge
from bookings.domain.lifecycle import OCCUPYING
from bookings.domain.opening import NoSuchDay
from bookings.domain.turnover import OccupiedRow
from bookings.models import Room
from bookings.selectors.occupied import SHARES, occupied_rows
from bookings.selectors.setup import Setup
from boom.core.db import reading

DAY = timedelta(days=1)

# Seconds taken within each window, all rooms together: the sum is made where the rows are. Rows longer than a
# day come by their own index, as in `occupied`.
STANDS = "placed AND status = ANY(%(occupying)s::text[]) AND (status <> 'held' OR held_until > %(now)s)"

# Where rooms share their space: what each has taken from it by the others, once where several do so at once.
TAKEN_THROUGH_OTHERS = f"""
    UNION ALL
    SELECT lower(span), upper(span)
      FROM (SELECT unnest(range_agg(tstzrange(starts_at, ends_at))) AS span
              FROM ({SHARES}) AS share JOIN bookings_occupancy AS other ON other.room_id = share.other_id
             WHERE share.room_id = ANY(%(rooms)s::bigint[])
               AND starts_at >= %(first)s - interval '367 days' AND starts_at < %(last)s
               AND ends_at > %(first)s AND {STANDS}
             GROUP BY share.room_id) AS through
"""  # noqa: S608 - our own words alone


def _taken(also: str) -> str:
    return f"""
WITH window_ AS (
    SELECT * FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[])
             WITH ORDINALITY AS window_(since, until, number)
), taken AS (
    SELECT starts_at, ends_at
      FROM bookings_occupancy
     WHERE room_id = ANY(%(rooms)s::bigint[])
       AND starts_at >= %(first)s - interval '24 hours' AND starts_at < %(last)s
       AND ends_at - starts_at <= interval '1 day' AND {STANDS}
    UNION ALL
    SELECT starts_at, ends_at
      FROM bookings_occupancy
     WHERE room_id = ANY(%(rooms)s::bigint[])
       AND ends_at - starts_at > interval '1 day' AND starts_at < %(last)s AND ends_at > %(first)s
       AND {STANDS}{also}
)
SELECT window_.number, sum(extract(epoch FROM least(ends_at, until) - greatest(starts_at, since)))::bigint
  FROM taken JOIN window_ ON starts_at < until AND ends_at > since
 GROUP BY window_.number
"""  # noqa: S608 - our own words alone


TAKEN, TAKEN_WHERE_SHARED = _taken(""), _taken(TAKEN_THROUGH_OTHERS)


@dataclass(frozen=True, slots=True)
class FreeStarts:
    """The starts of one night, in seconds since 1970 UTC.

    `by_room`: the free ones of each room, rising. `possible`: every start that the rules would let be booked
    in some room if nobody had come before; those free in no room are full.
    """

    by_room: dict[int, list[int]]
    possible: list[int]

    def by_start(self) -> dict[int, list[int]]:
        """The rooms free at each start that is free at all; rooms in the order they were asked for."""
        rooms_at: dict[int, list[int]] = {}
        for room_id, starts in self.by_room.items():
            for start in starts:
                rooms_at.setdefault(start, []).append(room_id)
        return rooms_at


def smallest_first(rooms: Iterable[Room]) -> list[Room]:
    """Rooms as they are offered: so that bigger ones stay free for bigger parties."""
    return sorted(rooms, key=lambda room: (room.capacity_max, room.price_per_hour_minor, room.order, room.pk))


def wish_for(setup: Setup, *, minutes: int, people: int | None, now: datetime) -> Wish:
    """What somebody wants, as the domain asks it."""
    return Wish(timedelta(minutes=minutes), now, setup.hours.business_day(now), people)


def room_starts(setup: Setup, rooms: Sequence[Room], day: date, wish: Wish) -> dict[int, list[int]]:
    """The free starts of each room on a night, in seconds since 1970 UTC. One query. Raises NoSuchDay."""
    room_days = setup.room_days(day, tuple(rooms))
    rows = rows_of(setup, rooms, [day], lasting=wish.duration, now=wish.now) if rooms else []
    return slots_by_room(room_days, rows, wish)


def starts_among(room_days: Sequence[RoomDay], rows: Iterable[OccupiedRow], wish: Wish) -> FreeStarts:
    """The starts of a night in these rooms, from the rows that touch it."""
    possible = {start for starts in slots_by_room(room_days, (), wish).values() for start in starts}
    return FreeStarts(slots_by_room(room_days, rows, wish), sorted(possible))


def rows_of(
    setup: Setup,
    rooms: Sequence[Room],
    days: Sequence[date],
    *,
    lasting: timedelta,
    now: datetime,
    leaving_out: int | None = None,
) -> list[OccupiedRow]:
    """Who is in the way of bookings that last so long and start on these nights, in a row. One query."""
    window = setup.reach(days[0], days[-1], lasting)
    return occupied_rows([room.pk for room in rooms], window, now=now, leaving_out=leaving_out)


def has_starts(setup: Setup, rooms: Sequence[Room], day: date, wish: Wish) -> bool:
    """Whether the rules would let anything be booked that night; nobody is asked who has come before."""
    try:
        room_days = setup.room_days(day, tuple(rooms))
    except NoSuchDay:
        return False
    return any(not room_day.night.is_closed and slots(room_day, (), wish) for room_day in room_days)


def fullness(setup: Setup, rooms: Sequence[Room], days: Sequence[date], *, now: datetime) -> dict[date, int]:
    """How much of each night is taken in these rooms: percent of what was open, from `now` on. One query.

    Nights that are closed, or over, are left out.
    """
    if not rooms:
        return {}
    windows = [(day, window) for day in days for window in _open_windows(setup, rooms, day, now)]
    if not windows:
        return {}
    is_shared = any(room.pk in setup.shares for room in rooms)
    taken = _taken_seconds(rooms, [window for _, window in windows], is_shared=is_shared, now=now)
    found = {}
    for day in dict.fromkeys(day for day, _ in windows):
        own = [number for number, (each, _) in enumerate(windows, start=1) if each == day]
        taken_seconds = sum(taken.get(number, 0) for number in own)
        open_seconds = _open_seconds(setup, rooms, day, now)
        found[day] = min(100, round(100 * taken_seconds / open_seconds))
    return found


def next_free(
    setup: Setup, rooms: Sequence[Room], days: Sequence[date], *, now: datetime
) -> dict[int, datetime]:
    """The next start of each room, at its shortest length, within these nights; rooms without are left out.

    One query.
    """
    if not rooms:
        return {}
    longest = max(setup.policies[room.pk].min_duration for room in rooms)
    rows = rows_of(setup, rooms, days, lasting=longest, now=now)
    today = setup.hours.business_day(now)
    found = {}
    for room in rooms:
        own = [row for row in rows if row[0] == room.pk]
        wish = Wish(setup.policies[room.pk].min_duration, now, today)
        first = next(
            (starts[0] for day in days if (starts := slots(setup.room_day(room, day), own, wish))), None
        )
        if first is not None:
            found[room.pk] = datetime.fromtimestamp(first, UTC)
    return found


def next_day_with_room(
    setup: Setup, rooms: Sequence[Room], after: date, wish: Wish, *, look_ahead: int = 14
) -> date | None:
    """The first night after `after`, at most `look_ahead` later, on which the wish can be had. One query."""
    days = existing_days(setup, after + DAY, look_ahead)
    if not days or not rooms:
        return None
    rows = rows_of(setup, rooms, days, lasting=wish.duration, now=wish.now)
    for day in days:
        if any(slots_by_room(setup.room_days(day, tuple(rooms)), rows, wish).values()):
            return day
    return None


def existing_days(setup: Setup, first: date, count: int) -> list[date]:
    """So many dates from `first` on, without those that the venue's zone left out."""
    days = []
    for offset in range(count):
        day = first + offset * DAY
        try:
            setup.night(day)
        except NoSuchDay:
            continue
        days.append(day)
    return days


def _taken_seconds(
    rooms: Sequence[Room], windows: Sequence[Interval], *, is_shared: bool, now: datetime
) -> dict[int, int]:
    with reading() as cursor:
        cursor.execute(
            TAKEN_WHERE_SHARED if is_shared else TAKEN,
            {
                "rooms": [room.pk for room in rooms],
                "since": [window.start for window in windows],
                "until": [window.end for window in windows],
                "first": windows[0].start,
                "last": windows[-1].end,
                "occupying": sorted(OCCUPYING),
                "now": now,
            },
        )
        return dict(cursor.fetchall())


def _open_windows(setup: Setup, rooms: Sequence[Room], day: date, now: datetime) -> list[Interval]:
    """When any of the rooms is open that night, from `now` on."""
    nights = [setup.night(day, room.pk) for room in rooms if room.pk in setup.hours.rooms]
    if len(nights) < len(rooms):
        nights.append(setup.night(day))
    return [
        left
        for stretch in merge(stretch for night in nights for stretch in night.stretches)
        if (left := _after(now, stretch)) is not None
    ]


def _open_seconds(setup: Setup, rooms: Sequence[Room], day: date, now: datetime) -> int:
    """Open room-seconds of a night from `now` on; rooms that follow the venue share one reckoning."""
    own = [room for room in rooms if room.pk in setup.hours.rooms]
    counted = [(setup.night(day), len(rooms) - len(own)), *((setup.night(day, room.pk), 1) for room in own)]
    parts = (
        (count, left)
        for night, count in counted
        for stretch in night.stretches
        if (left := _after(now, stretch)) is not None
    )
    return sum(count * int(left.duration.total_seconds()) for count, left in parts)


def _after(now: datetime, stretch: Interval) -> Interval | None:
    return Interval(max(now, stretch.start), stretch.end) if stretch.end > now else None
