"""Two bookings changing places, and another room for one of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bookings.domain.interval import Interval
from bookings.errors import BookingUnknown, NoRoomFree, NotPossibleNow, SlotTaken
from bookings.models import Occupancy
from bookings.selectors.choosing import rooms_for
from bookings.selectors.setup import setup_of
from bookings.services.bookings import move_booking
from bookings.services.rearranging import Place, rearrange
from boom.core.db import service


@service
def swap_bookings(
    *,
    booking_id: int,
    version: int,
    other_id: int,
    other_version: int,
    now: datetime,
    override_reason: str = "",
    tell_customer: bool = False,
) -> list[Occupancy]:
    """Let two bookings change rooms and starts; each keeps its own length.

    Raises NotPossibleNow for a booking and itself, and as `rearrange` does: then both stay where they were.
    """
    if booking_id == other_id:
        raise NotPossibleNow
    one, other = _present(booking_id), _present(other_id)
    return rearrange(
        places=[
            Place(one.pk, version, other.room_id, Interval.lasting(other.starts_at, one.span.duration)),
            Place(other.pk, other_version, one.room_id, Interval.lasting(one.starts_at, other.span.duration)),
        ],
        now=now,
        override_reason=override_reason,
        tell_customer=tell_customer,
    )


def find_room(
    *, booking_id: int, version: int, now: datetime, feature_ids: Collection[int] = ()
) -> Occupancy:
    """Move a booking to the smallest other room that is free for all of its time, and has all of these.

    One that has no room yet gets one. Raises NoRoomFree, and as `move_booking` does.
    """
    row = _present(booking_id)
    if row.kind != "booking":
        raise NotPossibleNow
    options = rooms_for(
        setup_of(row.room.venue),
        row.span,
        row.party_size,
        now=now,
        leaving_out=row.pk,
        feature_ids=feature_ids,
    )
    for option in options:
        if not option.is_free or (option.room.pk == row.room_id and row.placed):
            continue
        try:
            return move_booking(
                booking_id=row.pk,
                room_id=option.room.pk,
                span=row.span,
                version=version,
                now=now,
                tell_customer=False,
            )
        except SlotTaken:
            # Somebody was faster with this one: the next.
            continue
    raise NoRoomFree


def _present(booking_id: int) -> Occupancy:
    row = Occupancy.objects.select_related("room__venue").filter(pk=booking_id).first()
    if row is None:
        raise BookingUnknown
    return row
