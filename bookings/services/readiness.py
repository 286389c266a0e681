"""Making rooms ready for the next party."""

from __future__ import annotations

from datetime import datetime

from bookings.models import Readiness, Room, RoomReadiness
from bookings.selectors.setup import setup_of
from boom.core import outbox
from boom.core.actor import current_actor
from boom.core.db import service
from boom.core.errors import NotFound


@service
def set_readiness(*, room_id: int, state: str, now: datetime) -> RoomReadiness:
    """Say how a room is: to clean, being cleaned, ready. Saying it again changes nothing.

    Raises NotFound for a room that is none. `state` is one of Readiness.
    """
    room = Room.objects.select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise NotFound("There is no such room.")
    return _put(room, Readiness(state), now)


def was_left(room: Room, *, now: datetime) -> None:
    """Note that a party has left, where the venue wants its rooms made ready. Within a service."""
    if room.venue.tracks_cleaning:
        _put(room, Readiness.DIRTY, now)


def _put(room: Room, state: Readiness, now: datetime) -> RoomReadiness:
    present, is_new = RoomReadiness.objects.select_for_update().get_or_create(
        room=room, defaults={"state": state, "since": now}
    )
    if not is_new and present.state == state:
        return present
    if not is_new:
        present.state, present.since = state, now
        present.save()
    day = setup_of(room.venue).hours.business_day(now).isoformat()
    outbox.publish("room.readiness", rooms=[room.pk], days=[day], by=current_actor().client)
    return present
