"""Reading the record. Pages go by key, never by number: the millionth event costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from audit import wording
from audit.models import Action, AuditEvent

PAGE = 50
# Keys are handed out a moment before or after the time is read: that far apart at the most.
SLACK = 10_000
# Where no index fits the filters, a page looks at so many events, says so, and offers to look further back.
MOST_LOOKED_AT = 100_000
MOST_EVENTS = "bookings_occupancy"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events; empty means any.

    `person` is the id of somebody who logs in, `kind` any kind of actor; `table` and `entity` name a row;
    `address` is where it came from; between two instants.
    """

    person: str = ""
    kind: str = ""
    table: str = ""
    entity: str = ""
    action: str = ""
    address: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_on(self) -> bool:
        return any((self.person, self.kind, self.table, self.action, self.address, self.since, self.until))

    @property
    def has_an_index(self) -> bool:
        """Whether an index leads to just these events (see AuditEvent.Meta), but for their time."""
        if self.table and self.entity:
            return True
        narrowing = [self.person or self.kind, self.table, self.action, self.address]
        if sum(map(bool, narrowing)) != 1:
            return not any(narrowing)
        return self.table != MOST_EVENTS and self.action in {"", Action.DELETE}


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of the record, newest first. `older` is the key that the next page goes on before.

    `looked_back_to`: the page ends there because it has looked at as many events as it may, not because it
    is full.
    """

    entries: Sequence[wording.Entry]
    older: int | None
    looked_back_to: datetime | None = None


def name_of(table: str, entity: str) -> str:
    """What a row is called, by the newest event about it: "the room Echo"; its table's words without any."""
    newest = list(matching(Filter(table=table, entity=entity))[:1])
    entries = wording.entries(newest, plainly=True)
    return entries[0].thing if entries else wording.things().get(table, table)


def matching(wanted: Filter, *, before: int | None = None) -> QuerySet[AuditEvent]:
    """The events that match, newest first, older than event `before`."""
    events = AuditEvent.objects.order_by("-id")
    if wanted.person:
        # The partial index on people's events has this condition.
        events = events.filter(actor_kind="person", actor_id=wanted.person)
    elif wanted.kind:
        events = events.filter(actor_kind=wanted.kind)
    if wanted.table:
        events = events.filter(table=wanted.table)
        if wanted.entity:
            events = events.filter(entity_id=wanted.entity)
    if wanted.action:
        events = events.filter(action=wanted.action)
    if wanted.address:
        events = events.filter(address=wanted.address)
    if before is not None:
        events = events.filter(id__lt=before)
    return _between(events, wanted)


def _between(events: QuerySet[AuditEvent], wanted: Filter) -> QuerySet[AuditEvent]:
    """Narrow to a time, by keys first: the order is theirs, and the database would read all that came
    since.
    """
    if wanted.since is not None:
        first = AuditEvent.objects.filter(at__gte=wanted.since).order_by("at").values_list("id", flat=True)
        lowest = first.first()
        if lowest is None:
            return events.none()
        events = events.filter(id__gte=lowest - SLACK, at__gte=wanted.since)
    if wanted.until is not None:
        last = AuditEvent.objects.filter(at__lt=wanted.until).order_by("-at").values_list("id", flat=True)
        highest = last.first()
        if highest is None:
            return events.none()
        events = events.filter(id__lte=highest + SLACK, at__lt=wanted.until)
    return events


def activity(wanted: Filter, *, before: int | None = None, limit: int = PAGE) -> Page:
    """The newest events that match, older than event `before`. One query for the events, few to word them."""
    events = matching(wanted, before=before)
    floor = None
    if not wanted.has_an_index:
        top = before if before is not None else _top(wanted)
        floor = top - MOST_LOOKED_AT
        events = events.filter(id__gte=floor)
    found = list(events[: limit + 1])
    shown = found[:limit]
    entries = wording.entries(shown)
    if len(found) > limit:
        return Page(entries, shown[-1].pk)
    if floor is None or floor <= 1:
        return Page(entries, None)
    last = AuditEvent.objects.filter(id__lt=floor).order_by("-id").values_list("id", "at").first()
    if last is None or (wanted.since is not None and last[1] < wanted.since):
        return Page(entries, None)
    return Page(entries, floor, looked_back_to=last[1])


def _top(wanted: Filter) -> int:
    """Just above the newest event that the filter's time allows."""
    newest = AuditEvent.objects.order_by("-id")
    if wanted.until is not None:
        newest = AuditEvent.objects.filter(at__lt=wanted.until).order_by("-at")
        return (newest.values_list("id", flat=True).first() or 0) + SLACK
    return (newest.values_list("id", flat=True).first() or 0) + 1
