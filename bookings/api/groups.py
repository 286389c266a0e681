"""Several rooms booked as one: taken, read, moved and called off together. And two bookings that swap."""

from __future__ import annotations

import hashlib
from typing import Annotated

from ninja import Path, Router
from pydantic import BaseModel, Field

from bookings.api.asked import (
    People,
    PersonBody,
    Reason,
    Source,
    contact_of,
    note_of,
    override_of,
    span_of,
)
from bookings.api.bookings import CANCEL, SEE, TAKE, row_of, told
from bookings.api.shapes import SEE_CUSTOMERS, BookingShape, booking_shape
from bookings.api.steps import MOVE
from bookings.models import Booking
from bookings.selectors.groups import parts_of
from bookings.services import groups as services
from bookings.services.occupying import room_for_change
from bookings.services.swaps import swap_bookings
from boom.core import clock
from boom.core.errors import NotFound
from boom.rest.endpoints import ApiRequest, Made, Tagged, endpoint, tag_known, version_known
from boom.rest.values import Body, Flag, Id, Instant, Key, whole

router = Router()
TAGS = ["Groups"]
MOST_ROOMS = 50


class PartBody(Body):
    """One room of a group, and how many of the party go there."""

    room_id: Key
    party_size: People | None = None


class NewGroup(PersonBody):
    """Several rooms at one time for one party: all of them, or none."""

    rooms: list[PartBody] = Field(min_length=2, max_length=MOST_ROOMS)
    starts_at: Instant
    ends_at: Instant
    source: Source = "api"
    tell_customer: Flag = True


class GroupShape(BaseModel):
    """What is booked as one; a booking by itself is a group of one."""

    reference: str
    bookings: list[BookingShape]


class GroupMoveBody(Body):
    """When the booking that is named begins; the others move by as much."""

    starts_at: Instant
    override_reason: Reason = ""


class GroupCancelBody(Body):
    """Why, and whether the customer hears of it."""

    reason: Reason = ""
    tell_customer: Flag = True


class SwapBody(Body):
    """With which booking, and the version of it that is known."""

    other_id: Key
    other_version: Annotated[int, whole(1, 2**31 - 1)]
    override_reason: Reason = ""
    tell_customer: Flag = True


class Swapped(BaseModel):
    """Both bookings as they are now, the one that was named first."""

    data: list[BookingShape]


@endpoint(router, "POST", "/groups", needs=TAKE, gives=GroupShape, status=201, tags=TAGS)
def create_group(request: ApiRequest, body: NewGroup) -> Made:
    """Book several rooms for one party, confirmed at once."""
    venue = room_for_change(body.rooms[0].room_id).venue
    made = services.book_group(
        parts=[services.Part(each.room_id, each.party_size) for each in body.rooms],
        span=span_of(body.starts_at, body.ends_at),
        contact=contact_of(venue, body.model_dump(include={"name", "email", "phone"})),
        source=body.source,
        now=clock.now(),
        note=note_of(body.note),
        staff_note=note_of(body.staff_note),
        override_reason=override_of(request.auth, body.override_reason),
        tell_customer=body.tell_customer,
        answers=body.answers,
    )
    return Made(_told(request, made[0].pk).shape, f"/api/v1/bookings/{made[0].pk}/group")


@endpoint(router, "GET", "/bookings/{booking_id}/group", needs=SEE, gives=GroupShape, tags=TAGS)
def get_group(request: ApiRequest, booking_id: Id = Path(...)) -> Tagged:
    """All that is booked together with a booking. Its ETag changes with any of them."""
    return _told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/group/move",
    needs=MOVE,
    gives=GroupShape,
    conditional=True,
    tags=TAGS,
)
def move_group(request: ApiRequest, body: GroupMoveBody, booking_id: Id = Path(...)) -> Tagged:
    """Move every room of a group to another time, by as much as this one moves; all or none."""
    parts = _parts(booking_id)
    tag_known(request, _tag(parts))
    here = next(part for part in parts if part.pk == booking_id)
    services.move_group(
        booking_id=booking_id,
        by=body.starts_at - here.starts_at,
        versions={part.pk: part.version for part in parts},
        now=clock.now(),
        override_reason=override_of(request.auth, body.override_reason),
    )
    return _told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/group/cancel",
    needs=CANCEL,
    gives=GroupShape,
    conditional=True,
    tags=TAGS,
)
def cancel_group(request: ApiRequest, body: GroupCancelBody, booking_id: Id = Path(...)) -> Tagged:
    """Call off every room of a group that still can be, by the venue's terms."""
    parts = _parts(booking_id)
    tag_known(request, _tag(parts))
    services.cancel_group(
        booking_id=booking_id,
        now=clock.now(),
        reason=body.reason.strip(),
        tell_customer=body.tell_customer,
        versions={part.pk: part.version for part in parts},
    )
    return _told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/swap",
    needs=MOVE,
    gives=Swapped,
    conditional=True,
    tags=["Bookings"],
)
def swap_two_bookings(request: ApiRequest, body: SwapBody, booking_id: Id = Path(...)) -> Swapped:
    """Let two bookings change rooms and starts; each keeps its own length. Both move, or neither."""
    version = version_known(request, row_of(booking_id).version)
    row_of(body.other_id)
    swap_bookings(
        booking_id=booking_id,
        version=version,
        other_id=body.other_id,
        other_version=body.other_version,
        now=clock.now(),
        override_reason=override_of(request.auth, body.override_reason),
        tell_customer=body.tell_customer,
    )
    return Swapped(data=[told(request, booking_id), told(request, body.other_id)])


def _parts(booking_id: int) -> list[Booking]:
    """What is booked together, of which whoever asks may see every room. Raises NotFound."""
    row_of(booking_id)
    parts = parts_of(booking_id)
    seen = Booking.objects.visible().filter(pk__in=[part.pk for part in parts]).count()
    if seen != len(parts):
        raise NotFound("Some of its rooms are not yours to see.")
    return parts


def _tag(parts: list[Booking]) -> str:
    told_of = ",".join(f"{part.pk}.{part.version}" for part in parts)
    return hashlib.sha256(told_of.encode()).hexdigest()[:20]


def _told(request: ApiRequest, booking_id: int) -> Tagged:
    parts = _parts(booking_id)
    with_contact = request.auth.has_perm(SEE_CUSTOMERS)
    shape = GroupShape(
        reference=parts[0].group_reference or parts[0].reference,
        bookings=[booking_shape(each, with_contact=with_contact) for each in parts],
    )
    return Tagged(shape, _tag(parts))
