"""While they are here: walk-ins, more time, another room in the middle, running late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import cast

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import EARLY, OCCUPYING, Status, can_extend, given_back_from
from bookings.domain.pricing.terms import PLAIN
from bookings.errors import NoRoomFree, NotPossibleNow, NotThatLate, SlotTaken
from bookings.models import Booking, FieldSubject, Occupancy, Source
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.quoting import price_for
from bookings.selectors.setup import setup_of
from bookings.selectors.visits import price_of_the_rest
from bookings.services.answers import checked_answers
from bookings.services.customers import Contact, match_customer
from bookings.services.holds import new_reference
from bookings.services.hosts import host_at_the_door
from bookings.services.occupying import (
    for_change,
    held_span,
    lock_rooms_of,
    made_before,
    occupying,
    publish,
    room_for_change,
)
from bookings.services.quoting import put_new_price, put_price, take_over
from bookings.services.readiness import was_left
from bookings.services.rules import insist
from boom.core.db import service

MINUTE = timedelta(minutes=1)
MOST_LATE = 180
NOBODY = Contact(name="")


def seat_walk_in(
    *,
    room_ids: Iterable[int],
    duration: timedelta,
    party_size: int | None,
    now: datetime,
    contact: Contact = NOBODY,
    override_reason: str = "",
    idempotency_key: str | None = None,
    answers: Mapping[str, object] | None = None,
) -> Booking:
    """Seat a party that stands at the door in the first of these rooms that is free from now on.

    They are checked in at once; who they are may stay unknown. The same `idempotency_key` again gives the
    same booking. `answers` are those to the venue's own questions. Raises NoRoomFree, RulesBroken, Invalid.
    """
    span = Interval.lasting(now.replace(second=0, microsecond=0), duration)
    for room_id in room_ids:
        if idempotency_key:
            before = Booking.objects.filter(idempotency_key=idempotency_key).first()
            if before is not None:
                return before
        try:
            return _seat(
                room_id=room_id,
                span=span,
                party_size=party_size,
                now=now,
                contact=contact,
                override_reason=override_reason,
                idempotency_key=idempotency_key,
                answers=answers,
            )
        except SlotTaken:
            # Somebody was faster with this room: the next.
            continue
    raise NoRoomFree("No room that fits is free from now on for that long.")


@service
def _seat(
    *,
    room_id: int,
    span: Interval,
    party_size: int | None,
    now: datetime,
    contact: Contact,
    override_reason: str,
    idempotency_key: str | None,
    answers: Mapping[str, object] | None,
) -> Booking:
    room = room_for_change(room_id)
    setup = setup_of(room.venue)
    hours = setup.hours
    with occupying(room_id, now=now):
        before = made_before(idempotency_key, room_id=room_id, span=span, party_size=party_size)
        if before is not None:
            return before
        insist(room, span, party_size, hours, by_staff=True, override_reason=override_reason, now=now)
        booking = Booking(
            kind="booking",
            reference=new_reference(),
            room=room,
            customer=match_customer(contact),
            guest_name=contact.name,
            starts_at=span.start,
            ends_at=span.end,
            status=Status.CHECKED_IN,
            checked_in_at=now,
            party_size=party_size,
            source=Source.WALK_IN,
            override_reason=override_reason,
            idempotency_key=idempotency_key,
            answers=checked_answers(
                room.venue_id, FieldSubject.BOOKING, answers, for_staff=True, room_id=room.pk
            ),
        )
        booking.host_id = host_at_the_door(booking)
        held_span(booking, room.policy())
        put_new_price(setup, booking, PLAIN, now=now, online=False)
        booking.save(force_insert=True)
    publish("booking.seated", booking, hours, tell_customer=False)
    return booking


def extend_booking(
    *,
    booking_id: int,
    duration: timedelta,
    version: int,
    now: datetime,
    by_staff: bool = True,
    override_reason: str = "",
) -> Booking:
    """Let a party stay `duration` longer in its room, at the agreed rate.

    Raises NotPossibleNow unless they are in the room or about to come, ChangedMeanwhile, RulesBroken (closing
    time, longest booking: soft for staff only), or SlotTaken with alternatives when somebody is in the way.
    """
    row = Occupancy.objects.filter(pk=booking_id).first()
    if row is None:
        raise NotPossibleNow
    longer = Interval(row.starts_at, row.ends_at + duration)
    with offering_alternatives(
        room_id=row.room_id, span=longer, party_size=row.party_size, now=now, leaving_out=row.pk
    ):
        return _extend(
            booking_id=booking_id,
            duration=duration,
            version=version,
            now=now,
            by_staff=by_staff,
            override_reason=override_reason,
        )


@service
def _extend(
    *,
    booking_id: int,
    duration: timedelta,
    version: int,
    now: datetime,
    by_staff: bool,
    override_reason: str,
) -> Booking:
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    _insist_on_visit(booking, now)
    if duration <= timedelta(0):
        raise NotPossibleNow
    span = Interval(booking.starts_at, booking.ends_at + duration)
    hours = setup_of(booking.room.venue).hours
    # A length or start that the rules for strangers would not give is no matter for somebody who is here.
    insist(
        booking.room,
        span,
        booking.party_size,
        hours,
        by_staff=True,
        override_reason=override_reason if by_staff else "",
        now=now,
    )
    before = booking.span
    with occupying(booking.room_id, now=now):
        take_over(booking, price_for(booking, span))
        booking.ends_at = span.end
        held_span(booking, booking.room.policy())
        if by_staff and override_reason:
            booking.override_reason = override_reason
        booking.version += 1
        booking.calendar_sequence += 1
        booking.save()
    publish("booking.moved", booking, hours, also_spans=[before], tell_customer=False)
    return cast(Booking, booking)


def change_room(
    *,
    booking_id: int,
    room_id: int,
    version: int,
    now: datetime,
    until: datetime | None = None,
    by_staff: bool = True,
    override_reason: str = "",
) -> tuple[Occupancy, Occupancy]:
    """Move a party on to another room in the middle of their visit; they stay until `until` (their end).

    What is over is closed with the time they had and its price at the agreed rate; the rest becomes a
    booking of its own in the other room, at that room's price on the same terms (`price_of_the_rest`), which
    says what it continues. Returns both, the first one first. Raises NotPossibleNow for a party that is not
    in a room, ChangedMeanwhile, RulesBroken, or SlotTaken with alternatives.
    """
    row = Occupancy.objects.filter(pk=booking_id).first()
    if row is None:
        raise NotPossibleNow
    end = until or row.ends_at
    if not now < end:
        raise NotPossibleNow
    with offering_alternatives(
        room_id=room_id, span=Interval(now, end), party_size=row.party_size, now=now, leaving_out=row.pk
    ):
        return _change_room(
            booking_id=booking_id,
            room_id=room_id,
            version=version,
            now=now,
            end=end,
            by_staff=by_staff,
            override_reason=override_reason,
        )


@service
def _change_room(
    *,
    booking_id: int,
    room_id: int,
    version: int,
    now: datetime,
    end: datetime,
    by_staff: bool,
    override_reason: str,
) -> tuple[Occupancy, Occupancy]:
    lock_rooms_of(booking_id, room_id)
    first = for_change(booking_id, version=version)
    room = room_for_change(room_id)
    if first.status != Status.CHECKED_IN or room_id == first.room_id or room.venue_id != first.room.venue_id:
        raise NotPossibleNow
    if first.is_example:
        raise NotPossibleNow
    whole = first.span
    left_at = given_back_from(starts_at=first.starts_at, ends_at=end, now=now)
    if not left_at < end:
        raise NotPossibleNow
    rest = Interval(left_at, end)
    setup = setup_of(room.venue)
    hours = setup.hours
    # The visit as a whole has to keep the rules, not each of its halves: they would be too short.
    insist(
        room,
        Interval(whole.start, end),
        first.party_size,
        hours,
        by_staff=True,
        override_reason=override_reason if by_staff else "",
        now=now,
    )
    second = Booking(
        kind="booking",
        reference=new_reference(),
        room=room,
        customer=first.customer,
        guest_name=first.guest_name,
        starts_at=rest.start,
        ends_at=rest.end,
        status=Status.CHECKED_IN,
        checked_in_at=first.checked_in_at,
        party_size=first.party_size,
        source=first.source,
        note=first.note,
        staff_note=first.staff_note,
        override_reason=override_reason if by_staff else "",
        host_id=first.host_id,
        continues=first,
    )
    with occupying(first.room_id, room_id, now=now):
        # While the first has all that it had: the rest is paid for on the same terms.
        price = price_of_the_rest(first, setup, room_id, rest)
        take_over(first, price_for(first, Interval(whole.start, rest.start)))
        first.ends_at = rest.start
        first.status = Status.COMPLETED
        first.checked_out_at = now
        first.version += 1
        held_span(first, first.room.policy())
        first.save()
        held_span(second, room.policy())
        put_price(second, price.quote, price.terms, booked_at=price.booked_at)
        second.save(force_insert=True)
    publish("booking.completed", first, hours, also_spans=[whole], tell_customer=False)
    publish("booking.seated", second, hours, tell_customer=False)
    was_left(first.room, now=now)
    return first, second


@service
def say_late(*, booking_id: int, minutes: int, note: str, now: datetime) -> Booking:
    """Note that a party will be late: the front desk sees it, and waits that much longer before giving it up.

    Saying it again replaces what was said. Raises NotThatLate, NotPossibleNow for one that is not expected.
    """
    if not 0 < minutes <= MOST_LATE:
        raise NotThatLate
    booking = for_change(booking_id, version=None)
    if booking.kind != "booking" or booking.status != Status.CONFIRMED or now >= booking.ends_at:
        raise NotPossibleNow
    note = note.strip()[:200]
    if (booking.late_minutes, booking.late_note) == (minutes, note):
        return cast(Booking, booking)
    booking.late_minutes, booking.late_note = minutes, note
    booking.version += 1
    booking.save(update_fields=["late_minutes", "late_note", "version"])
    publish("booking.late", booking, setup_of(booking.room.venue).hours, tell_customer=False)
    return cast(Booking, booking)


@service
def set_turnover(
    *, booking_id: int, version: int, before: int | None, after: int | None, now: datetime
) -> Booking:
    """Keep more or less time free around one booking, in minutes; None where the room's own holds again.

    Raises ChangedMeanwhile, NotPossibleNow, or TurnoverTooShort when a neighbour is in the way.
    """
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    if booking.kind != "booking" or booking.status not in OCCUPYING - {Status.HELD}:
        raise NotPossibleNow
    booking.own_buffer_before, booking.own_buffer_after = before, after
    held_span(booking, booking.room.policy())
    with occupying(booking.room_id, now=now):
        booking.version += 1
        booking.save()
    publish("booking.turnover", booking, setup_of(booking.room.venue).hours, tell_customer=False)
    return cast(Booking, booking)


def _insist_on_visit(booking: Occupancy, now: datetime) -> None:
    if (
        booking.is_example
        or booking.kind != "booking"
        or not can_extend(
            booking.status, starts_at=booking.starts_at, ends_at=booking.ends_at, now=now, early=EARLY
        )
    ):
        raise NotPossibleNow
