"""Tables as they are, and what the record makes of those before."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

# From the record's point of view; what is secret is on record without its value.
UNSEEN = {"idempotency_key", "token_hash", "link_nonce"}
BOOKINGS = "bookings_occupancy"
ENTRIES, OFFERS = "bookings_waitlistentry", "bookings_waitlistoffer"


def table(name: str = BOOKINGS) -> dict[int, dict[str, Any]]:
    """Every row as the database has it, by id."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone TO 'UTC'")
        cursor.execute(f"SELECT id, to_jsonb(o) FROM {name} o")
        return {key: json.loads(row) for key, row in cursor.fetchall()}


def replayed(rows: dict[int, dict[str, Any]], since: int, name: str = BOOKINGS) -> dict[int, dict[str, Any]]:
    """What the record makes of `rows` by all that it says happened since."""
    rows = dict(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, entity_id::bigint, old, new FROM audit_event"
            ' WHERE id > %s AND "table" = %s ORDER BY id',
            [since, name],
        )
        for action, key, old, new in cursor.fetchall():
            if action == "update":
                was = json.loads(old)
                assert all(rows[key][column] == was[column] for column in was.keys() - UNSEEN)
                rows[key] = rows[key] | json.loads(new)
            elif action == "delete":
                # No booking is ever removed; a place in line is, by an undo.
                assert name == ENTRIES
                del rows[key]
            else:
                rows[key] = json.loads(new)
    return rows


def seen(rows: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {key: {name: row[name] for name in row.keys() - UNSEEN} for key, row in rows.items()}
