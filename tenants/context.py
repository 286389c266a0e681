"""The one way into a tenant's data: a scope, entered as a `with` block at every edge.

Never `with business:` or the decorator forms of django-tenants: both share state between threads and
leave them in each other's schema (measured; lint refuses them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import structlog
from django.db import connection
from django_tenants.utils import schema_context, tenant_context

from boom.core.guard import PUBLIC, entered_schema, present_schema

if TYPE_CHECKING:
    from tenants.models import Business


Item = TypeVar("Item")


@contextmanager
def tenant_scope(business: Business) -> Iterator[Business]:
    """Work on this business's data, and nobody else's, until the block ends."""
    token = entered_schema.set(business.schema_name)
    try:
        with (
            tenant_context(business),
            structlog.contextvars.bound_contextvars(tenant=business.subdomain),
        ):
            yield business
    finally:
        entered_schema.reset(token)


@contextmanager
def public_scope() -> Iterator[None]:
    """Work on the platform's own data until the block ends."""
    token = entered_schema.set(PUBLIC)
    try:
        with schema_context(PUBLIC):
            yield
    finally:
        entered_schema.reset(token)


def current_business() -> Business | None:
    """Whose scope this is; None on the platform's own. Raises TenantScopeMissing outside every scope."""
    is_platform = present_schema() == PUBLIC
    business: Business | None = None if is_platform else connection.tenant  # type: ignore[attr-defined]
    return business


def within_scope(business: Business, items: Iterable[Item]) -> Iterator[Item]:
    """Give the items of an iterable, each asked for within the business's scope.

    For answers that are streamed: they are read after the request has left its scope.
    """
    iterator = iter(items)
    while True:
        with tenant_scope(business):
            try:
                item = next(iterator)
            except StopIteration:
                return
        yield item
