"""Making schemas: the script run by the owner's role, spares kept in stock, one claimed at sign-up."""

from __future__ import annotations

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from boom.core.errors import Busy
from boom.core.ids import SCHEMA_NAME, new_schema_name
from tenants.models import SchemaScript, SpareSchema
from tenants.provisioning.script import application_role, as_text, current_head, grants, render

# How often a sign-up that finds no spare builds one, which another sign-up may snatch.
CLAIM_TRIES = 5
# How often a schema is dropped that others still use, before it is left to whoever asked.
DROP_TRIES = 5


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


def build_spare(script: SchemaScript) -> str:
    """Make an empty tenant schema by the script and put it in stock: both, or neither. Returns its new name.

    The owner's role commits it at once. Whatever becomes of the sign-up that needed it, the schema is then
    either a business's or a spare, never an orphan.
    """
    name = new_schema_name()
    with owner_connection() as owner:
        run_in_schema(owner, name, script.sql, create=True)
        owner.execute(
            "INSERT INTO public.tenants_spareschema (schema_name, schema_head) VALUES (%s, %s)",
            [name, script.schema_head],
        )
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
    Raises Busy when others take what is built faster than we can build.
    """
    head = current_head()
    for _ in range(CLAIM_TRIES):
        name = _take_spare(head)
        if name is not None:
            return name, head
        build_spare(stored_script())
    raise Busy


def _take_spare(head: str) -> str | None:
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
    return claimed[0] if claimed else None


def stock_spares(*, wanted: int) -> int:
    """Bring the stock of up-to-date spares to `wanted`. Returns how many were made.

    Two at once do not overfill it: the second leaves the work to the first.
    """
    script = stored_script()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('boom.stock_spares'))")
        (is_ours,) = cursor.fetchone()
        if not is_ours:
            return 0
        # The owner's own connection works meanwhile; this one only holds the lock.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        missing = wanted - SpareSchema.objects.filter(schema_head=script.schema_head).count()
        for _ in range(missing):
            build_spare(script)
    return max(0, missing)


def drop_schema(name: str) -> None:
    """Remove a schema and all in it, as the owner. Only for names of our own pattern.

    Whatever still works there (a task under way, a page that loads) is let end: two that wait for each other
    are parted by PostgreSQL, and if it is this that has to give way, it begins again. Raises DeadlockDetected
    when that happens `DROP_TRIES` times.
    """
    if not SCHEMA_NAME.fullmatch(name):
        raise ValueError(f"not a tenant schema's name: {name!r}")
    for left in reversed(range(DROP_TRIES)):
        try:
            with owner_connection() as owner:
                owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))
            return
        except psycopg.errors.DeadlockDetected:
            if not left:
                raise
