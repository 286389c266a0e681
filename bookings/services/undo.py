"""Taking a change back, from the record and through the same guarantees as any other change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from audit.models import Action, AuditEvent
from bookings.domain.lifecycle import OCCUPYING, Status, can_become
from bookings.errors import NothingToUndo
from bookings.models import Occupancy
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.changes import TABLE
from bookings.selectors.setup import setup_of
from bookings.services.bookings import for_change
from bookings.services.occupying import lock_rooms_of, occupying, publish
from boom.core.db import service

# Counters go on counting: an undo is a change like any other. The key is on record as changed only.
NEVER_TAKEN_BACK = frozenset({"version", "calendar_sequence", "idempotency_key"})
INSTANTS = frozenset(
    {"starts_at", "ends_at", "hold_from", "hold_until", "held_until", "cancelled_at", "checked_in_at"}
)


def undo_change(*, booking_id: int, version: int, now: datetime, tell_customer: bool = True) -> Occupancy:
    """Take back the change that made `version`: a move, a cancellation, an edit, a new booking or block.

    Only the newest change can be taken back; the customer hears of it if `tell_customer`, where they heard
    of the change. Raises ChangedMeanwhile when it is not the newest, NothingToUndo when the record has no
    such change or the booking's life does not run that way (a confirmation does not become a hold again),
    SlotTaken when the room is somebody else's by now: explained, never forced.
    """
    row = Occupancy.objects.filter(pk=booking_id).first()
    if row is None:
        raise NothingToUndo
    with offering_alternatives(room_id=row.room_id, span=row.span, party_size=row.party_size, now=now):
        return _undo(booking_id=booking_id, version=version, now=now, tell_customer=tell_customer)


@service
def _undo(*, booking_id: int, version: int, now: datetime, tell_customer: bool) -> Occupancy:
    event = (
        AuditEvent.objects.filter(table=TABLE, entity_id=str(booking_id), new__version=version)
        .order_by("-id")
        .first()
    )
    lock_rooms_of(booking_id, (event.old or {}).get("room_id") if event else None)
    row = for_change(booking_id, version=version)
    if event is None:
        raise NothingToUndo
    before_room, before_span, before_status = row.room_id, row.span, row.status
    if event.action == Action.INSERT:
        row.status = Status.RELEASED if row.kind == "block" else Status.CANCELLED
        row.cancelled_at = None if row.kind == "block" else now
    else:
        _take_back(row, event.old or {})
    if row.status != before_status and not can_become(before_status, row.status):
        raise NothingToUndo
    if row.is_overdue_hold(now):
        raise NothingToUndo
    row.version += 1
    row.calendar_sequence += 1
    if row.status in OCCUPYING:
        with occupying(before_room, row.room_id, now=now):
            row.save()
    else:
        row.save()
    row = Occupancy.objects.select_related("room__venue", "customer").get(pk=row.pk)
    fact = _fact(row, event, before_status)
    publish(
        fact,
        row,
        setup_of(row.room.venue).hours,
        also_rooms=[before_room],
        also_spans=[before_span],
        # What the staff do at the door is not the customer's to read about.
        tell_customer=tell_customer and fact != "booking.edited",
    )
    return row


def _take_back(row: Occupancy, old: dict[str, Any]) -> None:
    for column, value in old.items():
        if column in NEVER_TAKEN_BACK:
            continue
        setattr(row, column, parse_datetime(value) if column in INSTANTS and value else value)


def _fact(row: Occupancy, event: AuditEvent, before_status: str) -> str:
    """The name of what the undo amounts to, as if somebody had done it by hand."""
    changed = event.old or {}
    if row.kind == "block":
        if row.status == before_status:
            return "block.moved"
        return "block.created" if row.status in OCCUPYING else "block.released"
    if row.status == Status.CANCELLED:
        return "booking.cancelled"
    if before_status == Status.CANCELLED:
        return "booking.restored"
    return "booking.moved" if changed.keys() & {"room_id", "starts_at", "ends_at"} else "booking.edited"
