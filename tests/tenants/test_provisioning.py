"""Schemas: made by a script that says what the migrations say, kept in stock, brought forward in fleets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from boom.core.ids import new_schema_name
from tenants.context import public_scope
from tenants.models import Business, SchemaScript, SpareSchema
from tenants.provisioning import schemas
from tenants.provisioning.fleet import Outcome, migrate_fleet
from tenants.provisioning.script import current_head, render
from tests.database import ROOT
from tests.tenants.conftest import RERUNNABLE, take_back

MIGRATE_BY_DJANGO = """
import sys, django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from boom.core.guard import migrating
migrating(True)
connection.set_schema(sys.argv[1])
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())
"""

CATALOG = {
    "columns": """
        SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default,
               character_maximum_length, is_identity, identity_generation
          FROM information_schema.columns WHERE table_schema = %s""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
          FROM pg_constraint WHERE connamespace = %s::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %s",
    "triggers": """
        SELECT event_object_table, trigger_name, event_manipulation, action_timing, action_statement
          FROM information_schema.triggers WHERE trigger_schema = %s""",
    "sequences": """
        SELECT sequence_name, data_type FROM information_schema.sequences WHERE sequence_schema = %s""",
    "views": "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = %s",
}


def catalog(owner: psycopg.Connection, schema: str) -> dict[str, set[str]]:
    """All that PostgreSQL knows of a schema, its own name taken out."""
    found = {}
    for name, statement in CATALOG.items():
        rows = owner.execute(statement.encode(), [schema]).fetchall()
        found[name] = {re.sub(rf'"?{schema}"?\.', "", str(row)) for row in rows}
    statement = sql.SQL("SELECT app, name FROM {}.django_migrations").format(sql.Identifier(schema))
    found["migrations"] = {str(row) for row in owner.execute(statement).fetchall()}
    return found


def all_schemas(owner: psycopg.Connection) -> set[str]:
    rows = owner.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\_%'").fetchall()
    return {name for (name,) in rows}


