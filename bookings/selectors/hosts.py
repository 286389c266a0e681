"""Who can look after a party, and what guests think of those who did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, F, Q, QuerySet
from django.utils.translation import gettext

from accounts.models import User
from accounts.venue_scope import present_rooms
from bookings.models import Rating, Room, Venue

MOST_WORDS = 50


@dataclass(frozen=True, slots=True)
class Rated:
    """What guests think of a room or of somebody: the mean of their stars, to one decimal, and how many."""

    name: str
    stars: float
    count: int


@dataclass(frozen=True, slots=True)
class Ratings:
    """What guests said of visits to a venue that began in a period: rooms in their order, people by name.

    Whoever has left the team is named nowhere; `latest` are the last with words.
    """

    rooms: Sequence[Rated]
    people: Sequence[Rated]
    latest: Sequence[Rating]
    count: int
    stars: float


def may_host(person: User, room: Room) -> bool:
    """Whether somebody works in a room: not those limited to other places, or who have left."""
    is_limited = bool(person.venue_ids or person.room_ids)
    is_there = room.venue_id in person.venue_ids or room.pk in person.room_ids
    return person.is_active and (is_there or not is_limited)


def hosts_for(room: Room) -> list[User]:
    """Everybody who works in a room, by name. One query."""
    people = User.objects.filter(is_active=True).order_by("name", "id")
    return [person for person in people if may_host(person, room)]


def host_name(person: User | None) -> str:
    """What a host is called; who has left the team is not named any more."""
    if person is None:
        return ""
    return str(person) if person.is_active else _left()


def ratings_of_venue(venue: Venue, *, since: datetime, until: datetime) -> Ratings:
    """What guests said of visits that began between two instants. Four queries."""
    said = visible_ratings(
        Rating.objects.filter(
            booking__room__venue=venue, booking__starts_at__gte=since, booking__starts_at__lt=until
        )
    )
    whole = said.aggregate(mean=Avg("stars"), count=Count("id"))
    latest = said.exclude(words="").select_related("booking__room", "booking__customer", "booking__host")
    return Ratings(
        rooms=_by_room(said),
        people=_by_person(said),
        latest=list(latest.order_by("-id")[:MOST_WORDS]),
        count=whole["count"],
        stars=round(whole["mean"] or 0, 1),
    )


def _by_room(said: QuerySet[Rating]) -> list[Rated]:
    rows = (
        said.values("booking__room__name", place=F("booking__room__order"), key=F("booking__room_id"))
        .annotate(mean=Avg("stars"), count=Count("id"))
        .order_by("place", "key")
    )
    return [Rated(row["booking__room__name"], round(row["mean"], 1), row["count"]) for row in rows]


def _by_person(said: QuerySet[Rating]) -> list[Rated]:
    """One line for each who is on the team, then one for all who have left, one for visits without a host."""
    by_name = _lines(said.filter(booking__host__is_active=True), "booking__host__name", "booking__host_id")
    left = _line(_left(), said.filter(booking__host__is_active=False))
    nobody = _line(gettext("Nobody noted"), said.filter(booking__host__isnull=True))
    return [*by_name, *filter(None, (left, nobody))]


def _lines(said: QuerySet[Rating], name: str, key: str) -> list[Rated]:
    rows = said.values(name, key).annotate(mean=Avg("stars"), count=Count("id")).order_by(name, key)
    return [Rated(row[name], round(row["mean"], 1), row["count"]) for row in rows]


def _line(name: str, said: QuerySet[Rating]) -> Rated | None:
    found = said.aggregate(mean=Avg("stars"), count=Count("id"))
    return Rated(name, round(found["mean"], 1), found["count"]) if found["count"] else None


def visible_ratings(said: QuerySet[Rating]) -> QuerySet[Rating]:
    """Those of rooms that whoever asks may touch."""
    rooms = present_rooms()
    return said if rooms is None else said.filter(Q(booking__room_id__in=rooms))


def _left() -> str:
    return gettext("Somebody who has left")
