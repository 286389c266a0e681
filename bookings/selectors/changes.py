"""What happened to a booking, from the record; and what happened on a night, from the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.models import AuditEvent
from bookings.models import Occupancy
from boom.core import outbox

# The occupancy table's name on the record.
TABLE = "bookings_occupancy"
# A fact that stands for many bookings at once (an import).
MANY = "bookings.recorded"


def events_of(occupancy: Occupancy) -> list[AuditEvent]:
    """Every recorded change of a booking or block, newest first."""
    return list(AuditEvent.objects.filter(table=TABLE, entity_id=str(occupancy.pk)).order_by("-id"))


def changes_after(occupancy: Occupancy, version: int) -> list[dict[str, Any]]:
    """Who changed what since `version`, oldest first: {"who", "at", "old", "new"} with plain values."""
    newer = [event for event in events_of(occupancy) if (event.new or {}).get("version", 0) > version]
    return [
        {"who": event.actor_label, "at": event.at.isoformat(), "old": event.old, "new": event.new}
        for event in reversed(newer)
    ]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a page that was away has to fetch: these rooms, or all of them; and the mark to ask from next."""

    version: str
    rooms: list[int]
    all_rooms: bool


def changed_rooms(since: int, *, day: date) -> Changed:
    """The rooms of a night that changed since a mark of `outbox.current_version`.

    Asked twice it may name a room again, and never misses one.
    """
    version = outbox.current_version()
    facts = outbox.changes_since(since, kinds="")
    rooms: set[int] = set()
    for fact in facts:
        if day.isoformat() in fact.get("days", ()):
            rooms.update(fact.get("rooms", ()))
    is_much = len(facts) >= outbox.MOST_CHANGES or any(fact["kind"] == MANY for fact in facts)
    return Changed(version, sorted(rooms), is_much)
