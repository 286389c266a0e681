"""What a venue offers by its set-up: rooms, rules, prices, hours. Read whole, remembered until it changes.

Set-up is read with every page and changed once a week. A process keeps what it has read under the venue's
`setup_version`, which every service that changes set-up renews; asking for the number costs one small query,
the same that finds the venue.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Prefetch

from accounts.venue_scope import present_rooms
from bookings.domain.availability import RoomDay
from bookings.domain.interval import Interval
from bookings.domain.opening import Night
from bookings.domain.policy import Policy
from bookings.domain.pricing import RuleSet, Wanted, hourly, quote
from bookings.models import FormField, GapRule, HouseTerms, Room, RoomCategory, RoomFeature, RoomPhoto, Venue
from bookings.selectors.occupied import shares_of
from bookings.selectors.prices import rule_set
from bookings.selectors.schedules import VenueHours, venue_hours
from boom.core.db import present_schema, reading
from boom.core.money import Money

MOST_REMEMBERED = 512
MOST_NIGHTS = 4096

# Which venue a room is of, and whether what this process remembers of it still holds.
VERSION_OF_ROOM = """
SELECT venue.id, venue.setup_version
  FROM bookings_room room JOIN bookings_venue venue ON venue.id = room.venue_id
 WHERE room.id = %s::bigint
"""


@dataclass(frozen=True)
class Setup:
    """A venue with its bookable rooms and hours, as of one `setup_version`."""

    venue: Venue
    hours: VenueHours
    rooms: tuple[Room, ...]
    policies: dict[int, Policy]
    price_rules: RuleSet
    form_fields: tuple[FormField, ...] = ()
    # Terms that only some rooms ask for.
    room_terms: tuple[HouseTerms, ...] = ()
    # What rooms may have, in the owner's order.
    features: tuple[RoomFeature, ...] = ()
    # Rooms that share their space, by room: a whole and its parts, wholes with a part in common (ADR 16).
    shares: Mapping[int, frozenset[int]] = field(default_factory=dict)
    # Names of the kinds of rooms of which guests take any.
    interchangeable: frozenset[str] = frozenset()
    _nights: dict[tuple[date, int | None], Night] = field(default_factory=dict, repr=False, compare=False)
    _room_days: dict[tuple[date, int], RoomDay] = field(default_factory=dict, repr=False, compare=False)
    _prices: dict[int, dict[int, Money]] = field(default_factory=dict, repr=False, compare=False)

    def touching(self, room_ids: Iterable[int]) -> frozenset[int]:
        """These rooms and all that share their space: whose rows on the board a change in them alters."""
        wanted = frozenset(room_ids)
        return wanted.union(*(self.shares[room_id] for room_id in wanted & self.shares.keys()))

    def kind_taken_of(self, room: Room) -> str:
        """The kind of which guests take any room, where this one is of such a kind; else empty."""
        return room.category if room.category in self.interchangeable else ""

    def night(self, day: date, room_id: int | None = None) -> Night:
        """A business night of the venue or one of its rooms; remembered. Raises NoSuchDay."""
        key = (day, room_id if room_id in self.hours.rooms else None)
        if key not in self._nights:
            if len(self._nights) > MOST_NIGHTS:
                self._nights.clear()
            self._nights[key] = self.hours.night(day, room_id)
        return self._nights[key]

    def room_day(self, room: Room, day: date) -> RoomDay:
        """A room on a business night, as the domain wants it; remembered. Raises NoSuchDay."""
        known = self._room_days.get((day, room.pk))
        if known is not None:
            return known
        if len(self._room_days) > MOST_NIGHTS:
            self._room_days.clear()
        room_day = self._room_days[day, room.pk] = RoomDay(
            room_id=room.pk,
            night=self.night(day, room.pk),
            policy=self.policies[room.pk],
            price_per_hour=Money(room.price_per_hour_minor, self.venue.currency),
            order=room.order,
            standing=room.standing_on(day),
            price_of=None if self.price_rules.is_plain else partial(self.price_of, room.pk),
            spares_gaps=self.venue.gap_rule == GapRule.REFUSE,
        )
        return room_day

    def room_days(self, day: date, rooms: tuple[Room, ...] | None = None) -> list[RoomDay]:
        """All bookable rooms (or those given) on a business night, in the owner's order."""
        return [self.room_day(room, day) for room in (self.rooms if rooms is None else rooms)]

    def reach(self, first: date, last: date, duration: timedelta) -> Interval:
        """All the time that bookings of that length may take when they start on these nights.

        Most end with their night; where a room stays open past it, they run on. Raises NoSuchDay.
        """
        opens = [night.opens_at for night in self._nights_of(first) if night.opens_at is not None]
        closes = [whole.end for night in self._nights_of(last) for whole in night.open]
        begins, ends = min(opens, default=self.night(first).span.start), self.night(last).span.end
        return Interval(begins, min(ends + duration, max(closes, default=ends)))

    def _nights_of(self, day: date) -> list[Night]:
        """The night as the venue lives it, and as each room with hours of its own does."""
        return [self.night(day), *(self.night(day, room_id) for room_id in self.hours.rooms)]

    def price_of(self, room_id: int, span: Interval, party_size: int | None, now: datetime) -> Money:
        """What a room costs a customer who books it now, by the rules in force."""
        return quote(self.price_rules, Wanted(room_id, span, party_size or 1), now).total

    def prices(self, minutes: int) -> dict[int, Money]:
        """What each room costs for so long, by room id; remembered. The base price knows only how long."""
        if minutes not in self._prices:
            span = Interval.from_epoch(0, minutes * 60)
            currency = self.venue.currency
            self._prices[minutes] = {
                room.pk: hourly(room.price_per_hour_minor, span, currency).total for room in self.rooms
            }
        return self._prices[minutes]


