"""Schemas to try things on, and one that is older than the code."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from tenants.context import public_scope
from tenants.models import Business, SpareSchema
from tenants.provisioning import schemas

# A migration that can run again and that tests may therefore take back: it only replaces a trigger, and is
# the last that does.
RERUNNABLE = ("audit", "0011_board_look_unrecorded")


@pytest.fixture
def owner(committing: None) -> Iterator[psycopg.Connection]:
    with public_scope(), schemas.owner_connection() as found:
        found.autocommit = True
        yield found


@pytest.fixture
def spares(owner: psycopg.Connection) -> Iterator[list[SpareSchema]]:
    """Three spares of the test's own."""
    names = [schemas.build_spare(schemas.stored_script()) for _ in range(3)]
    yield list(SpareSchema.objects.filter(schema_name__in=names).order_by("id"))
    for name in names:
        SpareSchema.objects.filter(schema_name=name).delete()
        schemas.drop_schema(name)


def take_back(owner: psycopg.Connection, row: SpareSchema | Business) -> None:
    """Make a schema one migration older than it is."""
    statement = sql.SQL("DELETE FROM {}.django_migrations WHERE app = %s AND name = %s")
    owner.execute(statement.format(sql.Identifier(row.schema_name)), RERUNNABLE)
    type(row).objects.filter(pk=row.pk).update(schema_head="older")
