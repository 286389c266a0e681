"""SQL in migrations that belongs to one kind of schema only, though its app lives in both."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import RunSQL

from boom.core.guard import PUBLIC


class PublicSQL(RunSQL):
    """Runs on the public schema: shared functions, tables that are the platform's alone."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.schema_name == PUBLIC:
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.schema_name == PUBLIC:
            super().database_backwards(app_label, schema_editor, from_state, to_state)
