"""Finding the businesses that have something to do, without visiting each of thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from tenants.access import Open
from tenants.models import Business, BusinessStatus
from tenants.provisioning.script import current_head

# Schemas asked in one statement; each costs PostgreSQL one look at an index.
AT_A_TIME = 100


def businesses_with(
    table: str, condition: str, params: Sequence[Any], *, only_open: bool = False
) -> list[int]:
    """Ids of active businesses in whose `table` some row meets `condition`; runs in the public scope.

    `table` and `condition` are our own SQL, never a user's. Schemas that still wait for a migration are
    passed over until they have it. `only_open`: for what books something new, of businesses that may.
    """
    businesses = Business.objects.filter(status=BusinessStatus.ACTIVE, schema_head=current_head())
    if only_open:
        businesses = businesses.exclude(plan__access__in=[Open.FOR_READING, Open.FOR_OWNERS])
    active = list(businesses.order_by("id").values_list("id", "schema_name"))
    found: list[int] = []
    for first in range(0, len(active), AT_A_TIME):
        found += _ask(active[first : first + AT_A_TIME], table, condition, params)
    return found


def _ask(some: Sequence[tuple[int, str]], table: str, condition: str, params: Sequence[Any]) -> list[int]:
    questions = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {business} WHERE EXISTS (SELECT FROM {schema}.{table} WHERE ").format(
            business=sql.Literal(business_id),
            schema=sql.Identifier(schema),
            table=sql.Identifier(table),
        )
        + sql.SQL(condition)
        + sql.SQL(")")
        for business_id, schema in some
    )
    with connection.cursor() as cursor:
        cursor.execute(questions, list(params) * len(some))
        return [business_id for (business_id,) in cursor.fetchall()]
