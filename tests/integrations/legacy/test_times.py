"""Every form of a booking's time that a legacy file may hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.legacy.cells import Cell
from integrations.legacy.times import Moment, Oddity, TimeUnusable, read_moment

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-08T00:00:00.000Z",
        "2026-12-08T00:00:00Z",
        "2026-12-08T00:00z",
        "2026-12-08T00Z",
        "2026-12-07T19:00",
        "2026-12-07t19:00",
        "2026-12-07T19",
        "2026-12-07T19:00:00",
        "2026-12-07T19:00:00.000",
        "2026-12-07T19:00:00,000",
        "2026-12-07 19:00",
        "2026-12-07  19:00",
        "2026-12-07\t19:00",
        "  2026-12-07T19:00 ",
        "20261207T1900",
        "20261207T190000",
        "20261207T190000Z".replace("07T19", "08T00"),
        "2026-12-07T1900",
        "2026-W50-1T19:00",
        "2026W501T1900",
        "2026-341T19:00",
        "2026341T1900",
        "+2026-12-07T19:00",
        "2026-12-07T19:00-05:00",
        "2026-12-07T19:00-0500",
        "2026-12-07T19:00-05",
        "2026-12-07T19:00-05:",
        "2026-12-08T01:00+01:00",
        "2026-12-08T05:45+05:45",
        "2026-12-07 19:00:00-05",
        "2026-12-07 19:00:00.000000-05",
        "2026-12-08 00:00:00.000 +00:00",
        "2026-12-08 00:00:00 UTC",
        "2026-12-08T00:00:00 GMT",
        "2026-12-07T24:00Z",
        "2026-12-07T24:00:00.000Z",
        "20261207T2400Z",
    ],
)
def test_every_spelling_of_seven_in_the_evening_is_the_same_instant(typed: Cell):
    assert read_moment(typed, NEW_YORK) == Moment(datetime(2026, 12, 8, tzinfo=UTC), typed.strip())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-28T24:00", datetime(2026, 12, 29, 5, tzinfo=UTC)),
        ("2026-12-31T24:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026-12-07T19.5", datetime(2026, 12, 8, 0, 30, tzinfo=UTC)),
        ("2026-12-07T19:30,5", datetime(2026, 12, 8, 0, 30, 30, tzinfo=UTC)),
        ("2026-12-07T19:00:00,25", datetime(2026, 12, 8, 0, 0, 0, 250_000, tzinfo=UTC)),
        ("2026-11-24T02:56:11.663Z", datetime(2026, 11, 24, 2, 56, 11, 663_000, tzinfo=UTC)),
        ("2026-12-07T19:00:00.1234567891Z", datetime(2026, 12, 7, 19, 0, 0, 123_456, tzinfo=UTC)),
        ("2028-02-29T19:00Z", datetime(2028, 2, 29, 19, tzinfo=UTC)),
        ("2028-366T19:00Z", datetime(2028, 12, 31, 19, tzinfo=UTC)),
        ("2026-W53-7T19:00Z", datetime(2027, 1, 3, 19, tzinfo=UTC)),
    ],
)
def test_rare_spellings_mean_what_iso_8601_says(typed: Cell, meant: Any):
    assert read_moment(typed, NEW_YORK).at == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (None, "no-time"),
        ("", "no-time"),
        ("   ", "no-time"),
        ("2027-01-04", "no-time-of-day"),
        ("20270104", "no-time-of-day"),
        (20270104, "no-time-of-day"),
        ("2027-01-04T", "no-time-of-day"),
        ("2027-W01-1", "no-time-of-day"),
        ("2027-004", "no-time-of-day"),
        ("2027", "no-time-of-day"),
        (2027, "no-time-of-day"),
        ("2027-01", "no-time-of-day"),
        ("2027-02-30T19:00", "no-such-day"),
        ("2027-02-29T19:00", "no-such-day"),
        ("2027-04-31T19:00Z", "no-such-day"),
        ("2027-13-01T19:00", "no-such-day"),
        ("2027-00-10T19:00", "no-such-day"),
        ("2027-366T19:00", "no-such-day"),
        ("2027-000T19:00", "no-such-day"),
        ("2027-W53-1T19:00", "no-such-day"),
        ("0000-01-01T19:00", "no-such-day"),
        ("2027-01-04T25:00", "unreadable-time"),
        ("2027-01-04T24:01", "unreadable-time"),
        ("2027-01-04T24:00:00.5", "unreadable-time"),
        ("2027-01-04T19:60", "unreadable-time"),
        ("2027-01-04T19:00:60", "unreadable-time"),
        ("2027-01-04T19:00+25:00", "unreadable-time"),
        ("2027-01-04T19:00+01:75", "unreadable-time"),
        ("2027-01T19:00", "unreadable-time"),
        ("2027-W01T19:00", "unreadable-time"),
        ("0001-01-01T00:00:00Z", "unreadable-time"),
        ("9999-12-31T23:59:59Z", "unreadable-time"),
        ("-2027-01-04T19:00", "unreadable-time"),
        ("tomorrow at seven", "unreadable-time"),
        ("04/01/2027 19:00", "unreadable-time"),
        ("2027-1-4T19:00", "unreadable-time"),
        ("٢٠٢٧-٠١-٠٤T١٩:٠٠", "unreadable-time"),
        (1.5, "unreadable-time"),
        (b"\xff\xfe", "unreadable-time"),
        ("2027-01-04T19:00" + "0" * 10_000, "unreadable-time"),
    ],
)
def test_what_is_no_time_is_refused_with_its_own_code(typed: Cell, code: str):
    with pytest.raises(TimeUnusable) as refusal:
        read_moment(typed, NEW_YORK)

    assert refusal.value.code == code


def test_milliseconds_since_1970_are_understood_and_said():
    moment = read_moment(1796688000000, NEW_YORK)

    assert moment == Moment(datetime(2026, 12, 8, tzinfo=UTC), "1796688000000", Oddity.MILLISECONDS)


@pytest.mark.parametrize(
    ("zone", "typed", "meant", "oddity"),
    [
        ("America/New_York", "2026-11-01T01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), Oddity.REPEATED),
        ("America/New_York", "2026-11-01T02:00", datetime(2026, 11, 1, 7, 0, tzinfo=UTC), None),
        ("America/New_York", "2027-03-14T02:30", datetime(2027, 3, 14, 7, 30, tzinfo=UTC), Oddity.SKIPPED),
        ("America/New_York", "2027-03-14T03:00", datetime(2027, 3, 14, 7, 0, tzinfo=UTC), None),
        ("America/New_York", "2027-03-14T02:30-05:00", datetime(2027, 3, 14, 7, 30, tzinfo=UTC), None),
        ("Europe/London", "2026-10-25T01:00", datetime(2026, 10, 25, 0, 0, tzinfo=UTC), Oddity.REPEATED),
        # Half an hour only: 02:15 becomes 02:45.
        (
            "Australia/Lord_Howe",
            "2026-10-04T02:15",
            datetime(2026, 10, 3, 15, 45, tzinfo=UTC),
            Oddity.SKIPPED,
        ),
        ("Asia/Kathmandu", "2026-12-07T19:00", datetime(2026, 12, 7, 13, 15, tzinfo=UTC), None),
        # The clock jumps over midnight here.
        ("America/Havana", "2027-03-13T24:00", datetime(2027, 3, 14, 5, 0, tzinfo=UTC), Oddity.SKIPPED),
    ],
)
def test_clock_changes_take_the_first_of_two_and_move_on_from_none(
    zone: str, typed: Cell, meant: Any, oddity: Oddity | None
):
    assert read_moment(typed, ZoneInfo(zone)) == Moment(meant, typed, oddity)


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2900, 1, 1)))
def test_what_a_browser_sends_comes_back_to_the_millisecond(local: datetime):
    instant = local.replace(microsecond=local.microsecond // 1000 * 1000, tzinfo=UTC)
    typed = instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    assert read_moment(typed, NEW_YORK).at == instant


@given(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=60), st.binary(max_size=60)))
def test_nothing_but_a_refusal_comes_out_of_rubbish(cell: Cell):
    try:
        moment = read_moment(cell, NEW_YORK)
    except TimeUnusable:
        return

    assert moment.at.tzinfo is UTC
