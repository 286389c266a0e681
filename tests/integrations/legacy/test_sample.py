"""The sample written by the old app itself, and its known numbers."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from integrations.legacy.plan import Plan, make_plan
from integrations.legacy.report import make_report
from integrations.legacy.sample import SAMPLE
from integrations.legacy.source import read_source
from tests.integrations.legacy.files import FRESH, said


@pytest.fixture(scope="module")
def sample():
    return make_plan(read_source(SAMPLE))


@pytest.fixture(scope="module")
def sample_report(sample: Plan):
    return json.loads(json.dumps(make_report(sample)))


def test_the_sample_gives_the_known_numbers(sample_report: dict[str, Any]):
    known = {
        key: sample_report[key]
        for key in ("importable", "placed", "by_status", "placed_by_status", "skipped", "totals")
    }

    assert known == {
        "importable": 398,
        "placed": 354,
        "by_status": {"confirmed": 293, "completed": 69, "cancelled": 36},
        "placed_by_status": {"confirmed": 285, "completed": 69},
        "skipped": [],
        "totals": {"currency": "USD", "importable": "36555.84", "placed_confirmed_and_completed": "32308.93"},
    }


def test_the_samples_five_unusable_bookings_are_rejected_each_for_its_reason(sample_report: dict[str, Any]):
    assert [(row["id"], row["code"]) for row in sample_report["rejected"]] == [
        (17, "no-time-of-day"),
        (18, "no-such-day"),
        (19, "end-not-after-start"),
        (20, "end-not-after-start"),
        (39, "unknown-room"),
    ]


def test_the_samples_eight_pairs_conflict_and_the_lower_id_keeps_the_room(
    sample: Plan, sample_report: dict[str, Any]
):
    pairs = [(row["id"], row["with"]) for row in sample_report["conflicts"]]
    holding = {planned.id: planned.is_placed for planned in sample.bookings}

    assert pairs == [
        (22, [21]),
        (24, [23]),
        (26, [25]),
        (28, [27]),
        (30, [29]),
        (32, [31]),
        (34, [33]),
        (36, [35]),
    ]
    assert [holding[number] for number in (35, 36, 37, 38)] == [True, False, False, True]


def test_the_samples_warnings_are_these(sample_report: dict[str, Any]):
    assert [(row["table"], row["id"], row["code"]) for row in sample_report["warnings"]] == [
        ("rooms", 7, "same-name"),
        ("users", 1, "public-password"),
        ("bookings", 5, "repeated-hour"),
        ("bookings", 6, "skipped-hour"),
        ("bookings", 14, "no-price"),
        ("bookings", 15, "no-price"),
        ("bookings", 40, "unusable-price"),
        ("bookings", 41, "unusable-price"),
        ("rooms", 10, "bookings-in-closed-room"),
        ("settings", 20, "value-lost"),
    ]
    assert "34 confirmed" in sample_report["warnings"][8]["reason"]


def test_the_samples_rooms_hours_and_settings(sample: Plan, sample_report: dict[str, Any]):
    rooms = sample_report["rooms"]

    assert (rooms["importable"], rooms["active"], rooms["archived"]) == (11, 9, 2)
    assert rooms["merge_proposals"] == [{"category": "Standard", "spellings": ["Standard", "standard"]}]
    assert [planned.id for planned in sample.rooms if not planned.is_active] == [8, 10]
    assert [(day.name, day.opens and f"{day.opens:%H:%M}-{day.closes:%H:%M}") for day in sample.days] == [
        ("Monday", None),
        ("Tuesday", "09:30-23:30"),
        ("Wednesday", "16:00-23:30"),
        ("Thursday", "17:00-01:00"),
        ("Friday", "17:00-03:00"),
        ("Saturday", "12:00-04:00"),
        ("Sunday", "12:00-00:00"),
    ]
    assert len(sample.settings.raw) == 18


def test_35_of_the_samples_bookings_run_past_midnight_on_the_venues_clock(sample: Plan):
    past_midnight = [
        planned
        for planned in sample.bookings
        if planned.starts_at.astimezone(sample.zone).date()
        < (planned.ends_at - timedelta.resolution).astimezone(sample.zone).date()
    ]

    assert len(past_midnight) == 35


def test_the_samples_odd_texts_come_through_whole(sample: Plan):
    texts = {planned.id: planned.contact.name for planned in sample.bookings}

    assert texts[42] == "<script>alert(1)</script>"
    assert texts[43] == '=HYPERLINK("http://x.example","y")'
    assert len(texts[44]) > 300
    assert texts[45] == "مريم الفاسي"


def test_the_untouched_database_of_a_first_start_is_planned_too():
    plan = make_plan(read_source(FRESH))

    assert (len(plan.rooms), len(plan.bookings), len(plan.placed), len(plan.users)) == (3, 3, 3, 1)
    assert said(plan.findings) == [("users", 1, "public-password")]


def test_planning_twice_gives_the_same_report(sample_report: dict[str, Any]):
    assert json.loads(json.dumps(make_report(make_plan(read_source(SAMPLE))))) == sample_report
