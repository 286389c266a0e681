"""What is asked of PostgreSQL a thousand times a second, asked with less.

The search path is set in one statement when a connection leaves the pool, instead of before every statement
and in two around them. django-tenants sets it again whenever a cursor is opened, unless told to remember
(TENANT_LIMIT_SET_CALLS); the pool would ask a connection whether it lives before handing it out, and reset
its path after it came back. Setting the path first thing does all three: what is stale is overwritten, what
is dead does not take it. A rollback undoes the path too; django-tenants forgets it then and sets it anew.

`prepared_cursor` keeps a statement planned, which costs PostgreSQL more than running it where a table has
many indexes. It looks at the search path by itself: prepared for one tenant, it is planned anew for another.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import psycopg
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from django.db.backends.utils import CursorWrapper
from django_tenants.postgresql_backend import base
from django_tenants.utils import quote_schema_name

assert is_psycopg3, "the pool and its connections are psycopg 3's"


class PreparedCursor(ServerBindingCursor):
    """Sends values apart from the statement, which the server keeps ready for the next time."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        prepared = {"prepare": True, **options}
        return super().execute(query, params, **prepared)  # type: ignore[misc]  # psycopg's, says Django's stub


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]  # django-tenants has no types
    """django-tenants' connection; from the pool it comes alive and pointing at the present schema."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection. Those of the pool whose server went away are dropped until one answers.

        Raises the database's error when the pool has been through all it may hold.
        """
        if self.pool is None:
            return super().get_new_connection(conn_params)
        path = self._get_cursor_search_paths()
        for last in reversed(range(self.pool.max_size + 1)):
            connection = super().get_new_connection(conn_params)
            try:
                connection.execute(_set_path(*path))
            except psycopg.Error:
                # Whole only if it can be used: the pool throws the others away.
                self.pool.putconn(connection)
                if not last:
                    raise
            else:
                self.search_path_set_schemas = path
                return connection
        raise AssertionError("unreachable: the last try returns or raises")

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor like any other (guarded, counted) whose statements the server keeps planned."""
        self.ensure_connection()
        self._handle_search_path()
        with self.wrap_database_errors:
            cursor: CursorWrapper = self._prepare_cursor(PreparedCursor(self.connection))  # type: ignore[call-arg]
        return cursor

    def _configure_connection(self, connection: Any) -> bool:
        """Of each new connection. One plan for all values: they differ in nothing that a plan depends on."""
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")
        super()._configure_connection(connection)
        return True


@lru_cache(maxsize=4096)
def _set_path(*schemas: str) -> str:
    return f"SET search_path = {','.join(quote_schema_name(schema) for schema in schemas)}"
