"""Column types that Django has not: PostgreSQL's own, and secrets that are read again."""

from __future__ import annotations

from typing import Any

from django.db import models


class TransactionIdField(models.BigIntegerField):  # type: ignore[type-arg]
    """`xid8`: the writing transaction's number, filled by the database (`pg_current_xact_id()`).

    Never reused and, against a snapshot's xmin, the one gap-free way to ask "what has been committed
    since": a sequence is handed out before commit, so its order is not the order of becoming visible.
    """

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def rel_db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> str | None:
        return None if value is None else str(int(value))


class SealedField(models.TextField):  # type: ignore[type-arg]
    """A secret as `boom.core.sealing` sealed it for `purpose`; empty where there is none.

    The value stays sealed: whoever needs it opens it where it is used, so that no page, log or error message
    has it by accident. The record is told to leave it out (`Audited(secret=)`), `manage.py reseal` finds it.
    """

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}
