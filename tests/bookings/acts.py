"""Acts within a test: all of it is one transaction, so a press is known by its request."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from audit.models import AuditEvent
from boom.core.actor import acting

_numbers = itertools.count(1)


@contextmanager
def one_act() -> Iterator[None]:
    """What is done within is one act of somebody of the staff."""
    number = next(_numbers)
    with acting(kind="person", id="1", label="Olive Owner", source="dashboard", request_id=f"press-{number}"):
        yield


def newest_event() -> int:
    """The key of the newest event on record."""
    return AuditEvent.objects.order_by("-id")[0].pk
