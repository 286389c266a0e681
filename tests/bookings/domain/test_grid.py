from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.grid import grid_around, is_on_grid, pieces
from bookings.domain.interval import Interval
from boom.core.time import wall_clock
from tests.bookings.domain.strategies import hard_days

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def evening(zone: ZoneInfo, year: int, month: int, day: int) -> Interval:
    """From 18:00 to 04:00."""
    start = datetime(year, month, day, 18, tzinfo=zone)
    end = (datetime(year, month, day) + timedelta(days=1)).replace(hour=4, tzinfo=zone)
    return Interval(start.astimezone(UTC), end.astimezone(UTC))


def grid(stretch: Interval, step: timedelta, zone: ZoneInfo) -> list[datetime]:
    starts = []
    for first, end in pieces(stretch, step, zone):
        while first < end:
            starts.append(first)
            first += step
    return starts


def read(starts: list[datetime], zone: ZoneInfo) -> str:
    return " ".join(f"{wall_clock(start, zone):%H:%M}" for start in starts)


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Asia/Tokyo", (2026, 3, 7), "00:00 01:00 02:00 03:00"),
        ("America/New_York", (2026, 3, 7), "00:00 01:00 03:00"),
        ("America/New_York", (2026, 10, 31), "00:00 01:00 01:00 02:00 03:00"),
        ("Australia/Lord_Howe", (2026, 10, 3), "00:00 01:00 03:00"),
        ("Australia/Lord_Howe", (2026, 4, 4), "00:00 01:00 02:00 03:00"),
    ],
)
def test_starts_after_midnight_read_on_the_hour_whatever_the_clocks_do(
    name: str, day: tuple[int, int, int], expected: str
) -> None:
    zone = ZoneInfo(name)

    starts = grid(evening(zone, *day), HOUR, zone)

    assert read(starts, zone) == f"18:00 19:00 20:00 21:00 22:00 23:00 {expected}"


def test_half_an_hour_that_comes_twice_is_offered_twice() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")

    starts = grid(evening(zone, 2026, 4, 4), HOUR / 2, zone)

    assert read(starts[14:18], zone) == "01:00 01:30 01:30 02:00"


@settings(max_examples=60, deadline=None)
@given(
    place=hard_days(),
    opens=st.integers(0, 95),
    length=st.integers(1, 96),
    step=st.sampled_from([5, 7, 15, 20, 30, 45, 60, 90]),
)
def test_the_grid_is_every_minute_whose_reading_is_steps_from_the_opening(
    place: tuple[ZoneInfo, object], opens: int, length: int, step: int
) -> None:
    zone, day = place
    start = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=zone).astimezone(UTC) + opens * 15 * MINUTE
    stretch = Interval.lasting(start, length * 15 * MINUTE)
    minutes = [stretch.start + count * MINUTE for count in range(stretch.minutes)]

    on_grid = [minute for minute in minutes if is_on_grid(minute, stretch, step * MINUTE, zone)]

    assert grid(stretch, step * MINUTE, zone) == on_grid
    anchor = wall_clock(stretch.start, zone)
    assert on_grid == [m for m in minutes if (wall_clock(m, zone) - anchor) // MINUTE % step == 0]
    for minute in minutes[::17]:
        before = [at for at in on_grid if at < minute][-1:]
        after = [at for at in on_grid if at > minute][:1]
        assert grid_around(minute, stretch, step * MINUTE, zone) == before + after