def test_the_script_makes_what_the_migrations_make(owner, spares):
    by_django = new_schema_name()
    owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(by_django)))
    try:
        subprocess.run(
            [sys.executable, "-c", MIGRATE_BY_DJANGO, by_django],
            cwd=ROOT,
            env=os.environ | {"BOOM_DATABASE_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "boom.settings.test"},
            check=True,
        )
        scripted, migrated = catalog(owner, spares[0].schema_name), catalog(owner, by_django)
    finally:
        schemas.drop_schema(by_django)

    assert len(scripted["columns"]) > 100
    assert any("EXCLUDE" in constraint for constraint in scripted["constraints"])
    for kind, found in scripted.items():
        assert found == migrated[kind], kind


def test_a_schema_as_new_as_the_code_needs_nothing(owner, spares):
    statement = sql.SQL("SELECT app, name FROM {}.django_migrations")
    rows = owner.execute(statement.format(sql.Identifier(spares[0].schema_name))).fetchall()

    assert render(frozenset(rows)) == []


def test_all_schemas_are_somebodys(owner, spares):
    accounted = {
        *Business.objects.values_list("schema_name", flat=True),
        *SpareSchema.objects.values_list("schema_name", flat=True),
    }

    assert all_schemas(owner) == accounted


def test_a_schema_whose_making_fails_leaves_nothing(owner):
    broken = SchemaScript(schema_head="broken", sql="CREATE TABLE half (id int); SELECT 1/0;")
    before = all_schemas(owner)

    with pytest.raises(psycopg.errors.DivisionByZero):
        schemas.build_spare(broken)

    assert all_schemas(owner) == before
    assert not SpareSchema.objects.filter(schema_head="broken").exists()


def test_the_stock_is_filled_to_what_is_wanted_and_no_further(owner, spares):
    in_stock = SpareSchema.objects.filter(schema_head=current_head()).count()

    made = [schemas.stock_spares(wanted=in_stock), schemas.stock_spares(wanted=1)]

    assert made == [0, 0]
    assert SpareSchema.objects.filter(schema_head=current_head()).count() == in_stock


def test_two_beats_at_once_do_not_overfill_it(owner, spares):
    before = set(SpareSchema.objects.values_list("schema_name", flat=True))
    wanted = SpareSchema.objects.filter(schema_head=current_head()).count() + 2
    start, made = threading.Barrier(2), []

    def stock() -> None:
        with public_scope():
            start.wait()
            made.append(schemas.stock_spares(wanted=wanted))
        connection.close()

    threads = [threading.Thread(target=stock) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    new = SpareSchema.objects.exclude(schema_name__in=before)
    names = list(new.values_list("schema_name", flat=True))
    for name in names:
        SpareSchema.objects.filter(schema_name=name).delete()
        schemas.drop_schema(name)
    assert sum(made) == len(names) == 2


def test_a_spare_older_than_the_code_is_not_given_out(owner, spares):
    SpareSchema.objects.filter(pk=spares[0].pk).update(schema_head="older")

    claimed = {schemas.claim_schema()[0] for _ in range(SpareSchema.objects.count() - 1)}

    assert spares[0].schema_name not in claimed
    for name in claimed:
        schemas.drop_schema(name)


@pytest.mark.parametrize(
    "name", ["public", "pg_catalog", "t_x; DROP SCHEMA public", "T_ABCDEFGHIJKLMNOP", ""]
)
def test_only_tenants_schemas_are_touched(name):
    with pytest.raises(ValueError, match="not a tenant schema's name"):
        schemas.drop_schema(name)


LOCKS_OF = """
SELECT relation::regclass::text FROM pg_locks JOIN pg_class ON pg_class.oid = relation
 WHERE granted AND mode = 'AccessExclusiveLock' AND relkind = 'r' AND relnamespace = %s::regnamespace
   AND pid IN (SELECT pid FROM pg_locks WHERE NOT granted AND relation = %s::regclass)
"""


def test_a_schema_that_is_still_at_work_is_dropped_all_the_same(owner, spares):
    name = spares[0].schema_name
    held = f"{name}.bookings_occupancy"
    dropping = threading.Thread(target=schemas.drop_schema, args=[name])

    with schemas.owner_connection() as other:
        other.execute("SELECT set_config('search_path', %s, true)", [name])
        other.execute("LOCK TABLE bookings_occupancy IN ROW EXCLUSIVE MODE")
        dropping.start()
        while not (taken := owner.execute(LOCKS_OF, [name, held]).fetchall()):
            assert dropping.is_alive()
        # Each now wants what the other has: the one that began to wait first gives way.
        other.execute(
            sql.SQL("LOCK TABLE {} IN ROW EXCLUSIVE MODE").format(sql.Identifier(*taken[0][0].split(".")))
        )
    dropping.join()

    assert owner.execute("SELECT to_regnamespace(%s)", [name]).fetchone() == (None,)


def let_it_fail(owner: psycopg.Connection, spare: SpareSchema) -> None:
    """Make the last statement of the migration fail in this schema, when all others have gone well."""
    statement = sql.SQL("ALTER TABLE {}.django_migrations ADD CONSTRAINT stop CHECK (name <> {}) NOT VALID")
    owner.execute(statement.format(sql.Identifier(spare.schema_name), sql.Literal(RERUNNABLE[1])))


def let_it_pass(owner: psycopg.Connection, spare: SpareSchema) -> None:
    statement = sql.SQL("ALTER TABLE {}.django_migrations DROP CONSTRAINT stop")
    owner.execute(statement.format(sql.Identifier(spare.schema_name)))


def heads(spares: list[SpareSchema]) -> list[bool]:
    """Which of them stand at the code's head."""
    for spare in spares:
        spare.refresh_from_db()
    return [spare.schema_head == current_head() for spare in spares]


def test_one_that_fails_does_not_stop_the_others_and_the_next_run_goes_on(owner, spares):
    for spare in spares:
        take_back(owner, spare)
    let_it_fail(owner, spares[1])
    seen: list[Outcome] = []

    first = migrate_fleet(on_each=seen.append)
    after_first = heads(spares)
    let_it_pass(owner, spares[1])
    second = migrate_fleet()

    assert sorted(bool(outcome.error) for outcome in first) == [False, False, True]
    assert seen == first
    assert after_first == [True, False, True]
    assert [(outcome.schema_name, outcome.error) for outcome in second] == [(spares[1].schema_name, "")]
    assert heads(spares) == [True, True, True]


def test_a_fleet_that_is_up_to_date_is_left_alone(owner, spares):
    assert migrate_fleet() == []


def test_one_that_is_busy_is_tried_again(owner, spares):
    take_back(owner, spares[0])
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with psycopg.connect(settings.ENDPOINTS.database_owner_url) as other:
            table = sql.Identifier(spares[0].schema_name, "accounts_user")
            other.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(table))
            held.set()
            # Longer than one try waits for a lock.
            done.wait(2.5)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    outcomes = migrate_fleet()
    done.set()
    holder.join()

    assert [outcome.error for outcome in outcomes] == [""]
    assert heads(spares)[0]
