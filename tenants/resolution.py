"""Whose host is this? The one answer, for pages, sockets and tasks alike.

The tenant comes from the host name and nothing else: not from a header, a cookie or a form. What its schema
lacks is asked here too: code that runs on tables it does not know finds the platform's, or none.
"""

from __future__ import annotations

import threading
import time

from django.conf import settings

from boom.core.guard import PUBLIC
from boom.core.memories import remembers
from tenants.context import public_scope
from tenants.errors import BusinessBehind, BusinessUnknown
from tenants.models import Business, BusinessStatus, Domain
from tenants.provisioning.script import current_head, schema_lacks_migrations

# How long a process may remember an answer: a suspension reaches every door within this.
REMEMBER_S = 5.0
MOST_REMEMBERED = 4096
# What every request asks about a business, read with it: its plan, and where it stands with the platform.
WITH = ("plan__plan",)

Platform = type("Platform", (), {"__doc__": "The platform's own host.", "schema_name": PUBLIC})
PLATFORM = Platform()

_remembered: dict[str, tuple[float, Business | None]] = {}
# Whether schemas at heads other than this code's lack something; a head is a digest of what was applied.
_heads: dict[str, bool] = {}
_lock = threading.Lock()


def host_name(raw: str) -> str:
    """A Host header's name: no port, no trailing dot, lower case."""
    name = raw.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0].rstrip(".")


def resolve_host(raw: str) -> Business | object | None:
    """The business a host name belongs to, PLATFORM for our own names, None for a stranger's."""
    name = host_name(raw)
    if name in settings.PLATFORM_HOSTS:
        return PLATFORM
    known = _remembered.get(name)
    if known is not None and time.monotonic() - known[0] < REMEMBER_S:
        return known[1]
    business = _look_up(name)
    with _lock:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[name] = (time.monotonic(), business)
    return business


def business_by_id(business_id: int) -> Business:
    """For tasks: the active business with this id.

    Raises BusinessUnknown when gone or suspended, BusinessBehind while its schema lacks a migration.
    """
    with public_scope():
        business = (
            Business.objects.select_related(*WITH)
            .filter(pk=business_id, status=BusinessStatus.ACTIVE)
            .first()
        )
    if business is None:
        raise BusinessUnknown
    if is_behind(business):
        raise BusinessBehind
    return business


def is_behind(business: Business) -> bool:
    """Whether this code needs migrations that the business's schema does not have yet.

    A schema that is ahead is none that is behind: the release before goes on working while a new one is
    rolled out. The usual answer costs no query; a head seen for the first time costs one.
    """
    head = business.schema_head
    if head == current_head():
        return False
    lacks = _heads.get(head)
    if lacks is None:
        with public_scope():
            lacks = schema_lacks_migrations(business.schema_name)
        with _lock:
            _heads[head] = lacks
    return lacks


@remembers
def forget() -> None:
    """Drop what this process remembers (after a change made here; others catch up in REMEMBER_S)."""
    with _lock:
        _remembered.clear()
        _heads.clear()


def _look_up(name: str) -> Business | None:
    with public_scope():
        label, dot, rest = name.partition(".")
        if dot and rest == settings.BASE_DOMAIN:
            return Business.objects.select_related(*WITH).filter(subdomain=label).first()
        domain = (
            Domain.objects.select_related("tenant", *(f"tenant__{also}" for also in WITH))
            .filter(domain=name)
            .first()
        )
        return domain.tenant if domain else None
