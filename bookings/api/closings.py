"""Closing days or cutting hours by program: whose bookings that touches, and what becomes of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from ninja import Path, Router
from pydantic import BaseModel, Field

from accounts.venue_scope import insist_on_venue
from bookings.api.asked import OVERRIDE, SpanBody, Version, span_of
from bookings.api.bookings import CANCEL, SEE, told
from bookings.api.places import CHANGE, WallTime, hours_at
from bookings.api.shapes import SEE_CUSTOMERS, BookingShape, booking_shape
from bookings.api.steps import MOVE
from bookings.domain.opening import NoSuchDay
from bookings.errors import RoomUnknown
from bookings.models import Venue
from bookings.selectors.closing import Closing, Touched, touched_by
from bookings.selectors.setup import setup_of
from bookings.selectors.venues import venue_with
from bookings.services import closing as services
from bookings.services.occupying import room_for_change
from bookings.services.rearranging import Place
from boom.core import clock
from boom.core.errors import Invalid, NotFound
from boom.rest.endpoints import ApiRequest, Made, endpoint
from boom.rest.values import Body, Day, Flag, Id, Key, Shape, line

router = Router()
TAGS = ["Venues"]
MOST_NIGHTS, MOST_TOUCHED = 366, 500


class ClosingBody(Body):
    """Dates with other hours than usual, both included; closed without `hours`. A room, or the venue."""

    starts_on: Day
    ends_on: Day
    hours: list[tuple[WallTime, WallTime]] = Field(default=[], max_length=12)
    reason: Annotated[str, line(200)] = ""
    room_id: Key | None = None


class MovedBody(SpanBody):
    """Where a booking goes, and the version of it that is known."""

    booking_id: Key
    version: Version


class CalledOffBody(Body):
    """A booking that is called off free of charge, and the version of it that is known."""

    booking_id: Key
    version: Version


class NewClosing(ClosingBody):
    """What becomes of the bookings it touches; those not named stay as they are."""

    moves: list[MovedBody] = Field(default=[], max_length=MOST_TOUCHED)
    cancellations: list[CalledOffBody] = Field(default=[], max_length=MOST_TOUCHED)
    tell_customer: Flag = True


class OfferShape(Shape):
    """Another room at the same time, or another time."""

    room_id: int
    room: str
    starts_at: datetime
    ends_at: datetime


class TouchedShape(BaseModel):
    """A booking that would lie outside the hours, and what it could have instead, the best first."""

    booking: BookingShape
    offers: list[OfferShape]


class TouchedList(BaseModel):
    """Every booking to come that would not fit any more, by start."""

    data: list[TouchedShape]


class ClosedShape(BaseModel):
    """What a closing did: the special day's key, and the bookings it moved and called off."""

    special_day_id: int
    moved: list[BookingShape]
    cancelled: list[BookingShape]


@endpoint(
    router,
    "POST",
    "/venues/{venue}/closings/preview",
    needs=CHANGE,
    gives=TouchedList,
    keyed=False,
    tags=TAGS,
)
def preview_closing(request: ApiRequest, body: ClosingBody, venue: Id = Path(...)) -> TouchedList:
    """Whose bookings a closing would touch, and what each could have instead. Nothing is changed."""
    request.auth.insist_on(SEE)
    touched = _touched(_venue(venue), _closing(body, venue))
    with_contact = request.auth.has_perm(SEE_CUSTOMERS)
    return TouchedList(
        data=[
            TouchedShape(
                booking=booking_shape(each.row, with_contact=with_contact),
                offers=[
                    OfferShape(
                        room_id=offer.room.pk,
                        room=offer.room.name,
                        starts_at=offer.span.start,
                        ends_at=offer.span.end,
                    )
                    for offer in each.offers
                ],
            )
            for each in touched
            if each.row.kind == "booking"
        ]
    )


@endpoint(router, "POST", "/venues/{venue}/closings", needs=CHANGE, gives=ClosedShape, status=201, tags=TAGS)
def close_days(request: ApiRequest, body: NewClosing, venue: Id = Path(...)) -> Made:
    """Close days, or cut their hours, moving and calling off the bookings that are named: all, or nothing.

    Only what the preview names can be moved, to what it offers, or called off; whoever may override rules
    moves it elsewhere as well. It takes what moving and calling off take.
    """
    closing = _closing(body, venue)
    _insist_on_answers(request, body, _touched(_venue(venue), closing))
    done = services.close(
        venue_id=venue,
        closing=closing,
        places=[
            Place(each.booking_id, each.version, each.room_id, span_of(each.starts_at, each.ends_at))
            for each in body.moves
        ],
        cancellations=[services.Cancellation(each.booking_id, each.version) for each in body.cancellations],
        now=clock.now(),
        tell_customer=body.tell_customer,
    )
    shape = ClosedShape(
        special_day_id=done.day.pk,
        moved=[told(request, each.pk) for each in done.moved],
        cancelled=[told(request, each.pk) for each in done.cancelled],
    )
    return Made(shape, hours_at(venue))


def _closing(body: ClosingBody, venue_id: int) -> Closing:
    if not 0 <= (body.ends_on - body.starts_on).days < MOST_NIGHTS:
        raise Invalid(fields={"ends_on": "Choose a last day in the year after the first."})
    if body.room_id is not None and room_for_change(body.room_id).venue_id != venue_id:
        raise RoomUnknown
    return Closing(body.starts_on, body.ends_on, tuple(body.hours), body.reason, body.room_id)


def _touched(venue: Venue, closing: Closing) -> list[Touched]:
    try:
        return touched_by(setup_of(venue), closing, now=clock.now())
    except (NoSuchDay, OverflowError) as error:
        raise Invalid(fields={"starts_on": str(error)}) from error


def _insist_on_answers(request: ApiRequest, body: NewClosing, touched: Sequence[Touched]) -> None:
    """Hold what is to become of bookings to what the closing touches and to what whoever asks may do."""
    offers = {each.row.pk: {(offer.room.pk, offer.span) for offer in each.offers} for each in touched}
    if body.moves:
        request.auth.insist_on(MOVE)
    if body.cancellations:
        request.auth.insist_on(CANCEL)
    if {each.booking_id for each in body.cancellations} - offers.keys():
        raise Invalid(fields={"cancellations": "The closing does not touch these."})
    for each in body.moves:
        if each.booking_id not in offers:
            raise Invalid(fields={"moves": "The closing does not touch these."})
        room_for_change(each.room_id)
        if (each.room_id, span_of(each.starts_at, each.ends_at)) not in offers[each.booking_id]:
            request.auth.insist_on(OVERRIDE)


def _venue(venue_id: int) -> Venue:
    found = venue_with(venue_id)
    if found is None:
        raise NotFound("There is no such venue.")
    insist_on_venue(venue_id)
    return found
