"""One press for several bookings: all of it is done or none, and one undo takes all of it back."""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from bookings.domain.interval import Interval
from bookings.errors import SlotTaken
from bookings.models import Customer, Occupancy
from bookings.services import blocks, several
from bookings.services.several import Change, Do, NotAllPossible, Pick
from tests.bookings.machines.plain_model import MINUTE, Rooms
from tests.bookings.machines.record import table
from tests.bookings.machines.ways_in import REASON, picks, rooms, seldom, spans
from tests.bookings.machines.whole_life import CANCELLABLE, WholeLife

# What a change of nobody gives, told from a refusal.
NOBODY: list[Any] = [several.Fate(Occupancy(), Occupancy())]
PLACE = ("room", "start", "end", "kept_from", "kept_until")


def changes(*do: Do) -> st.SearchStrategy[Change]:
    return st.builds(
        Change,
        st.sampled_from(do),
        by=st.sampled_from([-30, -15, 15, 60]).map(lambda minutes: minutes * MINUTE),
        # By its place among the machine's rooms.
        room_id=st.none() | st.none() | rooms,
        reason=st.just("Rain"),
        note=st.just("Water came in"),
        tag=st.just("Regular"),
        override_reason=st.just(REASON),
    )


chosen = st.lists(picks, min_size=1, max_size=4)
moods = st.sampled_from(["fitting", "fitting", "fitting", "whichever", "stale", "only try"])


class AtOnce(WholeLife):
    """The whole life, and several bookings changed together."""

    # How often each step of these was done, not refused, over all runs: one that never is shows nothing.
    happened: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.tags_before: list[str] | None = None

    @precondition(lambda self: self.model.rows)
    @rule(chosen=chosen, change=changes(Do.MOVE), mood=moods)
    def move_several(self, chosen: list[int], change: Change, mood: str) -> None:
        self.change_several(chosen, change, mood)

    @precondition(lambda self: self.model.rows)
    @rule(chosen=chosen, change=changes(Do.CANCEL, Do.NO_SHOW), mood=moods)
    def give_several_up(self, chosen: list[int], change: Change, mood: str) -> None:
        self.change_several(chosen, change, mood)

    @precondition(lambda self: self.model.rows)
    @rule(chosen=chosen, change=changes(Do.NOTE, Do.TAG), mood=moods)
    def mark_several(self, chosen: list[int], change: Change, mood: str) -> None:
        self.change_several(chosen, change, mood)

    def change_several(self, chosen: list[int], change: Change, mood: str) -> None:
        do = change.do
        if change.room_id is not None:
            change = replace(change, room_id=self.rooms[change.room_id])
        keys = {self.picked(pick) for pick in chosen}
        if mood != "whichever":
            # Else hardly any four that are picked can all be changed.
            rows = self.model.rows.items()
            keys = {key for key, row in rows if self.all_changed({key: row.version}, change)}
            keys = {sorted(keys)[pick % len(keys)] for pick in chosen} if keys else set()
        shown = {key: self.model.rows[key].version - (mood == "stale") for key in sorted(keys)}
        picked = [Pick(key, version) for key, version in shown.items()]
        then = self.all_changed(shown, change)
        if mood == "only try":
            fates = self.do(None, lambda: several.try_several(picked, change, now=self.now) or NOBODY)
            is_possible = all(fate.is_possible for fate in fates)
            assert (then is not None) == is_possible, "expected of a preview what would happen"
            assert table() == self.table_before, "a preview left something behind"
            self.happened["try_several"] += fates != NOBODY
            return

        tags = list(self.tags)
        done = self.do(
            NotAllPossible if then is None else None,
            lambda: several.change_several(picked, change, now=self.now) or NOBODY,
        )
        if done and then is not None:
            self.model.rows, self.model.before = then.rows, then.before
            if do == Do.TAG and done != NOBODY:
                self.tags = ["Regular"]
            self.happened["change several"] += done != NOBODY
        self.compare()
        self.tags_before = tags if tags != self.tags else None

    def all_changed(self, shown: dict[int, int], change: Change) -> Rooms | None:
        """The model with each of them changed, one after the other; None where one cannot be."""
        then = copy(self.model)
        then.rows, then.before = dict(self.model.rows), dict(self.model.before)
        order = sorted(
            (key for key in shown if then.rows[key].kind == "booking"),
            key=lambda key: (then.rows[key].start, key),
        )
        if change.do == Do.MOVE and change.by > 0 * MINUTE:
            order.reverse()
        for key in order:
            values = None if then.rows[key].version != shown[key] else self.one_changed(then, key, change)
            if values is None:
                return None
            if values:
                then.change(key, **values)
        return then

    def one_changed(self, then: Rooms, key: int, change: Change) -> dict[str, Any] | None:
        """What becomes of one of them, the holds that are in its way gone; None where it cannot be."""
        row = then.rows[key]
        if change.do == Do.MOVE:
            wanted = then.make(
                "booking", change.room_id or row.room, row.start + change.by, row.end + change.by, row.status
            )
            if then.why_not_move(key, wanted, row.version, self.now, by_staff=True):
                return None
            then.sweep({row.room, wanted.room}, self.now, sparing=key)
            return {name: getattr(wanted, name) for name in PLACE}
        if change.do == Do.CANCEL:
            is_open = row.status in CANCELLABLE
            return {"status": "cancelled", "held_until": None, "answer_by": None} if is_open else None
        if change.do == Do.NO_SHOW:
            if then.why_not_become(key, "no_show", self.now):
                return None
            then.sweep({row.room}, self.now)
            return {"status": "no_show"}
        if change.do == Do.NOTE:
            return {"staff_note": "\n".join(filter(None, [row.staff_note, change.note]))}
        return {} if row.is_known else None

    @rule(names=st.sampled_from([(0, 1), (0, 2), (0, 1, 2)]), span=spans, twice=seldom)
    def block_several(self, names: tuple[int, ...], span: Interval, twice: bool) -> None:
        stretches = [span, span] if twice else [span]
        wanted = [
            self.model.make("block", self.rooms[name], each.start, each.end, "blocked")
            for name in names
            for each in stretches
        ]
        taken = twice or any(self.model.is_taken(row, self.now) for row in wanted)

        made = self.do(
            SlotTaken if taken else None,
            lambda: blocks.block_rooms(
                room_ids=[self.rooms[name] for name in names], spans=stretches, reason=REASON, now=self.now
            ),
        )
        if made:
            self.model.sweep({row.room for row in wanted}, self.now)
            for block, row in zip(made, wanted, strict=True):
                self.model.put(block.pk, row)
            self.happened["block_several"] += 1
        self.compare()

    # ---- what else an undo brings back -----------------------------------------------------------------

    def why_not_take_back(
        self, before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]], touched: set[int]
    ) -> type[Exception] | None:
        refusal = super().why_not_take_back(before, after, touched)
        return None if self.tags_before is not None and not touched else refusal

    def hold_against_before(
        self, before: dict[int, dict[str, Any]], touched: set[int], swept: set[int]
    ) -> None:
        super().hold_against_before(before, touched, swept)
        if self.tags_before is not None:
            self.tags, self.tags_before = self.tags_before, None
        self.happened["take back an act"] += 1

    def compare(self) -> None:
        super().compare()
        # They belong to the act before; whoever tagged somebody notes it after this.
        self.tags_before = None

    def hold_against_model(self, after: dict[int, dict[str, Any]]) -> None:
        super().hold_against_model(after)
        tagged = Customer.objects.filter(email="ann@example.com").values_list("tags", flat=True)
        assert [tag for tags in tagged for tag in tags] == self.tags
