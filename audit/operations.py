"""Migration operations that put tables on record. Plain SQL, so they replay over thousands of schemas."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL

from boom.core.migration_operations import PublicSQL


def _trigger(table: str, secret: Sequence[str], ignored: Sequence[str]) -> str:
    return (
        f"CREATE TRIGGER {table}_audit AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION public.boom_audit('{','.join(secret)}', '{','.join(ignored)}')"
    )


def _no_trigger(table: str) -> str:
    return f"DROP TRIGGER IF EXISTS {table}_audit ON {table}"


class Audited(RunSQL):
    """Record every change of a table's rows.

    `secret` columns (password hashes, tokens) are recorded as changed without their values; `ignored`
    ones (log-in times) do not make an event by themselves.
    """

    def __init__(self, table: str, *, secret: Sequence[str] = (), ignored: Sequence[str] = ()) -> None:
        super().__init__(sql=_trigger(table, secret, ignored), reverse_sql=_no_trigger(table))


class AuditedOnPlatform(PublicSQL):
    """The same for a table that only the platform's schema has."""

    def __init__(self, table: str, *, secret: Sequence[str] = (), ignored: Sequence[str] = ()) -> None:
        super().__init__(sql=_trigger(table, secret, ignored), reverse_sql=_no_trigger(table))
