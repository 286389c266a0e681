"""Codes for doors, as guests and staff read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bookings.domain.door_codes import shown_from
from bookings.models import DoorCode, Occupancy


@dataclass(frozen=True, slots=True)
class GuestCode:
    """The code of a room as its guest sees it: empty before `shown_from`."""

    room: str
    code: str
    shown_from: datetime


def codes_of(booking_ids: Iterable[int]) -> dict[int, str]:
    """The codes that stand, by booking. One query."""
    standing = DoorCode.objects.standing().filter(booking_id__in=list(booking_ids))
    return dict(standing.values_list("booking_id", "code"))


def guest_codes(bookings: Iterable[Occupancy], *, now: datetime) -> list[GuestCode]:
    """What guests may know of the doors of their bookings, in their order. Needs rooms and venues loaded.

    Nothing for what has no code, and none once the time is over. A query where a room asks for codes.
    """
    rows = [row for row in bookings if row.room.code_digits and now < row.ends_at]
    codes = codes_of(row.pk for row in rows) if rows else {}
    found = []
    for row in rows:
        if row.pk in codes:
            from_then = shown_from(row.starts_at, row.room.venue.door_code_hours)
            found.append(GuestCode(row.room.name, codes[row.pk] if now >= from_then else "", from_then))
    return found
