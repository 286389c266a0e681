"""A schema that lacks something is not called migrated, though the platform's own table would have served."""

from __future__ import annotations

import io

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import sql

from tenants.models import SpareSchema
from tenants.provisioning import fleet
from tenants.provisioning.catalog import expected_things, things_in
from tenants.provisioning.fleet import migrate_fleet, verify_fleet
from tenants.provisioning.script import current_head
from tests.tenants.conftest import take_back

# What an accident may take from a schema; each by itself.
LOSSES = {
    "a table": ("DROP TABLE {}.notifications_message CASCADE", "column notifications_message."),
    "a table that the platform has too": ("DROP TABLE {}.accounts_user CASCADE", "column accounts_user."),
    "a column": ("ALTER TABLE {}.bookings_customer DROP COLUMN notes", "column bookings_customer.notes"),
    "a constraint": (
        "ALTER TABLE {}.bookings_occupancy DROP CONSTRAINT occupancy_no_overlap",
        "constraint occupancy_no_overlap",
    ),
    "a trigger": (
        "DROP TRIGGER bookings_room_audit ON {}.bookings_room",
        "trigger O CREATE TRIGGER bookings_room_audit",
    ),
    "a trigger's power": (
        "ALTER TABLE {}.bookings_room DISABLE TRIGGER bookings_room_audit",
        "trigger O CREATE TRIGGER bookings_room_audit",
    ),
}


def lose(owner: psycopg.Connection, spare: SpareSchema, statement: str) -> None:
    owner.execute(sql.SQL(statement).format(sql.Identifier(spare.schema_name)))


@pytest.mark.parametrize("loss", LOSSES)
def test_what_a_schema_lacks_is_named(loss: str, owner, spares):
    statement, words = LOSSES[loss]
    lose(owner, spares[0], statement)

    outcomes = {outcome.schema_name: outcome.error for outcome in verify_fleet()}

    assert words in outcomes[spares[0].schema_name]
    assert outcomes[spares[1].schema_name] == ""


def test_more_than_is_needed_does_no_harm(owner, spares):
    lose(owner, spares[0], "CREATE INDEX an_operators_own ON {}.bookings_customer (name)")

    assert {outcome.error for outcome in verify_fleet()} == {""}


def test_a_schema_that_lacks_a_table_of_the_platforms_stays_behind(owner, spares):
    for spare in spares:
        take_back(owner, spare)
    lose(owner, spares[1], LOSSES["a table that the platform has too"][0])

    outcomes = {outcome.schema_name: outcome.error for outcome in migrate_fleet()}

    assert "lacks column accounts_user." in outcomes[spares[1].schema_name]
    assert [bool(outcomes[spare.schema_name]) for spare in spares] == [False, True, False]
    spares[1].refresh_from_db()
    assert spares[1].schema_head == "older"


def test_control_without_the_check_the_migration_takes_the_platforms_table_for_its_own(
    owner, spares, monkeypatch: pytest.MonkeyPatch
):
    take_back(owner, spares[0])
    lose(owner, spares[0], LOSSES["a table that the platform has too"][0])
    monkeypatch.setattr(fleet, "refuse_lacking", lambda owner, name, expected: None)

    outcomes = migrate_fleet()

    assert [outcome.error for outcome in outcomes] == [""]
    spares[0].refresh_from_db()
    assert spares[0].schema_head == current_head()


def test_the_command_says_whether_all_are_whole(owner, spares):
    said = io.StringIO()
    call_command("migrate_tenants", verify=True, stdout=said)
    lose(owner, spares[0], LOSSES["a table"][0])
    complaint = io.StringIO()

    with pytest.raises(CommandError, match=r"1 of \d+ schemas are not what they should be"):
        call_command("migrate_tenants", verify=True, stderr=complaint)

    assert "schemas are whole" in said.getvalue()
    assert spares[0].schema_name in complaint.getvalue()


def test_what_is_expected_is_a_whole_schema_and_leaves_none_behind(owner, spares):
    expected = expected_things()

    with owner.transaction():
        found = things_in(owner, spares[0].schema_name)
    assert expected == found
    assert len(expected) > 300
    assert not any("public.bookings" in thing or "public.accounts" in thing for thing in expected)
