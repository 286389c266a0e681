"""Venues, rooms and opening hours."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Path, Query, Router
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from accounts.venue_scope import insist_on_venue, present_limit, present_rooms
from bookings.errors import RoomUnknown
from bookings.models import OpeningHours, Room, RoomState, SpecialDay, Venue
from bookings.models.venues import POLICY_COLUMNS
from bookings.selectors.house_terms import asked_terms
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.venues import venue_called, venue_with
from bookings.services import setup as services
from boom.core.errors import Invalid, NotFound
from boom.rest.endpoints import ApiRequest, Made, Tagged, endpoint, tag_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Day, Flag, Id, Key, Minor, Sparse, line, lines, whole

router = Router()
SEE, CHANGE = "bookings.view_calendar", "bookings.change_setup"
MOST_STRETCHES = 200


# The format that is called `time` has an offset; a venue's clock has none.
WALL = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


def _wall(value: Any) -> Any:
    if not isinstance(value, str) or re.fullmatch(WALL, value) is None:
        raise ValueError("Write it as 18:00.")
    return value


WallTime = Annotated[
    time,
    BeforeValidator(_wall),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": WALL,
            "description": "On the venue's clock.",
            "examples": ["18:00:00"],
        }
    ),
]


class Rules(BaseModel):
    """Booking rules: whole minutes, but `horizon_days`."""

    slot_step: int
    lead_time: int
    horizon_days: int
    min_duration: int
    max_duration: int
    duration_step: int
    buffer_before: int
    buffer_after: int
    cancel_until: int


class VenueShape(Sparse):
    """A site with rooms."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Venue"})

    id: int
    name: str
    slug: str
    time_zone: str
    currency: str
    country: str
    address: str
    email: str
    phone: str
    description: str
    is_published: bool
    rules: Rules


class RoomShape(Sparse):
    """What is rented. Its rules are those that hold: its own, else the venue's."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Room"})

    id: int
    venue_id: int
    name: str
    category: str
    description: str
    capacity_min: int
    capacity_max: int
    price_per_hour_minor: int
    currency: str
    features: list[str]
    state: RoomState
    needs_approval: bool
    order: int
    rules: Rules


class VenueList(BaseModel):
    """A piece of the list."""

    data: list[VenueShape]
    next_cursor: str | None


class RoomList(BaseModel):
    """A piece of the list."""

    data: list[RoomShape]
    next_cursor: str | None


class RoomQuery(ListFieldsQuery):
    """Which rooms; archived ones only where they are asked for."""

    venue_id: Id | None = None
    state: RoomState | None = None


class VenueBody(Body):
    """What to change of a venue; what is left out stays."""

    name: Annotated[str, line(120, shortest=1)] = ""
    address: Annotated[str, line(300)] = ""
    description: Annotated[str, lines(2000)] = ""
    is_published: Flag = True


class RoomBody(Body):
    """What to change of a room; what is left out stays."""

    name: Annotated[str, line(120, shortest=1)] = ""
    category: Annotated[str, line(60)] = ""
    description: Annotated[str, lines(2000)] = ""
    capacity_min: Annotated[int, whole(1, 1000)] = 1
    capacity_max: Annotated[int, whole(1, 1000)] = 6
    price_per_hour_minor: Minor = 0
    features: list[Annotated[str, line(80)]] = Field(default=[], max_length=60)
    state: Literal["draft", "active", "hidden", "archived"] = "active"
    needs_approval: Flag = False


class NewRoom(RoomBody):
    """A room to add, at the end of its venue's order."""

    venue_id: Key
    name: Annotated[str, line(120, shortest=1)] = Field(examples=["Echo"])


class Stretch(Body):
    """One stretch of a weekday (0 is Monday); `closes` at or before `opens` is on the next day."""

    weekday: Annotated[int, whole(0, 6)]
    opens: WallTime
    closes: WallTime
    room_id: Key | None = Field(None, description="Where it is a room's own.")


class Special(BaseModel):
    """Dates, both included, on which other hours hold; none where it is closed."""

    id: int
    starts_on: date
    ends_on: date
    is_closed: bool
    reason: str
    room_id: int | None
    hours: list[tuple[WallTime, WallTime]]


class Hours(BaseModel):
    """When a venue is open."""

    venue_id: int
    time_zone: str
    weekly: list[Stretch]
    special_days: list[Special]


class HouseText(BaseModel):
    """A text that guests agree to when they book, as it is now."""

    id: int = Field(description="Of this very version; another text has another.")
    title: str
    version: int
    words: str
    published_at: datetime


class HouseTexts(BaseModel):
    """All that a booking of a room asks for."""

    data: list[HouseText]


class HoursBody(Body):
    """The weekly hours of a venue, or of one room of it, whole."""

    room_id: Key | None = None
    weekly: list[Stretch] = Field(max_length=MOST_STRETCHES)


