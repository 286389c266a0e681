"""Taking changes of bookings and blocks back, from the record and held to what any other change is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from audit.acts import RowChange
from audit.errors import CannotTakeBack, ChangedSince, InTheWay
from audit.models import Action, AuditEvent
from audit.services.redacting import is_redacted
from audit.services.rows import as_value, insist_unchanged, row_from
from audit.taking_back import Undoing
from bookings.domain.lifecycle import OCCUPYING, Status, can_become
from bookings.errors import BookingUnknown, NothingToUndo, SlotTaken
from bookings.models import Occupancy, OfferState, Room, WaitlistOffer
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.changes import TABLE
from bookings.selectors.customer_search import root_key
from bookings.selectors.history import Telling
from bookings.selectors.setup import setup_of
from bookings.services.occupying import exchanging, for_change, lock_rooms_of, occupying, publish
from bookings.services.waitlist_outcomes import is_offer
from boom.core.db import lock_rooms, service
from boom.core.models import OutboxMessage

# Counters go on counting: an undo is a change like any other. The key is on record as changed only.
NEVER_TAKEN_BACK = frozenset({"version", "calendar_sequence", "idempotency_key"})


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
    if event is None or is_redacted([event.pk]):
        raise NothingToUndo
    before = _Before(row)
    _turn_back(row, Action(event.action), event.old or {}, now)
    _raise_counters(row)
    _write([row], [before], now)
    return _tell(row, before, event.old or {}, tell_customer=tell_customer)


def take_back_bookings(changes: Sequence[RowChange], undoing: Undoing) -> bool:
    """Take an act's changes of bookings and blocks back: all of them, or none.

    Customers hear of it where they heard of the act. Raises ChangedSince, NothingToUndo, or InTheWay with who
    has the room by now.
    """
    if any(change.old.get("is_example") or change.new.get("is_example") for change in changes):
        # Only a row that was made or deleted names this column.
        raise CannotTakeBack(
            gettext("Examples come and go as a whole: show them, or take them away, in Settings, Examples.")
        )
    again = [change for change in changes if change.action == Action.DELETE]
    others = [change for change in changes if change.action != Action.DELETE]
    was_there = {each.entity_id: each for each in others}
    present = Occupancy.objects.filter(pk__in=was_there).values_list("room_id", flat=True)
    lock_rooms(*present, *_rooms_named(changes))
    rows, befores = [], []
    for key, change in sorted(was_there.items(), key=lambda item: int(item[0])):
        if _is_a_sweep(change):
            # A hold that ran out on the way is no part of what somebody did.
            continue
        row = _row_of(key)
        insist_unchanged(row, change, undoing.act, never=NEVER_TAKEN_BACK)
        before = _Before(row)
        _turn_back(row, change.action, change.old, undoing.now)
        _raise_counters(row)
        rows.append(row)
        befores.append(before)
    rows += [_again(change) for change in again]
    _write_all(rows, befores, undoing.now)
    told = _told_of(undoing)
    for row, before in zip(rows, befores, strict=False):
        _tell(row, before, was_there[str(row.pk)].old, tell_customer=row.pk in told)
    for row in rows[len(befores) :]:
        _tell(row, _Before(row), {}, tell_customer=False)
    return bool(rows)


def _is_a_sweep(change: RowChange) -> bool:
    """Whether a change only let a hold go whose time was up (`occupying.sweep_holds`)."""
    return (
        change.action == Action.UPDATE
        and change.old.get("status") == Status.HELD
        and change.new.get("status") == Status.EXPIRED
        and change.new.keys() <= {"status", "version"}
    )


class _Before:
    """Where a row was before it was turned back."""

    def __init__(self, row: Occupancy) -> None:
        self.room_id, self.span, self.status = row.room_id, row.span, row.status


def _turn_back(row: Occupancy, action: Action, old: Mapping[str, Any], now: datetime) -> None:
    """Give a row the values it had; one that was made is cancelled or released. Raises NothingToUndo."""
    status = row.status
    if action == Action.INSERT:
        row.status = Status.RELEASED if row.kind == "block" else Status.CANCELLED
        row.cancelled_at = None if row.kind == "block" else now
    else:
        _give_back(row, old)
    if row.status != status and not can_become(status, row.status):
        raise NothingToUndo
    if row.is_overdue_hold(now) or (row.status != status and _is_answered_offer(row)):
        raise NothingToUndo


def _is_answered_offer(row: Occupancy) -> bool:
    """Whether a row would be held again for somebody on the waiting list who has said no, or was too late."""
    return (
        row.status == Status.HELD
        and is_offer(row)
        and not WaitlistOffer.objects.filter(booking_id=row.pk, state=OfferState.LIVE).exists()
    )


def _give_back(row: Occupancy, old: Mapping[str, Any]) -> None:
    for column, value in old.items():
        if column in NEVER_TAKEN_BACK or not hasattr(row, column):
            continue
        setattr(row, column, as_value(Occupancy, column, value))
    if old.get("customer_id") is not None:
        # Whoever it was for may be part of another customer by now.
        row.customer_id = root_key(old["customer_id"])


def _raise_counters(row: Occupancy) -> None:
    row.version += 1
    row.calendar_sequence += 1


def _row_of(key: str) -> Occupancy:
    try:
        return for_change(int(key), version=None)
    except BookingUnknown as error:
        raise ChangedSince(gettext("A booking of it is gone from the database.")) from error


def _again(change: RowChange) -> Occupancy:
    row = row_from(Occupancy, change.old)
    assert isinstance(row, Occupancy)
    # Its key is a secret that the record does not hold.
    row.idempotency_key = None
    _raise_counters(row)
    return row


def _rooms_named(changes: Iterable[RowChange]) -> list[int]:
    return [
        values["room_id"] for change in changes for values in (change.old, change.new) if "room_id" in values
    ]


def _write_all(rows: list[Occupancy], befores: list[_Before], now: datetime) -> None:
    """Write rows that may change places: they are asked whether they overlap when all are written."""
    try:
        with transaction.atomic():
            _write(rows, befores, now, change_places=True)
    except SlotTaken as error:
        raise InTheWay(_who_is_there(rows)) from error


def _write(
    rows: list[Occupancy], befores: list[_Before], now: datetime, *, change_places: bool = False
) -> None:
    rooms = {row.room_id for row in rows} | {before.room_id for before in befores}
    if any(row.status in OCCUPYING for row in rows):
        with occupying(*rooms, now=now), exchanging() if change_places else nullcontext():
            for row in rows:
                row.save()
    else:
        for row in rows:
            row.save()


def _who_is_there(rows: list[Occupancy]) -> str:
    """Whose the rooms are by now: "Alto is Priya Nair's then (Sat 21 Nov, 20:00–21:00)."."""
    ours = [row.pk for row in rows]
    for row in rows:
        if not row.placed or row.status not in OCCUPYING:
            continue
        room = Room.objects.select_related("venue").get(pk=row.room_id)
        others = Occupancy.objects.occupying().filter(room_id=row.room_id).exclude(pk__in=ours)
        other = (
            others.filter(hold_from__lt=row.hold_until, hold_until__gt=row.hold_from)
            .select_related("customer")
            .first()
        )
        if other is not None:
            when = Telling(room.venue, {}).span(other.starts_at, other.ends_at)
            return gettext("%(room)s is taken by now: %(who)s, %(when)s.") % {
                "room": room.name,
                "who": other.title,
                "when": when,
            }
    return gettext("A room it needs is taken by now.")


def _told_of(undoing: Undoing) -> set[int]:
    """The bookings whose customers were told of the act."""
    facts = OutboxMessage.objects.filter(
        transaction_id__in=undoing.act.transaction_ids,
        kind__startswith="booking.",
        payload__tell_customer=True,
    )
    return {fact["booking"] for fact in facts.values_list("payload", flat=True) if "booking" in fact}


def _tell(row: Occupancy, before: _Before, changed: Mapping[str, Any], *, tell_customer: bool) -> Occupancy:
    row = Occupancy.objects.select_related("room__venue", "customer").get(pk=row.pk)
    fact = _fact(row, changed, before.status)
    publish(
        fact,
        row,
        setup_of(row.room.venue).hours,
        also_rooms=[before.room_id],
        also_spans=[before.span],
        # What the staff do at the door is not the customer's to read about.
        tell_customer=tell_customer and fact != "booking.edited",
    )
    return row


def _fact(row: Occupancy, changed: Mapping[str, Any], before_status: str) -> str:
    """The name of what the undo amounts to, as if somebody had done it by hand."""
    if row.kind == "block":
        if row.status == before_status:
            return "block.moved"
        return "block.created" if row.status in OCCUPYING else "block.released"
    if row.status == Status.CANCELLED:
        return "booking.cancelled"
    if before_status == Status.CANCELLED:
        return "booking.restored"
    return "booking.moved" if changed.keys() & {"room_id", "starts_at", "ends_at"} else "booking.edited"
