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
BACK, FORWARD = date(2026, 10, 24), date(2026, 3, 28)


def test_a_time_after_midnight_belongs_to_the_night_before() -> None:
    span = night(date(2026, 6, 6), karaoke(LONDON)).span

    assert instant_on("01:30", span, LONDON) == local(date(2026, 6, 7), 1, 30)


def test_a_time_the_clock_shows_twice_can_be_said_twice() -> None:
    span = night(BACK, karaoke(LONDON)).span

    first, second = instant_on("01:30", span, LONDON), instant_on("01:30+", span, LONDON)

    assert second - first == timedelta(hours=1)
    assert [wall_value(instant, LONDON) for instant in (first, second)] == ["01:30", "01:30+"]


def test_a_time_the_clock_jumps_over_is_refused() -> None:
    with pytest.raises(SkippedTime):
        instant_on("01:30", night(FORWARD, karaoke(LONDON)).span, LONDON)


def test_a_night_ends_at_its_closing_and_begins_at_the_one_before() -> None:
    span = night(date(2026, 6, 6), karaoke(LONDON)).span

    starts, ends = instant_on("04:00", span, LONDON), instant_on("04:00", span, LONDON, ends=True)

    assert (starts, ends) == (local(date(2026, 6, 6), 4), local(date(2026, 6, 7), 4))


@pytest.mark.parametrize("value", ["", "25:00", "half past", "22:15Z", "+"])
def test_what_is_no_time_is_refused(value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any, as the standard library words it
        instant_on(value, night(BACK, karaoke(LONDON)).span, LONDON)


@given(hard_days(), st.integers(0, 99))
def test_every_instant_of_every_night_survives_the_form(hard: tuple[ZoneInfo, date], number: int) -> None:
    zone, day = hard
    assume(date_exists(day, zone))
    span = night(day, karaoke(zone)).span
    instants = steps(span, timedelta(minutes=15))
    instant = instants[number % len(instants)]

    assert instant_on(wall_value(instant, zone), span, zone) == instant
