"""Several rooms booked as one, under the reference of the first: taken, moved and cancelled together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import CANCELLABLE, Status
from bookings.domain.pricing.terms import PLAIN
from bookings.errors import NotPossibleNow, RoomUnknown
from bookings.models import Booking, Occupancy
from bookings.selectors.groups import parts_of
from bookings.selectors.setup import setup_of
from bookings.services.answers import answers_by_room
from bookings.services.cancelling import cancel_booking
from bookings.services.caps import insist_on_caps
from bookings.services.customers import Contact, match_customer
from bookings.services.holds import new_reference
from bookings.services.occupying import for_change, held_span, occupying, publish, room_for_change
from bookings.services.quoting import put_new_price
from bookings.services.rearranging import REARRANGED, Place, rearrange
from bookings.services.rules import insist
from boom.core.db import lock_rooms, service


@dataclass(frozen=True, slots=True)
class Part:
    """One room of a group, and how many of the party go there."""

    room_id: int
    party_size: int | None = None


@service
def book_group(
    *,
    parts: Sequence[Part],
    span: Interval,
    contact: Contact,
    source: str,
    now: datetime,
    note: str = "",
    staff_note: str = "",
    override_reason: str = "",
    idempotency_key: str | None = None,
    tell_customer: bool = True,
    answers: Mapping[str, object] | None = None,
) -> list[Booking]:
    """Book several rooms for one party, all or none, by staff; the first has the group's reference.

    The same `idempotency_key` again gives the same group; `answers` to the venue's own questions go to each
    room. Raises Invalid, RulesBroken, SlotTaken, RoomUnknown for rooms of several venues.
    """
    room_ids = [part.room_id for part in parts]
    rooms = {room_id: room_for_change(room_id) for room_id in room_ids}
    if not parts or len(rooms) != len(parts) or len({room.venue_id for room in rooms.values()}) != 1:
        raise RoomUnknown
    lock_rooms(*room_ids)
    before = _made_before(idempotency_key)
    if before:
        return before
    setup = setup_of(rooms[room_ids[0]].venue)
    hours = setup.hours
    customer = match_customer(contact)
    kept = answers_by_room(setup.venue.pk, answers, room_ids, for_staff=True)
    bookings: list[Booking] = []
    for number, part in enumerate(parts):
        room = rooms[part.room_id]
        insist(room, span, part.party_size, hours, by_staff=True, override_reason=override_reason, now=now)
        booking = Booking(
            kind="booking",
            reference=new_reference(),
            room=room,
            customer=customer,
            guest_name=contact.name,
            starts_at=span.start,
            ends_at=span.end,
            status=Status.CONFIRMED,
            party_size=part.party_size,
            source=source,
            note=note,
            staff_note=staff_note,
            override_reason=override_reason,
            answers=kept[part.room_id],
            idempotency_key=_key(idempotency_key, number),
        )
        booking.group_reference = bookings[0].reference if bookings else booking.reference
        held_span(booking, room.policy())
        put_new_price(setup, booking, PLAIN, now=now, online=False)
        bookings.append(booking)
    insist_on_caps(customer, bookings, hours, by_staff=True, override_reason=override_reason, now=now)
    with occupying(*room_ids, now=now):
        for booking in bookings:
            booking.save(force_insert=True)
    for number, booking in enumerate(bookings):
        # One letter speaks for all the rooms.
        publish("booking.created", booking, hours, tell_customer=tell_customer and number == 0)
    return bookings


@service
def move_group(
    *, booking_id: int, by: timedelta, versions: Mapping[int, int], now: datetime, override_reason: str = ""
) -> list[Occupancy]:
    """Move every room of a group to another time, by as much as one of them moves; all or none.

    `versions` are those the page showed, by id. Raises as `rearrange` does.
    """
    parts = [part for part in parts_of(booking_id) if part.status in REARRANGED]
    return rearrange(
        places=[
            Place(
                part.pk,
                versions.get(part.pk, 0),
                part.room_id,
                Interval(part.starts_at + by, part.ends_at + by),
            )
            for part in parts
        ],
        now=now,
        override_reason=override_reason,
    )


@service
def cancel_group(
    *,
    booking_id: int,
    now: datetime,
    reason: str = "",
    by_staff: bool = True,
    tell_customer: bool = True,
    versions: Mapping[int, int] | None = None,
) -> list[Booking]:
    """Cancel every room of a group that still can be, under the venue's terms. Returns those cancelled.

    `versions` are those the page showed, by id; None: any. Raises NotPossibleNow when there is none,
    ChangedMeanwhile for what the page did not show so, RulesBroken when it is too late for a customer.
    """
    parts = [part for part in parts_of(booking_id) if part.status in CANCELLABLE]
    if not parts:
        raise NotPossibleNow
    if versions is not None:
        for part in parts:
            for_change(part.pk, version=versions.get(part.pk, 0))
    return [
        cancel_booking(
            booking_id=part.pk,
            now=now,
            reason=reason,
            by_staff=by_staff,
            tell_customer=tell_customer and part.pk == parts[0].pk,
        )
        for part in parts
    ]


def _made_before(idempotency_key: str | None) -> list[Booking]:
    if not idempotency_key:
        return []
    first = Booking.objects.filter(idempotency_key=_key(idempotency_key, 0)).first()
    return parts_of(first.pk) if first is not None else []


def _key(idempotency_key: str | None, number: int) -> str | None:
    """Each room's own key: no two rows may share one."""
    return f"{idempotency_key}.{number}" if idempotency_key else None
