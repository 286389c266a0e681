from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.blockers import Blocker
from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.domain.turnover import (
    Conflict,
    OccupiedRow,
    Rule,
    as_blocker,
    conflicts,
    occupied_row,
    turnover,
)

ROOM, OTHER_ROOM = 7, 8
BASE = datetime(2026, 6, 6, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def span(start: int, end: int) -> Interval:
    return Interval(BASE + start * MINUTE, BASE + end * MINUTE)


def booking(start: int, end: int, *, before: int = 0, after: int = 0, room: int = ROOM) -> OccupiedRow:
    return occupied_row(room, span(start, end), Policy.in_minutes(buffer_before=before, buffer_after=after))


def block(start: int, end: int) -> OccupiedRow:
    return occupied_row(ROOM, span(start, end))


def test_a_booking_keeps_its_buffers_and_a_block_none() -> None:
    start = int(BASE.timestamp())

    assert booking(0, 60, before=5, after=10) == (ROOM, start, start + 3600, start - 300, start + 4200, False)
    assert block(0, 60) == (ROOM, start, start + 3600, start, start + 3600, True)
    assert turnover(span(0, 60), Policy.in_minutes(buffer_before=5, buffer_after=10)) == (
        BASE - 5 * MINUTE,
        BASE + 70 * MINUTE,
    )


@pytest.mark.parametrize(
    ("first_after", "second_before", "gap", "fits"),
    [
        (0, 0, 0, True),
        (15, 0, 14, False),
        (15, 0, 15, True),
        (0, 20, 19, False),
        (0, 20, 20, True),
        (15, 20, 19, False),
        (15, 20, 20, True),
        (20, 15, 20, True),
    ],
)
def test_between_bookings_the_larger_buffer_is_kept_and_not_their_sum(
    first_after: int, second_before: int, gap: int, fits: bool
) -> None:
    first = booking(0, 60, after=first_after)
    second = booking(60 + gap, 120 + gap, before=second_before)

    assert (conflicts(second, [first]) == []) is (conflicts(first, [second]) == []) is fits


def test_a_block_may_touch_a_booking_whatever_its_buffers() -> None:
    busy = booking(0, 60, before=30, after=30)

    assert conflicts(block(60, 90), [busy]) == conflicts(busy, [block(60, 90), block(-30, 0)]) == []
    assert conflicts(block(59, 90), [busy]) == [Conflict(busy, (Rule.NO_OVERLAP,))]


def test_another_room_is_never_in_the_way() -> None:
    assert conflicts(booking(0, 60), [booking(0, 60, room=OTHER_ROOM)]) == []


def test_every_row_in_the_way_is_named_with_every_constraint_by_start() -> None:
    later, earlier = booking(70, 90, before=15), booking(-60, 10, after=5)

    found = conflicts(booking(0, 60), [later, earlier])

    assert found == [
        Conflict(earlier, (Rule.NO_OVERLAP, Rule.KEPT_AFTER, Rule.KEPT_BEFORE)),
        Conflict(later, (Rule.KEPT_BEFORE,)),
    ]
    assert found[1].span == span(70, 90)


@pytest.mark.parametrize(
    ("row", "blocker"),
    [
        (booking(0, 60), Blocker("taken", "The room is taken 19:00–20:00.", hard=True)),
        (block(0, 60), Blocker("blocked", "The room is closed 19:00–20:00.", hard=True)),
        (
            booking(100, 130, before=15),
            Blocker(
                "turnover",
                "The time between this and the booking 20:40–21:10 is too short to clean up.",
                hard=True,
            ),
        ),
    ],
)
def test_a_conflict_says_when_the_room_is_taken_and_cannot_be_overridden(
    row: OccupiedRow, blocker: Blocker
) -> None:
    (conflict,) = conflicts(booking(30, 90), [row])

    assert as_blocker(conflict, ZoneInfo("Europe/London")) == blocker


def test_a_venue_with_a_twelve_hour_clock_reads_its_own_times() -> None:
    (conflict,) = conflicts(booking(30, 90), [block(0, 360)])

    blocker = as_blocker(conflict, ZoneInfo("Europe/London"), twelve_hour=True)

    assert blocker.message == "The room is closed 7:00 pm–1:00 am."


occupied = st.builds(
    lambda start, length, before, after, is_block, room: (
        block(start, start + length)
        if is_block
        else booking(start, start + length, before=before, after=after, room=room)
    ),
    st.integers(-60, 60),
    st.integers(1, 40),
    st.integers(0, 20),
    st.integers(0, 20),
    st.booleans(),
    st.sampled_from([ROOM, ROOM, OTHER_ROOM]),
)


def stand_apart(one: OccupiedRow, other: OccupiedRow) -> bool:
    """The plain rule: one ends before the other starts, by the larger buffer if both are bookings."""
    if one[0] != other[0]:
        return True
    first, second = sorted((one, other), key=lambda row: row[1:3])
    buffer = 0
    if not (first[5] or second[5]):
        buffer = max(first[4] - first[2], second[1] - second[3])
    return second[1] - first[2] >= buffer


@settings(max_examples=300, deadline=None)
@given(wanted=occupied, rows=st.lists(occupied, max_size=6))
def test_conflicts_are_those_of_the_larger_buffer_rule(wanted: OccupiedRow, rows: list[OccupiedRow]) -> None:
    in_the_way = sorted((row for row in rows if not stand_apart(wanted, row)), key=lambda row: row[1:3])

    assert [conflict.row for conflict in conflicts(wanted, rows)] == in_the_way


@settings(max_examples=100, deadline=None)
@given(one=occupied, other=occupied)
def test_being_in_the_way_is_mutual(one: OccupiedRow, other: OccupiedRow) -> None:
    rules = [[conflict.rules for conflict in conflicts(*pair)] for pair in ((one, [other]), (other, [one]))]

    assert rules[0] == rules[1]
