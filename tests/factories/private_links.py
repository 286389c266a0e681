"""What opens private rooms."""

from __future__ import annotations

from typing import Any

from bookings.models import PrivateLink, Room
from bookings.services.private_links import add_private_link


def make_private_link(*rooms: Room, **values: Any) -> PrivateLink:
    """A link that opens these private rooms of one venue, for good unless said otherwise."""
    given = {"name": "Members", "room_ids": [room.pk for room in rooms]} | values
    return add_private_link(venue_id=rooms[0].venue_id, **given)
