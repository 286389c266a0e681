"""The types of the graph, made of the REST API's shapes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

import strawberry

from analytics.api import Dashboard, WholeShape
from bookings.api.free import Availability as AvailabilityShape
from bookings.api.free import QuoteAnswer
from bookings.api.places import RoomShape, VenueShape
from bookings.api.shapes import BookingShape, CustomerShape, WaitingShape
from boom.rest.paging import Piece

Node = TypeVar("Node")


@strawberry.type
class Money:
    """A sum in the smallest coin of its currency."""

    amount_minor: int
    currency: str


@strawberry.type
class PriceLine:
    """A line of a price."""

    code: str
    quantity: str
    unit: str
    unit_price_minor: int
    amount_minor: int


@strawberry.type
class Whom:
    """Whom a booking is for; address and number are null for who may not see customers."""

    id: strawberry.ID
    name: str
    email: str | None
    phone: str | None


@strawberry.type
class Booking:
    """A booking."""

    id: strawberry.ID
    reference: str
    status: str
    venue_id: strawberry.ID
    room_id: strawberry.ID
    room: str
    customer: Whom | None
    guest_name: str
    starts_at: datetime
    ends_at: datetime
    party_size: int | None
    source: str
    total: Money | None
    price_lines: list[PriceLine]
    fee_minor: int | None
    note: str
    staff_note: str
    created_at: datetime
    version: int


@strawberry.type
class Room:
    """What is rented."""

    id: strawberry.ID
    venue_id: strawberry.ID
    name: str
    category: str
    description: str
    capacity_min: int
    capacity_max: int
    price_per_hour_minor: int
    currency: str
    features: list[str]
    state: str


@strawberry.type
class Venue:
    """A site with rooms."""

    id: strawberry.ID
    name: str
    slug: str
    time_zone: str
    currency: str
    address: str
    is_published: bool


@strawberry.type
class Customer:
    """A customer."""

    id: strawberry.ID
    name: str
    email: str
    phone: str
    notes: str
    tags: list[str]
    created_at: datetime
    version: int


@strawberry.type
class Waiting:
    """A place on the waiting list."""

    id: strawberry.ID
    venue_id: strawberry.ID
    state: str
    name: str
    party_size: int
    first_day: date
    last_day: date
    minutes: int


@strawberry.type
class FreeRoom:
    """A room with its free starts."""

    room_id: strawberry.ID
    name: str
    price: Money
    starts: list[datetime]


@strawberry.type
class Availability:
    """What is free on a night."""

    venue_id: strawberry.ID
    time_zone: str
    day: date
    minutes: int
    rooms: list[FreeRoom]


@strawberry.type
class Quote:
    """What a booking would cost, and why it could not be had like that."""

    lines: list[PriceLine]
    total: Money
    due_now: Money
    blockers: list[str]


@strawberry.type
class Figures:
    """What some bookings come to."""

    bookings: int
    sold: int
    cancelled: int
    no_shows: int
    revenue_minor: int
    sold_minutes: int
    open_minutes: int
    utilisation: float | None


@strawberry.type
class DashboardFigures:
    """Some nights, beside as many before them."""

    currency: str
    first: date
    last: date
    present: Figures
    before: Figures


@strawberry.type
class Part(Generic[Node]):
    """A piece of a list, and where the next begins."""

    nodes: list[Node]
    next_cursor: str | None


def booking(shape: BookingShape) -> Booking:
    """A booking of the graph."""
    return Booking(
        **_same(Booking, shape, but={"customer", "total", "price_lines"}),
        customer=Whom(**_same(Whom, shape.customer)) if shape.customer else None,
        total=_money(shape.total) if shape.total else None,
        price_lines=[PriceLine(**_same(PriceLine, line)) for line in shape.price_lines],
    )


def room(shape: RoomShape) -> Room:
    """A room of the graph."""
    return Room(**_same(Room, shape))


def venue(shape: VenueShape) -> Venue:
    """A venue of the graph."""
    return Venue(**_same(Venue, shape))


def customer(shape: CustomerShape) -> Customer:
    """A customer of the graph."""
    return Customer(**_same(Customer, shape))


def waiting(shape: WaitingShape) -> Waiting:
    """A place on the waiting list, of the graph."""
    return Waiting(**_same(Waiting, shape))


def availability(shape: AvailabilityShape) -> Availability:
    """What is free, of the graph."""
    rooms = [
        FreeRoom(**_same(FreeRoom, each, but={"price"}), price=_money(each.price)) for each in shape.rooms
    ]
    return Availability(**_same(Availability, shape, but={"rooms"}), rooms=rooms)


def quote(shape: QuoteAnswer) -> Quote:
    """A price, of the graph."""
    return Quote(
        lines=[PriceLine(**_same(PriceLine, line)) for line in shape.lines],
        total=_money(shape.total),
        due_now=_money(shape.due_now),
        blockers=[each.message for each in shape.blockers],
    )


def dashboard(shape: Dashboard) -> DashboardFigures:
    """Figures, of the graph."""
    return DashboardFigures(
        currency=shape.currency,
        first=shape.first,
        last=shape.last,
        present=_figures(shape.present),
        before=_figures(shape.before),
    )


def part(piece: Piece, make: Any) -> Part[Any]:
    """A piece of a list, each of its shapes made a node."""
    return Part(nodes=[make(each) for each in piece.data], next_cursor=piece.next_cursor)


def _figures(shape: WholeShape) -> Figures:
    return Figures(**_same(Figures, shape))


def _money(amount: Any) -> Money:
    return Money(amount_minor=amount.amount_minor, currency=amount.currency)


def _same(kind: type, shape: Any, *, but: set[str] | None = None) -> dict[str, Any]:
    """The fields that a type of the graph has in common with a shape, under the same names."""
    names = set(kind.__annotations__) - (but or set())
    return {name: _plain(getattr(shape, name)) for name in names}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
