"""Re-packing: what is accepted stays accepted, plans are short, and found where there are any."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.domain.repacking import MOST_MOVES, Floating, Plan, make_room
from bookings.domain.turnover import conflicts, occupied_row
from tests.conftest import TONIGHT

HOUR = timedelta(hours=1)
PLAIN = Policy.in_minutes()
TURNED = Policy.in_minutes(buffer_after=30)
POLICIES = {1: PLAIN, 2: PLAIN, 3: PLAIN}


def hours(start: int, end: int) -> Interval:
    return Interval(TONIGHT + start * HOUR, TONIGHT + end * HOUR)


def floating(key: int, room: int, start: int, end: int, rooms: tuple[int, ...] = (1, 2, 3)) -> Floating:
    return Floating(key, room, hours(start, end), rooms)


def test_a_free_room_needs_no_moves():
    assert make_room(hours(0, 2), [1, 2], [floating(1, 1, 0, 1)], [], POLICIES) == Plan(2, {})


def test_one_who_is_in_the_way_goes_to_the_other_room():
    # A long evening fits nowhere, as each room has a short booking.
    found = [floating(1, 1, 0, 1), floating(2, 2, 2, 3)]

    assert make_room(hours(0, 3), [1, 2], found, [], POLICIES | {3: PLAIN}) == Plan(1, {1: 2})


def test_whoever_is_moved_may_push_another_on():
    found = [floating(1, 1, 0, 2, rooms=(1, 2)), floating(2, 2, 1, 3, rooms=(2, 3))]

    assert make_room(hours(0, 2), [1], found, [], POLICIES) == Plan(1, {1: 2, 2: 3})


def test_two_change_places_when_that_is_what_it_takes():
    found = [floating(1, 1, 0, 2, rooms=(1, 2)), floating(2, 2, 0, 1, rooms=(1, 2))]

    # Room 1 is wanted from 1 to 2; booking 1 fits only into room 2, where booking 2 is, who fits into room 1.
    assert make_room(hours(1, 2), [1], found, [], POLICIES) == Plan(1, {1: 2, 2: 1})


def test_what_is_fixed_stays():
    wall = occupied_row(1, hours(0, 1), PLAIN)

    assert make_room(hours(0, 2), [1], [], [wall], POLICIES) is None


def test_nobody_is_put_into_a_room_that_does_not_suit():
    assert make_room(hours(0, 2), [1], [floating(1, 1, 0, 2, rooms=(1,))], [], POLICIES) is None


def test_turnover_is_kept_between_those_who_are_moved():
    policies = {1: TURNED, 2: TURNED}
    found = [floating(1, 1, 1, 2, rooms=(1, 2)), floating(2, 2, 2, 3, rooms=(2,))]

    assert make_room(hours(1, 2), [1], found, [], policies) is None


def is_sound(rows: list[tuple[int, Interval]]) -> bool:
    placed = [occupied_row(room, span, POLICIES[room]) for room, span in rows]
    return not any(conflicts(one, [other]) for one, other in combinations(placed, 2))


spans = st.tuples(st.integers(0, 6), st.integers(1, 3)).map(lambda pair: hours(pair[0], pair[0] + pair[1]))
nights = st.lists(st.tuples(st.integers(1, 3), spans, st.sets(st.integers(1, 3))), max_size=5)


@settings(max_examples=200, deadline=None)
@given(nights, spans, st.lists(st.integers(1, 3), unique=True, min_size=1))
def test_against_every_way_to_place_them(night, wanted: Interval, rooms: list[int]):
    """Plans keep everybody at their time in a room that suits, and are as short as any that exists."""
    kept: list[Floating] = []
    for room, span, suits in night:
        if is_sound([*((each.room_id, each.span) for each in kept), (room, span)]):
            kept.append(Floating(len(kept) + 1, room, span, tuple(sorted(suits | {room}))))

    plan = make_room(wanted, rooms, kept, [], POLICIES)

    best = None
    for choice in product(*(each.rooms for each in kept)):
        moved = sum(room != each.room_id for room, each in zip(choice, kept, strict=True))
        if moved > MOST_MOVES:
            continue
        rows = [(room, each.span) for room, each in zip(choice, kept, strict=True)]
        if any(is_sound([*rows, (room, wanted)]) for room in rooms):
            best = moved if best is None else min(best, moved)
    assert (plan is None) == (best is None)
    if plan is not None:
        assert len(plan.moves) == best
        assert all(plan.moves[each.key] in each.rooms for each in kept if each.key in plan.moves)
        rows = [(plan.moves.get(each.key, each.room_id), each.span) for each in kept]
        assert is_sound([*rows, (plan.room_id, wanted)])
