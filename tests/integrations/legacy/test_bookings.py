"""Which bookings of a legacy file can be kept, and which of them hold their room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from integrations.legacy.bookings import Status, read_status
from tests.integrations.legacy.files import booking, plan_of, room, said


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("confirmed", Status.CONFIRMED),
        (" Confirmed ", Status.CONFIRMED),
        ("CANCELED", Status.CANCELLED),
        ("cancelled", Status.CANCELLED),
        ("no-show", Status.NO_SHOW),
        ("No Show", Status.NO_SHOW),
        ("noshow", Status.NO_SHOW),
        ("NO_SHOW", Status.NO_SHOW),
        ("pending", Status.PENDING),
        ("completed", Status.COMPLETED),
        ("maybe", None),
    ],
)
def test_a_status_is_known_however_it_is_spelled(typed: str, status: Status | None):
    assert read_status(typed) == status


@pytest.mark.parametrize("missing", [None, "", "  "])
def test_a_missing_status_is_confirmed_with_a_warning(tmp_path: Path, missing: Any):
    plan = plan_of(tmp_path, bookings=[booking(id=1, status=missing)])

    assert plan.bookings[0].status is Status.CONFIRMED
    assert said(plan.findings) == [("bookings", 1, "no-status")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"room_id": 404}, "unknown-room"),
        ({"room_id": None}, "unknown-room"),
        ({"start_time": None}, "no-time"),
        ({"end_time": "2026-12-07"}, "no-time-of-day"),
        ({"end_time": "2026-02-30T10:00"}, "no-such-day"),
        ({"start_time": "soon"}, "unreadable-time"),
        ({"end_time": "2026-12-07T19:00"}, "end-not-after-start"),
        ({"end_time": "2026-12-07T18:00"}, "end-not-after-start"),
        # Later on the clock, earlier in time.
        (
            {"start_time": "2026-12-07T19:00-05:00", "end_time": "2026-12-07T20:00+01:00"},
            "end-not-after-start",
        ),
        # The skipped 02:30 becomes 03:30, which is not before 03:30.
        ({"start_time": "2027-03-14T02:30", "end_time": "2027-03-14T03:30"}, "end-not-after-start"),
        ({"status": "maybe"}, "unknown-status"),
        ({"end_time": "2028-12-07T19:00"}, "longer-than-a-year"),
    ],
)
def test_a_booking_that_cannot_be_kept_is_rejected_with_its_reason(
    tmp_path: Path, cells: dict[str, Any], code: str
):
    plan = plan_of(tmp_path, bookings=[booking(id=1), booking(id=2, **cells)])

    assert said(plan.findings, "rejected") == [("bookings", 2, code)]
    assert [planned.id for planned in plan.bookings] == [1]


def test_overlap_is_judged_on_instants_not_on_texts(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        bookings=[
            booking(id=1, start_time="2026-12-07T19:00", end_time="2026-12-07T20:00"),
            booking(id=2, start_time="2026-12-08T00:30:00Z", end_time="2026-12-08T02:00:00Z"),
            booking(id=3, start_time="2026-12-08T02:00:00+01:00", end_time="2026-12-08T03:00:00+01:00"),
        ],
    )

    assert [(clash.id, clash.with_ids) for clash in plan.findings.conflicts] == [(2, (1,))]
    assert [planned.id for planned in plan.placed] == [1, 3]


def test_a_conflict_names_all_it_clashes_with_in_rising_order(tmp_path: Path):
    hour = "2026-12-07T{:02}:00"
    plan = plan_of(
        tmp_path,
        bookings=[
            booking(id=10, start_time=hour.format(14), end_time=hour.format(15)),
            booking(id=9, start_time=hour.format(12), end_time=hour.format(13)),
            booking(id=11, start_time=hour.format(11), end_time=hour.format(18)),
            # Number 11 holds nothing, so number 12 gets what it wanted.
            booking(id=12, start_time=hour.format(16), end_time=hour.format(17)),
        ],
    )

    assert [(clash.id, clash.with_ids) for clash in plan.findings.conflicts] == [(11, (9, 10))]
    assert [planned.id for planned in plan.placed] == [9, 10, 12]


@pytest.mark.parametrize("status", ["cancelled", "no-show"])
def test_who_gave_the_room_back_conflicts_with_nobody(tmp_path: Path, status: Any):
    plan = plan_of(
        tmp_path, bookings=[booking(id=1, status=status), booking(id=2), booking(id=3, status=status)]
    )

    assert plan.findings.conflicts == []
    assert [planned.id for planned in plan.placed] == [2]


def test_pending_and_completed_bookings_hold_their_room(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        bookings=[
            booking(id=1, status="pending"),
            booking(id=2, status="completed"),
            booking(id=3, status="completed", start_time="2026-12-07T20:00", end_time="2026-12-07T21:00"),
        ],
    )

    assert [planned.id for planned in plan.placed] == [1, 3]
    assert [clash.id for clash in plan.findings.conflicts] == [2]


def test_two_rooms_never_clash(tmp_path: Path):
    plan = plan_of(
        tmp_path, rooms=[room(id=1), room(id=2, name="B")], bookings=[booking(), booking(room_id=2)]
    )

    assert len(plan.placed) == 2


def test_old_limits_are_noted_and_refuse_nothing(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        bookings=[
            booking(id=1, start_time="2026-12-07T08:00", end_time="2026-12-07T09:00"),
            booking(id=2, start_time="2026-12-07T10:00", end_time="2026-12-07T22:00"),
            booking(id=3, start_time="2026-12-08T10:00", end_time="2026-12-08T10:10"),
            booking(id=4, start_time="2019-12-08T21:00", end_time="2019-12-08T23:00", status="cancelled"),
        ],
        settings=[
            {"key": "timezone", "value": "America/New_York"},
            {"key": "currency", "value": "USD"},
            {"key": "booking_min_duration", "value": "60"},
            {"key": "booking_max_duration", "value": "480"},
        ],
    )

    assert said(plan.findings, "notes") == [
        ("bookings", 1, "outside-hours"),
        ("bookings", 2, "too-long"),
        ("bookings", 3, "too-short"),
    ]
    assert (len(plan.bookings), plan.findings.warnings) == (4, [])


def test_hours_past_midnight_cover_the_night_and_a_day_that_follows_without_a_gap(tmp_path: Path):
    hours = [{"day_of_week": day, "open_time": "18:00", "close_time": "02:00"} for day in range(7)]
    hours[2] = {"day_of_week": 2, "open_time": "02:00", "close_time": "23:00"}
    plan = plan_of(
        tmp_path,
        hours=hours,
        bookings=[
            # Monday night into Tuesday, which opens at the minute Monday closes.
            booking(id=1, start_time="2026-12-07T23:00", end_time="2026-12-08T04:00"),
            booking(id=2, start_time="2026-12-09T23:00", end_time="2026-12-10T03:00"),
        ],
    )

    assert said(plan.findings, "notes") == [("bookings", 2, "outside-hours")]
