"""Whose venues and rooms somebody may touch: most people all of a business's, some only theirs. Asked in one
place.

`boom.access` sets the limit for a request and holds every key in its address against it; apps say of which
venue and room a key's row is (`locates`), and ask `may_see` and `may_see_room` where they list things or are
told of a room in a form. Nothing is limited outside of a request of somebody who is: tasks, commands and
customers.

Somebody limited to single rooms sees their venues' names and clocks as well; what is of a venue and no room
is theirs only where the whole venue is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from boom.core.errors import NotFound


class Place(NamedTuple):
    """Where a row is: its venue, and its room where it has one."""

    venue_id: int
    room_id: int | None = None


class RoomOfVenue(NamedTuple):
    """A room, for choosing to which somebody is limited."""

    room_id: int
    venue_id: int
    name: str


Locator = Callable[[int], Place | None]
Lister = Callable[[], list[tuple[int, str]]]
RoomLister = Callable[[], list[RoomOfVenue]]
Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class _Limit:
    """`venues`: of which they see anything; `whole`: all; `rooms`: None where all of those are theirs."""

    venues: frozenset[int]
    whole: frozenset[int]
    rooms: frozenset[int] | None


_limit: ContextVar[_Limit | None] = ContextVar("boom_venue_limit", default=None)
_locators: dict[str, Locator] = {}
_listers: list[Lister] = []
_room_listers: list[RoomLister] = []

# Keys in addresses of things that no venue owns. Of the record the limited only take back what they did.
# Which rule of prices a number means, its kind says too: its pages ask for themselves.
OF_NO_VENUE = frozenset(
    {
        "user_id",
        "invitation_id",
        "role_id",
        "delivery_id",
        "customer_id",
        "other_id",
        "ban_id",
        "event_id",
        "rule_id",
        "finding_id",
        "payout_id",
        "key_id",
        "suppression_id",
        "chat_id",
        "endpoint_id",
        "feed_id",
        "site_id",
        "calendar_id",
        "account_id",
        "sent_id",
    }
)


@contextmanager
def limited_to(venue_ids: Iterable[int], room_ids: Iterable[int] = ()) -> Iterator[None]:
    """Run the block as somebody who may touch these venues, and single rooms, only; none named means all.

    One query for whoever is limited to rooms, none for others.
    """
    token = _limit.set(_limit_of(frozenset(venue_ids), frozenset(room_ids)))
    try:
        yield
    finally:
        _limit.reset(token)


def within_limit(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces of a stream, each made under the limit that holds now, whenever it is asked for."""
    limit, source = _limit.get(), iter(pieces)

    def under_it() -> Iterator[Piece]:
        while True:
            token = _limit.set(limit)
            try:
                piece = next(source)
            except StopIteration:
                return
            finally:
                _limit.reset(token)
            yield piece

    return under_it()


def _limit_of(venues: frozenset[int], rooms: frozenset[int]) -> _Limit | None:
    if not rooms:
        return _Limit(venues, venues, None) if venues else None
    known = [room for room in rooms_of_business() if room.room_id in rooms or room.venue_id in venues]
    return _Limit(
        venues | {room.venue_id for room in known}, venues, frozenset(room.room_id for room in known)
    )


def present_limit() -> frozenset[int] | None:
    """The venues that whoever asks may touch anything of; None for all."""
    limit = _limit.get()
    return None if limit is None else limit.venues


def present_whole() -> frozenset[int] | None:
    """The venues of which everything is theirs, also what is of no room; None for all."""
    limit = _limit.get()
    return None if limit is None else limit.whole


def present_rooms() -> frozenset[int] | None:
    """The rooms that whoever asks may touch; None for every room of their venues."""
    limit = _limit.get()
    return None if limit is None else limit.rooms


def may_see(venue_id: int) -> bool:
    """Whether whoever asks may touch a venue, or some of its rooms."""
    limit = _limit.get()
    return limit is None or venue_id in limit.venues


def may_see_room(room_id: int, venue_id: int) -> bool:
    """Whether whoever asks may touch a room of a venue."""
    limit = _limit.get()
    return limit is None or (venue_id in limit.venues if limit.rooms is None else room_id in limit.rooms)


def may_see_place(place: Place) -> bool:
    """Whether whoever asks may touch what is there: of no room, it is whose the whole venue is."""
    if place.room_id is not None:
        return may_see_room(place.room_id, place.venue_id)
    limit = _limit.get()
    return limit is None or place.venue_id in limit.whole


def insist_on_venue(venue_id: int) -> None:
    """Raises NotFound for another's venue: what is not theirs to see is not there for them."""
    if not may_see_place(Place(venue_id)):
        raise NotFound


def insist_on_path(keys: Mapping[str, object]) -> None:
    """Hold every key of an address against the limit. Asks nothing of the database for the unlimited.

    Raises NotFound; AssertionError for a key that nobody has said the venue of.
    """
    if _limit.get() is None:
        return
    for name, value in keys.items():
        if name in OF_NO_VENUE or not isinstance(value, int):
            continue
        if name not in _locators:
            raise AssertionError(f"say with `locates` of which venue {name!r} is")
        place = _locators[name](value)
        if place is not None and not may_see_place(place):
            raise NotFound


def locates(name: str) -> Callable[[Locator], Locator]:
    """Register who knows where the row is that a key in addresses means; None for no such row."""

    def register(locator: Locator) -> Locator:
        _locators[name] = locator
        return locator

    return register


def located_keys() -> set[str]:
    """The keys somebody knows the venue of (the tests ask)."""
    return set(_locators)


def lists_venues(lister: Lister) -> Lister:
    """Register who knows a business's venues, as (key, name) in their order."""
    _listers.append(lister)
    return lister


def venues_of_business() -> list[tuple[int, str]]:
    """Every venue of the business, for choosing to which somebody is limited."""
    return [venue for lister in _listers for venue in lister()]


def lists_rooms(lister: RoomLister) -> RoomLister:
    """Register who knows a business's rooms, venue by venue in their order."""
    _room_listers.append(lister)
    return lister


def rooms_of_business() -> list[RoomOfVenue]:
    """Every room of the business, for choosing to which somebody is limited. One query."""
    return [room for lister in _room_listers for room in lister()]
