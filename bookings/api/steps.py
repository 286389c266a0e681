"""What becomes of a booking: moved, confirmed, checked in, called off, taken back; and its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Router
from pydantic import BaseModel, Field

from bookings.api.asked import Reason, SpanBody, override_of, span_of
from bookings.api.bookings import CANCEL, EDIT, SEE, TAGS, row_of, told
from bookings.api.shapes import BookingShape
from bookings.domain.lifecycle import Status
from bookings.domain.pricing.terms import Price
from bookings.selectors.history import history_of
from bookings.services import arrivals, cancelling, undo
from bookings.services import bookings as services
from boom.core import clock
from boom.rest.endpoints import ApiRequest, endpoint, version_known
from boom.rest.values import Body, Flag, Id, Minor, Shape, line

router = Router()
MOVE = "bookings.move_booking"


class MoveBody(SpanBody):
    """Where and when to."""

    price: Price = Field(
        Price.USUAL,
        description="usual: stays, a new length is paid for; keep: stays; new: by the rules in force.",
    )
    override_reason: Reason = ""
    tell_customer: Flag = True


class TellBody(Body):
    """Whether its customer hears of it."""

    tell_customer: Flag = True


class DeclineBody(TellBody):
    """Why not."""

    reason: Annotated[str, line(300, shortest=1)] = Field(description="The customer reads it.")


class CancelBody(TellBody):
    """How to call it off."""

    reason: Reason = ""
    fee_minor: Minor | None = Field(
        None, description="Another fee than the terms'; takes `override_reason` and the permission to."
    )
    override_reason: Reason = ""


class HistoryEntry(Shape):
    """One change, in words."""

    id: int
    at: datetime
    actor: str
    words: str
    change: str


class History(BaseModel):
    """What happened to a booking, newest first."""

    data: list[HistoryEntry]


@endpoint(
    router, "POST", "/bookings/{booking_id}/move", needs=MOVE, gives=BookingShape, conditional=True, tags=TAGS
)
def move_booking(request: ApiRequest, body: MoveBody, booking_id: Id = Path(...)) -> BookingShape:
    """Give a booking another room, time or length."""
    span = span_of(body.starts_at, body.ends_at)
    services.move_booking(
        booking_id=booking_id,
        room_id=body.room_id,
        span=span,
        version=version_known(request, row_of(booking_id).version),
        now=clock.now(),
        override_reason=override_of(request.auth, body.override_reason),
        tell_customer=body.tell_customer,
        price=body.price,
    )
    return told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/cancel",
    needs=CANCEL,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def cancel_booking(request: ApiRequest, body: CancelBody, booking_id: Id = Path(...)) -> BookingShape:
    """Call a booking off. The room is free at once; what the terms keep of the price is noted."""
    cancelling.cancel_booking(
        booking_id=booking_id,
        now=clock.now(),
        version=_version(request, booking_id),
        reason=body.reason.strip(),
        fee_minor=body.fee_minor,
        override_reason=override_of(request.auth, body.override_reason),
        tell_customer=body.tell_customer,
    )
    return told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/undo",
    needs=MOVE,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def undo_booking(request: ApiRequest, body: TellBody, booking_id: Id = Path(...)) -> BookingShape:
    """Take back the newest change of a booking: the one that made the version If-Match names."""
    present = row_of(booking_id)
    if present.status == Status.CANCELLED or present.version == 1:
        # It brings back what was called off, or calls off what was just taken.
        request.auth.insist_on(CANCEL)
    version = version_known(request, present.version)
    undo.undo_change(
        booking_id=booking_id, version=version, now=clock.now(), tell_customer=body.tell_customer
    )
    return told(request, booking_id)


@endpoint(router, "GET", "/bookings/{booking_id}/history", needs=SEE, gives=History, tags=TAGS)
def booking_history(request: ApiRequest, booking_id: Id = Path(...)) -> History:
    """Who changed what of a booking, newest first, at most 50 changes."""
    entries = history_of(row_of(booking_id))
    return History(
        data=[
            HistoryEntry(id=each.id, at=each.at, actor=each.actor, words=each.words, change=each.change)
            for each in entries
        ]
    )


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/confirm",
    needs=EDIT,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def confirm_booking(request: ApiRequest, body: TellBody, booking_id: Id = Path(...)) -> BookingShape:
    """Say yes to a booking that waits for it."""
    version = _version(request, booking_id)
    services.confirm_booking(
        booking_id=booking_id, version=version, now=clock.now(), tell_customer=body.tell_customer
    )
    return told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/decline",
    needs=EDIT,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def decline_booking(request: ApiRequest, body: DeclineBody, booking_id: Id = Path(...)) -> BookingShape:
    """Say no to a booking that waits for an answer."""
    cancelling.decline_booking(
        booking_id=booking_id,
        version=_version(request, booking_id),
        reason=body.reason,
        now=clock.now(),
        tell_customer=body.tell_customer,
    )
    return told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/restore",
    needs=CANCEL,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def restore_booking(request: ApiRequest, body: TellBody, booking_id: Id = Path(...)) -> BookingShape:
    """Bring a cancelled booking or a no-show back, if its room is still free then."""
    version = _version(request, booking_id)
    services.restore_booking(
        booking_id=booking_id, version=version, now=clock.now(), tell_customer=body.tell_customer
    )
    return told(request, booking_id)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/check-in",
    needs=EDIT,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def check_in_booking(request: ApiRequest, booking_id: Id = Path(...)) -> BookingShape:
    """The party is in its room."""
    return _at_the_door(request, booking_id, arrivals.check_in)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/check-out",
    needs=EDIT,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def check_out_booking(request: ApiRequest, booking_id: Id = Path(...)) -> BookingShape:
    """The party has left; what is left of its time is free at once."""
    return _at_the_door(request, booking_id, arrivals.check_out)


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/no-show",
    needs=EDIT,
    gives=BookingShape,
    conditional=True,
    tags=TAGS,
)
def mark_no_show(request: ApiRequest, booking_id: Id = Path(...)) -> BookingShape:
    """Give a party up that has not come."""
    return _at_the_door(request, booking_id, arrivals.mark_no_show)


def _at_the_door(request: ApiRequest, booking_id: int, step: Callable[..., Any]) -> BookingShape:
    step(booking_id=booking_id, version=_version(request, booking_id), now=clock.now())
    return told(request, booking_id)


def _version(request: ApiRequest, booking_id: int) -> int:
    """The version that If-Match names, or the present one where it names none."""
    return version_known(request, row_of(booking_id).version, required=False)
