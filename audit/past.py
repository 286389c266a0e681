"""Rows as they were at an instant: today's, with every later change on record folded back."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import sql

from audit.models import Action, AuditEvent

Values = dict[str, Any]


def rows_at(table: str, moment: datetime, *, keys: Collection[int] | None = None) -> dict[int, Values]:
    """The rows of a table as the record says they were, by key; of these keys only, or of all the table.

    Columns hold JSON values as on the record; a secret reads as its stand-in where it changed since. What was
    committed after `moment` is not in it, though its statement may have begun before. Ask for all only of a
    table that is small.
    """
    rows = _present(table, keys)
    later = AuditEvent.objects.filter(table=table, at__gt=moment)
    if keys is not None:
        later = later.filter(entity_id__in=[str(key) for key in keys])
    for action, entity, old in later.order_by("-id").values_list("action", "entity_id", "old").iterator():
        key = int(entity)
        if action == Action.INSERT:
            rows.pop(key, None)
        elif action == Action.DELETE:
            rows[key] = dict(old or {})
        elif key in rows:
            rows[key] |= old or {}
    return rows


def _present(table: str, keys: Collection[int] | None) -> dict[int, Values]:
    query = sql.SQL("SELECT id, to_jsonb(present) FROM {} AS present").format(sql.Identifier(table))
    if keys is not None:
        query += sql.SQL(" WHERE id = ANY(%s::bigint[])")
    with connection.cursor() as cursor:
        cursor.execute(query, [] if keys is None else [list(keys)])
        # Django hands JSON of its own statements over as text.
        return {key: json.loads(row) for key, row in cursor.fetchall()}
