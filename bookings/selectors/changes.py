"""What happened to a booking, from the record."""

from __future__ import annotations

from typing import Any

from audit.models import AuditEvent
from bookings.models import Occupancy

# The occupancy table's name on the record.
TABLE = "bookings_occupancy"


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