_remembered: OrderedDict[tuple[str, int], tuple[int, Setup]] = OrderedDict()
_lock = threading.Lock()


def remembered_setup(venue_id: int, setup_version: int) -> Setup | None:
    """What this process remembers of a venue, if that is still its version; asks nobody."""
    key = (present_schema(), venue_id)
    with _lock:
        known = _remembered.get(key)
        if known is None or known[0] != setup_version:
            return None
        _remembered.move_to_end(key)
        return known[1]


def setup_of(venue: Venue) -> Setup:
    """The set-up of a venue just read from the database; its rooms on the board, in order.

    For somebody who is limited to single rooms there are no others.
    """
    whole, own = _whole_setup_of(venue), present_rooms()
    if own is None:
        return whole
    return replace(whole, rooms=tuple(room for room in whole.rooms if room.pk in own))


def _whole_setup_of(venue: Venue) -> Setup:
    known = remembered_setup(venue.pk, venue.setup_version)
    if known is not None:
        return known
    key = (present_schema(), venue.pk)
    photos = Prefetch("photos", RoomPhoto.objects.in_order())
    rooms = tuple(Room.objects.filter(venue=venue).on_board().in_order().prefetch_related(photos))
    for room in rooms:
        room.venue = venue
    hours = venue_hours(venue)
    setup = Setup(
        venue,
        hours,
        rooms,
        {room.pk: room.policy() for room in rooms},
        rule_set(venue, hours.schedule),
        tuple(FormField.objects.filter(venue=venue).in_order()),
        tuple(HouseTerms.objects.standing().filter(venue=venue).exclude(room_ids=[])),
        tuple(RoomFeature.objects.filter(venue=venue).in_order()),
        shares_of(venue.pk),
        frozenset(
            RoomCategory.objects.filter(venue=venue, is_interchangeable=True).values_list("name", flat=True)
        ),
    )
    with _lock:
        _remembered[key] = (venue.setup_version, setup)
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return setup


def room_with_venue(room_id: int) -> Room | None:
    """A room with its venue, from memory where that is still true; None when there is no such room."""
    with reading() as cursor:
        cursor.execute(VERSION_OF_ROOM, [room_id])
        found = cursor.fetchone()
    if found is None:
        return None
    known = remembered_setup(*found)
    room = next((room for room in known.rooms if room.pk == room_id), None) if known else None
    # What is remembered is everybody's; what is given away may be changed.
    return copy(room) if room else Room.objects.select_related("venue").filter(pk=room_id).first()


def forget_setups() -> None:
    """Drop what this process remembers (tests)."""
    with _lock:
        _remembered.clear()
