"""What a tenant schema must have, and whether it does.

Migrations run with the platform's schema behind the tenant's in the search path. A table that is missing in
the tenant's is therefore found in the platform's, and nothing fails. So what came of it is compared with a
schema made from scratch, by full names only.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from boom.core.ids import new_schema_name
from tenants.provisioning.schemas import owner_connection, run_in_schema, stored_script

# With nothing but PostgreSQL's own catalog in the path, every other name is written out in full.
FULL_NAMES = "SET LOCAL search_path = pg_catalog"
THINGS = """
    WITH ours AS (SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = %(schema)s::regnamespace)
    SELECT format('column %%s.%%s %%s', relname, attname, concat_ws(' ',
                  format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' END,
                  attidentity::text, attgenerated::text, pg_get_expr(adbin, adrelid)))
      FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE relkind = 'r'
    UNION ALL
    SELECT format('constraint %%s on %%s: %%s', conname, relname, pg_get_constraintdef(pg_constraint.oid))
      FROM ours JOIN pg_constraint ON conrelid = ours.oid
    UNION ALL
    SELECT format('index %%s', pg_get_indexdef(indexrelid)) FROM ours JOIN pg_index ON indrelid = ours.oid
    UNION ALL
    SELECT format('trigger %%s %%s', tgenabled, pg_get_triggerdef(pg_trigger.oid))
      FROM ours JOIN pg_trigger ON tgrelid = ours.oid WHERE NOT tgisinternal
    UNION ALL
    SELECT format('view %%s: %%s', relname, pg_get_viewdef(ours.oid)) FROM ours WHERE relkind = 'v'
    UNION ALL
    SELECT format('sequence %%s', relname) FROM ours WHERE relkind = 'S'
"""
# Things named in a message; a table that is missing takes dozens with it.
MOST_NAMED = 3


class SchemaLacks(Exception):
    """A tenant schema lacks what this release's code counts on; the message names some of it."""


def expected_things() -> frozenset[str]:
    """Everything a schema made from scratch by this release has. Runs in the public scope; leaves nothing."""
    script = stored_script()
    name = new_schema_name()
    with owner_connection() as owner, owner.transaction(force_rollback=True):
        run_in_schema(owner, name, script.sql, create=True)
        return things_in(owner, name)


def refuse_lacking(
    owner: psycopg.Connection[tuple[object, ...]], name: str, expected: frozenset[str]
) -> None:
    """Raise SchemaLacks when a schema does not have all that is `expected`; more than that does no harm.

    Within the caller's transaction, whose search path it changes.
    """
    lacking = sorted(expected - things_in(owner, name))
    if lacking:
        rest = len(lacking) - MOST_NAMED
        more = f" and {rest} more" if rest > 0 else ""
        raise SchemaLacks(f"it lacks {'; '.join(lacking[:MOST_NAMED])}{more}")


def things_in(owner: psycopg.Connection[tuple[object, ...]], name: str) -> frozenset[str]:
    """Columns, constraints, indexes, triggers, views and sequences of a schema, its own name left out."""
    owner.execute(FULL_NAMES)
    rows = owner.execute(THINGS, {"schema": sql.Identifier(name).as_string()}).fetchall()
    return frozenset(str(text).replace(name, "~") for (text,) in rows)
