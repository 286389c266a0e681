"""What the graph can be asked, and the main changes: the same functions as the REST API's endpoints."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import strawberry
from pydantic import BaseModel, ValidationError
from strawberry.extensions import AddValidationRules, MaxTokensLimiter
from strawberry.types import Info

from analytics.api import NightsQuery, analytics_dashboard
from billing.domain.features import Feature
from bookings.api import asked
from bookings.api import bookings as of_bookings
from bookings.api import customers as of_customers
from bookings.api import free as of_free
from bookings.api import places as of_places
from bookings.api import steps as of_steps
from bookings.api import waitlist as of_waitlist
from boom.core.errors import Invalid
from boom.graph import types
from boom.graph.cost import MOST_FIRST, MOST_TOKENS, USUAL_FIRST, CostRule
from boom.rest.endpoints import ApiRequest
from boom.rest.paging import ListFieldsQuery

SEE, TAKE, MOVE = of_bookings.SEE, of_bookings.TAKE, of_steps.MOVE


def _request(info: Info, permission: str, feature: Feature | None = None) -> ApiRequest:
    """The request, of somebody who may do this. Raises Forbidden, FeatureNotInPlan."""
    request: ApiRequest = info.context
    request.auth.insist_on(permission)
    if feature is not None:
        request.auth.insist_on_feature(request, feature)
    return request


def _asked(kind: type[BaseModel], **values: Any) -> Any:
    """A query or body as the endpoint takes it, what was left out aside. Raises Invalid, with the fields."""
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        fields = {".".join(map(str, each["loc"])): each["msg"] for each in error.errors()}
        raise Invalid(fields=fields) from error


def _id(value: Any) -> int:
    """A key as the services take it. Raises Invalid."""
    text = str(value)
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:20]) < 2**63:
        raise Invalid(fields={"id": "This is no key."})
    return int(text)


def _maybe(value: Any) -> int | None:
    return None if value is None else _id(value)


@strawberry.type
class Query:
    """Reads."""

    @strawberry.field
    def venues(
        self, info: Info, first: int = USUAL_FIRST, after: str | None = None
    ) -> types.Part[types.Venue]:
        """Venues."""
        query = _asked(ListFieldsQuery, limit=_bounded(first), cursor=after)
        return types.part(of_places.list_venues(_request(info, SEE), query), types.venue)

    @strawberry.field
    def rooms(
        self,
        info: Info,
        venue_id: strawberry.ID | None = None,
        first: int = USUAL_FIRST,
        after: str | None = None,
    ) -> types.Part[types.Room]:
        """Rooms."""
        query = _asked(of_places.RoomQuery, venue_id=_maybe(venue_id), limit=_bounded(first), cursor=after)
        return types.part(of_places.list_rooms(_request(info, SEE), query), types.room)

    @strawberry.field
    def bookings(
        self,
        info: Info,
        venue_id: strawberry.ID | None = None,
        room_id: strawberry.ID | None = None,
        customer_id: strawberry.ID | None = None,
        status: str | None = None,
        starts_from: datetime | None = None,
        starts_before: datetime | None = None,
        q: str | None = None,
        first: int = USUAL_FIRST,
        after: str | None = None,
    ) -> types.Part[types.Booking]:
        """Bookings, by start."""
        query = _asked(
            of_bookings.BookingQuery,
            venue_id=_maybe(venue_id),
            room_id=_maybe(room_id),
            customer_id=_maybe(customer_id),
            status=status,
            starts_from=starts_from and starts_from.isoformat(),
            starts_before=starts_before and starts_before.isoformat(),
            q=q,
            limit=_bounded(first),
            cursor=after,
        )
        return types.part(of_bookings.list_bookings(_request(info, SEE), query), types.booking)

    @strawberry.field
    def booking(self, info: Info, id: strawberry.ID) -> types.Booking:  # noqa: A002 - the graph's usual word
        """One booking."""
        return types.booking(of_bookings.told(_request(info, SEE), _id(id)))

    @strawberry.field
    def customers(
        self,
        info: Info,
        q: str | None = None,
        tag: str | None = None,
        first: int = USUAL_FIRST,
        after: str | None = None,
    ) -> types.Part[types.Customer]:
        """Customers."""
        query = _asked(of_customers.CustomerQuery, q=q, tag=tag, limit=_bounded(first), cursor=after)
        return types.part(
            of_customers.list_customers(_request(info, of_customers.SEE), query), types.customer
        )

    @strawberry.field
    def waitlist(
        self,
        info: Info,
        venue_id: strawberry.ID | None = None,
        day: date | None = None,
        first: int = USUAL_FIRST,
        after: str | None = None,
    ) -> types.Part[types.Waiting]:
        """Who waits."""
        query = _asked(
            of_waitlist.WaitingQuery,
            venue_id=_maybe(venue_id),
            day=day and day.isoformat(),
            limit=_bounded(first),
            cursor=after,
        )
        return types.part(of_waitlist.list_waiting(_request(info, SEE), query), types.waiting)

    @strawberry.field
    def availability(
        self,
        info: Info,
        day: date,
        venue_id: strawberry.ID | None = None,
        minutes: int = 60,
        people: int | None = None,
    ) -> types.Availability:
        """Free starts of a night."""
        query = _asked(
            of_free.AvailabilityQuery,
            venue_id=_maybe(venue_id),
            day=day.isoformat(),
            minutes=minutes,
            people=people,
        )
        return types.availability(of_free.availability(_request(info, SEE), query))

    @strawberry.field
    def quote(
        self,
        info: Info,
        room_id: strawberry.ID,
        starts_at: datetime,
        ends_at: datetime,
        party_size: int | None = None,
    ) -> types.Quote:
        """What a booking would cost. Nothing is booked."""
        body = _asked(
            of_free.QuoteBody,
            room_id=_id(room_id),
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
            party_size=party_size,
        )
        return types.quote(of_free.quote(_request(info, TAKE), body))

    @strawberry.field
    def figures(
        self,
        info: Info,
        venue_id: strawberry.ID | None = None,
        first_night: date | None = None,
        last_night: date | None = None,
    ) -> types.DashboardFigures:
        """What a venue sold in some nights, beside as many before."""
        query = _asked(
            NightsQuery,
            venue_id=_maybe(venue_id),
            first=first_night and first_night.isoformat(),
            last=last_night and last_night.isoformat(),
        )
        request = _request(info, "payments.view_takings", Feature.ANALYTICS)
        return types.dashboard(analytics_dashboard(request, query))


@strawberry.input
class NewBooking:
    """A booking to take."""

    room_id: strawberry.ID
    starts_at: datetime
    ends_at: datetime
    name: str
    email: str = ""
    phone: str = ""
    party_size: int | None = None
    note: str = ""
    staff_note: str = ""
    override_reason: str = ""
    tell_customer: bool = True


@strawberry.type
class Mutation:
    """The main changes. `version` is the one that was read; another's change since is not overwritten."""

    @strawberry.mutation
    def create_booking(self, info: Info, booking: NewBooking) -> types.Booking:
        """Take a booking, confirmed at once."""
        request = _request(info, TAKE)
        values = strawberry.asdict(booking)
        values |= {
            "room_id": _id(booking.room_id),
            "starts_at": booking.starts_at.isoformat(),
            "ends_at": booking.ends_at.isoformat(),
        }
        made = of_bookings.create_booking(request, _asked(asked.NewBooking, **values))
        return types.booking(made.shape)

    @strawberry.mutation
    def move_booking(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002 - the graph's usual word
        version: int,
        room_id: strawberry.ID,
        starts_at: datetime,
        ends_at: datetime,
        override_reason: str = "",
        tell_customer: bool = True,
    ) -> types.Booking:
        """Give a booking another room, time or length."""
        request = _knowing(_request(info, MOVE), version)
        body = _asked(
            of_steps.MoveBody,
            room_id=_id(room_id),
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
            override_reason=override_reason,
            tell_customer=tell_customer,
        )
        return types.booking(of_steps.move_booking(request, body, _id(id)))

    @strawberry.mutation
    def cancel_booking(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002 - the graph's usual word
        version: int | None = None,
        reason: str = "",
        tell_customer: bool = True,
    ) -> types.Booking:
        """Call a booking off by the venue's terms."""
        request = _knowing(_request(info, of_bookings.CANCEL), version)
        body = _asked(of_steps.CancelBody, reason=reason, tell_customer=tell_customer)
        return types.booking(of_steps.cancel_booking(request, body, _id(id)))

    @strawberry.mutation
    def check_in_booking(self, info: Info, id: strawberry.ID) -> types.Booking:  # noqa: A002 - the usual word
        """The party is in its room."""
        request = _knowing(_request(info, of_bookings.EDIT), None)
        return types.booking(of_steps.check_in_booking(request, _id(id)))

    @strawberry.mutation
    def undo_booking(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002 - the graph's usual word
        version: int,
        tell_customer: bool = True,
    ) -> types.Booking:
        """Take back the change that made `version`."""
        request = _knowing(_request(info, MOVE), version)
        body = _asked(of_steps.TellBody, tell_customer=tell_customer)
        return types.booking(of_steps.undo_booking(request, body, _id(id)))


def _bounded(first: int) -> int:
    """Raises Invalid for more than a list gives at once."""
    if not 1 <= first <= MOST_FIRST:
        raise Invalid(fields={"first": f"Ask for 1 to {MOST_FIRST}."})
    return first


def _knowing(request: ApiRequest, version: int | None) -> ApiRequest:
    """The request as one that names this version; several changes in one document name one each."""
    request.known_version = version
    return request


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    extensions=[
        lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
        lambda: AddValidationRules([CostRule]),
    ],
)
