"""Several bookings changing places at once, all of them or none: swaps, groups that move, rooms re-packed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.domain.blockers import are_soft
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.errors import NotPossibleNow, RoomUnknown, RulesBroken
from bookings.models import Occupancy
from bookings.selectors.quoting import price_for
from bookings.selectors.rules import blockers
from bookings.selectors.setup import setup_of
from bookings.services.occupying import exchanging, for_change, held_span, occupying, publish, room_for_change
from bookings.services.quoting import take_over
from boom.core.db import lock_rooms, service

# A customer's hold is theirs, and what is over stays where it was.
REARRANGED = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.BLOCKED})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a booking is to be; `version` is the one the page showed."""

    booking_id: int
    version: int
    room_id: int
    span: Interval


@service
def rearrange(
    *,
    places: Sequence[Place],
    now: datetime,
    override_reason: str = "",
    tell_customer: bool | Collection[int] = False,
) -> list[Occupancy]:
    """Give several bookings other rooms or times at once. They are asked whether they overlap at the end.

    `tell_customer`: whether to, or whose of them. Prices stay as agreed but for a new length. Returns them in
    the order given. Raises ChangedMeanwhile, NotPossibleNow, RulesBroken (soft rules yield to
    `override_reason`) or SlotTaken, and then changes none.
    """
    ids = [place.booking_id for place in places]
    present = Occupancy.objects.filter(pk__in=ids).values_list("room_id", flat=True)
    rooms = {*present, *(place.room_id for place in places)}
    lock_rooms(*rooms)
    by_id = {place.booking_id: place for place in places}
    if len(by_id) != len(ids):
        raise NotPossibleNow
    rows = {key: for_change(key, version=by_id[key].version) for key in sorted(by_id)}
    if any(row.status not in REARRANGED for row in rows.values()):
        raise NotPossibleNow
    before = {key: (row.room_id, row.span) for key, row in rows.items()}
    for key, row in rows.items():
        _put(row, by_id[key], override_reason=override_reason, now=now)
    with occupying(*rooms, now=now), exchanging():
        for row in rows.values():
            row.save()
    for key, row in rows.items():
        room_before, span_before = before[key]
        publish(
            "block.moved" if row.kind == "block" else "booking.moved",
            row,
            setup_of(row.room.venue).hours,
            also_rooms=[room_before],
            also_spans=[span_before],
            tell_customer=tell_customer if isinstance(tell_customer, bool) else key in tell_customer,
        )
    return [rows[key] for key in ids]


def _put(row: Occupancy, place: Place, *, override_reason: str, now: datetime) -> None:
    """Set a row's new place, by the rules for staff; it is not saved yet."""
    room = room_for_change(place.room_id)
    if room.venue_id != row.room.venue_id:
        raise RoomUnknown
    if row.kind == "booking":
        hours = setup_of(room.venue).hours
        found = blockers(room, place.span, row.party_size, hours, by_staff=True, now=now)
        if found and not (override_reason.strip() and are_soft(found)):
            raise RulesBroken(found)
        if found:
            row.override_reason = override_reason.strip()
    if place.span.duration != row.span.duration:
        take_over(row, price_for(row, place.span))
    row.room = room
    row.starts_at, row.ends_at = place.span.start, place.span.end
    row.placed = not row.is_example
    row.clashes_with = []
    held_span(row, room.policy() if row.kind == "booking" else None)
    row.version += 1
    row.calendar_sequence += 1
