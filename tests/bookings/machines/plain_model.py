"""Who has which room when, in plain Python: what the services are held against.

Written from the rules of design.md and not from the code: no table, no constraint, no interval class.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bookings.domain.lifecycle import can_become
from bookings.errors import (
    BookingUnknown,
    ChangedMeanwhile,
    FormSentBefore,
    HoldExpired,
    NothingToUndo,
    NotPossibleNow,
    RulesBroken,
    SlotTaken,
)

KEEPS_ROOM = {"held", "pending", "confirmed", "checked_in", "completed", "blocked"}
HOLD_FOR = timedelta(minutes=10)
CUT_OFF = EARLY = timedelta(minutes=60)
GRACE = timedelta(minutes=15)
ANSWER_WITHIN = timedelta(minutes=120)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Row:
    """What a row of the table should say."""

    kind: str
    room: int
    start: datetime
    end: datetime
    kept_from: datetime
    kept_until: datetime
    status: str
    held_until: datetime | None = None
    note: str = ""
    version: int = 1
    answer_by: datetime | None = None
    late: int | None = None
    staff_note: str = ""
    # Whether it is anybody's by name.
    is_known: bool = False


def in_the_way(one: Row, other: Row) -> bool:
    """Whether the two cannot both stand: they overlap, or (two bookings) the larger buffer is not kept."""
    if one.room != other.room or not {one.status, other.status} <= KEEPS_ROOM:
        return False
    first, second = (one, other) if one.start <= other.start else (other, one)
    if second.start < first.end:
        return True
    if "block" in {one.kind, other.kind}:
        return False
    gap = second.start - first.end
    return gap < max(first.kept_until - first.end, second.start - second.kept_from)


@dataclass
class Rooms:
    """All rows by their id, and for each what stood there before each version."""

    buffers: dict[int, tuple[timedelta, timedelta]]
    # Rooms where a customer's booking waits for a yes.
    asks: set[int] = field(default_factory=set)
    rows: dict[int, Row] = field(default_factory=dict)
    before: dict[tuple[int, int], Row | None] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    # Holds that were offered to somebody who has answered, or did not in time.
    answered: set[int] = field(default_factory=set)

    def make(self, kind: str, room: int, start: datetime, end: datetime, status: str) -> Row:
        ahead, behind = self.buffers[room] if kind == "booking" else (timedelta(0), timedelta(0))
        return Row(kind, room, start, end, start - ahead, end + behind, status)

    def put(self, key: int, row: Row) -> None:
        """Write a row, remembering what it replaces."""
        self.before[key, row.version] = self.rows.get(key)
        self.rows[key] = row

    def change(self, key: int, **values: object) -> None:
        row = self.rows[key]
        self.put(key, replace(row, version=row.version + 1, **values))

    def sweep(self, rooms: set[int] | None, now: datetime, sparing: int | None = None) -> None:
        """Holds whose time is up give way."""
        for key in self.overdue(rooms, now) - {sparing}:
            self.change(key, status="expired")

    def overdue(self, rooms: set[int] | None, now: datetime) -> set[int]:
        return {
            key
            for key, row in self.rows.items()
            if row.status == "held" and row.held_until <= now and (rooms is None or row.room in rooms)
        }

    def is_taken(self, wanted: Row, now: datetime, but_for: int | None = None) -> bool:
        gone = self.overdue(None, now) | {but_for}
        return any(in_the_way(wanted, row) for key, row in self.rows.items() if key not in gone)

    # ---- which refusal a change should meet; None: it should be done ------------------------------------

    def why_not_take(
        self, wanted: Row, now: datetime, *, by_staff: bool = True, form: str | None = None
    ) -> type[Exception] | None:
        if form in self.keys:
            made = self.rows[self.keys[form]]
            same = (made.room, made.start, made.end) == (wanted.room, wanted.start, wanted.end)
            return None if same else FormSentBefore
        if not by_staff and wanted.start < now:
            return RulesBroken
        return SlotTaken if self.is_taken(wanted, now) else None

    def why_not_confirm(self, key: int, now: datetime) -> type[Exception] | None:
        row = self.rows[key]
        if row.kind == "block":
            return BookingUnknown
        if row.status in {"pending", "confirmed", "checked_in"}:
            return None
        if row.status not in {"held", "expired"}:
            return NotPossibleNow
        has_run_out = row.status == "expired" or row.held_until <= now
        if has_run_out and row.start < now:
            return HoldExpired
        return HoldExpired if self.is_taken(replace(row, status="confirmed"), now, but_for=key) else None

    def accepted(self, row: Row, now: datetime) -> dict[str, object]:
        """What a hold of this room becomes."""
        if row.room not in self.asks:
            return {"status": "confirmed", "held_until": None, "answer_by": None, "is_known": True}
        answer_by = min(row.start, now + ANSWER_WITHIN)
        return {"status": "pending", "held_until": None, "answer_by": answer_by, "is_known": True}

    def why_not_answer(self, key: int) -> type[Exception] | None:
        return None if self.rows[key].status == "pending" else NotPossibleNow

    def why_not_extend(self, key: int, longer: Row, now: datetime) -> type[Exception] | None:
        row = self.rows[key]
        is_near = row.status == "confirmed" and row.start - EARLY <= now < row.end
        if row.kind == "block" or not (row.status == "checked_in" or is_near):
            return NotPossibleNow
        return SlotTaken if self.is_taken(longer, now, but_for=key) else None

    def left_at(self, row: Row, end: datetime, now: datetime) -> datetime:
        """When a room is free again whose party leaves now: at least a minute after its start."""
        return min(end, max(now, row.start + MINUTE))

    def shortened(self, row: Row, end: datetime) -> Row:
        _, behind = self.buffers[row.room]
        ahead, _ = self.buffers[row.room]
        return replace(row, end=end, kept_from=row.start - ahead, kept_until=end + behind)

    def placed_at(self, row: Row, room: int, start: datetime, end: datetime) -> Row:
        """The same row somewhere else, with that room's turnover."""
        made = self.make(row.kind, room, start, end, row.status)
        return replace(
            row, room=room, start=start, end=end, kept_from=made.kept_from, kept_until=made.kept_until
        )

    def why_not_rearrange(self, wanted: dict[int, Row], now: datetime) -> type[Exception] | None:
        """All of these rows at their new places, the others where they are."""
        if any(
            row.status not in {"pending", "confirmed", "checked_in", "blocked"} for row in wanted.values()
        ):
            return NotPossibleNow
        gone = self.overdue(None, now) | wanted.keys()
        there = [row for key, row in self.rows.items() if key not in gone]
        rows = list(wanted.values())
        for number, row in enumerate(rows):
            if any(in_the_way(row, other) for other in [*there, *rows[number + 1 :]]):
                return SlotTaken
        return None

    def why_not_move(
        self, key: int, wanted: Row, version: int, now: datetime, *, by_staff: bool
    ) -> type[Exception] | None:
        row = self.rows[key]
        if version != row.version:
            return ChangedMeanwhile
        if row.status not in {"held", "pending", "confirmed", "checked_in", "blocked"}:
            return NotPossibleNow
        is_bound = row.kind == "booking" and not by_staff
        if is_bound and (self.is_past_cut_off(row, now) or wanted.start < now):
            return RulesBroken
        # Somebody has said yes to the room they have, not to that one.
        if is_bound and row.status != "pending" and wanted.room in self.asks - {row.room}:
            return RulesBroken
        return SlotTaken if self.is_taken(wanted, now, but_for=key) else None

    def why_not_cancel(self, key: int, version: int, now: datetime, *, by_staff: bool) -> type | None:
        row = self.rows[key]
        if version != row.version:
            return ChangedMeanwhile
        if row.status == "cancelled":
            return None
        if row.kind != "booking" or row.status not in {"held", "pending", "confirmed"}:
            return NotPossibleNow
        return RulesBroken if not by_staff and self.is_past_cut_off(row, now) else None

    def why_not_restore(self, key: int, now: datetime) -> type[Exception] | None:
        row = self.rows[key]
        if row.kind == "block":
            return BookingUnknown
        if row.status != "cancelled":
            return NotPossibleNow
        return SlotTaken if self.is_taken(replace(row, status="confirmed"), now, but_for=key) else None

    def why_not_become(self, key: int, status: str, now: datetime) -> type[Exception] | None:
        row = self.rows[key]
        in_time = {
            "checked_in": row.start - EARLY <= now < row.end
            and row.status in {"confirmed", "completed", "no_show"},
            "completed": row.status == "checked_in",
            "no_show": now >= row.start + GRACE and row.status in {"confirmed", "completed"},
        }
        if not in_time[status]:
            return NotPossibleNow
        return SlotTaken if self.is_taken(replace(row, status=status), now, but_for=key) else None

    def undone(self, key: int, now: datetime) -> tuple[type[Exception] | None, Row]:
        """The refusal that taking the newest change back should meet, and the row it should leave."""
        row = self.rows[key]
        previous = self.before[key, row.version]
        if previous is None:
            wanted = replace(row, status="released" if row.kind == "block" else "cancelled")
        else:
            wanted = replace(previous, version=row.version)
        wanted = replace(wanted, version=row.version + 1)
        if wanted.status != row.status and not can_become(row.status, wanted.status):
            return NothingToUndo, wanted
        if wanted.status == "held" and wanted.held_until <= now:
            return NothingToUndo, wanted
        if wanted.status == "held" != row.status and key in self.answered:
            return NothingToUndo, wanted
        return (SlotTaken if self.is_taken(wanted, now, but_for=key) else None), wanted

    @staticmethod
    def is_past_cut_off(row: Row, now: datetime) -> bool:
        return row.status not in {"held", "pending", "confirmed"} or now > row.start - CUT_OFF
