"""Bringing every tenant schema to this release's head: rendered once, replayed as SQL, resumable.

One question finds who is behind; schemas with the same past get the same script; each is one transaction
with a short lock timeout, so a busy tenant is tried again and a broken one does not stop the rest. None is
called done that lacks anything a new one would have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from django.core.management import call_command
from psycopg import sql

from tenants.models import Business, SpareSchema
from tenants.provisioning.catalog import SchemaLacks, expected_things, refuse_lacking
from tenants.provisioning.schemas import owner_connection, run_in_schema
from tenants.provisioning.script import NotPureSql, as_text, current_head, render

TRIES = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one schema fared; `error` is empty when it stands at the new head."""

    schema_name: str
    error: str = ""


def migrate_fleet(*, on_each: Callable[[Outcome], None] = lambda outcome: None) -> list[Outcome]:
    """Bring every business's and spare's schema to the current head. Safe to run again after a failure."""
    head = current_head()
    behind = [*Business.objects.exclude(schema_head=head), *SpareSchema.objects.exclude(schema_head=head)]
    by_name = {row.schema_name: row for row in behind}
    if not by_name:
        return []
    expected = expected_things()
    outcomes = []
    for applied, names in _group_by_past(list(by_name)).items():
        for outcome in _bring_forward(names, applied, expected):
            if not outcome.error:
                row = by_name[outcome.schema_name]
                type(row).objects.filter(pk=row.pk).update(schema_head=head)
            outcomes.append(outcome)
            on_each(outcome)
    return outcomes


def verify_fleet(*, on_each: Callable[[Outcome], None] = lambda outcome: None) -> list[Outcome]:
    """Look whether every schema that is said to stand at the head has all that a new one would have."""
    head = current_head()
    at_head = [*Business.objects.filter(schema_head=head), *SpareSchema.objects.filter(schema_head=head)]
    expected = expected_things()
    outcomes = []
    with owner_connection() as owner:
        owner.autocommit = True
        for row in at_head:
            outcomes.append(_verified(owner, row.schema_name, expected))
            on_each(outcomes[-1])
    return outcomes


def _verified(owner: psycopg.Connection[tuple[object, ...]], name: str, expected: frozenset[str]) -> Outcome:
    try:
        with owner.transaction():
            refuse_lacking(owner, name, expected)
    except (SchemaLacks, psycopg.Error) as error:
        return Outcome(name, str(error))
    return Outcome(name)


def _group_by_past(names: list[str]) -> dict[frozenset[tuple[str, str]], list[str]]:
    groups: dict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
    with owner_connection() as owner:
        for name in names:
            statement = sql.SQL("SELECT app, name FROM {}.django_migrations").format(sql.Identifier(name))
            rows = owner.execute(statement).fetchall()
            groups[frozenset((str(app), str(migration)) for app, migration in rows)].append(name)
    return groups


def _bring_forward(
    names: list[str], applied: frozenset[tuple[str, str]], expected: frozenset[str]
) -> Iterator[Outcome]:
    try:
        script = as_text(render(applied), new=False)
    except NotPureSql:
        yield from _through_django(names, expected)
        return
    with owner_connection() as owner:
        owner.autocommit = True
        for name in names:
            yield _replay(owner, name, script, expected)


def _replay(
    owner: psycopg.Connection[tuple[object, ...]], name: str, script: str, expected: frozenset[str]
) -> Outcome:
    for attempt in range(1, TRIES + 1):
        try:
            with owner.transaction():
                run_in_schema(owner, name, script)
                refuse_lacking(owner, name, expected)
        except psycopg.errors.LockNotAvailable as error:
            if attempt == TRIES:
                return Outcome(name, f"busy: {error}")
        except (SchemaLacks, psycopg.Error) as error:
            return Outcome(name, str(error))
        else:
            return Outcome(name)
    raise AssertionError("unreachable: the loop returns")


def _through_django(names: list[str], expected: frozenset[str]) -> Iterator[Outcome]:
    for name in names:
        try:
            call_command("migrate_schemas", schema_name=name, interactive=False, verbosity=0)
        except Exception as error:  # noqa: BLE001 - one tenant's failure is reported and must not stop the rest
            yield Outcome(name, str(error))
        else:
            with owner_connection() as owner:
                yield _verified(owner, name, expected)
