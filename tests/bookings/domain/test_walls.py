from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bookings.domain.opening import night
from bookings.domain.walls import instant_on, steps, wall_value
from boom.core.time import SkippedTime, date_exists
from tests.bookings.domain.strategies import hard_days
from tests.bookings.domain.test_opening import karaoke, local

LONDON = ZoneInfo("Europe/London")
SATURDAY, BACK, FORWARD = date(2026, 6, 6), date(2026, 10, 24), date(2026, 3, 28)


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("22:15", local(SATURDAY, 22, 15)),
        ("24:30", local(date(2026, 6, 7), 0, 30)),
        ("28:00", local(date(2026, 6, 7), 4)),
        ("01:30", local(SATURDAY, 1, 30)),
    ],
)
def test_hours_count_on_past_midnight(value, instant) -> None:
    assert instant_on(value, SATURDAY, LONDON) == instant
    assert wall_value(instant, SATURDAY, LONDON) == value


def test_a_time_the_clock_shows_twice_can_be_said_twice() -> None:
    first, second = (instant_on(value, BACK, LONDON) for value in ("25:30", "25:30+"))

    assert second - first == timedelta(hours=1)
    assert [wall_value(instant, BACK, LONDON) for instant in (first, second)] == ["25:30", "25:30+"]


def test_a_time_the_clock_jumps_over_is_refused() -> None:
    with pytest.raises(SkippedTime):
        instant_on("25:30", FORWARD, LONDON)


@pytest.mark.parametrize("value", ["", "73:00", "22:60", "half past", "22:15Z", "+", "٢٢:١٥", "22:15:00"])
def test_what_is_no_time_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        instant_on(value, SATURDAY, LONDON)


@given(hard_days(), st.integers(0, 99))
def test_every_instant_of_every_night_survives_the_form(hard: tuple[ZoneInfo, date], number: int) -> None:
    zone, day = hard
    assume(date_exists(day, zone))
    instants = steps(night(day, karaoke(zone)).span, timedelta(minutes=15))
    instant = instants[number % len(instants)]

    assert instant_on(wall_value(instant, day, zone), day, zone) == instant
