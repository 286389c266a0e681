"""Of which venue and room messages are (`accounts.venue_scope`). Found by `boom.apps`."""

from __future__ import annotations

from accounts.venue_scope import Place, locates
from notifications.models import Broadcast, Message


@locates("letter_id")
def of_letter(key: int) -> Place | None:
    rows = Message.objects.filter(pk=key).exclude(booking=None)
    found = rows.values_list("booking__room__venue_id", "booking__room_id").first()
    return Place(*found) if found else None


@locates("broadcast_id")
def of_broadcast(key: int) -> Place | None:
    found = Broadcast.objects.filter(pk=key).values_list("venue_id").first()
    return Place(*found) if found else None
