"""How many attempts at a taken room the database has refused: for the proof that none got through.

A sequence, because its number survives the transaction that was refused, and nobody waits for anybody.
"""

from __future__ import annotations

from django.db import connection

COUNT = "SELECT nextval('bookings_refused_attempts')"
READ = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM bookings_refused_attempts"


def count_refused() -> None:
    """One more. Call it once the refused transaction, or its savepoint, has ended."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)


def refused_so_far() -> int:
    """How many since the business began."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        (count,) = cursor.fetchone()
    return int(count)
