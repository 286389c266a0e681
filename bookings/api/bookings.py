"""Bookings: listed, taken, read, changed, called off."""

from __future__ import annotations

from typing import Literal

from django.db.models import QuerySet
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from bookings.api.asked import (
    ChangedBooking,
    NewBooking,
    contact_of,
    note_of,
    override_of,
    span_of,
    terms_of,
)
from bookings.api.shapes import SEE_CUSTOMERS, BookingShape, booking_shape
from bookings.domain.lifecycle import Status
from bookings.domain.pricing.terms import Price
from bookings.domain.reference import NotAReference, parse
from bookings.errors import BookingUnknown
from bookings.models import Booking
from bookings.selectors.listing import about
from bookings.services import bookings as services
from bookings.services.cancelling import cancel_booking as cancel
from bookings.services.house_terms import Agreed
from bookings.services.occupying import room_for_change
from boom.core import clock
from boom.rest.endpoints import ApiRequest, Made, endpoint, version_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Order, Piece, piece_of
from boom.rest.values import Id, Instant

router = Router()
SEE, TAKE = "bookings.view_calendar", "bookings.create_booking"
EDIT, CANCEL = "bookings.edit_booking", "bookings.cancel_booking"
TAGS = ["Bookings"]


class BookingList(BaseModel):
    """A piece of the list."""

    data: list[BookingShape]
    next_cursor: str | None


class BookingQuery(ListFieldsQuery):
    """Which bookings."""

    venue_id: Id | None = None
    room_id: Id | None = None
    customer_id: Id | None = None
    series_id: Id | None = None
    status: Status | None = None
    starts_from: Instant | None = None
    starts_before: Instant | None = None
    reference: str | None = Field(None, max_length=20, examples=["C4DH7K"])
    q: str | None = Field(
        None, max_length=100, pattern=r"^[^\x00]*$", description="Part of a name, an address or a number."
    )
    order: Literal["starts_at", "-starts_at", "id", "-id"] = "starts_at"


ORDERS = {
    "starts_at": Order("starts_at"),
    "-starts_at": Order("starts_at", latest_first=True),
    "id": Order("pk"),
    "-id": Order("pk", latest_first=True),
}


@endpoint(router, "GET", "/bookings", needs=SEE, gives=BookingList, tags=TAGS)
def list_bookings(request: ApiRequest, query: BookingQuery = Query(...)) -> Piece:
    """Bookings, by start unless asked otherwise."""
    with_contact = request.auth.has_perm(SEE_CUSTOMERS)
    return piece_of(
        _wanted(query, with_contact=with_contact).select_related("room", "customer"),
        query,
        lambda booking: booking_shape(booking, with_contact=with_contact),
        order=ORDERS[query.order],
    )


@endpoint(router, "POST", "/bookings", needs=TAKE, gives=BookingShape, status=201, tags=TAGS)
def create_booking(request: ApiRequest, body: NewBooking) -> Made:
    """Take a booking.

    It is confirmed at once. A taken time is refused with the nearest free alternatives; nothing overrides it.
    """
    caller, span = request.auth, span_of(body.starts_at, body.ends_at)
    venue = room_for_change(body.room_id).venue
    booking = services.create_booking(
        room_id=body.room_id,
        span=span,
        contact=contact_of(venue, body.model_dump(include={"name", "email", "phone"})),
        party_size=body.party_size,
        source=body.source,
        now=clock.now(),
        note=note_of(body.note),
        staff_note=note_of(body.staff_note),
        override_reason=override_of(caller, body.override_reason),
        tell_customer=body.tell_customer,
        terms=terms_of(venue, body.terms, caller),
        answers=body.answers,
        agreed=None if body.agreed_terms is None else Agreed(frozenset(body.agreed_terms), source="api"),
    )
    return Made(told(request, booking.pk), f"/api/v1/bookings/{booking.pk}")


@endpoint(router, "GET", "/bookings/{booking_id}", needs=SEE, gives=BookingShape, tags=TAGS)
def get_booking(
    request: ApiRequest,
    booking_id: Id = Path(...),
    query: FieldsQuery = Query(...),
) -> BookingShape:
    """A booking. Its ETag is its version."""
    return told(request, booking_id)


@endpoint(
    router,
    "PATCH",
    "/bookings/{booking_id}",
    needs=EDIT,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def change_booking(request: ApiRequest, body: ChangedBooking, booking_id: Id = Path(...)) -> BookingShape:
    """Change whom a booking is for and what is noted on it. Where and when it is, `move` changes."""
    present = row_of(booking_id)
    version = version_known(request, present.version)
    person = present.customer
    known = {
        "name": present.guest_name or present.title,
        "email": person.email if person else "",
        "phone": person.phone if person else "",
    }
    given = body.model_dump(exclude_unset=True)
    kept = known | {name: value for name, value in given.items() if name in known and value is not None}
    services.edit_booking(
        booking_id=booking_id,
        version=version,
        contact=contact_of(present.room.venue, kept, known_phone=known["phone"]),
        party_size=body.party_size if body.party_size is not None else present.party_size,
        note=note_of(body.note) if body.note is not None else present.note,
        staff_note=note_of(body.staff_note) if body.staff_note is not None else present.staff_note,
        now=clock.now(),
        override_reason=override_of(request.auth, body.override_reason),
        price=Price.NEW if body.reprice else Price.USUAL,
        answers=body.answers,
    )
    return told(request, booking_id)


@endpoint(
    router, "DELETE", "/bookings/{booking_id}", needs=CANCEL, gives=BookingShape, conditional=True, tags=TAGS
)
def delete_booking(request: ApiRequest, booking_id: Id = Path(...)) -> BookingShape:
    """Call a booking off by the venue's terms, its customer told.

    The booking stays, cancelled; `undo` or `restore` bring it back.
    """
    present = row_of(booking_id)
    cancel(
        booking_id=booking_id,
        now=clock.now(),
        version=version_known(request, present.version, required=False),
    )
    return told(request, booking_id)


def row_of(booking_id: int) -> Booking:
    """A booking that whoever asks may see, with room, venue and customer. Raises BookingUnknown."""
    found = Booking.objects.visible().select_related("room__venue", "customer").filter(pk=booking_id).first()
    if found is None:
        raise BookingUnknown
    return found


def told(request: ApiRequest, booking_id: int) -> BookingShape:
    """A booking as it stands now, for whoever asks."""
    return booking_shape(row_of(booking_id), with_contact=request.auth.has_perm(SEE_CUSTOMERS))


def _wanted(query: BookingQuery, *, with_contact: bool) -> QuerySet[Booking]:
    found: QuerySet[Booking] = Booking.objects.visible()
    named = {
        "room__venue_id": query.venue_id,
        "room_id": query.room_id,
        "customer_id": query.customer_id,
        "series_id": query.series_id,
        "status": query.status,
        "starts_at__gte": query.starts_from,
        "starts_at__lt": query.starts_before,
    }
    found = found.filter(**{name: value for name, value in named.items() if value is not None})
    if query.reference is not None:
        try:
            found = found.filter(reference=parse(query.reference))
        except NotAReference:
            return found.none()
    if query.q is not None and query.q.strip():
        # Who may not see addresses and numbers does not find by them either.
        found = found.filter(about(query.q.strip(), by_name_only=not with_contact))
    return found
