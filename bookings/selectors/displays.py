"""What a screen at a door or in a lobby shows: who is in each room, and who comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.display_links import hash_of, token_of
from bookings.domain.floor import Floor
from bookings.domain.lifecycle import Status
from bookings.domain.room_plan import DRAFT
from bookings.domain.short_names import short_name
from bookings.errors import LinkNotGood
from bookings.models import Display, Occupancy
from bookings.selectors.floor import FloorTile, floor_of
from bookings.selectors.setup import Setup

# The states in which a party is in the room, however it stands with their time.
INSIDE = frozenset({Floor.OVER_TIME, Floor.ENDING, Floor.OCCUPIED, Floor.SHARED})
NAMED = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN})


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stretch of a room on a screen. `name` is shortened; empty for what has none to show."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Door:
    """A room on a screen: `is_in_use` by `current`, or free; `following` comes next."""

    room: str
    is_in_use: bool
    is_closed: bool
    current: Sitting | None
    following: Sitting | None


def display_of(token: str) -> Display:
    """The screen an address is of. Raises LinkNotGood."""
    found = (
        Display.objects.standing().select_related("venue", "room").filter(token_hash=hash_of(token)).first()
    )
    if found is None:
        raise LinkNotGood
    return found


def doors_of(setup: Setup, *, room_id: int | None, now: datetime) -> list[Door]:
    """The rooms a screen shows, in the owner's order: one, or all that have opened. Two queries at most."""
    night = setup.hours.business_day(now)
    tiles = floor_of(setup, now=now)
    if room_id is not None:
        return [_door(tile) for tile in tiles if tile.room.pk == room_id]
    return [_door(tile) for tile in tiles if tile.room.standing_on(night).state != DRAFT]


def displays_of(venue_id: int) -> Sequence[tuple[Display, str]]:
    """A venue's screens, oldest first, each with its token."""
    found = Display.objects.standing().filter(venue_id=venue_id).select_related("room").order_by("id")
    return [(display, token_of(display)) for display in found]


def _door(tile: FloorTile) -> Door:
    row, following = tile.row, tile.following
    is_in_use = tile.state in INSIDE
    is_closed = tile.state in {Floor.CLOSED, Floor.BLOCKED}
    # Whoever is due or late has not come yet: they are next, not there.
    if row is not None and not is_in_use and not is_closed:
        row, following = None, row
    return Door(
        room=tile.room.name,
        is_in_use=is_in_use,
        is_closed=is_closed,
        current=_sitting(row) if row is not None and is_in_use else None,
        following=_sitting(following) if following is not None else None,
    )


def _sitting(row: Occupancy) -> Sitting:
    name = short_name(row.title) if row.status in NAMED else ""
    return Sitting(name, row.starts_at, row.ends_at)
