"""A week of opening hours as an owner works on it."""

from __future__ import annotations

from datetime import time

from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.opening import DayHours
from bookings.domain.week import (
    GROUPS,
    PRESETS,
    Row,
    copied,
    days_that_differ,
    filled,
    minutes_of,
    picture,
)

NIGHT: Row = (4, time(18), time(4))


def rows() -> st.SearchStrategy[list[Row]]:
    return st.lists(
        st.tuples(st.integers(0, 6), st.times(), st.times()), max_size=9, unique_by=lambda r: r[:2]
    )


def test_the_karaoke_preset_closes_later_on_friday_and_saturday():
    closes = [closes for _, _, closes in PRESETS["karaoke"]]

    assert closes == [time(2), time(2), time(2), time(2), time(3), time(3), time(2)]


def test_always_open_is_a_full_week():
    assert picture(PRESETS["always"]).open_minutes == 7 * 24 * 60


def test_lengths_count_past_midnight():
    assert [
        minutes_of(time(18), time(4)),
        minutes_of(time(0), time(0)),
        minutes_of(time(9, 30), time(10)),
    ] == [
        600,
        1440,
        30,
    ]


def test_a_day_is_copied_to_others_and_stays_as_it_is():
    week = [NIGHT, (0, time(10), time(12)), (0, time(14), time(18))]

    assert copied(week, 0, GROUPS["weekdays"]) == sorted(
        (day, opens, closes)
        for day in range(5)
        for opens, closes in [(time(10), time(12)), (time(14), time(18))]
    )


def test_copying_a_closed_day_closes_the_others():
    assert copied([NIGHT], 1, GROUPS["all"]) == []


@given(week=rows(), days=st.sampled_from(sorted(GROUPS)), opens=st.times(), closes=st.times())
@settings(max_examples=30)
def test_filling_days_touches_no_other(week, days, opens, closes):
    after = filled(week, GROUPS[days], [DayHours(opens, closes)])

    assert set(days_that_differ(week, after)) <= set(GROUPS[days])
    assert {row[0] for row in after if row[1:] == (opens, closes)} >= set(GROUPS[days])


@given(week=rows())
@settings(max_examples=50)
def test_every_bar_lies_within_the_picture(week):
    drawn = picture(week)

    bars = [bar for day in drawn.days for bar in day.bars]
    assert len(bars) == len(week)
    assert all(bar.start >= 0 and bar.start + bar.minutes <= drawn.minutes for bar in bars)


def test_midnight_stands_where_the_night_passes_it():
    drawn = picture([NIGHT])

    assert (drawn.begins, drawn.minutes, drawn.midnight) == (18, 600, 360)
