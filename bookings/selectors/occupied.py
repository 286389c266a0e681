"""Who has which room, as integers: availability is read a hundred times for each booking made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import OCCUPYING
from bookings.domain.turnover import OccupiedRow
from bookings.models.occupancy import ORDINARY_LENGTH
from boom.core.db import reading

# The longest buffer a venue may ask for (a constraint of `Venue` says so).
LONGEST_TURNOVER = timedelta(hours=12)

# Rooms that stand in each other's way: a whole and its parts, wholes that share a part (ADR 16). No rows,
# and so next to no time, where nothing is shared.
SHARES = """
SELECT whole_id AS room_id, part_id AS other_id FROM bookings_roompart
 UNION SELECT part_id, whole_id FROM bookings_roompart
 UNION SELECT one.whole_id, two.whole_id FROM bookings_roompart AS one
         JOIN bookings_roompart AS two ON two.part_id = one.part_id AND two.whole_id <> one.whole_id
"""

SHARING = f"SELECT other_id FROM ({SHARES}) AS share WHERE room_id = ANY(%s)"  # noqa: S608 - our own words alone

SHARED_BY = f"""
SELECT share.room_id, share.other_id
  FROM ({SHARES}) AS share JOIN bookings_room AS room ON room.id = share.room_id
 WHERE room.venue_id = %s::bigint
"""  # noqa: S608 - our own words alone

# A bounded start makes this a range of the (room, start) index, flat however long the table grows; the few
# rows longer than a day have a partial index of their own. Measured: docs/performance.md, P4.
ROWS = f"""
SELECT room_id, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint,
       extract(epoch FROM hold_from)::bigint, extract(epoch FROM hold_until)::bigint, kind = 'block'
  FROM bookings_occupancy
 WHERE room_id = ANY(%(rooms)s::bigint[])
   AND starts_at >= %(earliest)s AND starts_at < %(until)s AND ends_at > %(since)s
   AND ends_at - starts_at <= interval '1 day'
   AND placed AND status = ANY(%(occupying)s::text[]) AND (status <> 'held' OR held_until > %(now)s)
   AND id <> %(leaving_out)s
UNION ALL
SELECT room_id, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint,
       extract(epoch FROM hold_from)::bigint, extract(epoch FROM hold_until)::bigint, kind = 'block'
  FROM bookings_occupancy
 WHERE room_id = ANY(%(rooms)s::bigint[]) AND ends_at - starts_at > interval '1 day'
   AND starts_at < %(until)s AND ends_at > %(since)s
   AND placed AND status = ANY(%(occupying)s::text[]) AND (status <> 'held' OR held_until > %(now)s)
   AND id <> %(leaving_out)s
UNION ALL
SELECT share.room_id, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint,
       extract(epoch FROM hold_from)::bigint, extract(epoch FROM hold_until)::bigint, kind = 'block'
  FROM ({SHARES}) AS share JOIN bookings_occupancy AS other ON other.room_id = share.other_id
 WHERE share.room_id = ANY(%(rooms)s::bigint[]) AND starts_at < %(until)s AND ends_at > %(since)s
   AND starts_at >= %(since)s - interval '367 days'
   AND placed AND status = ANY(%(occupying)s::text[]) AND (status <> 'held' OR held_until > %(now)s)
   AND id <> %(leaving_out)s
