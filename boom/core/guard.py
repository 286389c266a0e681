"""Fail closed: no tenant, no SQL.

Every edge (middleware, task, consumer, command, thread) says whose data it is about to touch by entering
a scope (`tenants.context`). A statement outside any scope, or on a connection pointing elsewhere, is
refused before it reaches the database. A new thread starts with no scope at all, so forgetting is loud.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

PUBLIC = "public"

# The schema this call has been let into; None outside every scope.
entered_schema: ContextVar[str | None] = ContextVar("boom_entered_schema", default=None)

# Schema-changing commands (migrations) walk from schema to schema by django-tenants' own means.
_migrating: ContextVar[bool] = ContextVar("boom_migrating", default=False)


class TenantScopeMissing(RuntimeError):
    """Code forgot to say whose data it works on. A bug, so not a DomainError."""


def present_schema() -> str:
    """The schema this call has been let into. Raises TenantScopeMissing outside every scope."""
    entered = entered_schema.get()
    if entered is None:
        raise TenantScopeMissing("asked whose data this is outside any tenant scope")
    return entered


def migrating(value: bool) -> None:
    """Let this process' current context through the guard: only for commands that migrate schemas."""
    _migrating.set(value)


def _guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    entered = entered_schema.get()
    actual = context["connection"].schema_name
    if entered != actual and not _migrating.get():
        if entered is None:
            raise TenantScopeMissing(f"SQL outside any tenant scope (connection points at {actual!r}).")
        raise TenantScopeMissing(f"SQL in scope {entered!r} on a connection that points at {actual!r}.")
    return execute(sql, params, many, context)


def guard_connection(connection: Any, **_: Any) -> None:
    """Signal handler: hang the guard on each new connection wrapper, once."""
    if _guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(_guard)