class NewSpecialDay(Body):
    """Dates on which other hours hold; without hours it is closed."""

    starts_on: Day
    ends_on: Day
    hours: list[tuple[WallTime, WallTime]] = Field(default=[], max_length=12)
    reason: Annotated[str, line(200)] = ""


@endpoint(router, "GET", "/venues", needs=SEE, gives=VenueList, tags=["Venues"])
def list_venues(request: ApiRequest, query: ListFieldsQuery = Query(...)) -> Piece:
    """Venues that the caller may touch."""
    limit = present_limit()
    found = Venue.objects.all() if limit is None else Venue.objects.filter(pk__in=limit)
    return piece_of(found, query, venue_shape)


@endpoint(router, "GET", "/venues/{venue}", needs=SEE, gives=VenueShape, tags=["Venues"])
def get_venue(
    request: ApiRequest,
    venue: Id = Path(...),
    query: FieldsQuery = Query(...),
) -> Tagged:
    """A venue."""
    return _tagged(venue_shape(_venue(venue)))


@endpoint(
    router,
    "PATCH",
    "/venues/{venue}",
    needs=CHANGE,
    gives=VenueShape,
    conditional=True,
    alone=True,
    tags=["Venues"],
)
def change_venue(request: ApiRequest, body: VenueBody, venue: Id = Path(...)) -> Tagged:
    """Change a venue's details; an If-Match that is sent is held to."""
    insist_on_venue(_venue(venue).pk)
    tag_known(request, _tag(venue_shape(_venue(venue))), required=False)
    if values := body.model_dump(exclude_unset=True):
        services.change_venue(venue_id=venue, **values)
    return _tagged(venue_shape(_venue(venue)))


@endpoint(router, "GET", "/venues/{venue}/hours", needs=SEE, gives=Hours, tags=["Venues"])
def get_hours(request: ApiRequest, venue: Id = Path(...)) -> Tagged:
    """When a venue is open: weekly hours, and dated exceptions."""
    return _tagged(_hours(_venue(venue)))


@endpoint(
    router,
    "PUT",
    "/venues/{venue}/hours",
    needs=CHANGE,
    gives=Hours,
    conditional=True,
    alone=True,
    tags=["Venues"],
)
def replace_hours(request: ApiRequest, body: HoursBody, venue: Id = Path(...)) -> Tagged:
    """Replace the weekly hours of a venue, or of one room of it; an If-Match that is sent is held to.

    Bookings stay.
    """
    insist_on_venue(_venue(venue).pk)
    tag_known(request, _tag(_hours(_venue(venue))), required=False)
    if body.room_id is not None and room_called(body.room_id).venue_id != venue:
        raise RoomUnknown
    services.set_opening_hours(
        venue_id=venue,
        rows=[(each.weekday, each.opens, each.closes) for each in body.weekly],
        room_id=body.room_id,
    )
    return _tagged(_hours(_venue(venue)))


@endpoint(
    router, "POST", "/venues/{venue}/special-days", needs=CHANGE, gives=Hours, status=201, tags=["Venues"]
)
def add_special_day(request: ApiRequest, body: NewSpecialDay, venue: Id = Path(...)) -> Made:
    """Let other hours hold on some dates, or close. Bookings stay."""
    insist_on_venue(_venue(venue).pk)
    services.add_special_day(
        venue_id=venue,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        hours=body.hours,
        reason=body.reason,
    )
    return Made(_hours(_venue(venue)), hours_at(venue))


@endpoint(router, "DELETE", "/special-days/{special_day_id}", needs=CHANGE, status=204, tags=["Venues"])
def remove_special_day(request: ApiRequest, special_day_id: Id = Path(...)) -> None:
    """Let the weekly hours hold again."""
    services.remove_special_day(special_day_id=special_day_id)


@endpoint(router, "GET", "/rooms", needs=SEE, gives=RoomList, tags=["Rooms"])
def list_rooms(request: ApiRequest, query: RoomQuery = Query(...)) -> Piece:
    """Rooms, by key."""
    found = _rooms()
    if query.venue_id is not None:
        found = found.filter(venue_id=query.venue_id)
    if query.state is not None:
        found = found.filter(state=query.state)
    else:
        found = found.exclude(state=RoomState.ARCHIVED)
    return piece_of(found, query, room_shape)


@endpoint(router, "POST", "/rooms", needs=CHANGE, gives=RoomShape, status=201, tags=["Rooms"])
def create_room(request: ApiRequest, body: NewRoom) -> Made:
    """Add a room. How many a business may have in use, its plan says."""
    insist_on_venue(_venue(body.venue_id).pk)
    values = _checked(body.model_dump(exclude_unset=True, exclude={"venue_id"}))
    made = services.add_room(venue_id=body.venue_id, **values)
    return Made(room_shape(room_called(made.pk)), f"/api/v1/rooms/{made.pk}")


@endpoint(router, "GET", "/rooms/{room_id}", needs=SEE, gives=RoomShape, tags=["Rooms"])
def get_room(
    request: ApiRequest,
    room_id: Id = Path(...),
    query: FieldsQuery = Query(...),
) -> Tagged:
    """A room."""
    return _tagged(room_shape(room_called(room_id)))


