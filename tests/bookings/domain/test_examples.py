"""A made-up week: something of everything, in the venue's own hours, for any set-up."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from bookings.domain.examples import DAYS_BEFORE, Example, RoomNight, example_week
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.policy import Policy

FIRST = datetime(2026, 11, 19, 18, tzinfo=UTC)
TONIGHT = datetime(2026, 11, 21, 21, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
NIGHTS = 7
KARAOKE = Policy(buffer_after=timedelta(minutes=15))
ESCAPE = Policy(max_duration=HOUR, duration_step=HOUR, capacity_min=4, capacity_max=4)
DAY_LONG = Policy(min_duration=timedelta(hours=20), max_duration=timedelta(hours=24))


def nobody(room_id: int, span: Interval) -> bool:
    return False


def nights(policy: Policy, *, rooms: int = 4, hours: int = 8) -> list[list[RoomNight]]:
    return [
        [
            RoomNight(room, (Interval.lasting(FIRST + number * timedelta(days=1), hours * HOUR),), policy)
            for room in range(1, rooms + 1)
        ]
        for number in range(NIGHTS)
    ]


def week(policy: Policy, *, now: datetime = TONIGHT, **given: int) -> list[Example]:
    return example_week(nights(policy, **given), tonight=DAYS_BEFORE, now=now, taken=nobody)


def test_a_week_has_something_of_everything():
    found = week(KARAOKE)

    counted = Counter(each.status for each in found)
    assert {status: counted[status] for status in (Status.NO_SHOW, Status.PENDING, Status.BLOCKED)} == {
        Status.NO_SHOW: 1,
        Status.PENDING: 1,
        Status.BLOCKED: 1,
    }
    assert min(counted[Status.COMPLETED], counted[Status.CONFIRMED], counted[Status.CHECKED_IN]) >= 1
    assert 12 <= len(found) <= 26


def test_tonight_somebody_is_there_somebody_is_expected_and_one_waits_for_a_yes():
    found = [each for each in week(KARAOKE) if each.span.start >= FIRST + timedelta(days=DAYS_BEFORE)]

    tonight = {each.status for each in found if each.span.start < FIRST + timedelta(days=DAYS_BEFORE + 1)}
    assert {Status.CHECKED_IN, Status.CONFIRMED, Status.PENDING} <= tonight


@pytest.mark.parametrize("policy", [KARAOKE, ESCAPE], ids=["karaoke", "escape"])
@pytest.mark.parametrize("rooms", [1, 2, 12])
@pytest.mark.parametrize("hour", [-30, 0, 3, 20])
def test_no_two_meet_and_each_keeps_the_rules(policy, rooms, hour):
    found = week(policy, rooms=rooms, now=TONIGHT + hour * HOUR)

    by_room = [(one, two) for one, two in combinations(found, 2) if one.room_id == two.room_id]
    assert not any(one.span.overlaps(two.span) for one, two in by_room)
    stays = [each for each in found if each.status != Status.BLOCKED]
    assert all(each.span.duration in policy.durations for each in stays)
    assert all(policy.capacity_min <= each.party_size <= policy.capacity_max for each in stays)
    assert all(
        (each.span.end <= TONIGHT + hour * HOUR) == (each.status in {Status.COMPLETED, Status.NO_SHOW})
        for each in stays
    )


def test_each_lies_within_the_opening_of_its_room():
    opening = [room.stretches[0] for rooms in nights(KARAOKE) for room in rooms]

    assert all(
        any(stretch.start <= each.span.start and each.span.end <= stretch.end for stretch in opening)
        for each in week(KARAOKE)
    )


def test_where_somebody_is_no_example_is_put():
    busy = Interval.lasting(FIRST, timedelta(days=5))

    found = example_week(
        nights(KARAOKE),
        tonight=DAYS_BEFORE,
        now=TONIGHT,
        taken=lambda room, span: room == 2 and busy.overlaps(span),
    )

    assert found
    assert not any(each.room_id == 2 and each.span.overlaps(busy) for each in found)


def test_a_house_that_never_opens_or_not_long_enough_has_none():
    assert example_week([[]] * NIGHTS, tonight=DAYS_BEFORE, now=TONIGHT, taken=nobody) == []
    assert week(DAY_LONG) == []


def test_the_same_set_up_gives_the_same_week():
    assert week(KARAOKE) == week(KARAOKE)
