"""Whole files of the same family, planned."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrations.errors import LegacyFileUnreadable
from integrations.legacy.bookings import HOLDING
from integrations.legacy.plan import make_plan
from integrations.legacy.report import make_report
from integrations.legacy.source import read_source
from tests.integrations.legacy.files import TABLES, booking, make_legacy_file, plan_of, room, said, user


def test_uuid_and_text_ids_are_opaque_keys(tmp_path: Path):
    first, second = "0b8f6f3e-7c1a-4f9e-9a55-2b3f7a0c1d2e", "f0000000-7c1a-4f9e-9a55-2b3f7a0c1d2e"
    text_ids = {
        name: columns.replace("id INTEGER PRIMARY KEY", "id TEXT PRIMARY KEY")
        for name, columns in TABLES.items()
    }
    plan = plan_of(
        tmp_path,
        tables={**text_ids, "bookings": text_ids["bookings"].replace("room_id INTEGER", "room_id TEXT")},
        rooms=[room(id=first)],
        bookings=[booking(id=second, room_id=first.upper()), booking(id="a-word", room_id=first)],
        hours=[],
        settings=[
            {"id": "s1", "key": "timezone", "value": "America/New_York"},
            {"id": "s2", "key": "currency", "value": "USD"},
        ],
    )

    assert [planned.id for planned in plan.placed] == ["a-word"]
    assert [(clash.id, clash.with_ids) for clash in plan.findings.conflicts] == [(second, ("a-word",))]


def test_uuids_as_sixteen_bytes_are_found_too(tmp_path: Path):
    raw = bytes.fromhex("0b8f6f3e7c1a4f9e9a552b3f7a0c1d2e")
    blobs = {"rooms": TABLES["rooms"].replace("id INTEGER PRIMARY KEY", "id BLOB")}
    plan = plan_of(
        tmp_path,
        tables={**blobs, "bookings": TABLES["bookings"].replace("room_id INTEGER", "room_id TEXT")},
        rooms=[room(id=raw)],
        bookings=[booking(room_id="0b8f6f3e-7c1a-4f9e-9a55-2b3f7a0c1d2e")],
    )

    assert plan.rooms[0].id == "0b8f6f3e-7c1a-4f9e-9a55-2b3f7a0c1d2e"
    assert len(plan.placed) == 1


WITH_TENANT = {name: columns + ", tenant_id" for name, columns in TABLES.items()}


def test_only_tenant_one_and_rows_without_a_tenant_are_imported(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        tables=WITH_TENANT,
        rooms=[
            room(id=1, tenant_id=1),
            room(id=2, name="B", tenant_id=2),
            room(id=3, name="C", tenant_id=None),
        ],
        bookings=[
            booking(id=1, tenant_id=1),
            booking(id=2, tenant_id="2"),
            booking(id=3, tenant_id=None, room_id=3),
            booking(id=4, tenant_id="1", room_id=2),
        ],
        users=[user(id=1, tenant_id=2, password="x"), user(id=2, tenant_id="1", password="x")],
    )

    assert [planned.id for planned in plan.placed] == [1, 3]
    assert [(row.table, row.id, row.code, row.reason) for row in plan.findings.rejected] == [
        ("users", 1, "other-tenant", "belongs to another tenant (2)"),
        ("rooms", 2, "other-tenant", "belongs to another tenant (2)"),
        ("bookings", 2, "other-tenant", "belongs to another tenant (2)"),
        ("bookings", 4, "unknown-room", "its room 2 belongs to another tenant"),
    ]


def test_another_tenant_can_be_chosen_and_gets_no_row_without_one(tmp_path: Path):
    path = make_legacy_file(
        tmp_path / "legacy.sqlite3",
        tables=WITH_TENANT,
        rooms=[room(id=1, tenant_id=2)],
        bookings=[booking(id=1, tenant_id=2), booking(id=2, tenant_id=None)],
        hours=[],
    )

    plan = make_plan(read_source(path), tenant="2", zone=ZoneInfo("UTC"))

    assert [planned.id for planned in plan.placed] == [1]


def test_a_file_of_other_tenants_only_is_refused_as_a_whole(tmp_path: Path):
    with pytest.raises(LegacyFileUnreadable, match=r"no rooms or bookings of tenant 1, only of 2, 3\."):
        plan_of(
            tmp_path,
            tables=WITH_TENANT,
            rooms=[room(tenant_id=2)],
            bookings=[booking(tenant_id=3)],
        )


def test_what_the_old_app_had_deleted_is_skipped_and_reported(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        tables={name: TABLES[name] + ", deleted_at TEXT" for name in ("rooms", "bookings", "users")},
        rooms=[room(id=1), room(id=2, name="B", deleted_at="2026-01-01")],
        bookings=[booking(id=1, deleted_at="2026-01-01"), booking(id=2), booking(id=3, room_id=2)],
        users=[user(id=1, deleted_at="2026-01-01"), user(id=2)],
    )

    assert said(plan.findings, "skipped") == [
        ("users", 1, "deleted"),
        ("rooms", 2, "deleted"),
        ("bookings", 1, "deleted"),
    ]
    assert [(row.id, row.reason) for row in plan.findings.rejected] == [
        (3, "its room 2 was deleted in the old app")
    ]
    assert [planned.id for planned in plan.placed] == [2]
    assert [planned.email for planned in plan.users] == ["ada@example.com"]


def test_rows_of_nothing_but_null_are_all_accounted_for(tmp_path: Path):
    loose = {name: columns.replace("INTEGER PRIMARY KEY", "INTEGER") for name, columns in TABLES.items()}
    nothing = {"id": None}
    plan = plan_of(
        tmp_path,
        tables=loose,
        rooms=[nothing, room(), {"id": 2}],
        bookings=[nothing, nothing, booking(id=5), {"id": 6}, {"id": 5}],
        users=[nothing, {"id": 1}],
        hours=[nothing],
        settings=[nothing],
    )

    assert said(plan.findings, "rejected") == [
        ("users", None, "no-id"),
        ("rooms", None, "no-id"),
        ("bookings", None, "no-id"),
        ("bookings", None, "no-id"),
        ("bookings", 5, "id-twice"),
        ("settings", None, "no-key"),
        ("business_hours", None, "no-such-day"),
        ("users", 1, "no-email"),
        ("bookings", 6, "unknown-room"),
    ]
    assert [planned.name for planned in plan.rooms] == ["Room A", "Room 2"]


def test_a_file_without_a_single_row_is_planned(tmp_path: Path):
    plan = plan_of(tmp_path, rooms=[], hours=[], settings=[])

    assert (plan.rooms, plan.bookings, plan.users, plan.customers) == ((), (), (), ())
    assert (
        said(plan.findings)
        == [("settings", None, "no-time-zone"), ("settings", None, "no-currency")]
        + [("business_hours", None, "day-missing")] * 7
    )


def test_numbers_as_text_are_numbers(tmp_path: Path):
    all_text = {
        name: ", ".join(f"{column.split()[0]} TEXT" for column in columns.replace("(10,2)", "").split(","))
        for name, columns in TABLES.items()
    }
    plan = plan_of(
        tmp_path,
        tables=all_text,
        rooms=[room(id="1", capacity="4", price_per_hour="25.50", is_active="1")],
        bookings=[booking(id="7", room_id="1", total_price="25.50"), booking(id="10", room_id="1")],
        hours=[
            {"id": "1", "day_of_week": "0", "open_time": "10:00", "close_time": "22:00", "is_closed": "0"}
        ],
    )

    assert (plan.rooms[0].capacity, plan.rooms[0].price_minor) == (4, 2550)
    assert [(planned.id, planned.total_minor, planned.is_placed) for planned in plan.bookings] == [
        ("7", 2550, True),
        ("10", 2500, False),
    ]


def test_every_wild_text_is_kept_to_the_letter(tmp_path: Path):
    wild = "<img src=x onerror=alert(1)>\r\n=cmd|' /C calc'!A0\u202eמ\u0301" + "é🎤" * 5000
    plan = plan_of(tmp_path, bookings=[booking(id=1, customer_name=wild, notes=wild, status="cancelled")])

    assert (plan.bookings[0].contact.name, plan.bookings[0].note) == (wild, wild)
    assert said(plan.findings, "notes") == [("bookings", 1, "long-name")]


def test_nul_characters_are_shown_as_replaced_and_said(tmp_path: Path):
    plan = plan_of(tmp_path, bookings=[booking(id=1, notes="a\x00b")])

    assert plan.bookings[0].note == "a\ufffdb"
    assert said(plan.findings) == [("bookings", 1, "unreadable-characters")]


def test_party_size_and_unknown_columns_come_along_where_a_release_had_them(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        tables={"bookings": TABLES["bookings"] + ", party_size INTEGER, source TEXT"},
        bookings=[booking(id=1, party_size=6, source="phone"), booking(id=2, party_size="a dozen")],
    )

    assert [(planned.party_size, planned.extra) for planned in plan.bookings] == [
        (6, {"source": "phone"}),
        (None, {"party_size": "a dozen"}),
    ]


LONDON, TOKYO = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
NO_ZONE = [{"key": "currency", "value": "USD"}]
NAMED_ZONE = [*NO_ZONE, {"key": "timezone", "value": "Asia/Tokyo"}]


@pytest.mark.parametrize(
    ("rows", "asked", "of_business", "zone", "codes"),
    [
        (NAMED_ZONE, None, None, "Asia/Tokyo", []),
        (NAMED_ZONE, None, LONDON, "Asia/Tokyo", []),
        (NAMED_ZONE, LONDON, TOKYO, "Europe/London", []),
        (NO_ZONE, LONDON, None, "Europe/London", []),
        (NO_ZONE, None, LONDON, "Europe/London", ["no-time-zone"]),
        (NO_ZONE, None, None, "America/New_York", ["no-time-zone"]),
        (
            [*NO_ZONE, {"key": "timezone", "value": "Eastern"}],
            None,
            None,
            "America/New_York",
            ["unusable-setting", "no-time-zone"],
        ),
    ],
)
def test_times_without_a_zone_are_in_the_zone_that_was_asked_for_or_named(
    tmp_path: Path,
    *,
    rows: Any,
    asked: ZoneInfo | None,
    of_business: ZoneInfo | None,
    zone: str,
    codes: list[str],
):
    path = make_legacy_file(tmp_path / "legacy.sqlite3", settings=rows, bookings=[booking()])

    plan = make_plan(read_source(path), zone=asked, business_zone=of_business)

    assert (plan.zone.key, [code for _, _, code in said(plan.findings)]) == (zone, codes)
    assert plan.bookings[0].starts_at == datetime(2026, 12, 7, 19, tzinfo=ZoneInfo(zone)).astimezone(UTC)


hours_of_a_day = st.integers(0, 40)
wild_cells = st.one_of(
    st.none(),
    st.integers(-5, 50),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["2026-12-07T19:00", "confirmed"]),
)
random_bookings = st.fixed_dictionaries(
    {
        "room_id": st.sampled_from([1, 2, 2.0, "1", None, 99]),
        "start_time": st.one_of(
            wild_cells, hours_of_a_day.map(lambda hour: f"2026-12-0{1 + hour // 24}T{hour % 24:02}:00")
        ),
        "end_time": st.one_of(
            wild_cells, hours_of_a_day.map(lambda hour: f"2026-12-0{1 + hour // 24}T{hour % 24:02}:30")
        ),
        "status": st.one_of(
            wild_cells, st.sampled_from(["confirmed", "pending", "cancelled", "completed", "No-Show"])
        ),
        "total_price": wild_cells,
        "customer_name": wild_cells,
        "customer_email": wild_cells,
        "customer_phone": wild_cells,
        "notes": wild_cells,
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(random_bookings, max_size=25))
def test_every_row_is_accounted_for_and_no_room_is_given_twice(tmp_path: Path, rows: list[dict[str, Any]]):
    shutil.rmtree(tmp_path, ignore_errors=True)
    tmp_path.mkdir()

    plan = plan_of(tmp_path, rooms=[room(id=1), room(id=2, name="B")], bookings=rows)

    report = make_report(plan)
    assert report["importable"] + len(report["rejected"]) + len(report["skipped"]) == len(rows)
    holding = sorted(plan.placed, key=lambda planned: (planned.room_key, planned.starts_at))
    for before, after in pairwise(holding):
        assert before.room_key != after.room_key or before.ends_at <= after.starts_at
    assert Counter(planned.status in HOLDING for planned in plan.bookings)[True] == len(plan.placed) + len(
        report["conflicts"]
    )
    json.dumps(report)


def test_no_table_is_touched_by_reading(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3", bookings=[booking()])
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())

    make_plan(read_source(path))

    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before
