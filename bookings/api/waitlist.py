"""The waiting list: who waits, joining it, offers made by hand, leaving it."""

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
from bookings.models import OfferState, Venue, WaitlistEntry, WaitlistOffer, WaitState
from bookings.phones import LONGEST_TYPED
from bookings.services import waitlist as services
from bookings.services.occupying import room_for_change
from bookings.services.waitlist import Wanted
from bookings.services.waitlist_offers import offer_by_hand, withdraw_offer
from boom.core import clock
from boom.core.errors import NotFound
from boom.rest.endpoints import ApiRequest, Made, endpoint, version_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Day, Id, Instant, Key, line, whole

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


class WishBody(Body):
    """What somebody waits for: which nights, how long, how many."""

    first_day: Day
    last_day: Day | None = None
    earliest: WallMinute | None = None
    latest: WallMinute | None = None
    minutes: Annotated[int, whole(5, 1440)]
    party_size: People
    room_id: Key | None = None
    category: Annotated[str, line(60)] = ""
    note: Annotated[str, line(LONGEST_NOTE)] = ""


class NewWaiting(WishBody):
    """Somebody who waits, and how to reach them."""

    venue_id: Key
    name: Annotated[str, line(LONGEST_NAME, shortest=1)]
    email: Annotated[str, line(254)] = ""
    phone: Annotated[str, line(LONGEST_TYPED)] = ""


class OfferBody(Body):
    """What they are offered; the first that fits where nothing is said."""

    room_id: Key | None = None
    starts_at: Instant | None = None


class PlaceBody(Body):
    """In front of whom; at the end of the line where nobody is named."""

    before_id: Key | None = None


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
    entry = services.join_waitlist(
        venue_id=venue.pk,
        contact=contact_of(venue, body.model_dump(include={"name", "email", "phone"})),
        wanted=_wanted(body),
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


@endpoint(
    router,
    "PUT",
    "/waitlist/{entry_id}",
    needs=EDIT,
    gives=WaitingShape,
    conditional=True,
    alone=True,
    tags=TAGS,
)
def change_waiting(request: ApiRequest, body: WishBody, entry_id: Id = Path(...)) -> WaitingShape:
    """Wait for something else at the same place in line. An offer that was made stands."""
    version_known(request, _row(entry_id).version)
    services.change_wish(entry_id=entry_id, wanted=_wanted(body), note=body.note, now=clock.now())
    return _told(request, entry_id)


@endpoint(
    router,
    "DELETE",
    "/waitlist/{entry_id}",
    needs=EDIT,
    gives=WaitingShape,
    conditional=True,
    alone=True,
    tags=TAGS,
)
def leave_waiting_list(request: ApiRequest, entry_id: Id = Path(...)) -> WaitingShape:
    """Take somebody off the waiting list; an offer they had goes to the next."""
    services.remove_from_waitlist(entry_id=_known(request, entry_id).pk, now=clock.now())
    return _told(request, entry_id)


@endpoint(
    router,
    "POST",
    "/waitlist/{entry_id}/put-back",
    needs=EDIT,
    gives=WaitingShape,
    conditional=True,
    alone=True,
    tags=TAGS,
)
def put_back_waiting(request: ApiRequest, entry_id: Id = Path(...)) -> WaitingShape:
    """Back to where they stood, after they left or were taken off."""
    services.put_back_in_line(entry_id=_known(request, entry_id).pk, now=clock.now())
    return _told(request, entry_id)


@endpoint(
    router,
    "POST",
    "/waitlist/{entry_id}/move",
    needs=EDIT,
    gives=WaitingShape,
    conditional=True,
    alone=True,
    tags=TAGS,
)
def move_waiting(request: ApiRequest, body: PlaceBody, entry_id: Id = Path(...)) -> WaitingShape:
    """Another place in line."""
    services.move_in_line(entry_id=_known(request, entry_id).pk, before_id=body.before_id)
    return _told(request, entry_id)


@endpoint(
    router,
    "POST",
    "/waitlist/{entry_id}/offer",
    needs=TAKE,
    gives=WaitingShape,
    conditional=True,
    alone=True,
    tags=TAGS,
)
def offer_to_waiting(request: ApiRequest, body: OfferBody, entry_id: Id = Path(...)) -> WaitingShape:
    """Offer somebody what is free, whoever is before them; it is held for them until they answer."""
    _known(request, entry_id)
    if body.room_id is not None:
        room_for_change(body.room_id)
    offer_by_hand(entry_id=entry_id, room_id=body.room_id, starts_at=body.starts_at, now=clock.now())
    return _told(request, entry_id)


@endpoint(
    router,
    "POST",
    "/waitlist/{entry_id}/withdraw",
    needs=TAKE,
    gives=WaitingShape,
    conditional=True,
    alone=True,
    tags=TAGS,
)
def withdraw_from_waiting(request: ApiRequest, entry_id: Id = Path(...)) -> WaitingShape:
    """Take back what they were offered; they keep their place. Nothing offered changes nothing."""
    live = WaitlistOffer.objects.filter(entry=_known(request, entry_id), state=OfferState.LIVE).first()
    if live is not None:
        withdraw_offer(offer_id=live.pk, now=clock.now())
    return _told(request, entry_id)


def _wanted(body: WishBody) -> Wanted:
    wish = body.model_dump(
        include={"first_day", "minutes", "earliest", "latest", "party_size", "room_id", "category"}
    )
    return Wanted(last_day=body.last_day or body.first_day, **wish)


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


def _known(request: ApiRequest, entry_id: int) -> WaitlistEntry:
    """Somebody in line; an If-Match that is sent is held to. Raises WaitlistEntryUnknown, Stale."""
    found = _row(entry_id)
    version_known(request, found.version, required=False)
    return found


def _told(request: Any, entry_id: int) -> WaitingShape:
    return waiting_shape(_row(entry_id), with_contact=request.auth.has_perm(SEE_CUSTOMERS))


def _venue(venue_id: int) -> Venue:
    found = Venue.objects.filter(pk=venue_id).first()
    if found is None:
        raise NotFound("There is no such venue.")
    insist_on_venue(venue_id)
    return found
