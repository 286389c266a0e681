"""Taking a change back, from the record and through the same guarantees as any other change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from audit.models import Action, AuditEvent
from bookings.domain.lifecycle import OCCUPYING, Status
from bookings.errors import NothingToUndo
from bookings.models import Occupancy
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.changes import TABLE
from bookings.selectors.setup import setup_of
from bookings.services.bookings import for_change
from bookings.services.occupying import occupying, publish
from boom.core.db import service

# Counters go on counting: an undo is a change like any other.
NEVER_TAKEN_BACK = frozenset({"version", "calendar_sequence"})
INSTANTS = frozenset(
    {"starts_at", "ends_at", "hold_from", "hold_until", "held_until", "cancelled_at", "checked_in_at"}
)


def undo_change(*, booking_id: int, version: int, now: datetime) -> Occupancy:
    """Take back the change that made `version`: a move, a cancellation, an edit, a new booking or block.

    Only the newest change can be taken back. Raises ChangedMeanwhile when it is not, NothingToUndo when the
    record has no such change, SlotTaken when the room is somebody else's by now: explained, never forced.
    """
    row = Occupancy.objects.filter(pk=booking_id).first()
    if row is None:
        raise NothingToUndo
    with offering_alternatives(room_id=row.room_id, span=row.span, party_size=row.party_size, now=now):
        return _undo(booking_id=booking_id, version=version, now=now)


@service
def _undo(*, booking_id: int, version: int, now: datetime) -> Occupancy:
    row = for_change(booking_id, version=version)
    event = (
        AuditEvent.objects.filter(table=TABLE, entity_id=str(row.pk), new__version=version)
        .order_by("-id")
        .first()
    )
    if event is None:
        raise NothingToUndo
    before_room, before_start = row.room_id, row.starts_at
    if event.action == Action.INSERT:
        row.status = Status.RELEASED if row.kind == "block" else Status.CANCELLED
        row.cancelled_at = None if row.kind == "block" else now
    else:
        _take_back(row, event.old or {})
    row.version += 1
    row.calendar_sequence += 1
    if row.status in OCCUPYING:
        with occupying(before_room, row.room_id, now=now):
            row.save()
    else:
        row.save()
    row = Occupancy.objects.select_related("room__venue", "customer").get(pk=row.pk)
    publish(
        _fact(row, event),
        row,
        setup_of(row.room.venue).hours,
        also_rooms=[before_room],
        also_instants=[before_start],
        tell_customer=True,
    )
    return row


def _take_back(row: Occupancy, old: dict[str, Any]) -> None:
    for column, value in old.items():
        if column in NEVER_TAKEN_BACK:
            continue
        setattr(row, column, parse_datetime(value) if column in INSTANTS and value else value)


def _fact(row: Occupancy, event: AuditEvent) -> str:
    changed = event.old or {}
    if row.kind == "block":
        return (
            "block.released"
            if event.action == Action.INSERT
            else "block.created"
            if "status" in changed
            else "block.moved"
        )
    if event.action == Action.INSERT:
        return "booking.cancelled"
    if "status" in changed:
        return "booking.restored" if row.status in OCCUPYING else "booking.cancelled"
    return "booking.moved" if changed.keys() & {"room_id", "starts_at", "ends_at"} else "booking.edited"
