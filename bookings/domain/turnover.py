"""Who may be in a room beside whom: overlaps, and the turnover kept between bookings.

Between two bookings the larger of the two buffers applies: the one after the first, or the one before the
second. Buffers do not count towards blocks or closing time. Three exclusion constraints of the database hold
this through two stored instants, `hold_from` (start less the buffer before) and `hold_until` (end plus the
buffer after); `conflicts` says beforehand exactly what they will say, so that pages can, too.

Rows are plain tuples of whole seconds since 1970 UTC: availability is read a hundred times for each booking
made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bookings.domain.blockers import Blocker
from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.domain.wording import clock

# room_id, starts_at, ends_at, hold_from, hold_until, is_block
OccupiedRow: TypeAlias = tuple[int, int, int, int, int, bool]


class Rule(StrEnum):
    """The database's constraints, by name."""

    NO_OVERLAP = "occupancy_no_overlap"
    KEPT_AFTER = "occupancy_kept_after"
    KEPT_BEFORE = "occupancy_kept_before"


class Turnover(NamedTuple):
    """What is kept free of other bookings around a booking; as the columns of the same names."""

    hold_from: datetime
    hold_until: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that is in the way, and every constraint that says so; never none."""

    row: OccupiedRow
    rules: tuple[Rule, ...]

    @property
    def span(self) -> Interval:
        """The time of the row in the way."""
        return Interval.from_epoch(self.row[1], self.row[2])


def turnover(span: Interval, policy: Policy) -> Turnover:
    """Give what a booking of `span` keeps free around it. For a block both are the span's own edges."""
    return Turnover(span.start - policy.buffer_before, span.end + policy.buffer_after)


def occupied_row(room_id: int, span: Interval, policy: Policy | None = None) -> OccupiedRow:
    """Give the row that a booking under `policy` would take, or a block if there is none."""
    starts_at, ends_at = span.epoch
    if policy is None:
        return room_id, starts_at, ends_at, starts_at, ends_at, True
    before, after = int(policy.buffer_before.total_seconds()), int(policy.buffer_after.total_seconds())
    return room_id, starts_at, ends_at, starts_at - before, ends_at + after, False


def conflicts(wanted: OccupiedRow, rows: Iterable[OccupiedRow]) -> list[Conflict]:
    """Give each row that the database would refuse `wanted` for, by start.

    `rows` are the occupying ones of any rooms; leave out the row that is being moved.
    """
    room_id, starts_at, ends_at, hold_from, hold_until, is_block = wanted
    found = []
    for row in rows:
        other_room, other_start, other_end, other_from, other_until, other_is_block = row
        if other_room != room_id:
            continue
        rules = []
        if starts_at < other_end and other_start < ends_at:
            rules.append(Rule.NO_OVERLAP)
        if not (is_block or other_is_block):
            if starts_at < other_until and other_start < hold_until:
                rules.append(Rule.KEPT_AFTER)
            if hold_from < other_end and other_from < ends_at:
                rules.append(Rule.KEPT_BEFORE)
        if rules:
            found.append(Conflict(row, tuple(rules)))
    return sorted(found, key=lambda conflict: conflict.row[1:3])


def as_blocker(conflict: Conflict, zone: ZoneInfo, *, twelve_hour: bool = False) -> Blocker:
    """Give a conflict as a reason: when the room is taken, and never by whom. Always hard."""
    _, starts_at, ends_at, _, _, is_block = conflict.row
    start, end = (
        clock(datetime.fromtimestamp(at, UTC), zone, twelve_hour=twelve_hour) for at in (starts_at, ends_at)
    )
    if Rule.NO_OVERLAP not in conflict.rules:
        return Blocker(
            "turnover",
            f"The time between this and the booking {start}–{end} is too short to clean up.",
            hard=True,
        )
    if is_block:
        return Blocker("blocked", f"The room is closed {start}–{end}.", hard=True)
    return Blocker("taken", f"The room is taken {start}–{end}.", hard=True)
