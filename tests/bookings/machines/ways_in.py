"""Every service that writes a room, in any order, against a model in plain Python.

After each step: the table is what the model says, nothing overlaps, each changed row's version rose, and the
record replays from the table before to the table after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bookings.domain.interval import Interval
from bookings.errors import SlotTaken
from bookings.models import Occupancy
from bookings.services import arrivals, blocks, bookings, bulk, cancelling, holds, undo
from bookings.services.customers import Contact
from boom.core.actor import acting
from boom.core.errors import DomainError
from tests.bookings.machines.plain_model import HOLD_FOR, Rooms, Row
from tests.bookings.machines.record import replayed, seen, table
from tests.conftest import TONIGHT
from tests.factories import make_room, make_venue

ANN = Contact(name="Ann", email="ann@example.com")
REASON = "The model asks"
# The same steps every time, and no search for the shortest way to a failure: that takes minutes.
BOUNDED = settings(
    phases=[Phase.generate],
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)

# A search that ends at the first harm; how soon it comes depends on what else was imported before.
UNTIL_HARM = settings(BOUNDED, max_examples=1_000)

ACTORS = [
    {"kind": "person", "id": "1", "label": "Olive Owner", "source": "dashboard"},
    {"kind": "person", "id": "2", "label": "Finn Desk", "source": "dashboard"},
    {"kind": "customer", "id": "", "label": "Ann", "source": "public_page"},
    {"kind": "system", "id": "", "label": "Boom", "source": "task"},
]

rooms = st.integers(0, 2)
spans = st.tuples(st.integers(0, 40), st.integers(1, 24)).map(
    lambda fives: Interval.lasting(TONIGHT + timedelta(minutes=5 * fives[0]), timedelta(minutes=5 * fives[1]))
)
picks = st.integers(0, 30)
seldom = st.integers(0, 5).map(lambda number: number == 0)


class EveryWayIn(RuleBasedStateMachine):
    """Three rooms of one venue: without buffers, with a longer one before, with one after only."""

    def __init__(self) -> None:
        super().__init__()
        self.undone_at_the_end = transaction.atomic()
        self.undone_at_the_end.__enter__()
        venue = make_venue(
            hours=("12:00", "12:00"),
            slot_step=5,
            min_duration=5,
            duration_step=5,
            max_duration=1440,
            cancel_until=60,
        )
        buffers = [(0, 0), (45, 5), (0, 30)]
        self.rooms = [
            make_room(venue, buffer_before=before, buffer_after=after).pk for before, after in buffers
        ]
        self.model = Rooms(
            {
                room: (timedelta(minutes=before), timedelta(minutes=after))
                for room, (before, after) in zip(self.rooms, buffers, strict=True)
            }
        )
        self.now = TONIGHT
        self.presses = 0
        self.strangers = set(table())

    @property
    def actor(self) -> dict[str, str]:
        """Whoever does the next step: two people of the staff, a customer, a task, in turn."""
        return ACTORS[self.presses % len(ACTORS)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone_at_the_end.__exit__(None, None, None)

    # ---- the steps -----------------------------------------------------------------------------------

    @rule(room=rooms, span=spans, form=st.sampled_from([None, None, "one", "two"]))
    def take(self, room: int, span: Interval, form: str | None) -> None:
        wanted = self.model.make("booking", self.rooms[room], span.start, span.end, "confirmed")
        wanted = replace(wanted, is_known=True)
        refusal = self.model.why_not_take(wanted, self.now, form=form)

        made = self.do(
            refusal,
            lambda: bookings.create_booking(
                room_id=wanted.room, span=span, contact=ANN, party_size=2, source="phone", now=self.now,
                override_reason=REASON, idempotency_key=form,
            ),
        )  # fmt: skip

        if made:
            self.model.sweep({wanted.room}, self.now)
            self.take_note(made.pk, wanted, form)
        self.compare()

    @rule(room=rooms, span=spans, form=st.sampled_from([None, None, "three"]))
    def hold(self, room: int, span: Interval, form: str | None) -> None:
        wanted = self.model.make("booking", self.rooms[room], span.start, span.end, "held")
        wanted = replace(wanted, held_until=self.now + HOLD_FOR)
        refusal = self.model.why_not_take(wanted, self.now, by_staff=False, form=form)

        made = self.do(
            refusal,
            lambda: holds.hold_slot(
                room_id=wanted.room, span=span, party_size=2, now=self.now, idempotency_key=form
            ),
        )

        if made:
            self.model.sweep({wanted.room}, self.now)
            self.take_note(made.pk, wanted, form)
        self.compare()

    @rule(room=rooms, span=spans)
    def block(self, room: int, span: Interval) -> None:
        wanted = self.model.make("block", self.rooms[room], span.start, span.end, "blocked")
        refusal = self.model.why_not_take(wanted, self.now)

        made = self.do(
            refusal,
            lambda: blocks.block_room(room_id=wanted.room, span=span, reason=REASON, now=self.now),
        )

        if made:
            self.model.sweep({wanted.room}, self.now)
            self.model.put(made.pk, wanted)
        self.compare()

    @rule(wanted=st.lists(st.tuples(rooms, spans), min_size=1, max_size=3))
    def record_in_bulk(self, wanted: list[tuple[int, Interval]]) -> None:
        rows = [
            self.model.make("booking", self.rooms[room], span.start, span.end, "completed")
            for room, span in wanted
        ]
        taken = any(self.model.is_taken(row, TONIGHT - timedelta(days=1)) for row in rows)
        among = Rooms({})
        for number, row in enumerate(rows):
            taken = taken or among.is_taken(row, self.now)
            among.rows[number] = row
        objects = [
            Occupancy(
                room_id=row.room, starts_at=row.start, ends_at=row.end, hold_from=row.kept_from,
                hold_until=row.kept_until, status=row.status,
            )
            for row in rows
        ]  # fmt: skip

        if self.do(SlotTaken if taken else None, lambda: bulk.record_bookings(objects)):
            for made, row in zip(objects, rows, strict=True):
                self.model.put(made.pk, row)
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks, room=rooms, span=spans, stale=seldom, by_staff=st.booleans())
    def move_or_resize(self, pick: int, room: int, span: Interval, stale: bool, by_staff: bool) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]
        wanted = self.model.make(row.kind, self.rooms[room], span.start, span.end, row.status)
        version = row.version - stale
        refusal = self.model.why_not_move(key, wanted, version, self.now, by_staff=by_staff)

        if self.do(
            refusal,
            lambda: bookings.move_booking(
                booking_id=key, room_id=wanted.room, span=span, version=version, now=self.now,
                by_staff=by_staff, override_reason=REASON if by_staff else "",
            ),
        ):  # fmt: skip
            self.model.sweep({row.room, wanted.room}, self.now, sparing=key)
            kept = {
                name: getattr(wanted, name) for name in ("room", "start", "end", "kept_from", "kept_until")
            }
            self.model.change(key, **kept)
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks, stale=seldom, by_staff=st.booleans())
    def cancel(self, pick: int, stale: bool, by_staff: bool) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]
        version = row.version - stale
        refusal = self.model.why_not_cancel(key, version, self.now, by_staff=by_staff)

        done = self.do(
            refusal,
            lambda: cancelling.cancel_booking(
                booking_id=key, version=version, now=self.now, by_staff=by_staff
            ),
        )
        if done and row.status != "cancelled":
            self.model.change(key, status="cancelled", held_until=None, answer_by=None)
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]

        if self.do(
            self.model.why_not_restore(key, self.now),
            lambda: bookings.restore_booking(booking_id=key, version=row.version, now=self.now),
        ):
            self.model.sweep({row.room}, self.now)
            self.model.change(key, status="confirmed")
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks)
    def confirm(self, pick: int) -> None:
        self.confirm_one(self.picked(pick))

    def confirm_one(self, key: int) -> None:
        row = self.model.rows[key]

        done = self.do(
            self.model.why_not_confirm(key, self.now),
            lambda: holds.confirm_hold(booking_id=key, contact=ANN, now=self.now),
        )
        if done and row.status in {"held", "expired"}:
            self.model.sweep({row.room}, self.now, sparing=key)
            self.model.change(key, note="", **self.model.accepted(row, self.now))
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks)
    def give_back(self, pick: int) -> None:
        """A customer leaves the checkout, or staff open a blocked room."""
        key = self.picked(pick)
        row = self.model.rows[key]
        if row.kind == "block":
            self.do(None, lambda: blocks.release_block(block_id=key, version=row.version, now=self.now))
        else:
            self.do(None, lambda: holds.release_hold(booking_id=key, now=self.now) or True)
        if row.status in {"blocked", "held"}:
            self.model.change(key, status="released" if row.kind == "block" else "expired")
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks, status=st.sampled_from(["checked_in", "completed", "no_show"]))
    def at_the_door(self, pick: int, status: str) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]
        services = {
            "checked_in": arrivals.check_in,
            "completed": arrivals.check_out,
            "no_show": arrivals.mark_no_show,
        }

        if self.do(
            self.model.why_not_become(key, status, self.now),
            lambda: services[status](booking_id=key, version=row.version, now=self.now),
        ):
            self.model.sweep({row.room}, self.now)
            if status == "completed":
                shorter = self.model.shortened(row, self.model.left_at(row, row.end, self.now))
                self.model.put(key, replace(shorter, status=status, version=row.version + 1))
            else:
                self.model.change(key, status=status)
        self.compare()

    @precondition(lambda self: self.model.rows)
    @rule(pick=picks)
    def take_back(self, pick: int) -> None:
        key = self.picked(pick)
        row = self.model.rows[key]
        refusal, wanted = self.model.undone(key, self.now)

        if self.do(refusal, lambda: undo.undo_change(booking_id=key, version=row.version, now=self.now)):
            if wanted.status in {"held", "pending", "confirmed", "checked_in", "completed", "blocked"}:
                self.model.sweep({row.room, wanted.room}, self.now, sparing=key)
            self.model.put(key, wanted)
        self.compare()

    @rule()
    def expire(self) -> None:
        self.do(None, lambda: holds.expire_holds(now=self.now) + 1)
        self.model.sweep(None, self.now)
        self.compare()

    @rule(minutes=st.sampled_from([5, 9, 10, 30, 60]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    # ---- what must hold ------------------------------------------------------------------------------

    def do(self, refusal: type[Exception] | None, change: Callable[[], Any]) -> Any:
        """Make a change in a transaction of its own; it must meet exactly that refusal, or none."""
        self.table_before = table()
        self.presses += 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM audit_event")
            [self.record_before] = cursor.fetchone()
        try:
            with transaction.atomic(), acting(**self.actor, request_id=f"press-{self.presses}"):
                done = change()
        except DomainError as error:
            self.judge(refusal, error)
            return None
        self.judge(refusal, None)
        return done

    def judge(self, expected: type[Exception] | None, refusal: DomainError | None) -> None:
        assert isinstance(refusal, expected or type(None)), f"expected {expected}, got {refusal!r}"

    def compare(self) -> None:
        after = table()
        assert self.pairs_in_each_others_way() == [], "a room is sold twice"
        assert seen(replayed(self.table_before, self.record_before)) == seen(after), "not all is on record"
        changed = [key for key, row in self.table_before.items() if after[key] != row]
        assert all(after[key]["version"] > self.table_before[key]["version"] for key in changed)
        self.hold_against_model(after)

    def hold_against_model(self, after: dict[int, dict[str, Any]]) -> None:
        rows = {key: self.as_row(row) for key, row in after.items() if key not in self.strangers}
        wrong = {
            key: (rows.get(key), self.model.rows.get(key))
            for key in rows.keys() | self.model.rows.keys()
            if rows.get(key) != self.model.rows.get(key)
        }
        assert not wrong, f"as it is, and as it should be: {wrong}"

    @staticmethod
    def pairs_in_each_others_way() -> list[tuple[int, int]]:
        """Rows that overlap, and bookings nearer than the larger buffer; asked without ranges."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH kept AS (SELECT * FROM bookings_occupancy WHERE placed AND status IN
                    ('held', 'pending', 'confirmed', 'checked_in', 'completed', 'blocked'))
                SELECT a.id, b.id FROM kept a JOIN kept b ON a.room_id = b.room_id AND a.id < b.id
                WHERE a.starts_at < b.ends_at AND b.starts_at < a.ends_at
                   OR a.kind = 'booking' AND b.kind = 'booking' AND (
                        a.starts_at < b.hold_until AND b.starts_at < a.hold_until
                        OR a.hold_from < b.ends_at AND b.hold_from < a.ends_at)
                """
            )
            return cursor.fetchall()

    @staticmethod
    def as_row(row: dict[str, Any]) -> Row:
        def instant(name: str) -> datetime | None:
            return row[name] and datetime.fromisoformat(row[name])

        return Row(
            row["kind"], row["room_id"], instant("starts_at"), instant("ends_at"), instant("hold_from"),
            instant("hold_until"), row["status"], instant("held_until"), row["note"], row["version"],
            instant("answer_by"), row["late_minutes"], row["staff_note"], row["customer_id"] is not None,
        )  # fmt: skip

    def picked(self, pick: int) -> int:
        keys = sorted(self.model.rows)
        return keys[pick % len(keys)]

    def take_note(self, key: int, wanted: Row, form: str | None) -> None:
        """The form's key stays with the booking it made; the same form again makes nothing new."""
        if key in self.model.rows:
            return
        self.model.put(key, wanted)
        if form:
            self.model.keys[form] = key
