"""The command: what it asks for, what it leaves behind, and how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from bookings.models import Occupancy, Room, Venue
from boom.core.models import OutboxMessage
from integrations.legacy.sample import SAMPLE
from integrations.management.commands.import_legacy import Bar
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests.integrations.legacy.files import TABLES, booking, make_legacy_file, room, user

pytestmark = pytest.mark.usefixtures("spare_schema", "evening")


def run(file: Path, report: Path, **given: Any) -> dict[str, Any]:
    """Run the command into a business called songs; the report, read back."""
    said = io.StringIO()
    call_command(
        "import_legacy", file, report=report, stdout=said, stderr=said, **{"business": "songs"} | given
    )
    return json.loads(report.read_text()) | {"said": said.getvalue()}


def refusal(file: Path, report: Path, **given: Any) -> tuple[int, str]:
    with pytest.raises(CommandError) as refused:
        run(file, report, **given)
    return refused.value.returncode, str(refused.value)


def songs() -> Business:
    with public_scope():
        return Business.objects.get(subdomain="songs")


def test_a_business_is_founded_for_the_file(tmp_path: Path):
    report = run(SAMPLE, tmp_path / "report.json", create=True)

    business = songs()
    assert (business.name, business.time_zone, business.currency, business.kind) == (
        "Boom Karaoke",
        "America/New_York",
        "USD",
        "karaoke",
    )
    with tenant_scope(business):
        assert (Venue.objects.count(), Room.objects.count(), Occupancy.objects.count()) == (1, 11, 398)
    assert (report["business"], report["founded"], report["dry_run"]) == ("songs", True, False)
    assert (report["importable"], report["placed"], len(report["conflicts"])) == (398, 354, 8)
    assert [row["id"] for row in report["rejected"]] == [17, 18, 19, 20, 39]
    assert report["result"]["bookings"] == {"created": 398, "unchanged": 0}


def test_what_it_says_is_short_and_names_the_report(tmp_path: Path):
    path = tmp_path / "report.json"

    report = run(SAMPLE, path, create=True)

    assert report["said"].splitlines() == [
        "bookings  398 importable, 354 placed, 8 in conflict, 5 rejected, 0 skipped",
        "rooms     9 active, 2 archived",
        "people    6 accounts, 340 customers",
        "warnings  11 (and 37 notes)",
        (
            "note      demo@example.com still has the password printed in the old app's manual; it was owner "
            "and may only look (viewer) until someone changes password and role"
        ),
        "note      nobody owns this business; run again with --owner and an address to give one an account",
        f"report    {path}",
    ]


def test_a_second_run_says_that_nothing_changed(tmp_path: Path):
    first = run(SAMPLE, tmp_path / "first.json", create=True)

    second = run(SAMPLE, tmp_path / "second.json", create=True)

    changed = {key for key in first if first[key] != second[key]}
    assert changed == {"founded", "result", "said"}
    assert second["result"] == {
        "set_up": "as imported before",
        "rooms": {"created": 0, "unchanged": 11},
        "users": {"created": 0, "unchanged": 6},
        "customers": {"created": 0, "unchanged": 340},
        "bookings": {"created": 0, "unchanged": 398},
        "differing": [],
    }


def test_a_dry_run_into_no_business_yet_founds_none(tmp_path: Path):
    report = run(SAMPLE, tmp_path / "report.json", create=True, dry_run=True)

    with public_scope():
        assert not Business.objects.filter(subdomain="songs").exists()
        assert not OutboxMessage.objects.filter(kind="business.founded", payload__subdomain="songs").exists()
    assert (report["importable"], report["placed"], report["dry_run"], report["result"]) == (
        398,
        354,
        True,
        None,
    )
    assert report["said"].splitlines()[-1] == "Dry run: nothing was imported."


def test_a_dry_run_into_a_business_writes_nothing_and_says_what_would_come(
    new_business: Business, tmp_path: Path
):
    report = run(SAMPLE, tmp_path / "report.json", business="new-place", dry_run=True)

    with tenant_scope(new_business):
        assert (Room.objects.count(), Occupancy.objects.count(), User.objects.count()) == (0, 0, 0)
        assert Venue.objects.get().name == "New Place"
    assert report["result"]["bookings"] == {"created": 398, "unchanged": 0}


def test_a_zone_may_be_given_for_times_without_one(tmp_path: Path):
    file = make_legacy_file(tmp_path / "legacy.sqlite3", bookings=[booking()])

    report = run(file, tmp_path / "report.json", create=True, timezone="asia/tokyo")

    with tenant_scope(songs()):
        assert Occupancy.objects.get().starts_at.isoformat() == "2026-12-07T10:00:00+00:00"
        assert Venue.objects.get().time_zone == "Asia/Tokyo"
    assert report["time_zone"] == "Asia/Tokyo"


def test_an_owner_may_be_named(tmp_path: Path):
    report = run(SAMPLE, tmp_path / "report.json", create=True, owner="olive@example.com")

    with tenant_scope(songs()):
        assert User.objects.get(role="owner").email == "olive@example.com"
    assert "no-owner" not in {warning["code"] for warning in report["warnings"]}


def test_another_tenant_of_the_file_may_be_chosen(tmp_path: Path):
    tables = {name: f"{TABLES[name]}, tenant_id INTEGER" for name in ("rooms", "users")}
    file = make_legacy_file(
        tmp_path / "legacy.sqlite3",
        tables=tables,
        rooms=[room(id=1, tenant_id=1), room(id=2, name="B", tenant_id=2)],
        users=[user(id=1, tenant_id=2)],
    )

    run(file, tmp_path / "report.json", create=True, legacy_tenant="2")

    with tenant_scope(songs()):
        assert Room.objects.get().name == "B"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "There is no business 'songs'. Add --create to found it."),
        ({"create": True, "business": "admin"}, "This name is reserved. Nothing was imported."),
        ({"create": True, "business": "no_such_name"}, "Use small letters a to z, digits and hyphens;"),
        ({"create": True, "timezone": "Eastern"}, "There is no time zone called 'Eastern'"),
        ({"create": True, "owner": "nobody"}, "'nobody' is no e-mail address."),
        (
            {"create": True, "legacy_tenant": "7"},
            "boom_legacy.sqlite3 holds no rooms or bookings of tenant 7, only of 1.",
        ),
    ],
)
def test_a_call_at_fault_ends_with_2_and_no_report(tmp_path: Path, given: dict[str, Any], said: str):
    code, message = refusal(SAMPLE, tmp_path / "report.json", **given)

    assert (code, message[: len(said)]) == (2, said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello", "x.db is not an SQLite database. Nothing was imported."),
        (SAMPLE.read_bytes()[:50_000], "x.db is truncated: 50000 bytes of 110592. Nothing was imported."),
    ],
)
def test_a_file_at_fault_ends_with_2_and_its_name(tmp_path: Path, content: bytes, said: str):
    file = tmp_path / "x.db"
    file.write_bytes(content)

    assert refusal(file, tmp_path / "report.json", create=True) == (2, said)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.db"]


def test_a_report_that_cannot_be_written_stops_it_before_anything_is_done(tmp_path: Path):
    nowhere = tmp_path / "no such folder" / "report.json"
    file = make_legacy_file(tmp_path / "legacy.sqlite3")

    assert refusal(SAMPLE, nowhere, create=True)[0] == 2
    assert refusal(SAMPLE, tmp_path, create=True) == (2, f"The report cannot be written over {tmp_path}.")
    assert refusal(file, file, create=True) == (2, f"The report cannot be written over {file}.")
    with public_scope():
        assert not Business.objects.filter(subdomain="songs").exists()


def test_the_progress_bar_fills_up():
    terminal = io.StringIO()
    bar = Bar(terminal)

    bar("bookings", 199, 398)
    bar("bookings", 398, 398)
    bar("rooms", 0, 0)

    assert terminal.getvalue() == (
        f"\rbookings  [{'#' * 15}{'.' * 15}] 199/398"
        f"\rbookings  [{'#' * 30}] 398/398\n"
        f"\rrooms     [{'#' * 30}] 0/0\n"
    )
