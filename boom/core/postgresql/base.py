"""One statement when a connection leaves the pool, instead of one before every statement and two around it.

django-tenants sets the search path again whenever a cursor is opened, unless told to remember
(TENANT_LIMIT_SET_CALLS); the pool asks a connection whether it lives before handing it out, and resets its
path after it came back. Setting the path first thing does all three: what is stale is overwritten, what is
dead does not take it. A rollback undoes the path too; django-tenants forgets it then and sets it anew.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import psycopg
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from django_tenants.postgresql_backend import base
from django_tenants.utils import quote_schema_name

assert is_psycopg3, "the pool and its connections are psycopg 3's"


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
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


@lru_cache(maxsize=4096)
def _set_path(*schemas: str) -> str:
    return f"SET search_path = {','.join(quote_schema_name(schema) for schema in schemas)}"
