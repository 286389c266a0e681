"""When messages go out by themselves: pure rules."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.timing import Quiet, due_reminder, follow_up_at, is_follow_up_due, reminder_at

LONDON = ZoneInfo("Europe/London")
NIGHT = Quiet(time(22), time(8), LONDON)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("starts", "before", "comes"),
    [
        # Outside of quiet hours: when it is to.
        ("2026-11-28 21:00", DAY, "2026-11-27 21:00"),
        # In them, with time enough after: when they end.
        ("2026-11-28 23:30", DAY, "2026-11-28 08:00"),
        # 7:00 for 9:00; at 8:00 half of the notice is left.
        ("2026-11-28 09:00", 2 * HOUR, "2026-11-28 08:00"),
        # 7:30 for 8:30; at 8:00 just half of it is left, for 8:15 less.
        ("2026-11-28 08:30", HOUR, "2026-11-28 08:00"),
        ("2026-11-28 08:15", HOUR, "2026-11-27 21:59"),
        # Small hours: before they begin.
        ("2026-11-28 02:00", 2 * HOUR, "2026-11-27 21:59"),
    ],
)
def test_a_reminder_keeps_out_of_quiet_hours(starts: str, before: timedelta, comes: str):
    assert reminder_at(at(starts), before, NIGHT) == at(comes)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 7 * 24 * 60),
    st.times(),
    st.times(),
)
def test_whatever_the_hours_it_comes_before_the_booking_and_not_in_them(
    starts: datetime, minutes: int, begins: time, ends: time
):
    begins, ends = begins.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0)
    if begins == ends:
        return
    quiet = Quiet(begins, ends, LONDON)

    comes = reminder_at(starts, timedelta(minutes=minutes), quiet)

    assert comes < starts
    assert quiet.around(comes) is None


def due(
    now: str, *, told: str = "2026-11-01 12:00", offsets: list[timedelta] | None = None
) -> timedelta | None:
    offsets = [DAY, 2 * HOUR] if offsets is None else offsets
    return due_reminder(at("2026-11-28 21:00"), offsets, None, told_at=at(told), now=at(now))


def test_each_reminder_is_due_from_its_time_on():
    assert due("2026-11-27 20:59") is None
    assert due("2026-11-27 21:00") == DAY
    assert due("2026-11-28 18:59") == DAY
    assert due("2026-11-28 19:00") == 2 * HOUR


def test_after_a_pause_only_the_last_comes_and_none_at_the_door():
    assert due("2026-11-28 20:00") == 2 * HOUR
    assert due("2026-11-28 20:50") is None
    assert due("2026-11-28 22:00") is None
    assert due("2026-11-28 20:00", offsets=[]) is None


def test_whoever_was_told_since_needs_none():
    assert due("2026-11-27 21:05", told="2026-11-27 21:00") is None
    assert due("2026-11-27 21:05", told="2026-11-27 20:59") == DAY


def test_thanks_wait_for_the_end_of_quiet_hours_and_are_not_sent_days_late():
    ended = at("2026-11-28 00:30")

    assert follow_up_at(ended, HOUR, NIGHT) == at("2026-11-28 08:00")
    assert not is_follow_up_due(ended, HOUR, NIGHT, now=at("2026-11-28 07:59"))
    assert is_follow_up_due(ended, HOUR, NIGHT, now=at("2026-11-28 08:00"))
    assert not is_follow_up_due(ended, HOUR, NIGHT, now=at("2026-11-30 08:00"))
