"""What a kiosk at the door shows and finds: rooms free now, and the booking a code is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.domain.floor import Floor
from bookings.domain.lifecycle import EARLY, Status
from bookings.domain.reference import NotAReference, parse
from bookings.errors import LinkNotGood, NoSuchCodeHere, RoomStillInUse
from bookings.models import Booking, Kiosk, Occupancy
from bookings.selectors.choosing import RoomOption
from bookings.selectors.floor import floor_of
from bookings.selectors.setup import Setup
from bookings.selectors.visits import walk_in_rooms
from boom.core.db import present_schema
from boom.core.ids import token_hash

# Nobody is or was there; the next party may be near.
EMPTY = frozenset({Floor.FREE, Floor.ARRIVING})


def hash_of(token: str) -> str:
    """What is stored of a device's token and looked up."""
    return token_hash(token, purpose=f"kiosk:{present_schema()}")


def kiosk_of(token: str) -> Kiosk:
    """The kiosk a device is. Raises LinkNotGood."""
    found = Kiosk.objects.standing().select_related("venue").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise LinkNotGood
    return found


def kiosks_of(venue_id: int) -> Sequence[Kiosk]:
    """A venue's kiosks, oldest first."""
    return list(Kiosk.objects.standing().filter(venue_id=venue_id).order_by("id"))


@dataclass(frozen=True, slots=True)
class FreeNow:
    """A room as a kiosk shows it: free now, until the next party; or not, and why is nobody's business."""

    room: str
    most: int
    is_free: bool
    until: datetime | None


def rooms_now(setup: Setup, *, now: datetime) -> list[FreeNow]:
    """The rooms guests may see, in the owner's order. Two queries at most."""
    return [
        FreeNow(
            room=tile.room.name,
            most=tile.room.capacity_max,
            is_free=tile.state in EMPTY,
            until=next((row.starts_at for row in (tile.row, tile.following) if row is not None), None),
        )
        for tile in floor_of(setup, now=now)
        if tile.room.is_for_customers and tile.state is not Floor.CLOSED
    ]


def rooms_to_take(setup: Setup, *, minutes: int, people: int, now: datetime) -> list[RoomOption]:
    """Rooms that guests may take at the door without asking anybody, the smallest that fits first.

    None that is private, taken on request only, not made ready, or in which a party has forgotten the time.
    """
    empty = {tile.room.pk for tile in floor_of(setup, now=now) if tile.state in EMPTY}
    return [
        option
        for option in walk_in_rooms(setup, minutes=minutes, people=people, now=now)
        if option.is_free
        and option.room.pk in empty
        and option.room.is_for_customers
        and not option.room.needs_approval
    ]


def booking_at_door(kiosk: Kiosk, code: str, *, now: datetime) -> Booking:
    """The booking of a code at the kiosk's venue that may go in about now, checked in already or not.

    Raises NoSuchCodeHere for any other, RoomStillInUse while another party is in its room.
    """
    try:
        reference = parse(code)
    except NotAReference as error:
        raise NoSuchCodeHere from error
    found = (
        Booking.objects.select_related("room__venue")
        .filter(reference=reference, room__venue_id=kiosk.venue_id, placed=True)
        .filter(status__in=(Status.CONFIRMED, Status.CHECKED_IN))
        .filter(starts_at__lte=now + EARLY, ends_at__gt=now)
        .first()
    )
    if found is None:
        raise NoSuchCodeHere
    if found.status == Status.CONFIRMED and _is_somebody_in(found):
        raise RoomStillInUse
    return found


def _is_somebody_in(booking: Booking) -> bool:
    return Occupancy.objects.filter(room_id=booking.room_id, status=Status.CHECKED_IN).exists()
