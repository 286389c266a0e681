"""Screens at doors and in lobbies: their addresses are made and ended."""

from __future__ import annotations

from datetime import datetime

from bookings.display_links import hash_of, token_from
from bookings.errors import DisplayUnknown, RoomUnknown
from bookings.models import Display, Room
from bookings.models.displays import new_nonce
from boom.core.db import service
from boom.core.errors import LimitReached

# Every screen asks every few seconds.
MOST_DISPLAYS = 100


@service
def add_display(*, venue_id: int, room_id: int | None) -> Display:
    """Make an address that shows a room, or all of a venue's. Raises RoomUnknown, LimitReached."""
    if room_id is not None and not Room.objects.filter(pk=room_id, venue_id=venue_id).exists():
        raise RoomUnknown
    if Display.objects.standing().filter(venue_id=venue_id).count() >= MOST_DISPLAYS:
        raise LimitReached("These are more screens than Boom keeps up with. End one first.")
    nonce = new_nonce()
    return Display.objects.create(
        venue_id=venue_id, room_id=room_id, link_nonce=nonce, token_hash=hash_of(token_from(nonce))
    )


@service
def revoke_display(*, display_id: int, now: datetime) -> Display:
    """End an address: whoever has it sees nothing from now on. Raises DisplayUnknown."""
    display = Display.objects.select_for_update().filter(pk=display_id).first()
    if display is None:
        raise DisplayUnknown
    if display.revoked_at is None:
        display.revoked_at = now
        display.save(update_fields=["revoked_at"])
    return display
