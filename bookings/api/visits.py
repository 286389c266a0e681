"""The night on the floor by program: walk-ins, more time, another room, a fee that is not asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from ninja import Path, Router
from pydantic import Field

from bookings.api.asked import OVERRIDE, People, Reason, contact_of, override_of
from bookings.api.bookings import EDIT, TAGS, TAKE, row_of, told
from bookings.api.shapes import BookingShape
from bookings.api.steps import MOVE
from bookings.forms.contact import LONGEST_NAME
from bookings.phones import LONGEST_TYPED
from bookings.services import cancelling, swaps, visits
from bookings.services.occupying import room_for_change
from boom.core import clock
from boom.core.errors import NotFound
from boom.rest.endpoints import ApiRequest, Made, endpoint, version_known
from boom.rest.values import Body, Id, Key, line, whole

router = Router()
MOST_ROOMS = 50
Minutes = Annotated[int, whole(5, 1440)]


class NewWalkIn(Body):
    """A party at the door; who they are may stay unknown."""

    room_ids: list[Key] = Field(
        min_length=1, max_length=MOST_ROOMS, description="The first that is free is taken."
    )
    minutes: Minutes
    party_size: People | None = None
    name: Annotated[str, line(LONGEST_NAME)] = ""
    email: Annotated[str, line(254)] = ""
    phone: Annotated[str, line(LONGEST_TYPED)] = ""
    override_reason: Reason = ""


class ExtendBody(Body):
    """How much longer."""

    minutes: Minutes
    override_reason: Reason = ""


class FindRoomBody(Body):
    """What the other room has to have, by the keys of features."""

    feature_ids: list[Key] = Field(default=[], max_length=60)


class WaiveBody(Body):
    """Why no fee is asked."""

    reason: Annotated[str, line(300, shortest=1)]


@endpoint(router, "POST", "/walk-ins", needs=TAKE, gives=BookingShape, status=201, tags=TAGS)
def seat_walk_in(request: ApiRequest, body: NewWalkIn) -> Made:
    """Seat a party that stands at the door, checked in at once."""
    rooms = [room_for_change(room_id) for room_id in body.room_ids]
    if len({room.venue_id for room in rooms}) != 1:
        raise NotFound("These rooms are of several venues.")
    who = body.model_dump(include={"name", "email", "phone"})
    seated = visits.seat_walk_in(
        room_ids=body.room_ids,
        duration=timedelta(minutes=body.minutes),
        party_size=body.party_size,
        now=clock.now(),
        contact=contact_of(rooms[0].venue, who) if body.name.strip() else visits.NOBODY,
        override_reason=override_of(request.auth, body.override_reason),
    )
    return Made(told(request, seated.pk), f"/api/v1/bookings/{seated.pk}")


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/extend",
    needs=EDIT,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def extend_booking(request: ApiRequest, body: ExtendBody, booking_id: Id = Path(...)) -> BookingShape:
    """Let a party stay longer in its room, at the agreed rate."""
    visits.extend_booking(
        booking_id=booking_id,
        duration=timedelta(minutes=body.minutes),
        version=version_known(request, row_of(booking_id).version),
        now=clock.now(),
        override_reason=override_of(request.auth, body.override_reason),
    )
    return told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/find-room",
    needs=MOVE,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def find_room(request: ApiRequest, body: FindRoomBody, booking_id: Id = Path(...)) -> BookingShape:
    """Move a booking to the smallest other room that is free for all of its time."""
    swaps.find_room(
        booking_id=booking_id,
        version=version_known(request, row_of(booking_id).version),
        now=clock.now(),
        feature_ids=body.feature_ids,
    )
    return told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/waive-fee",
    needs=OVERRIDE,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def waive_fee(request: ApiRequest, body: WaiveBody, booking_id: Id = Path(...)) -> BookingShape:
    """Ask no fee of a party that never came or called off too late; the reason stays on record."""
    cancelling.waive_fee(
        booking_id=booking_id,
        version=version_known(request, row_of(booking_id).version),
        reason=body.reason,
        now=clock.now(),
    )
    return told(request, booking_id)
