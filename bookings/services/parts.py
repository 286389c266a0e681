"""Rooms made of other rooms (ADR 16)."""

from __future__ import annotations

from collections.abc import Collection

from bookings.errors import OVERLAPS, RoomUnknown
from bookings.models import Room, RoomPart
from bookings.services.setup import setup_changed
from boom.core.db import lock_rooms, refusing, service
from boom.core.errors import Conflict, Invalid


class PartsClash(Conflict):
    """Bookings that are not over would be in each other's way."""

    code = "parts-clash"
    message = "Bookings to come would clash: some are in the whole and some in its parts at one time."


@service
def set_parts(*, whole_id: int, part_ids: Collection[int]) -> None:
    """Say of which rooms of its venue a whole is made; none: of none. Bookings that are not over take their
    parts at once. Raises RoomUnknown, Invalid for one part alone or parts of parts, PartsClash.
    """
    wanted = set(part_ids)
    lock_rooms(whole_id, *wanted)
    rooms = list(Room.objects.filter(pk__in={whole_id, *wanted}))
    if len(rooms) != len({whole_id, *wanted}) or len({room.venue_id for room in rooms}) != 1:
        raise RoomUnknown
    if whole_id in wanted or len(wanted) == 1:
        raise Invalid(fields={"parts": "A room is made of two others or more."})
    nested = RoomPart.objects.filter(whole__in=wanted) | RoomPart.objects.filter(part_id=whole_id)
    if wanted and nested.exists():
        raise Invalid(fields={"parts": "A part is made of no other rooms, and a whole is part of none."})
    known = RoomPart.objects.filter(whole_id=whole_id)
    with refusing(dict.fromkeys(OVERLAPS, PartsClash), is_final=True):
        known.exclude(part__in=wanted).delete()
        for part_id in sorted(wanted - set(known.values_list("part_id", flat=True))):
            RoomPart.objects.create(whole_id=whole_id, part_id=part_id)
    setup_changed(rooms[0].venue_id)