@endpoint(
    router,
    "PATCH",
    "/rooms/{room_id}",
    needs=CHANGE,
    gives=RoomShape,
    conditional=True,
    alone=True,
    tags=["Rooms"],
)
def change_room(request: ApiRequest, body: RoomBody, room_id: Id = Path(...)) -> Tagged:
    """Change a room; an If-Match that is sent is held to. Archiving keeps its bookings and its history."""
    present = room_called(room_id)
    tag_known(request, _tag(room_shape(present)), required=False)
    given = body.model_dump(exclude_unset=True)
    values = _checked(given, least=present.capacity_min, most=present.capacity_max)
    if values:
        services.change_room(room_id=room_id, **values)
    return _tagged(room_shape(room_called(room_id)))


@endpoint(router, "GET", "/rooms/{room_id}/terms", needs=SEE, gives=HouseTexts, tags=["Rooms"])
def room_terms(request: ApiRequest, room_id: Id = Path(...)) -> HouseTexts:
    """What guests agree to when they book a room: show it, and send `agreed_terms` with their booking."""
    room = room_called(room_id)
    return HouseTexts(
        data=[
            HouseText(
                id=text.pk,
                title=text.title,
                version=text.number,
                words=text.words,
                published_at=text.published_at,
            )
            for text in asked_terms(room.venue_id, [room.pk])
        ]
    )


def venue_shape(venue: Venue) -> VenueShape:
    """A venue."""
    names = [name for name in VenueShape.model_fields if name not in {"id", "rules"}]
    rules = Rules(**{name: getattr(venue, name) for name in POLICY_COLUMNS})
    return VenueShape(id=venue.pk, rules=rules, **{name: getattr(venue, name) for name in names})


def room_shape(room: Room) -> RoomShape:
    """A room with its venue loaded."""
    own = {name: getattr(room, name) for name in POLICY_COLUMNS}
    rules = {name: getattr(room.venue, name) if value is None else value for name, value in own.items()}
    names = [name for name in RoomShape.model_fields if name not in {"id", "rules", "currency"}]
    return RoomShape(
        id=room.pk,
        currency=room.venue.currency,
        rules=Rules(**rules),
        **{name: getattr(room, name) for name in names},
    )


def setup_called(venue_id: int | None) -> Setup:
    """The set-up of a venue that whoever asks may touch; the first where none is named. Raises NotFound."""
    return setup_of(venue_called(None) if venue_id is None else _venue(venue_id))


def _checked(values: dict[str, Any], *, least: int = 1, most: int = 6) -> dict[str, Any]:
    """Hold the two ends of a room's capacity to their order. Raises Invalid."""
    least, most = values.get("capacity_min", least), values.get("capacity_max", most)
    if least > most:
        raise Invalid(fields={"capacity_max": "This is less than the fewest people."})
    return values


def _venue(venue: int) -> Venue:
    found = venue_with(venue)
    if found is None:
        raise NotFound("There is no such venue.")
    return found


def _rooms() -> QuerySet[Room]:
    found: QuerySet[Room] = Room.objects.select_related("venue")
    rooms, venues = present_rooms(), present_limit()
    if rooms is not None:
        return found.filter(pk__in=rooms)
    return found if venues is None else found.filter(venue_id__in=venues)


def room_called(room_id: int) -> Room:
    """A room, of those that whoever asks may touch. Raises RoomUnknown."""
    found = _rooms().filter(pk=room_id).first()
    if found is None:
        raise RoomUnknown
    return found


def hours_at(venue_id: int) -> str:
    """Where a venue's hours and special days are."""
    return f"/api/v1/venues/{venue_id}/hours"


def _hours(venue: Venue) -> Hours:
    weekly = OpeningHours.objects.filter(venue=venue).order_by("room_id", "weekday", "opens")
    special = SpecialDay.objects.filter(venue=venue).prefetch_related("hours").order_by("starts_on", "id")
    return Hours.model_construct(
        venue_id=venue.pk,
        time_zone=venue.time_zone,
        weekly=[
            Stretch.model_construct(
                weekday=row.weekday, opens=row.opens, closes=row.closes, room_id=row.room_id
            )
            for row in weekly
        ],
        special_days=[
            Special(
                id=day.pk,
                starts_on=day.starts_on,
                ends_on=day.ends_on,
                is_closed=day.is_closed,
                reason=day.reason,
                room_id=day.room_id,
                hours=[(each.opens, each.closes) for each in day.hours.all()],
            )
            for day in special
        ],
    )


def _tagged(shape: Any) -> Tagged:
    """With that ETag."""
    return Tagged(shape, _tag(shape))


def _tag(shape: BaseModel) -> str:
    """An ETag made of the shape itself: these rows count no versions."""
    return hashlib.sha256(shape.model_dump_json().encode()).hexdigest()[:20]
