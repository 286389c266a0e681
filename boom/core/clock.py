"""The time, by the database's clock. Only edges read it; domain and services are handed `now`.

Machines disagree about the time, and expiry must not depend on which one asked. So a process asks the
database what time it is, then counts on by its own monotonic clock, and asks again every few seconds:
a wrong or jumping wall clock on a web or worker machine changes nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.db import connection

REFRESH_AFTER_S = 15.0

_set_to: ContextVar[datetime | None] = ContextVar("boom_clock_set_to", default=None)
_lock = threading.Lock()
_anchor: tuple[datetime, float] | None = None


def now() -> datetime:
    """The present instant, aware, UTC. Needs a tenant or public scope: it may ask the database."""
    fixed = _set_to.get()
    if fixed is not None:
        return fixed
    global _anchor
    anchor = _anchor
    if anchor is None or time.monotonic() - anchor[1] > REFRESH_AFTER_S:
        anchor = (_ask_database(), time.monotonic())
        with _lock:
            _anchor = anchor
    return anchor[0] + timedelta(seconds=time.monotonic() - anchor[1])


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Let `now()` be `instant` within the block: for tests, and for looking at another time."""
    token = _set_to.set(instant)
    try:
        yield
    finally:
        _set_to.reset(token)


def _ask_database() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        instant: datetime = cursor.fetchone()[0]
    return instant.astimezone(UTC)
