"""Starts that leave holes: by example, and against a plain count of minutes."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookings.domain.gaps import holes, without_holes
from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.domain.turnover import OccupiedRow

MINUTE = 60
OPEN = Interval.from_epoch(0, 600 * MINUTE)
HOURLY = Policy.in_minutes(min_duration=60, duration_step=30, slot_step=30)


def taken(start: int, end: int, *, before: int = 0, after: int = 0, is_block: bool = False) -> OccupiedRow:
    """A row of room 1 in minutes, with its own turnover."""
    return (
        1,
        start * MINUTE,
        end * MINUTE,
        (start - before) * MINUTE,
        (end + after) * MINUTE,
        is_block,
    )


def spared(
    starts: list[int], rows: list[OccupiedRow], policy: Policy = HOURLY, minutes: int = 60
) -> list[int]:
    left = without_holes(
        [start * MINUTE for start in starts], rows, [OPEN], policy, timedelta(minutes=minutes)
    )
    return [start // MINUTE for start in left]


def test_half_an_hour_beside_a_booking_is_a_hole_and_an_hour_is_none():
    assert spared([0, 30, 60], [taken(120, 600)]) == [0, 60]


def test_where_every_start_wastes_as_much_all_are_offered():
    assert spared([0, 10, 30], [taken(90, 600)]) == [0, 10, 30]


def test_between_neighbours_each_gap_is_judged_by_itself():
    rows = [taken(120, 180), taken(300, 600)]

    assert spared([0, 30, 60, 180, 210, 240], rows) == [0, 60, 180, 240]


def test_turnover_is_no_hole_but_what_it_leaves_may_be():
    policy = Policy.in_minutes(min_duration=60, duration_step=30, slot_step=15, buffer_after=15)

    # After the neighbour's turnover at 75; a later start wastes what is too short for an hour and its
    # turnover.
    assert spared([75, 90, 150], [taken(0, 60, after=15)], policy) == [75, 150]


def test_a_block_needs_no_turnover():
    policy = Policy.in_minutes(min_duration=60, duration_step=30, slot_step=15, buffer_after=15)

    assert spared([60, 75], [taken(0, 60, is_block=True)], policy) == [60]


rows_of_a_night = st.lists(st.integers(0, 19), unique=True, max_size=8).map(
    lambda slots: [taken(30 * slot, 30 * slot + 30) for slot in sorted(slots)]
)


@given(rows_of_a_night, st.sampled_from([30, 60, 90]))
def test_what_is_offered_wastes_no_more_than_anything_else_between_the_same_neighbours(rows, minutes):
    busy = {minute for row in rows for minute in range(row[1] // MINUTE, row[2] // MINUTE)}
    free = [
        start for start in range(0, 600 - minutes + 1, 30) if not busy & set(range(start, start + minutes))
    ]

    left = spared(free, rows, minutes=minutes)

    def edges(start: int) -> tuple[int, int]:
        first, last = start, start + minutes
        while first > 0 and first - 1 not in busy:
            first -= 1
        while last < 600 and last not in busy:
            last += 1
        return first, last

    def waste(start: int) -> int:
        first, last = edges(start)
        return sum(gap for gap in (start - first, last - start - minutes) if 0 < gap < 60)

    for start in free:
        best = min(waste(other) for other in free if edges(other) == edges(start))
        assert (start in left) == (waste(start) == best)
    assert bool(left) == bool(free)


def found(rows: list[OccupiedRow], policy: Policy = HOURLY) -> list[tuple[int, int]]:
    return [(start // MINUTE, end // MINUTE) for start, end in holes(rows, [OPEN], policy)]


def test_a_hole_is_what_is_too_short_beside_somebody():
    assert found([]) == []
    assert found([taken(60, 540)]) == []
    assert found([taken(30, 120), taken(165, 560)]) == [(0, 30), (120, 165), (560, 600)]
    assert found([taken(0, 600)]) == []


def test_what_is_kept_to_clean_up_is_no_hole():
    policy = Policy.in_minutes(min_duration=60, duration_step=30, slot_step=15, buffer_after=15)

    assert found([taken(0, 60, after=15), taken(90, 600, after=15)], policy) == []
    assert found([taken(0, 60, after=15), taken(110, 600, after=15)], policy) == [(75, 95)]


def test_beside_a_block_nothing_is_kept_free():
    assert found([taken(0, 300, is_block=True), taken(330, 600)]) == [(300, 330)]
