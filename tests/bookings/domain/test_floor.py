"""What state a room is in: one table of examples, and laws over all of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.domain.floor import Floor, Stay, room_now
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from tests.conftest import TONIGHT

MINUTE = timedelta(minutes=1)


def stay(start: int, minutes: int, status: str = "confirmed", key: int = 1) -> Stay:
    """From so many minutes before or after now."""
    return Stay(key, Interval.lasting(TONIGHT + start * MINUTE, minutes * MINUTE), Status(status))


@pytest.mark.parametrize(
    ("stays", "state", "minutes"),
    [
        ([], Floor.FREE, 0),
        ([stay(31, 60)], Floor.FREE, 31),
        ([stay(30, 60)], Floor.ARRIVING, 30),
        ([stay(-10, 60)], Floor.LATE, 10),
        ([stay(0, 60)], Floor.LATE, 0),
        ([stay(-60, 60)], Floor.FREE, 0),
        ([stay(-10, 60, "checked_in")], Floor.OCCUPIED, 50),
        ([stay(-49, 60, "checked_in")], Floor.OCCUPIED, 11),
        ([stay(-50, 60, "checked_in")], Floor.ENDING, 10),
        ([stay(-60, 60, "checked_in")], Floor.OVER_TIME, 0),
        ([stay(-75, 60, "checked_in")], Floor.OVER_TIME, 15),
        ([stay(-75, 60, "checked_in"), stay(-5, 60, key=2)], Floor.OVER_TIME, 15),
        ([stay(-10, 60, "blocked")], Floor.BLOCKED, 50),
        ([stay(-10, 60, "held")], Floor.HELD, 0),
        ([stay(40, 60, "checked_in")], Floor.OCCUPIED, 100),
    ],
)
def test_each_state_by_its_example(stays: list[Stay], state: Floor, minutes: int):
    found = room_now(stays, now=TONIGHT)

    assert (found.state, found.minutes) == (state, minutes)


@pytest.mark.parametrize("readiness", ["dirty", "cleaning"])
def test_a_room_that_is_not_ready_is_not_free_however_soon_the_next_come(readiness: str):
    assert room_now([stay(10, 60)], now=TONIGHT, readiness=readiness).state == readiness


def test_who_is_in_the_room_counts_more_than_how_it_was_left():
    assert room_now([stay(0, 60, "checked_in")], now=TONIGHT, readiness="dirty").state is Floor.OCCUPIED


def test_outside_the_hours_it_is_closed():
    assert room_now([], now=TONIGHT, is_open=False).state is Floor.CLOSED


def test_the_next_party_is_told_beside_the_present_one():
    here, following = stay(-10, 60, "checked_in"), stay(60, 60, key=2)

    found = room_now([following, here], now=TONIGHT)

    assert (found.stay, found.following) == (here, following)


statuses = st.sampled_from([Status.HELD, Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.BLOCKED])
stays = st.lists(
    st.builds(
        lambda start, minutes, status, key: Stay(
            key, Interval.lasting(TONIGHT + start * MINUTE, minutes * MINUTE), status
        ),
        st.integers(-180, 180),
        st.integers(1, 120),
        statuses,
        st.integers(1, 9),
    ),
    max_size=4,
)


@given(stays)
def test_a_room_is_called_free_only_when_nobody_and_nothing_is_in_it(found: list[Stay]):
    state = room_now(found, now=TONIGHT).state

    is_taken = any(TONIGHT in each.span or each.status is Status.CHECKED_IN for each in found)
    assert not (is_taken and state in {Floor.FREE, Floor.ARRIVING})
    assert room_now(found, now=TONIGHT).minutes >= 0
