"""Reading the record. Pages go by key, never by number: the millionth event costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from audit import wording
from audit.models import AuditEvent

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events: of one person (their id), one table, one row of it, between two instants; empty: any."""

    person: str = ""
    table: str = ""
    entity: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_on(self) -> bool:
        return bool(self.person or self.table or self.entity or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of the record, newest first. `older` is the key that the next page goes on before."""

    entries: Sequence[wording.Entry]
    older: int | None


def matching(wanted: Filter, *, before: int | None = None) -> QuerySet[AuditEvent]:
    """The events that match, newest first, older than event `before`."""
    events = AuditEvent.objects.order_by("-id")
    if wanted.person:
        # The partial index on people's events has this condition.
        events = events.filter(actor_kind="person", actor_id=wanted.person)
    if wanted.table:
        events = events.filter(table=wanted.table)
    if wanted.entity:
        events = events.filter(entity_id=wanted.entity)
    if wanted.since is not None:
        events = events.filter(at__gte=wanted.since)
    if wanted.until is not None:
        events = events.filter(at__lt=wanted.until)
    if before is not None:
        events = events.filter(id__lt=before)
    return events


def activity(wanted: Filter, *, before: int | None = None, limit: int = PAGE) -> Page:
    """The newest events that match, older than event `before`. One query for the events, few to word them."""
    found = list(matching(wanted, before=before)[: limit + 1])
    shown = found[:limit]
    return Page(wording.entries(shown), shown[-1].pk if len(found) > limit else None)
