"""Keeping a slot for a customer while they type their details, and turning that into a booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import SystemRandom

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.pricing import hourly
from bookings.domain.reference import generate
from bookings.errors import (
    BookingUnknown,
    FormSentBefore,
    HoldExpired,
    NotPossibleNow,
    RoomUnknown,
    SlotTaken,
)
from bookings.models import Booking, Source
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.setup import setup_of
from bookings.services.customers import Contact, match_customer
from bookings.services.occupying import (
    held_span,
    lock_rooms_of,
    made_before,
    occupying,
    publish,
    room_for_change,
    sweep_holds,
)
from bookings.services.rules import insist
from boom.core.db import service
from boom.core.errors import Busy

_random = SystemRandom()
# With a million bookings one draw in 240 is taken; that many in a row never are.
MOST_DRAWS = 20


def new_reference() -> str:
    """A speakable reference nobody has yet. Two that draw the same at once, the database parts."""
    for _ in range(MOST_DRAWS):
        reference = generate(_random)
        if not Booking.objects.filter(reference=reference).exists():
            return reference
    raise Busy


def hold_slot(
    *, room_id: int, span: Interval, party_size: int, now: datetime, idempotency_key: str | None = None
) -> Booking:
    """Keep `span` for a customer at checkout; the hold ends by itself `venue.hold_for` minutes after `now`.

    The same `idempotency_key` again gives the same hold. Raises RulesBroken with every rule against it, and
    SlotTaken, with the nearest free alternatives, when somebody has the room then, buffers included.
    """
    with offering_alternatives(room_id=room_id, span=span, party_size=party_size, now=now):
        return _hold_slot(
            room_id=room_id, span=span, party_size=party_size, now=now, idempotency_key=idempotency_key
        )


def hold_any_room(
    *,
    room_ids: Sequence[int],
    span: Interval,
    party_size: int,
    now: datetime,
    idempotency_key: str | None = None,
) -> Booking:
    """Keep `span` in the first of these rooms that is still free. Raises as `hold_slot` does for the first.

    The same `idempotency_key` again gives the same hold, whichever of the rooms it was in.
    """
    first_refusal: SlotTaken | None = None
    for room_id in room_ids:
        before = _held_by_form(idempotency_key)
        if before is not None:
            return before
        try:
            return hold_slot(
                room_id=room_id, span=span, party_size=party_size, now=now, idempotency_key=idempotency_key
            )
        except SlotTaken as refusal:
            first_refusal = first_refusal or refusal
        except FormSentBefore:
            # The same form, sent at the same time, has just taken another of the rooms.
            before = _held_by_form(idempotency_key)
            if before is None:
                raise
            return before
    raise first_refusal or RoomUnknown


def _held_by_form(idempotency_key: str | None) -> Booking | None:
    if not idempotency_key:
        return None
    return Booking.objects.filter(idempotency_key=idempotency_key).first()


@service
def _hold_slot(
    *, room_id: int, span: Interval, party_size: int, now: datetime, idempotency_key: str | None
) -> Booking:
    room = room_for_change(room_id)
    hours = setup_of(room.venue).hours
    with occupying(room_id, now=now):
        before = made_before(idempotency_key, room_id=room_id, span=span, party_size=party_size)
        if before is not None:
            return before
        insist(room, span, party_size, hours, by_staff=False, override_reason="", now=now)
        price = hourly(room.price_per_hour_minor, span, room.venue.currency)
        hold = Booking(
            kind="booking",
            reference=new_reference(),
            room=room,
            starts_at=span.start,
            ends_at=span.end,
            status=Status.HELD,
            held_until=now + timedelta(minutes=room.venue.hold_for),
            party_size=party_size,
            source=Source.ONLINE,
            quote=price.as_json(),
            total_minor=price.total.minor,
            currency=price.total.currency,
            idempotency_key=idempotency_key,
        )
        held_span(hold, room.policy())
        hold.save(force_insert=True)
    publish("booking.held", hold, hours)
    return hold


@service
def confirm_hold(*, booking_id: int, contact: Contact, note: str = "", now: datetime) -> Booking:
    """Turn a hold into a confirmed booking. Doing it twice gives the same booking.

    A hold whose time is up is confirmed all the same if the room is still free and the start lies ahead.
    Raises HoldExpired when that is not so, NotPossibleNow for a booking that has moved on otherwise.
    """
    lock_rooms_of(booking_id)
    booking = _locked(booking_id)
    if booking.status in {Status.CONFIRMED, Status.CHECKED_IN}:
        return booking
    if booking.status not in {Status.HELD, Status.EXPIRED}:
        raise NotPossibleNow
    has_run_out = booking.status == Status.EXPIRED or booking.is_overdue_hold(now)
    if has_run_out and booking.starts_at < now:
        raise HoldExpired
    hours = setup_of(booking.room.venue).hours
    try:
        with occupying(booking.room_id, now=now, claiming=booking.pk):
            booking.status = Status.CONFIRMED
            booking.held_until = None
            booking.customer = match_customer(contact)
            booking.guest_name = contact.name
            booking.note = note
            booking.version += 1
            booking.save()
    except SlotTaken as error:
        raise HoldExpired from error
    publish("booking.confirmed", booking, hours, tell_customer=True)
    return booking


@service
def release_hold(*, booking_id: int, now: datetime) -> None:
    """Give a held slot back: the customer changed their mind. Anything but a hold is left as it is."""
    booking = _locked(booking_id)
    if booking.status != Status.HELD:
        return
    booking.status = Status.EXPIRED
    booking.version += 1
    booking.save(update_fields=["status", "version"])
    publish("booking.expired", booking, setup_of(booking.room.venue).hours)


@service
def expire_holds(*, now: datetime) -> int:
    """Expire every hold whose time is up, so that open pages see the slot again. Returns how many."""
    return len(sweep_holds(None, now=now))


def _locked(booking_id: int) -> Booking:
    bookings = Booking.objects.select_for_update(of=("self",)).select_related("room__venue")
    booking = bookings.filter(pk=booking_id).first()
    if booking is None:
        raise BookingUnknown
    return booking
