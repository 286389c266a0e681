"""What is free, and what it would cost."""

from __future__ import annotations

from datetime import UTC, datetime

from ninja import Query, Router
from pydantic import Field

from bookings.api.asked import People, SpanBody, TermsBody, span_of, terms_of
from bookings.api.bookings import SEE, TAKE
from bookings.api.places import setup_called
from bookings.api.shapes import QuoteShape, quote_shape
from bookings.domain.opening import NoSuchDay
from bookings.errors import RoomUnknown
from bookings.forms.contact import MOST_PEOPLE
from bookings.selectors.free import room_starts, smallest_first, wish_for
from bookings.selectors.quoting import quoted
from bookings.selectors.rules import blockers
from bookings.selectors.setup import setup_of
from bookings.services.occupying import room_for_change
from boom.core import clock
from boom.core.errors import Invalid
from boom.rest.endpoints import ApiRequest, endpoint
from boom.rest.values import Amount, Day, Id, Parameters, Shape

router = Router()
TAGS = ["Availability"]


class AvailabilityQuery(Parameters):
    """Which night, how long, how many; the venue is the first where none is named."""

    venue_id: Id | None = None
    day: Day
    minutes: int = Field(60, ge=5, le=1440)
    people: int | None = Field(None, ge=1, le=MOST_PEOPLE)


class FreeRoom(Shape):
    """A room with its free starts."""

    room_id: int
    name: str
    capacity_min: int
    capacity_max: int
    price: Amount = Field(description="By the hour; what a booking costs, `POST /quotes` says.")
    starts: list[datetime]


class Availability(Shape):
    """What is free on a night, by customers' rules, the smallest room first."""

    venue_id: int
    time_zone: str
    day: Day
    minutes: int
    people: int | None
    rooms: list[FreeRoom]


class QuoteBody(SpanBody):
    """What to price."""

    party_size: People | None = None
    terms: TermsBody = Field(default_factory=TermsBody)


class Blocked(Shape):
    """A reason why it could not be booked like that."""

    code: str
    message: str
    hard: bool


class QuoteAnswer(QuoteShape):
    """A price, and what the rules say to the wish."""

    blockers: list[Blocked]


@endpoint(router, "GET", "/availability", needs=SEE, gives=Availability, tags=TAGS)
def availability(request: ApiRequest, query: AvailabilityQuery = Query(...)) -> Availability:
    """Free starts of a night, room by room."""
    setup = setup_called(query.venue_id)
    rooms = smallest_first(room for room in setup.rooms if room.is_for_customers)
    wish = wish_for(setup, minutes=query.minutes, people=query.people, now=clock.now())
    try:
        starts = room_starts(setup, rooms, query.day, wish)
    except (NoSuchDay, OverflowError) as error:
        raise Invalid(fields={"day": str(error)}) from error
    prices, currency = setup.prices(query.minutes), setup.venue.currency
    instants = {each: datetime.fromtimestamp(each, UTC) for found in starts.values() for each in found}
    return Availability.model_construct(
        venue_id=setup.venue.pk,
        time_zone=setup.venue.time_zone,
        day=query.day,
        minutes=query.minutes,
        people=query.people,
        rooms=[
            FreeRoom.model_construct(
                room_id=room.pk,
                name=room.name,
                capacity_min=room.capacity_min,
                capacity_max=room.capacity_max,
                price=Amount(amount_minor=prices[room.pk].minor, currency=currency),
                starts=[instants[each] for each in starts[room.pk]],
            )
            for room in rooms
        ],
    )


@endpoint(router, "POST", "/quotes", needs=TAKE, gives=QuoteAnswer, keyed=False, tags=TAGS)
def quote(request: ApiRequest, body: QuoteBody) -> QuoteAnswer:
    """What a booking would cost, line by line, and what the rules say to it. Nothing is booked."""
    span, now = span_of(body.starts_at, body.ends_at), clock.now()
    room = room_for_change(body.room_id)
    setup = setup_of(room.venue)
    if room.pk not in setup.policies:
        raise RoomUnknown
    price = quoted(
        setup,
        room.pk,
        span,
        body.party_size,
        terms_of(room.venue, body.terms, request.auth),
        now=now,
        online=False,
    )
    found = blockers(room, span, body.party_size, setup.hours, by_staff=True, now=now)
    said = quote_shape(price)
    return QuoteAnswer(
        **dict(said),
        blockers=[Blocked(code=each.code, message=each.message, hard=each.hard) for each in found],
    )
