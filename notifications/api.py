"""What was said to guests, by program: the log, a message once more, everybody of some nights; the bell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from accounts.models import User
from accounts.venue_scope import insist_on_venue, present_limit, present_rooms, present_whole
from bookings.api.shapes import SEE_CUSTOMERS
from bookings.domain.texts import LONGEST
from bookings.forms.taking import new_key
from bookings.models import Booking, Venue
from bookings.selectors.venues import venue_with
from boom.core import clock
from boom.core.errors import Forbidden, NotFound
from boom.rest.endpoints import ApiRequest, Made, endpoint
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Order, Piece, piece_of
from boom.rest.values import Body, Day, Id, Key, Shape, Sparse, line, lines
from notifications.models import Broadcast, Channel, Message, MessageState, StaffAlert
from notifications.models.texts import LONGEST_SUBJECT
from notifications.selectors.alerts import alerts_of_mine, last_alert_id, last_seen_by
from notifications.services.again import can_resend, resend
from notifications.services.alerts import mark_seen
from notifications.services.broadcasts import guests_of, send_broadcast

router = Router()
EDIT, SET_UP = "bookings.edit_booking", "bookings.change_setup"
LATEST = Order("pk", latest_first=True)


class MessageShape(Sparse):
    """A message to a guest, and what became of it."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Message"})

    id: int
    kind: str = Field(examples=["booking.confirmed"])
    channel: Channel
    to_address: str = Field(description="Empty for who may not see customers.")
    booking_id: int | None
    subject: str
    state: MessageState
    outcome: str = Field(description="delivered or bounced, where whoever carried it says so.")
    attempts: int
    last_error: str
    can_resend: bool
    sent_at: datetime | None
    created_at: datetime


class MessageList(BaseModel):
    """A piece of the list."""

    data: list[MessageShape]
    next_cursor: str | None


class MessageQuery(ListFieldsQuery):
    """Which messages."""

    booking_id: Id | None = None
    state: MessageState | None = None
    channel: Channel | None = None


class BroadcastShape(Sparse):
    """A mail to everybody of some nights."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Broadcast"})

    id: int
    venue_id: int
    first_day: date
    last_day: date
    subject: str
    body: str
    guests: int
    created_at: datetime


class BroadcastList(BaseModel):
    """A piece of the list."""

    data: list[BroadcastShape]
    next_cursor: str | None


class NightsBody(Body):
    """Of which nights, both included."""

    venue_id: Key
    first_day: Day
    last_day: Day


class NewBroadcast(NightsBody):
    """What is said to whom."""

    subject: Annotated[str, line(LONGEST_SUBJECT, shortest=1)] = Field(examples=["The lift is out of order"])
    body: Annotated[str, lines(LONGEST)] = Field(examples=["Dear {{guest}}, please take the stairs."])


class Reached(Shape):
    """How many guests would be written to."""

    guests: int


class AlertShape(Sparse):
    """One thing that a guest or a bank did."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Alert"})

    id: int
    kind: str = Field(examples=["booking.requested"])
    venue_id: int
    booking_id: int | None
    detail: str
    is_new: bool | None = Field(description="null for keys: nobody looks through them.")
    created_at: datetime


class AlertList(BaseModel):
    """A piece of the list."""

    data: list[AlertShape]
    next_cursor: str | None


class SeenBody(Body):
    """Up to which alert somebody has looked."""

    last_id: Key


@endpoint(router, "GET", "/messages", needs=EDIT, gives=MessageList, tags=["Messages"])
def list_messages(request: ApiRequest, query: MessageQuery = Query(...)) -> Piece:
    """What was said about bookings, the latest first."""
    named = {"booking_id": query.booking_id, "state": query.state, "channel": query.channel}
    found = _messages().filter(**{name: value for name, value in named.items() if value is not None})
    with_contact = request.auth.has_perm(SEE_CUSTOMERS)
    return piece_of(
        found, query, lambda message: message_shape(message, with_contact=with_contact), order=LATEST
    )


@endpoint(router, "GET", "/messages/{letter_id}", needs=EDIT, gives=MessageShape, tags=["Messages"])
def get_message(
    request: ApiRequest, letter_id: Id = Path(...), query: FieldsQuery = Query(...)
) -> MessageShape:
    """A message."""
    return _told(request, letter_id)


@endpoint(router, "POST", "/messages/{letter_id}/resend", needs=EDIT, gives=MessageShape, tags=["Messages"])
def resend_message(request: ApiRequest, letter_id: Id = Path(...)) -> MessageShape:
    """Send a message once more: what was given up is tried again, what was sent is written anew."""
    resend(letter_id=_message(letter_id).pk, now=clock.now())
    return _told(request, letter_id)


