from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given

from bookings.domain.axis import Axis, axis_around
from bookings.domain.interval import Interval
from bookings.domain.opening import night
from boom.core.time import date_exists
from tests.bookings.domain.strategies import hard_days, intervals
from tests.bookings.domain.test_opening import karaoke

LONDON, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")
HOUR = timedelta(hours=1)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 21, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)


EVENING = Interval(at(18), at(28))


def test_an_axis_runs_from_opening_to_closing() -> None:
    axis = axis_around([EVENING], LONDON)

    assert axis == Axis(at(18), 120)


def test_an_axis_begins_at_a_whole_hour_and_is_whole_hours_long() -> None:
    axis = axis_around([Interval(at(17, 40), at(23, 5))], LONDON)

    assert axis == Axis(at(17), 84)


def test_what_lies_outside_widens_it() -> None:
    early, late = Interval(at(16, 30), at(17)), Interval(at(27), at(29, 15))

    axis = axis_around([EVENING, early, late], LONDON)

    assert (axis.starts_at, axis.span.end) == (at(16), at(30))


@pytest.mark.parametrize(("now", "starts"), [(at(15), 15), (at(14, 59), 18), (at(17, 20), 17), (at(20), 18)])
def test_now_widens_it_when_doors_open_soon(now: datetime, starts: int) -> None:
    axis = axis_around([EVENING], LONDON, now=now)

    assert axis.starts_at == at(starts)


def test_now_stays_on_it_after_closing() -> None:
    axis = axis_around([EVENING], LONDON, now=at(28))

    assert axis.span.end == at(29)


def test_it_is_never_longer_than_the_longest_day() -> None:
    axis = axis_around([Interval(at(0), at(70))], LONDON)

    assert axis == Axis(at(0), 300)


def test_a_short_opening_still_gives_a_board() -> None:
    assert axis_around([Interval(at(18), at(19))], LONDON).units == 48


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (LONDON, date(2026, 3, 28), 9.0),
        (LONDON, date(2026, 10, 24), 11.0),
        (LORD_HOWE, date(2026, 10, 3), 9.5),
        (LORD_HOWE, date(2026, 4, 4), 10.5),
    ],
)
def test_nights_with_a_clock_change_have_the_hours_that_pass(zone: ZoneInfo, day: date, hours: float) -> None:
    stretches = night(day, karaoke(zone)).stretches

    axis = axis_around(stretches, zone)

    assert axis.place(stretches[0]) == (0, int(hours * 12))
    assert axis.units == -(-int(hours * 12) // 12) * 12


@given(intervals(longest=400), intervals())
def test_places_and_stretches_are_each_others_reverse(own: Interval, other: Interval) -> None:
    axis = axis_around([own], LONDON)

    at_unit, length = axis.place(other)
    widened = axis.stretch(at_unit, length)

    assert widened.contains(other)
    assert widened.duration < other.duration + timedelta(minutes=10)
    assert axis.place(widened) == (at_unit, length)


@given(hard_days())
def test_every_board_of_a_night_shows_all_of_it(hard: tuple[ZoneInfo, date]) -> None:
    zone, day = hard
    assume(date_exists(day, zone))
    stretches = night(day, karaoke(zone)).stretches

    axis = axis_around(stretches, zone)

    assert all(axis.span.contains(stretch) for stretch in stretches)
    assert axis.starts_at.astimezone(zone).minute == 0
