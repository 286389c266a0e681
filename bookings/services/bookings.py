"""What staff and customers do with bookings: take, move, resize, change, confirm, restore."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import LIVE, RESTORABLE, Status, claims_room, why_not_cancel
from bookings.domain.pricing.terms import PLAIN, Price, Terms
from bookings.errors import (
    CLAIMS,
    BookingUnknown,
    ExampleIsNobody,
    NotPossibleNow,
    PriceWouldChange,
    RoomUnknown,
    RulesBroken,
)
from bookings.models import Booking, FieldSubject, Occupancy, Room
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.own_change import asked_first
from bookings.selectors.setup import setup_of
from bookings.services.answers import checked_answers
from bookings.services.caps import insist_on_caps
from bookings.services.customers import Contact, customer_after_edit, match_customer
from bookings.services.examples import insist_on_a_place
from bookings.services.holds import new_reference
from bookings.services.hour_packs import insist_on_owner, keep_all_prepaid
from bookings.services.house_terms import Agreed, note_said
from bookings.services.links import revoke_links
from bookings.services.occupying import (
    for_change,
    held_span,
    lock_rooms_of,
    made_before,
    occupying,
    publish,
    room_for_change,
)
from bookings.services.quoting import (
    insist_on_total,
    price_after_move,
    prices_to_choose,
    put_new_price,
    take_over,
)
from bookings.services.rules import insist, insist_on_gaps
from boom.core.db import refusing, service
from boom.core.money import Money


def create_booking(
    *,
    room_id: int,
    span: Interval,
    contact: Contact,
    party_size: int | None,
    source: str,
    now: datetime,
    note: str = "",
    staff_note: str = "",
    override_reason: str = "",
    idempotency_key: str | None = None,
    tell_customer: bool = True,
    terms: Terms = PLAIN,
    answers: Mapping[str, object] | None = None,
    agreed: Agreed | None = None,
) -> Booking:
    """Take a booking by staff, confirmed at once. The same `idempotency_key` again gives the same booking.

    Soft rules (hours, lengths, party size) yield to `override_reason`; nothing overrides a taken room.
    `terms` are add-ons, package, codes and what staff agreed on; `answers` those to the venue's own
    questions, by key; `agreed` what the guest said yes to, if asked. Raises RulesBroken, TermsRefused,
    what is used up (errors.CLAIMS), or SlotTaken with the nearest free alternatives.
    """
    with offering_alternatives(room_id=room_id, span=span, party_size=party_size, now=now):
        return _create_booking(
            room_id=room_id,
            span=span,
            contact=contact,
            party_size=party_size,
            source=source,
            now=now,
            note=note,
            staff_note=staff_note,
            override_reason=override_reason,
            idempotency_key=idempotency_key,
            tell_customer=tell_customer,
            terms=terms,
            answers=answers,
            agreed=agreed,
        )


@service
def _create_booking(
    *,
    room_id: int,
    span: Interval,
    contact: Contact,
    party_size: int | None,
    source: str,
    now: datetime,
    note: str,
    staff_note: str,
    override_reason: str,
    idempotency_key: str | None,
    tell_customer: bool,
    terms: Terms,
    answers: Mapping[str, object] | None,
    agreed: Agreed | None,
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
            status=Status.CONFIRMED,
            party_size=party_size,
            source=source,
            note=note,
            staff_note=staff_note,
            answers=checked_answers(
                room.venue_id, FieldSubject.BOOKING, answers, for_staff=True, room_id=room.pk
            ),
            override_reason=override_reason,
            idempotency_key=idempotency_key,
        )
        insist_on_caps(
            booking.customer, [booking], hours, by_staff=True, override_reason=override_reason, now=now
        )
        held_span(booking, room.policy())
        put_new_price(setup, booking, terms, now=now, online=False)
        booking.save(force_insert=True)
        if agreed is not None:
            note_said(booking, agreed, now=now)
    publish("booking.created", booking, hours, tell_customer=tell_customer)
    return booking


def move_booking(
    *,
    booking_id: int,
    room_id: int,
    span: Interval,
    version: int,
    now: datetime,
    by_staff: bool = True,
    override_reason: str = "",
    tell_customer: bool = True,
    price: Price = Price.USUAL,
    asks: bool = False,
    shown_minor: int | None = None,
) -> Occupancy:
    """Give a booking or block another room, time or length. By staff, moving keeps the agreed price and a new
    length changes it (at the agreed hourly rate where that is all there is to it), unless `price` says
    otherwise; by customers, see `selectors.quotes.after_customers_change`. An unplaced (imported, clashing)
    booking is placed by this. With `asks` a move that makes a difference to the price is not made before
    somebody has seen it: `shown_minor` is the sum they said yes to.

    Raises PriceWouldChange for that, PriceChanged when it costs another sum by now, ChangedMeanwhile when
    `version` is not the present one, NotPossibleNow for one that is over, RulesBroken (customers: also their
    cut-off), or SlotTaken with alternatives.
    """
    with offering_alternatives(room_id=room_id, span=span, party_size=None, now=now, leaving_out=booking_id):
        return _move(
            booking_id=booking_id,
            room_id=room_id,
            span=span,
            version=version,
            now=now,
            by_staff=by_staff,
            override_reason=override_reason,
            tell_customer=tell_customer,
            price=price,
            asks=asks,
            shown_minor=shown_minor,
        )


@service
def _move(
    *,
    booking_id: int,
    room_id: int,
    span: Interval,
    version: int,
    now: datetime,
    by_staff: bool,
    override_reason: str,
    tell_customer: bool,
    price: Price,
    asks: bool,
    shown_minor: int | None,
) -> Occupancy:
    lock_rooms_of(booking_id, room_id)
    occupancy = for_change(booking_id, version=version)
    if occupancy.status not in LIVE | {Status.BLOCKED}:
        raise NotPossibleNow
    room = room_for_change(room_id)
    if room.venue.currency != occupancy.room.venue.currency:
        # What was agreed is in other money than this room's prices.
        raise RoomUnknown
    setup = setup_of(room.venue)
    hours, agreed, new_price = setup.hours, occupancy.total_minor, None
    ways: list[tuple[Price, Money]] = []
    before_room, before = occupancy.room_id, occupancy.span
    if occupancy.kind == "booking":
        if not by_staff:
            insist_on_cut_off(occupancy, occupancy.room, now)
            if against := asked_first(setup, occupancy, room):
                raise RulesBroken(against)
        insist(
            room,
            span,
            occupancy.party_size,
            hours,
            by_staff=by_staff,
            override_reason=override_reason,
            now=now,
        )
        if asks and shown_minor is None:
            ways = prices_to_choose(setup, occupancy, room_id, span, price)
        new_price = price_after_move(setup, occupancy, room_id, span, price, by_staff=by_staff)
    with occupying(before_room, room_id, now=now):
        insist_on_a_place(occupancy, room, span)
        if not by_staff:
            insist_on_gaps(room, span, occupancy.party_size, now=now, leaving_out=occupancy.pk)
        occupancy.room = room
        occupancy.starts_at, occupancy.ends_at = span.start, span.end
        occupancy.placed = not occupancy.is_example
        occupancy.clashes_with = []
        if override_reason:
            occupancy.override_reason = override_reason
        held_span(occupancy, room.policy() if occupancy.kind == "booking" else None)
        take_over(occupancy, new_price)
        insist_on_total([occupancy], shown_minor)
        occupancy.version += 1
        occupancy.calendar_sequence += 1
        occupancy.save()
        if ways:
            # Only now that it would go: nobody is asked about a price that is not to be had.
            raise PriceWouldChange(Money(agreed or 0, occupancy.currency), ways)
    kind = "block.moved" if occupancy.kind == "block" else "booking.moved"
    publish(
        kind,
        occupancy,
        hours,
        also_rooms=[before_room],
        also_spans=[before],
        tell_customer=tell_customer,
    )
    return occupancy


@service
def edit_booking(
    *,
    booking_id: int,
    version: int,
    contact: Contact,
    party_size: int | None,
    note: str,
    staff_note: str,
    now: datetime,
    override_reason: str = "",
    price: Price = Price.USUAL,
    answers: Mapping[str, object] | None = None,
) -> Booking:
    """Change who a booking is for and what is noted on it. Its price stays unless `price` asks for a new one.

    Raises ChangedMeanwhile, RulesBroken (party size), NotPossibleNow, PackOfAnother where the new customer
    would go on using prepaid hours of the one before.
    """
    booking = for_change(booking_id, version=version)
    if booking.kind != "booking":
        raise NotPossibleNow
    setup = setup_of(booking.room.venue)
    hours = setup.hours
    if party_size != booking.party_size:
        capacity = {"party-too-small", "party-too-large"}
        try:
            insist(
                booking.room,
                booking.span,
                party_size,
                hours,
                by_staff=True,
                override_reason=override_reason,
                now=now,
            )
        except RulesBroken as error:
            about_people = [blocker for blocker in error.blockers if blocker.code in capacity]
            if about_people:
                raise RulesBroken(about_people) from None
    owner_id = booking.customer_id
    if not booking.is_example:
        booking.customer = customer_after_edit(booking.customer, contact, name_before=booking.title)
    elif contact.email or contact.phone:
        raise ExampleIsNobody
    booking.guest_name = contact.name
    booking.party_size = party_size
    booking.note = note
    booking.staff_note = staff_note
    booking.answers = checked_answers(
        booking.room.venue_id,
        FieldSubject.BOOKING,
        answers,
        for_staff=True,
        room_id=booking.room_id,
        kept=booking.answers,
    )
    if price == Price.NEW and booking.quote:
        take_over(
            booking, price_after_move(setup, booking, booking.room_id, booking.span, price, by_staff=True)
        )
    if booking.customer_id != owner_id:
        insist_on_owner(booking)
    with refusing(CLAIMS):
        booking.version += 1
        booking.save()
    if owner_id is not None and booking.customer_id != owner_id:
        # Whoever it was for before has no business with it any more.
        revoke_links(booking_id=booking.pk, now=now)
    publish("booking.edited", booking, hours)
    return booking  # type: ignore[return-value]


@service
def confirm_booking(*, booking_id: int, version: int, now: datetime, tell_customer: bool = True) -> Booking:
    """Say yes to a booking that waited for staff. Confirming a confirmed one changes nothing.

    Raises ChangedMeanwhile, or NotPossibleNow for one that no longer waits.
    """
    booking = for_change(booking_id, version=version)
    if booking.kind == "booking" and booking.status == Status.CONFIRMED:
        return booking  # type: ignore[return-value]
    if booking.kind != "booking" or booking.status != Status.PENDING:
        raise NotPossibleNow
    booking.status = Status.CONFIRMED
    booking.answer_by = None
    booking.version += 1
    booking.save(update_fields=["status", "answer_by", "version"])
    publish("booking.confirmed", booking, setup_of(booking.room.venue).hours, tell_customer=tell_customer)
    return booking  # type: ignore[return-value]


def restore_booking(*, booking_id: int, version: int, now: datetime, tell_customer: bool = True) -> Booking:
    """Bring a cancelled booking, or one whose party was given up, back, if its room is still free then.

    Raises ChangedMeanwhile, NotPossibleNow, PackWithdrawn, or SlotTaken with alternatives.
    """
    booking = Booking.objects.filter(pk=booking_id).first()
    if booking is None:
        raise BookingUnknown
    with offering_alternatives(
        room_id=booking.room_id, span=booking.span, party_size=booking.party_size, now=now
    ):
        return _restore(booking_id=booking_id, version=version, now=now, tell_customer=tell_customer)


@service
def _restore(*, booking_id: int, version: int, now: datetime, tell_customer: bool) -> Booking:
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    if booking.status not in RESTORABLE or not claims_room(booking.status, Status.CONFIRMED):
        raise NotPossibleNow
    # Of a no-show its customer never heard.
    tell_customer = tell_customer and booking.status == Status.CANCELLED
    keep_all_prepaid(booking)
    with occupying(booking.room_id, now=now):
        booking.status = Status.CONFIRMED
        booking.cancelled_at = None
        booking.cancellation_reason = ""
        booking.fee_minor = None
        booking.version += 1
        booking.calendar_sequence += 1
        booking.save()
    publish("booking.restored", booking, setup_of(booking.room.venue).hours, tell_customer=tell_customer)
    return booking  # type: ignore[return-value]


def insist_on_cut_off(occupancy: Occupancy, room: Room, now: datetime) -> None:
    """Raise RulesBroken once a customer may not change the booking alone any more."""
    found = why_not_cancel(
        occupancy.status, starts_at=occupancy.starts_at, now=now, cancel_until=room.policy().cancel_until
    )
    if found:
        raise RulesBroken(found)
