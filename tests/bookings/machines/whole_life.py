"""Everything that can happen to bookings, in any order by several people, against the model in plain Python.

The machine of `ways_in` with all that follows the taking of a booking: walk-ins, more time, another room in
the middle, swaps, groups, requests, running late; and any act taken back at once, which leaves the table as
it was, column by column. Its controls hold for this machine, too: the judges are the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from audit.errors import CannotTakeBack
from audit.services.undo import take_back
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import can_become
from bookings.errors import NoRoomFree, NothingToUndo, NotPossibleNow, SlotTaken
from bookings.models import Room
from bookings.selectors.setup import forget_setups
from bookings.services import bookings, cancelling, groups, requests, swaps, visits
from bookings.services.groups import Part
from tests.bookings.machines.plain_model import ANSWER_WITHIN, MINUTE, Row
from tests.bookings.machines.ways_in import ANN, REASON, EveryWayIn, picks, rooms, spans, table
from tests.factories.bookings import renew_setup

minutes = st.sampled_from([5, 10, 15, 30, 60])
# Counters go on counting; whoever was made by an act is cancelled, not gone.
CANCELLABLE = {"held", "pending", "confirmed"}
NOT_TAKEN_BACK = {"version", "calendar_sequence", "idempotency_key"}


class WholeLife(EveryWayIn):
    """The third room is booked on request only, answered within two hours."""

    def __init__(self) -> None:
        super().__init__()
        room = Room.objects.select_related("venue").get(pk=self.rooms[2])
        Room.objects.filter(pk=room.pk).update(needs_approval=True)
        type(room.venue).objects.filter(pk=room.venue_id).update(
            answer_within=ANSWER_WITHIN // MINUTE, cancel_until=60
        )
        renew_setup(room.venue)
        forget_setups()
        self.model.asks = {room.pk}
        self.groups: dict[int, set[int]] = {}
        self.last: tuple[int, dict[int, dict[str, Any]]] | None = None

    # ---- visits ----------------------------------------------------------------------------------------

    @rule(room=rooms, length=minutes)
    def walk_in(self, room: int, length: int) -> None:
        wanted = self.model.make(
            "booking", self.rooms[room], self.now, self.now + length * MINUTE, "checked_in"
        )
        taken = self.model.is_taken(wanted, self.now)

        made = self.do(
            NoRoomFree if taken else None,
            lambda: visits.seat_walk_in(
                room_ids=[wanted.room],
                duration=length * MINUTE,
                party_size=2,
                now=self.now,
                override_reason=REASON,
            ),
        )
        if made:
            self.model.sweep({wanted.room}, self.now)
            self.model.put(made.pk, wanted)
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks, more=minutes, by_staff=st.just(True))
    def extend(self, pick: int, more: int, by_staff: bool) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]
        longer = row if row.kind == "block" else self.model.shortened(row, row.end + more * MINUTE)

        if self.do(
            self.model.why_not_extend(key, longer, self.now),
            lambda: visits.extend_booking(
                booking_id=key, duration=more * MINUTE, version=row.version, now=self.now,
                override_reason=REASON, by_staff=by_staff,
            ),
        ):  # fmt: skip
            self.model.sweep({row.room}, self.now)
            self.model.put(key, replace(longer, version=row.version + 1))
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks, room=rooms, more=st.sampled_from([0, 30]))
    def change_room(self, pick: int, room: int, more: int) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]
        end = row.end + more * MINUTE
        left = self.model.left_at(row, end, self.now)
        refusal: type[Exception] | None = None
        rest = None
        if row.status != "checked_in" or self.rooms[room] == row.room or self.now >= end or left >= end:
            refusal = NotPossibleNow
        else:
            rest = self.model.make("booking", self.rooms[room], left, end, "checked_in")
            refusal = SlotTaken if self.model.is_taken(rest, self.now) else None

        done = self.do(
            refusal,
            lambda: visits.change_room(
                booking_id=key, room_id=self.rooms[room], version=row.version, now=self.now, until=end,
                override_reason=REASON,
            ),
        )  # fmt: skip
        if done and rest is not None:
            self.model.sweep({row.room, rest.room}, self.now)
            first = self.model.shortened(row, left)
            self.model.put(key, replace(first, status="completed", version=row.version + 1))
            self.model.put(
                done[1].pk, replace(rest, note=row.note, staff_note=row.staff_note, is_known=row.is_known)
            )
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks, late=st.sampled_from([10, 20]))
    def say_late(self, pick: int, late: int) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]
        expected = row.status == "confirmed" and self.now < row.end

        done = self.do(
            None if expected else NotPossibleNow,
            lambda: visits.say_late(booking_id=key, minutes=late, note="", now=self.now),
        )
        if done and row.late != late:
            self.model.change(key, late=late)
        self.compare()

    # ---- exchanges and groups --------------------------------------------------------------------------

    @precondition(lambda self: len(self.model.rows) > 1)
    @rule(pick=picks, other=picks)
    def swap(self, pick: int, other: int) -> None:
        key, second = self.picked(pick), self.picked(other)
        one, two = self.model.rows[key], self.model.rows[second]
        wanted = {
            key: self.model.placed_at(one, two.room, two.start, two.start + (one.end - one.start)),
            second: self.model.placed_at(two, one.room, one.start, one.start + (two.end - two.start)),
        }
        refusal = NotPossibleNow if key == second else self.model.why_not_rearrange(wanted, self.now)

        if self.do(
            refusal,
            lambda: swaps.swap_bookings(
                booking_id=key, version=one.version, other_id=second, other_version=two.version, now=self.now,
                override_reason=REASON,
            ),
        ):  # fmt: skip
            self.rearranged(wanted)
        self.compare()

    @rule(span=spans, names=st.sampled_from([(0, 1), (1, 2), (0, 1, 2)]))
    def book_group(self, span: Interval, names: tuple[int, ...]) -> None:
        wanted = [
            self.model.make("booking", self.rooms[name], span.start, span.end, "confirmed") for name in names
        ]
        wanted = [replace(row, is_known=True) for row in wanted]
        taken = any(self.model.is_taken(row, self.now) for row in wanted)

        made = self.do(
            SlotTaken if taken else None,
            lambda: groups.book_group(
                parts=[Part(row.room, 2) for row in wanted], span=span, contact=ANN, source="phone",
                now=self.now, override_reason=REASON,
            ),
        )  # fmt: skip
        if made:
            self.model.sweep({row.room for row in wanted}, self.now)
            for booking, row in zip(made, wanted, strict=True):
                self.model.put(booking.pk, row)
                self.groups[booking.pk] = {each.pk for each in made}
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks)
    def cancel_group(self, pick: int) -> None:
        key = self.picked(pick)
        parts = [each for each in self.group_of(key) if self.model.rows[each].status in CANCELLABLE]

        if self.do(
            None if parts else NotPossibleNow,
            lambda: groups.cancel_group(booking_id=key, now=self.now, reason="Rain"),
        ):
            for part in parts:
                self.model.change(part, status="cancelled", held_until=None, answer_by=None)
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks, by=st.sampled_from([-15, 30, 60]))
    def move_group(self, pick: int, by: int) -> None:
        key = self.picked(pick)
        wanted = {}
        for part in self.group_of(key):
            row = self.model.rows[part]
            if row.status in {"pending", "confirmed", "checked_in"}:
                wanted[part] = self.model.placed_at(
                    row, row.room, row.start + by * MINUTE, row.end + by * MINUTE
                )

        if self.do(
            self.model.why_not_rearrange(wanted, self.now),
            lambda: groups.move_group(
                booking_id=key,
                by=by * MINUTE,
                versions={part: self.model.rows[part].version for part in wanted},
                now=self.now,
                override_reason=REASON,
            ),
        ):
            self.rearranged(wanted)
        self.compare()

    # ---- requests --------------------------------------------------------------------------------------

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks, yes=st.booleans())
    def answer(self, pick: int, yes: bool) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]
        refusal = self.model.why_not_answer(key)
        if yes and row.status == "confirmed":
            refusal = None

        def say() -> Any:
            if yes:
                return bookings.confirm_booking(booking_id=key, version=row.version, now=self.now)
            return cancelling.decline_booking(
                booking_id=key, version=row.version, reason="A wedding", now=self.now
            )

        if self.do(refusal, say) and row.status == "pending":
            self.model.change(key, status="confirmed" if yes else "cancelled", answer_by=None)
        self.compare()

    @rule()
    def let_requests_go(self) -> None:
        self.do(None, lambda: requests.expire_requests(now=self.now) + 1)
        for key, row in list(self.model.rows.items()):
            if row.status == "pending" and row.answer_by is not None and row.answer_by <= self.now:
                self.model.change(key, status="expired")
        self.compare()

    # ---- taking back -----------------------------------------------------------------------------------

    @precondition(lambda self: self.last is not None)
    @rule()
    def take_back_the_last_act(self) -> None:
        """Undo whatever was done last, however many rows it touched: all is as it was, by column."""
        assert self.last is not None
        event, before = self.last
        after = table()
        touched = {key for key in after if after[key] != before.get(key)}
        swept = {key for key in touched if self.was_swept(before.get(key), after[key])}
        refusal = self.why_not_take_back(before, after, touched - swept)

        if self.do(refusal, lambda: take_back(event_id=event, now=self.now)):
            self.hold_against_before(before, touched, swept)
            for key, row in self.rows_now().items():
                if row != self.model.rows.get(key):
                    assert key in touched or row.status == "expired", "an undo touched somebody else's"
                    self.model.put(key, row)
        self.compare()

    def why_not_take_back(
        self, before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]], touched: set[int]
    ) -> type[Exception] | None:
        if not touched:
            return CannotTakeBack
        for key in touched:
            status = after[key]["status"]
            gone = "released" if after[key]["kind"] == "block" else "cancelled"
            wanted = before[key]["status"] if key in before else gone
            if wanted != status and not can_become(status, wanted):
                return NothingToUndo
            was_held = wanted == "held" and key in before
            held_until = self.as_row(before[key]).held_until if was_held else None
            if held_until is not None and held_until <= self.now:
                return NothingToUndo
        return None

    @staticmethod
    def was_swept(before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
        differing = {name for name in after if before is not None and before[name] != after[name]}
        return (
            before is not None
            and before["status"] == "held"
            and differing == {"status", "version"}
            and (after["status"] == "expired")
        )

    @staticmethod
    def hold_against_before(before: dict[int, dict[str, Any]], touched: set[int], swept: set[int]) -> None:
        now_there = table()
        for key in touched - swept:
            if key not in before:
                assert now_there[key]["status"] in {"cancelled", "released"}
                continue
            was, stands = before[key], now_there[key]
            assert {name: stands[name] for name in stands.keys() - NOT_TAKEN_BACK} == {
                name: was[name] for name in was.keys() - NOT_TAKEN_BACK
            }, "an undo left something behind"

    # ---- helpers ---------------------------------------------------------------------------------------

    def compare(self) -> None:
        super().compare()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT max(id) FROM audit_event WHERE id > %s AND source <> 'undo'", [self.record_before]
            )
            [event] = cursor.fetchone()
        self.last = (event, self.table_before) if event else None

    def rows_now(self) -> dict[int, Row]:
        return {key: self.as_row(row) for key, row in table().items() if key not in self.strangers}

    def group_of(self, key: int) -> list[int]:
        if self.model.rows[key].kind == "block":
            return []
        group = sorted(self.groups.get(key, {key}))
        return [part for part in group if part == key or self.model.rows[part].status != "expired"]

    def rearranged(self, wanted: dict[int, Row]) -> None:
        touched = {self.model.rows[key].room for key in wanted} | {row.room for row in wanted.values()}
        self.model.sweep(touched, self.now)
        for key, row in wanted.items():
            self.model.put(key, replace(row, version=self.model.rows[key].version + 1))