@endpoint(router, "GET", "/broadcasts", needs=SET_UP, gives=BroadcastList, tags=["Messages"])
def list_broadcasts(request: ApiRequest, query: ListFieldsQuery = Query(...)) -> Piece:
    """Mails to everybody of some nights, the latest first."""
    limit, found = present_whole(), Broadcast.objects.all()
    return piece_of(
        found if limit is None else found.filter(venue_id__in=limit), query, broadcast_shape, order=LATEST
    )


@endpoint(router, "POST", "/broadcasts/preview", needs=SET_UP, gives=Reached, keyed=False, tags=["Messages"])
def preview_broadcast(request: ApiRequest, body: NightsBody) -> Reached:
    """How many guests of these nights would be written to. Nothing is sent."""
    return Reached(guests=len(guests_of(_venue(body.venue_id), body.first_day, body.last_day)))


@endpoint(router, "POST", "/broadcasts", needs=SET_UP, gives=BroadcastShape, status=201, tags=["Messages"])
def create_broadcast(request: ApiRequest, body: NewBroadcast) -> Made:
    """Write to each guest of these nights, once."""
    sent = send_broadcast(
        venue_id=_venue(body.venue_id).pk,
        first_day=body.first_day,
        last_day=body.last_day,
        subject=body.subject,
        body=body.body,
        key=new_key(),
    )
    sent.refresh_from_db()
    return Made(broadcast_shape(sent), f"/api/v1/broadcasts/{sent.pk}")


@endpoint(router, "GET", "/broadcasts/{broadcast_id}", needs=SET_UP, gives=BroadcastShape, tags=["Messages"])
def get_broadcast(request: ApiRequest, broadcast_id: Id = Path(...)) -> BroadcastShape:
    """A mail to everybody of some nights."""
    found = Broadcast.objects.filter(pk=broadcast_id).first()
    if found is None:
        raise NotFound("There is no such message.")
    return broadcast_shape(found)


@endpoint(router, "GET", "/alerts", needs=EDIT, gives=AlertList, tags=["Alerts"])
def list_alerts(request: ApiRequest, query: ListFieldsQuery = Query(...)) -> Piece:
    """What guests and banks did that the team wants to know of, the latest first."""
    holder = request.auth.holder
    seen = last_seen_by(holder.pk) if isinstance(holder, User) else None
    return piece_of(alerts_of_mine(), query, lambda alert: alert_shape(alert, seen=seen), order=LATEST)


@endpoint(router, "POST", "/alerts/seen", needs=EDIT, status=204, tags=["Alerts"])
def see_alerts(request: ApiRequest, body: SeenBody) -> None:
    """Whoever asks has looked at the bell, up to this alert. Of people only."""
    holder = request.auth.holder
    if not isinstance(holder, User):
        raise Forbidden("Nobody looks through a key.")
    mark_seen(user_id=holder.pk, last_id=min(body.last_id, last_alert_id()))


def _told(request: ApiRequest, letter_id: int) -> MessageShape:
    return message_shape(_message(letter_id), with_contact=request.auth.has_perm(SEE_CUSTOMERS))


def message_shape(message: Message, *, with_contact: bool) -> MessageShape:
    """A message; where it went only `with_contact`."""
    own = {"id", "can_resend", "to_address"}
    return MessageShape(
        id=message.pk,
        to_address=message.to_address if with_contact else "",
        can_resend=can_resend(message),
        **{name: getattr(message, name) for name in MessageShape.model_fields if name not in own},
    )


def broadcast_shape(sent: Broadcast) -> BroadcastShape:
    """A mail to everybody of some nights."""
    names = [name for name in BroadcastShape.model_fields if name != "id"]
    return BroadcastShape(id=sent.pk, **{name: getattr(sent, name) for name in names})


def alert_shape(alert: StaffAlert, *, seen: int | None) -> AlertShape:
    """An alert, for whoever has looked up to `seen`."""
    names = [name for name in AlertShape.model_fields if name not in {"id", "is_new"}]
    values = {name: getattr(alert, name) for name in names}
    return AlertShape(id=alert.pk, is_new=None if seen is None else alert.pk > seen, **values)


def _messages() -> QuerySet[Message]:
    """Messages about bookings that whoever asks may see."""
    if present_limit() is None and present_rooms() is None:
        return Message.objects.exclude(booking=None)
    return Message.objects.filter(booking__in=Booking.objects.visible())


def _message(letter_id: int) -> Message:
    found = _messages().filter(pk=letter_id).first()
    if found is None:
        raise NotFound("There is no such message.")
    return found


def _venue(venue_id: int) -> Venue:
    found = venue_with(venue_id)
    if found is None:
        raise NotFound("There is no such venue.")
    insist_on_venue(venue_id)
    return found
