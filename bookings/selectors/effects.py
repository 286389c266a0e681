"""What a change of rules or of a room means for bookings to come, all of which stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from bookings.domain.lifecycle import Status
from bookings.domain.policy import Policy
from bookings.domain.rules import is_length_allowed, is_party_welcome
from bookings.models import Booking, Room, RoomState, Venue
from boom.core import text

Row = TypeVar("Row", Venue, Room)
MOST_LOOKED_AT = 3000


def effects_of_venue(venue: Venue, columns: Mapping[str, Any], *, now: datetime) -> list[str]:
    """Sentences about what these columns would change; none where nothing is touched. At most two queries."""
    after = _with(venue, columns)
    told = []
    if after.is_published != venue.is_published:
        told.append(
            gettext("Customers could book on your page at once.")
            if after.is_published
            else gettext("Customers could no longer book; those who have booked keep their links.")
        )
    rows = _to_come(now).filter(room__venue=venue)
    if after.time_zone != venue.time_zone:
        told += _by_another_clock(rows.first(), venue, after)
    if after.policy() != venue.policy():
        policies = {room.pk: (room.policy(), _moved(room, after).policy()) for room in _rooms(venue)}
        told += _no_longer_allowed(rows, policies.get)
    return told


def effects_of_room(room: Room, columns: Mapping[str, Any], *, now: datetime) -> list[str]:
    """Sentences about what these columns would change for the room's bookings to come. Two queries."""
    after = _with(room, columns)
    rows = _to_come(now).filter(room_id=room.pk)
    told = []
    if after.state != room.state and after.state in {RoomState.ARCHIVED, RoomState.DRAFT}:
        count = rows.count()
        if count:
            told.append(
                ngettext(
                    "%(count)s booking to come is in this room. It stays until you move or cancel it.",
                    "%(count)s bookings to come are in this room. They stay until you move or cancel them.",
                    count,
                )
                % {"count": count}
            )
    return told + _no_longer_allowed(rows, lambda _: (room.policy(), after.policy()))


def _no_longer_allowed(
    rows: QuerySet[Booking], policies: Callable[[int], tuple[Policy, Policy] | None]
) -> list[str]:
    """How many bookings fit the rules that hold and would not fit the others."""
    count = 0
    for row in rows.only("room_id", "party_size", "starts_at", "ends_at")[:MOST_LOOKED_AT]:
        found = policies(row.room_id)
        if found is None:
            continue
        before, after = found
        count += _fits(row, before) and not _fits(row, after)
    if not count:
        return []
    return [
        ngettext(
            "%(count)s booking to come would not be taken by the new rules. It stays as it is.",
            "%(count)s bookings to come would not be taken by the new rules. They stay as they are.",
            count,
        )
        % {"count": count}
    ]


def _fits(row: Booking, policy: Policy) -> bool:
    return is_party_welcome(row.party_size, policy) and is_length_allowed(row.span.duration, policy)


def _by_another_clock(row: Booking | None, venue: Venue, after: Venue) -> list[str]:
    if row is None:
        return []
    twelve = venue.clock_format == "12"
    return [
        gettext("Bookings keep their moment: the next one would read %(after)s instead of %(before)s.")
        % {
            "before": text.clock(row.starts_at, venue.zone, twelve_hours=twelve),
            "after": text.clock(row.starts_at, ZoneInfo(after.time_zone), twelve_hours=twelve),
        }
    ]


def _to_come(now: datetime) -> QuerySet[Booking]:
    live = [Status.PENDING, Status.CONFIRMED]
    return Booking.objects.filter(status__in=live, placed=True, starts_at__gte=now).order_by(
        "starts_at", "id"
    )


def _rooms(venue: Venue) -> list[Room]:
    rooms = list(Room.objects.filter(venue=venue).exclude(state=RoomState.ARCHIVED))
    for room in rooms:
        room.venue = venue
    return rooms


def _moved(room: Room, venue: Venue) -> Room:
    """The room under other rules of its venue."""
    other = copy(room)
    other.venue = venue
    return other


def _with(row: Row, columns: Mapping[str, Any]) -> Row:
    after = copy(row)
    for name, value in columns.items():
        setattr(after, name, value)
    return after
