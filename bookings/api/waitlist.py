"""The waiting list: who waits, joining it, leaving it."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from accounts.venue_scope import insist_on_venue, present_limit, present_rooms
from bookings.api.asked import People, contact_of
from bookings.api.bookings import EDIT, SEE, TAKE
from bookings.api.shapes import SEE_CUSTOMERS, WaitingShape, waiting_shape
from bookings.errors import WaitlistEntryUnknown
from bookings.forms.contact import LONGEST_NAME
from bookings.forms.waitlist import LONGEST_NOTE
from bookings.models import Venue, WaitlistEntry, WaitState
from bookings.phones import LONGEST_TYPED
from bookings.services.waitlist import Wanted, join_waitlist, remove_from_waitlist
from boom.core import clock
from boom.core.errors import NotFound
from boom.rest.endpoints import ApiRequest, Made, endpoint
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Day, Id, Key, line, whole

router = Router()
TAGS = ["Waiting list"]
# Two days of the wall clock: a night ends on the next one.
WallMinute = Annotated[int, whole(0, 2 * 24 * 60)]


class WaitingList(BaseModel):
    """A piece of the list."""

    data: list[WaitingShape]
    next_cursor: str | None


class WaitingQuery(ListFieldsQuery):
    """Whose places."""

    venue_id: Id | None = None
    state: WaitState | None = WaitState.WAITING
    day: Day | None = Field(None, description="Who waits for this night.")


class NewWaiting(Body):
    """Somebody who waits: for which nights, how long, how many, and how to reach them."""

    venue_id: Key
    name: Annotated[str, line(LONGEST_NAME, shortest=1)]
    email: Annotated[str, line(254)] = ""
    phone: Annotated[str, line(LONGEST_TYPED)] = ""
    first_day: Day
    last_day: Day | None = None
    earliest: WallMinute | None = None
    latest: WallMinute | None = None
    minutes: Annotated[int, whole(5, 1440)]
    party_size: People
    room_id: Key | None = None
    category: Annotated[str, line(60)] = ""
    note: Annotated[str, line(LONGEST_NOTE)] = ""


@endpoint(router, "GET", "/waitlist", needs=SEE, gives=WaitingList, tags=TAGS)
def list_waiting(request: ApiRequest, query: WaitingQuery = Query(...)) -> Piece:
    """Who waits, in the order in which they joined."""
    found = _visible()
    if query.venue_id is not None:
        found = found.filter(venue_id=query.venue_id)
    if query.state is not None:
        found = found.filter(state=query.state)
    if query.day is not None:
        found = found.filter(first_day__lte=query.day, last_day__gte=query.day)
    with_contact = request.auth.has_perm(SEE_CUSTOMERS)
    return piece_of(found, query, lambda entry: waiting_shape(entry, with_contact=with_contact))


@endpoint(router, "POST", "/waitlist", needs=TAKE, gives=WaitingShape, status=201, tags=TAGS)
def join_waiting_list(request: ApiRequest, body: NewWaiting) -> Made:
    """Put somebody at the end of the line; who is in it for those nights already keeps their place."""
    venue = _venue(body.venue_id)
    wish = body.model_dump(
        include={"first_day", "minutes", "earliest", "latest", "party_size", "room_id", "category"}
    )
    entry = join_waitlist(
        venue_id=venue.pk,
        contact=contact_of(venue, body.model_dump(include={"name", "email", "phone"})),
        wanted=Wanted(last_day=body.last_day or body.first_day, **wish),
        now=clock.now(),
        note=body.note,
        by_staff=True,
    )
    return Made(_told(request, entry.pk), f"/api/v1/waitlist/{entry.pk}")


@endpoint(router, "GET", "/waitlist/{entry_id}", needs=SEE, gives=WaitingShape, tags=TAGS)
def get_waiting(
    request: ApiRequest,
    entry_id: Id = Path(...),
    query: FieldsQuery = Query(...),
) -> WaitingShape:
    """A place on the waiting list."""
    return _told(request, entry_id)


@endpoint(router, "DELETE", "/waitlist/{entry_id}", needs=EDIT, gives=WaitingShape, tags=TAGS)
def leave_waiting_list(request: ApiRequest, entry_id: Id = Path(...)) -> WaitingShape:
    """Take somebody off the waiting list; an offer they had goes to the next."""
    remove_from_waitlist(entry_id=_row(entry_id).pk, now=clock.now())
    return _told(request, entry_id)


def _visible() -> QuerySet[WaitlistEntry]:
    """The places at venues and rooms that whoever asks may touch."""
    found: QuerySet[WaitlistEntry] = WaitlistEntry.objects.all()
    rooms, venues = present_rooms(), present_limit()
    if rooms is not None:
        return found.filter(room_id__in=rooms)
    return found if venues is None else found.filter(venue_id__in=venues)


def _row(entry_id: int) -> WaitlistEntry:
    found = _visible().filter(pk=entry_id).first()
    if found is None:
        raise WaitlistEntryUnknown
    return found


def _told(request: Any, entry_id: int) -> WaitingShape:
    return waiting_shape(_row(entry_id), with_contact=request.auth.has_perm(SEE_CUSTOMERS))


def _venue(venue_id: int) -> Venue:
    found = Venue.objects.filter(pk=venue_id).first()
    if found is None:
        raise NotFound("There is no such venue.")
    insist_on_venue(venue_id)
    return found
