"""What state a room is in right now, as the people on the floor see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status

MINUTE = timedelta(minutes=1)
# A party that is due within so long is arriving; one that has so long left is nearly done.
ARRIVING = timedelta(minutes=30)
ENDING = timedelta(minutes=10)


class Floor(StrEnum):
    """A room's state; the first that holds, in this order."""

    OVER_TIME = "over_time"
    ENDING = "ending"
    OCCUPIED = "occupied"
    LATE = "late"
    BLOCKED = "blocked"
    HELD = "held"
    # Somebody is in a room that shares its space: in one of its parts, or in its whole.
    SHARED = "shared"
    DIRTY = "dirty"
    CLEANING = "cleaning"
    ARRIVING = "arriving"
    FREE = "free"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stay:
    """A booking or block of a room, as far as its state goes. `key` leads back to the row."""

    key: int
    span: Interval
    status: Status


@dataclass(frozen=True, slots=True)
class RoomNow:
    """A room's state, whose it is by that state, and what comes next; minutes are whole.

    `minutes` count what matters most: over time, left, late, until the next party.
    """

    state: Floor
    stay: Stay | None = None
    following: Stay | None = None
    minutes: int = 0


def room_now(
    stays: Sequence[Stay],
    *,
    now: datetime,
    readiness: str = "ready",
    is_open: bool = True,
    elsewhere: Sequence[Stay] = (),
) -> RoomNow:
    """Give a room's state from the rows of its night that keep it or may still come, in any order.

    Whoever has been checked in and not out is in the room, however long ago their time was over. `elsewhere`
    are the rows of rooms that share its space.
    """
    ordered = sorted(stays, key=lambda stay: (stay.span.start, stay.key))
    inside = next((stay for stay in ordered if stay.status is Status.CHECKED_IN), None)
    ahead = [
        stay
        for stay in ordered
        if stay is not inside and stay.span.end > now and stay.status in {Status.CONFIRMED, Status.PENDING}
    ]
    following = next(iter(ahead), None)
    if inside is not None:
        return _with_party(inside, following, now)
    here = next((stay for stay in ordered if now in stay.span), None)
    if here is not None and here.status in {Status.CONFIRMED, Status.PENDING}:
        after = next((stay for stay in ahead if stay is not here), None)
        return RoomNow(Floor.LATE, here, after, _minutes(now - here.span.start))
    if here is not None and here.status is Status.BLOCKED:
        return RoomNow(Floor.BLOCKED, here, following, _minutes(here.span.end - now))
    if here is not None and here.status is Status.HELD:
        return RoomNow(Floor.HELD, here, following, 0)
    through = _first(stay for stay in elsewhere if stay.status is Status.CHECKED_IN or now in stay.span)
    if through is not None:
        return RoomNow(Floor.SHARED, through, following, max(0, _minutes(through.span.end - now)))
    # Whoever comes next may come to a room that takes this one away.
    ours = following
    following = _first(each for each in (ours, *elsewhere) if each is not None and each.span.start > now)
    until = _minutes(following.span.start - now) if following else 0
    if readiness != "ready":
        return RoomNow(Floor(readiness), None, following, until)
    if following is not None and following is ours and following.span.start - now <= ARRIVING:
        return RoomNow(Floor.ARRIVING, following, following, until)
    return RoomNow(Floor.FREE if is_open else Floor.CLOSED, None, following, until)


def _with_party(inside: Stay, following: Stay | None, now: datetime) -> RoomNow:
    left = inside.span.end - now
    if left <= timedelta(0):
        return RoomNow(Floor.OVER_TIME, inside, following, _minutes(-left))
    state = Floor.ENDING if left <= ENDING else Floor.OCCUPIED
    # A begun minute counts: nobody reads "0 min left" before it is over.
    return RoomNow(state, inside, following, -(-left // MINUTE))


def _first(stays: Iterable[Stay]) -> Stay | None:
    return min(stays, key=lambda stay: (stay.span.start, stay.key), default=None)


def _minutes(length: timedelta) -> int:
    return length // MINUTE
