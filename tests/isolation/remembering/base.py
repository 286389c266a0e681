"""Boom's own, but that a connection is pointed somewhere once and for all."""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

from boom.core.postgresql import base

_pointed: WeakSet[Any] = WeakSet()


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes connections from the pool as they come."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super(base.DatabaseWrapper, self).get_new_connection(conn_params)
        path = self._get_cursor_search_paths()
        if connection not in _pointed:
            _pointed.add(connection)
            connection.execute(base._set_path(*path))
        self.search_path_set_schemas = path
        return connection