"""  # noqa: S608 - our own words alone

# The same around many stretches at once, each with its number: one round trip for a whole series.
ROWS_AROUND = f"""
SELECT stretch.number, found.*
  FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[])
       WITH ORDINALITY AS stretch (since, until, number)
 CROSS JOIN LATERAL (
SELECT room_id, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint,
       extract(epoch FROM hold_from)::bigint, extract(epoch FROM hold_until)::bigint, kind = 'block'
  FROM bookings_occupancy
 WHERE room_id = ANY(%(rooms)s::bigint[])
   AND starts_at >= stretch.since - interval '1 day' AND starts_at < stretch.until AND ends_at > stretch.since
   AND ends_at - starts_at <= interval '1 day'
   AND placed AND status = ANY(%(occupying)s::text[]) AND (status <> 'held' OR held_until > %(now)s)
   AND id <> ALL(%(leaving_out)s::bigint[])
UNION ALL
SELECT room_id, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint,
       extract(epoch FROM hold_from)::bigint, extract(epoch FROM hold_until)::bigint, kind = 'block'
  FROM bookings_occupancy
 WHERE room_id = ANY(%(rooms)s::bigint[]) AND ends_at - starts_at > interval '1 day'
   AND starts_at < stretch.until AND ends_at > stretch.since
   AND placed AND status = ANY(%(occupying)s::text[]) AND (status <> 'held' OR held_until > %(now)s)
   AND id <> ALL(%(leaving_out)s::bigint[])
UNION ALL
SELECT share.room_id, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint,
       extract(epoch FROM hold_from)::bigint, extract(epoch FROM hold_until)::bigint, kind = 'block'
  FROM ({SHARES}) AS share JOIN bookings_occupancy AS other ON other.room_id = share.other_id
 WHERE share.room_id = ANY(%(rooms)s::bigint[]) AND starts_at < stretch.until AND ends_at > stretch.since
   AND starts_at >= stretch.since - interval '367 days'
   AND placed AND status = ANY(%(occupying)s::text[]) AND (status <> 'held' OR held_until > %(now)s)
   AND id <> ALL(%(leaving_out)s::bigint[])
 ) AS found
"""  # noqa: S608 - our own words alone


def shares_of(venue_id: int) -> dict[int, frozenset[int]]:
    """For each room of a venue that shares its space: the rooms that its bookings take away with it."""
    found: dict[int, set[int]] = {}
    with reading() as cursor:
        cursor.execute(SHARED_BY, [venue_id])
        for room_id, other_id in cursor.fetchall():
            found.setdefault(room_id, set()).add(other_id)
    return {room_id: frozenset(others) for room_id, others in found.items()}


def sharing_with(room_ids: Iterable[int]) -> set[int]:
    """The other rooms that stand in the way of one of these, as the database has it now."""
    given = list(room_ids)
    with reading() as cursor:
        cursor.execute(SHARING, [given])
        return {other_id for (other_id,) in cursor.fetchall()}.difference(given)


def occupied_rows_around(
    room_ids: Iterable[int],
    windows: Sequence[Interval],
    *,
    now: datetime,
    leaving_out: Iterable[int] = (),
) -> list[list[OccupiedRow]]:
    """For each window what `occupied_rows` gives, in one query whatever their number."""
    found: list[list[OccupiedRow]] = [[] for _ in windows]
    if not windows:
        return found
    with reading() as cursor:
        cursor.execute(
            ROWS_AROUND,
            {
                "rooms": list(room_ids),
                "since": [window.start - LONGEST_TURNOVER for window in windows],
                "until": [window.end + LONGEST_TURNOVER for window in windows],
                "occupying": sorted(OCCUPYING),
                "now": now,
                "leaving_out": list(leaving_out),
            },
        )
        for number, *row in cursor.fetchall():
            found[number - 1].append(tuple(row))
    return found


def occupied_rows(
    room_ids: Iterable[int], window: Interval, *, now: datetime, leaving_out: int | None = None
) -> list[OccupiedRow]:
    """Rows that keep these rooms around the window, turnover of up to twelve hours included, in no order.

    Holds whose time is up at `now` do not count, whether or not they have been swept. `leaving_out` is the
    id of a row that is being moved.
    """
    with reading() as cursor:
        cursor.execute(
            ROWS,
            {
                "rooms": list(room_ids),
                "since": window.start - LONGEST_TURNOVER,
                "until": window.end + LONGEST_TURNOVER,
                "earliest": window.start - LONGEST_TURNOVER - ORDINARY_LENGTH,
                "occupying": sorted(OCCUPYING),
                "now": now,
                "leaving_out": leaving_out or 0,
            },
        )
        rows: list[OccupiedRow] = cursor.fetchall()
    return rows
