"""Planning the opening hours of a legacy file."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from integrations.legacy.findings import Findings
from integrations.legacy.hours import plan_hours
from tests.integrations.legacy.files import row_of, said


def hours_of(*rows: list[dict[str, Any]]):
    findings = Findings()
    numbered = [
        row_of("business_hours", **{"id": number, "is_closed": 0, **row})
        for number, row in enumerate(rows, 1)
    ]
    return plan_hours(numbered, findings), findings


def one_day(**cells: dict[str, Any]):
    days, findings = hours_of({"day_of_week": 0, "open_time": "10:00", "close_time": "22:00", **cells})
    missing = ("business_hours", None, "day-missing")
    return (days[6].opens, days[6].closes), [found for found in said(findings) if found != missing]


@pytest.mark.parametrize(
    ("cells", "opens", "closes"),
    [
        ({}, time(10), time(22)),
        ({"open_time": "9:30"}, time(9, 30), time(22)),
        ({"open_time": "09:30:00", "close_time": "23:15:00.000"}, time(9, 30), time(23, 15)),
        ({"close_time": "02:00"}, time(10), time(2)),
        ({"close_time": "00:00"}, time(10), time(0)),
        ({"close_time": "24:00"}, time(10), time(0)),
        ({"open_time": "00:00", "close_time": "24:00"}, time(0), time(0)),
        ({"day_of_week": "0"}, time(10), time(22)),
        ({"is_closed": None}, time(10), time(22)),
        ({"is_closed": 1}, None, None),
        ({"is_closed": 1, "open_time": None, "close_time": "whenever"}, None, None),
        ({"is_closed": 1, "open_time": "00:00", "close_time": "00:00"}, None, None),
    ],
)
def test_hours_are_read_in_every_spelling_without_a_warning(
    cells: dict[str, Any], opens: time | None, closes: time | None
):
    assert one_day(**cells) == ((opens, closes), [])


@pytest.mark.parametrize(
    ("cells", "code", "hours"),
    [
        ({"close_time": "10:00"}, "no-length", (None, None)),
        ({"open_time": "00:00", "close_time": "00:00"}, "no-length", (None, None)),
        ({"open_time": "ten"}, "unreadable-hours", (None, None)),
        ({"close_time": "25:00"}, "unreadable-hours", (None, None)),
        ({"close_time": "12:60"}, "unreadable-hours", (None, None)),
        ({"close_time": None}, "unreadable-hours", (None, None)),
        ({"is_closed": "false"}, "truth-as-text", (time(10), time(22))),
        ({"is_closed": "true"}, "truth-as-text", (None, None)),
        ({"is_closed": "?"}, "truth-as-text", (time(10), time(22))),
    ],
)
def test_odd_hours_are_taken_with_a_warning(
    cells: dict[str, Any], code: str, hours: tuple[time | None, time | None]
):
    assert one_day(**cells) == (hours, [("business_hours", 1, code)])


def test_the_24_7_preset_is_open_round_the_clock():
    days, findings = hours_of({"day_of_week": 3, "open_time": "00:00", "close_time": "23:59"})

    assert (days[2].opens, days[2].closes) == (time(0), time(0))
    assert said(findings, "notes") == [("business_hours", 1, "round-the-clock")]


def test_sunday_is_nought_there_and_six_here():
    days, _ = hours_of(
        *({"day_of_week": day, "open_time": f"{day}:00", "close_time": "22:00"} for day in range(7))
    )

    assert [(day.name, day.opens.hour) for day in days] == [
        ("Monday", 1),
        ("Tuesday", 2),
        ("Wednesday", 3),
        ("Thursday", 4),
        ("Friday", 5),
        ("Saturday", 6),
        ("Sunday", 0),
    ]


def test_of_a_double_day_the_lowest_id_counts_and_missing_days_are_closed():
    days, findings = hours_of(
        {"day_of_week": 1, "open_time": "10:00", "close_time": "22:00"},
        {"day_of_week": 1, "open_time": "12:00", "close_time": "23:00"},
        {"day_of_week": 7, "open_time": "12:00", "close_time": "23:00"},
        {"day_of_week": None, "open_time": None, "close_time": None, "is_closed": None},
    )

    assert [(day.opens, day.is_closed) for day in days] == [(time(10), False)] + [(None, True)] * 6
    assert said(findings, "rejected") == [
        ("business_hours", 2, "day-twice"),
        ("business_hours", 3, "no-such-day"),
        ("business_hours", 4, "no-such-day"),
    ]
    assert said(findings) == [("business_hours", None, "day-missing")] * 6
