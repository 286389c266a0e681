"""Codes for doors follow their bookings: one where it stands, another when it moves, none when it ends."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Now

from bookings.domain.door_codes import KEPT_APART, draw
from bookings.domain.lifecycle import Status
from bookings.models import Booking, DoorCode, Occupancy, Room, Venue
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Busy

# Who may open the door: whoever is expected or in the room.
CODED = frozenset({Status.CONFIRMED, Status.CHECKED_IN})
# Of ten thousand a venue never has more than a few hundred at once.
MOST_TRIES = 100
BATCH = 100

_digit = partial(secrets.randbelow, 10)


def keep_door_code(row: Occupancy) -> None:
    """Bring a booking's code in line with it, within its transaction; the row is locked and saved.

    A party that is in its room keeps its code while it stays there, whatever becomes of its times.
    Raises Busy when no code could be had.
    """
    digits = row.room.code_digits if _has_code(row) else 0
    present = DoorCode.objects.standing().filter(booking_id=row.pk).first()
    if present is not None and digits and _still_fits(present, row) and _lasts(present, row):
        return
    if present is not None:
        present.ended_at = Now()
        present.save(update_fields=["ended_at"])
        _publish("door_code.ended", present)
    if digits:
        _issue(row, digits, other_than=present.code if present else "")


def keep_door_codes(*, venue_id: int, now: datetime, has_time: Callable[[], bool]) -> None:
    """Bring the codes of all bookings to come in line with the options of a venue and its rooms.

    Codes that guests may know already stay as they are. What there is no time for goes on by another fact.
    """
    while True:
        ids = _out_of_line(venue_id, now)
        if not ids:
            return
        _keep(ids)
        if not has_time():
            _go_on(venue_id=venue_id)
            return


@service
def _keep(booking_ids: list[int]) -> None:
    rows = Booking.objects.select_for_update(of=("self",)).select_related("room__venue")
    for row in rows.filter(pk__in=booking_ids).order_by("id"):
        keep_door_code(row)


@service
def _go_on(*, venue_id: int) -> None:
    outbox.publish("door_codes.go_on", venue=venue_id, quiet=True)


def _out_of_line(venue_id: int, now: datetime) -> list[int]:
    """Bookings to come that should have a code and have none, or the other way round; a batch of them."""
    is_used = Q(door_code_digits__gt=0) | Q(door_code_digits=None, venue__door_code_digits__gt=0)
    rooms = list(Room.objects.filter(is_used, venue_id=venue_id).values_list("id", flat=True))
    standing = DoorCode.objects.standing().filter(venue_id=venue_id, good_until__gt=now)
    extra = list(standing.exclude(room_id__in=rooms).values_list("booking_id", flat=True)[:BATCH])
    if extra or not rooms:
        return extra
    missing = Booking.objects.filter(
        ~Exists(DoorCode.objects.standing().filter(booking_id=OuterRef("pk"))),
        room_id__in=rooms,
        status__in=CODED,
        placed=True,
        ends_at__gt=now,
    )
    return list(missing.order_by("starts_at", "id").values_list("id", flat=True)[:BATCH])


def venues_with_door_codes() -> list[int]:
    """Venues where some room asks for codes."""
    digits = Coalesce(F("rooms__door_code_digits"), F("door_code_digits"))
    found = Venue.objects.annotate(digits=digits).filter(digits__gt=0)
    return sorted(set(found.values_list("id", flat=True)))


def _has_code(row: Occupancy) -> bool:
    return row.kind == "booking" and row.placed and row.status in CODED


def _still_fits(present: DoorCode, row: Occupancy) -> bool:
    is_same_time = present.starts_at == row.starts_at or row.status == Status.CHECKED_IN
    return present.room_id == row.room_id and is_same_time


def _lasts(present: DoorCode, row: Occupancy) -> bool:
    """Give a code the booking's new end. False where another of the venue has the same code by then."""
    if present.good_until == row.ends_at + KEPT_APART and present.starts_at == row.starts_at:
        return True
    present.starts_at = row.starts_at
    present.good_from, present.good_until = row.starts_at - KEPT_APART, row.ends_at + KEPT_APART
    try:
        with transaction.atomic():
            present.save(update_fields=["starts_at", "good_from", "good_until"])
    except IntegrityError:
        return False
    return True


def _issue(row: Occupancy, digits: int, *, other_than: str) -> None:
    for _ in range(MOST_TRIES):
        code = draw(digits, _digit)
        if code == other_than:
            continue
        made = DoorCode(
            booking_id=row.pk,
            venue_id=row.room.venue_id,
            room_id=row.room_id,
            code=code,
            starts_at=row.starts_at,
            good_from=row.starts_at - KEPT_APART,
            good_until=row.ends_at + KEPT_APART,
        )
        # One that is taken is no error: the next is drawn.
        DoorCode.objects.bulk_create([made], ignore_conflicts=True)
        issued = DoorCode.objects.standing().filter(booking_id=row.pk).first()
        if issued is not None:
            _publish("door_code.issued", issued)
            return
    raise Busy


def _publish(kind: str, code: DoorCode) -> None:
    """Tell of a code by its key: what it is stands in no fact."""
    outbox.publish(
        kind, door_code=code.pk, booking=code.booking_id, room=code.room_id, venue=code.venue_id, quiet=True
    )
