"""How much one customer may have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bookings.domain.caps import Caps, Usage, month_of, over_cap, week_of

HOUR = timedelta(hours=1)
CAPS = Caps(bookings=2, hours_a_day=3, hours_a_week=6, hours_a_month=10)


def test_exactly_the_most_is_fine():
    assert over_cap(CAPS, Usage(2, 3 * HOUR, 6 * HOUR, 10 * HOUR)) == []


def test_every_limit_that_is_passed_is_named_and_soft():
    found = over_cap(CAPS, Usage(3, 4 * HOUR, 7 * HOUR, 11 * HOUR))

    assert [blocker.code for blocker in found] == [
        "too-many-bookings",
        "too-many-hours-a-day",
        "too-many-hours-a-week",
        "too-many-hours-a-month",
    ]
    assert not any(blocker.hard for blocker in found)


def test_without_limits_there_is_nothing_to_count():
    assert Caps().are_none
    assert over_cap(Caps(), Usage(99, 99 * HOUR, 99 * HOUR, 99 * HOUR)) == []


@pytest.mark.parametrize(
    ("day", "week", "month"),
    [
        (
            date(2026, 11, 22),
            (date(2026, 11, 16), date(2026, 11, 22)),
            (date(2026, 11, 1), date(2026, 11, 30)),
        ),
        (
            date(2028, 2, 29),
            (date(2028, 2, 28), date(2028, 3, 5)),
            (date(2028, 2, 1), date(2028, 2, 29)),
        ),
    ],
)
def test_weeks_begin_on_monday_and_months_end_when_they_end(day, week, month):
    assert (week_of(day), month_of(day)) == (week, month)
