"""Making room for a request by moving bookings that may be moved into other rooms at their own times.

A small search over one night: take a room, move whoever is in the way elsewhere, and whoever is in their way
in turn, with as few moves as possible. Nobody loses their time or a room that suits them: the set of accepted
bookings never shrinks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.domain.turnover import OccupiedRow, conflicts, occupied_row

# More moves than that nobody wants to read; and the search stays small.
MOST_MOVES = 4
MOST_TRIES = 20_000


@dataclass(frozen=True, slots=True)
class Floating:
    """A booking that may lie in any of `rooms`, the best first; it is in `room_id` now."""

    key: int
    room_id: int
    span: Interval
    rooms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The room the request gets, and which bookings go where: by key, in the order they were thought of."""

    room_id: int
    moves: Mapping[int, int]


def make_room(
    span: Interval,
    rooms: Sequence[int],
    floating: Sequence[Floating],
    fixed: Sequence[OccupiedRow],
    policies: Mapping[int, Policy],
) -> Plan | None:
    """Find a plan that lets `span` be booked in one of `rooms`, with the fewest moves; None if there is none.

    `fixed` are rows that stay. Of plans with as few moves the first room wins. Searches up to MOST_MOVES.
    """
    search = _Search(floating, fixed, policies)
    for most in range(MOST_MOVES + 1):
        for room_id in rooms:
            moves = search.take(room_id, span, {}, most, frozenset())
            if moves is not None:
                return Plan(room_id, moves)
        if search.tries > MOST_TRIES:
            return None
    return None


class _Search:
    def __init__(
        self, floating: Sequence[Floating], fixed: Sequence[OccupiedRow], policies: Mapping[int, Policy]
    ) -> None:
        self.floating = {each.key: each for each in floating}
        self.fixed = list(fixed)
        self.policies = policies
        self.tries = 0

    def take(
        self, room_id: int, span: Interval, moved: dict[int, int], most: int, settled: frozenset[int]
    ) -> dict[int, int] | None:
        """The moves that free a room for a stretch, on top of `moved`; None if `most` are not enough.

        `settled` have been moved for this already, and are not moved again.
        """
        self.tries += 1
        if self.tries > MOST_TRIES:
            return None
        wanted = occupied_row(room_id, span, self.policies[room_id])
        if conflicts(wanted, self.fixed):
            return None
        in_the_way = [
            each
            for each in self.floating.values()
            if moved.get(each.key, each.room_id) == room_id and self._clash(wanted, each, room_id)
        ]
        if any(each.key in settled for each in in_the_way) or len(in_the_way) > most:
            return None
        # Who is moved next to whom matters: the request itself holds its place while the others look for one.
        return self._move_all(in_the_way, moved, most, settled, [(room_id, span)])

    def _move_all(
        self,
        waiting: list[Floating],
        moved: dict[int, int],
        most: int,
        settled: frozenset[int],
        held: list[tuple[int, Interval]],
    ) -> dict[int, int] | None:
        if not waiting:
            return moved
        first, rest = waiting[0], waiting[1:]
        for room_id in first.rooms:
            if room_id == moved.get(first.key, first.room_id) or self._is_held(room_id, first.span, held):
                continue
            wanted = occupied_row(room_id, first.span, self.policies[room_id])
            self.tries += 1
            if self.tries > MOST_TRIES:
                return None
            if conflicts(wanted, self.fixed):
                continue
            others = [
                each
                for each in self.floating.values()
                if each.key != first.key
                and each not in waiting
                and moved.get(each.key, each.room_id) == room_id
                and self._clash(wanted, each, room_id)
            ]
            if any(each.key in settled for each in others) or len(waiting) + len(others) > most:
                continue
            found = self._move_all(
                [*rest, *others],
                moved | {first.key: room_id},
                most - 1,
                settled | {first.key},
                [*held, (room_id, first.span)],
            )
            if found is not None:
                return found
        return None

    def _clash(self, wanted: OccupiedRow, each: Floating, room_id: int) -> bool:
        return bool(conflicts(wanted, [occupied_row(room_id, each.span, self.policies[room_id])]))

    def _is_held(self, room_id: int, span: Interval, held: list[tuple[int, Interval]]) -> bool:
        """Whether the request or somebody moved already has the room then, turnover included."""
        wanted = occupied_row(room_id, span, self.policies[room_id])
        return any(
            other_room == room_id
            and conflicts(wanted, [occupied_row(room_id, other, self.policies[room_id])])
            for other_room, other in held
        )
