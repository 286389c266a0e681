"""Making schemas: the script run by the owner's role, spares kept in stock, one claimed at sign-up."""

from __future__ import annotations

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from boom.core.ids import SCHEMA_NAME, new_schema_name
from tenants.models import SchemaScript, SpareSchema
from tenants.provisioning.script import application_role, as_text, current_head, grants, render


def owner_connection() -> psycopg.Connection[tuple[object, ...]]:
    """A connection as the role that may create schemas; commits when its `with` block ends well."""
    return psycopg.connect(settings.ENDPOINTS.database_owner_url, connect_timeout=5)


def stored_script() -> SchemaScript:
    """This release's schema script, rendered and kept at the first need. Runs in the public scope."""
    head = current_head()
    script = SchemaScript.objects.filter(schema_head=head).first()
    if script is None:
        text = as_text(render(), new=True)
        script, _ = SchemaScript.objects.get_or_create(schema_head=head, defaults={"sql": text})
    return script


def build_schema(script: SchemaScript) -> str:
    """Make an empty tenant schema by the script, all or nothing. Returns its new random name."""
    name = new_schema_name()
    with owner_connection() as owner:
        run_in_schema(owner, name, script.sql, create=True)
    return name


def run_in_schema(
    owner: psycopg.Connection[tuple[object, ...]], name: str, script: str, *, create: bool = False
) -> None:
    """Run a script with the schema first in the path, in the connection's transaction; grants included.

    Raises ValueError for a name that is not a tenant schema's.
    """
    if not SCHEMA_NAME.fullmatch(name):
        raise ValueError(f"not a tenant schema's name: {name!r}")
    if create:
        owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    owner.execute(sql.SQL("SET LOCAL search_path = {}, public, extensions").format(sql.Identifier(name)))
    owner.execute("SET LOCAL lock_timeout = '2s'")
    owner.execute(script.encode())
    role = application_role()
    if role:
        owner.execute(grants(name, role).encode())


def claim_schema() -> tuple[str, str]:
    """A schema for a new business: (name, head). A spare if there is one (milliseconds), else built now.

    Runs in the sign-up's transaction in the public scope: if that is rolled back the spare is a spare again.
    """
    head = current_head()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM tenants_spareschema WHERE id = (
                SELECT id FROM tenants_spareschema WHERE schema_head = %s
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
            ) RETURNING schema_name
            """,
            [head],
        )
        claimed = cursor.fetchone()
    if claimed:
        return claimed[0], head
    return build_schema(stored_script()), head


def stock_spares(*, wanted: int) -> int:
    """Bring the stock of up-to-date spares to `wanted`. Returns how many were made."""
    script = stored_script()
    missing = wanted - SpareSchema.objects.filter(schema_head=script.schema_head).count()
    for _ in range(missing):
        SpareSchema.objects.create(schema_name=build_schema(script), schema_head=script.schema_head)
    return max(0, missing)


def drop_schema(name: str) -> None:
    """Remove a schema and all in it, as the owner. Only for names of our own pattern."""
    if not SCHEMA_NAME.fullmatch(name):
        raise ValueError(f"not a tenant schema's name: {name!r}")
    with owner_connection() as owner:
        owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))
