"""Keeping a slot for a customer while they type their details, and turning that into a booking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status, answer_is_due
from bookings.domain.pricing.terms import PLAIN, Terms
from bookings.domain.reference import generate
from bookings.errors import (
    BookingUnknown,
    CartFull,
    FormSentBefore,
    HoldExpired,
    NotPossibleNow,
    RoomUnknown,
    SlotTaken,
)
from bookings.models import Booking, Customer, Room, Source
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.groups import UNFINISHED, held_together
from bookings.selectors.quoting import booked_at
from bookings.selectors.setup import Setup, setup_of
from bookings.services.answers import answers_by_room
from bookings.services.bans import refuse_banned
from bookings.services.caps import insist_on_caps, insist_on_caps_of_nights
from bookings.services.customers import Contact, match_customer
from bookings.services.house_terms import Agreed, insist_on_terms, note_agreements
from bookings.services.occupying import (
    held_span,
    lock_rooms_of,
    made_before,
    occupying,
    publish,
    room_for_change,
    sweep_holds,
)
from bookings.services.private_links import insist_on_uses, note_use
from bookings.services.quoting import insist_on_total, put_new_price
from bookings.services.rules import insist, insist_on_gaps
from bookings.services.waitlist_outcomes import is_offer, offers_taken
from boom.core.db import lock_rooms, service
from boom.core.errors import Busy

_random = SystemRandom()
# Nobody fills a house with holds: a bigger party asks.
MOST_IN_CART = 8
# With a million bookings one draw in 240 is taken; that many in a row never are.
MOST_DRAWS = 20


def new_reference() -> str:
    """A speakable reference nobody has yet. Two that draw the same at once, the database parts."""
    for _ in range(MOST_DRAWS):
        reference = generate(_random)
        if not Booking.objects.filter(reference=reference).exists():
            return reference
    raise Busy


def new_references(count: int) -> list[str]:
    """So many references that nobody has yet, all different: one query as a rule."""
    found: dict[str, None] = {}
    for _ in range(MOST_DRAWS):
        drawn = {generate(_random) for _ in range(count - len(found))} - found.keys()
        known = set(Booking.objects.filter(reference__in=drawn).values_list("reference", flat=True))
        found |= dict.fromkeys(sorted(drawn - known))
        if len(found) == count:
            return list(found)
    raise Busy


def hold_slot(
    *,
    room_id: int,
    span: Interval,
    party_size: int,
    now: datetime,
    idempotency_key: str | None = None,
    until: datetime | None = None,
    came_from: Mapping[str, str] | None = None,
    beside: int | None = None,
) -> Booking:
    """Keep `span` for a customer at checkout; the hold ends by itself at `until`, or else `venue.hold_for`
    minutes after `now`.

    The same `idempotency_key` again gives the same hold; `came_from` is kept with it (domain.origins).
    `beside` is a hold that this one goes into one cart with, at the same time or another: booked together or
    not at all. Raises RulesBroken with every rule against it, and SlotTaken, with the nearest free
    alternatives, when somebody has the room then, buffers included; for a cart HoldExpired once it is booked
    or given up, CartFull, RoomUnknown for a room of another venue.
    """
    with offering_alternatives(room_id=room_id, span=span, party_size=party_size, now=now):
        return _hold_slot(
            room_id=room_id,
            span=span,
            party_size=party_size,
            now=now,
            idempotency_key=idempotency_key,
            until=until,
            came_from=came_from or {},
            beside=beside,
        )


def hold_any_room(
    *,
    room_ids: Sequence[int],
    span: Interval,
    party_size: int,
    now: datetime,
    idempotency_key: str | None = None,
    came_from: Mapping[str, str] | None = None,
    beside: int | None = None,
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
                room_id=room_id,
                span=span,
                party_size=party_size,
                now=now,
                idempotency_key=idempotency_key,
                came_from=came_from,
                beside=beside,
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
    *,
    room_id: int,
    span: Interval,
    party_size: int,
    now: datetime,
    idempotency_key: str | None,
    until: datetime | None,
    came_from: Mapping[str, str],
    beside: int | None,
) -> Booking:
    room = room_for_change(room_id)
    setup = setup_of(room.venue)
    hours = setup.hours
    if beside is not None:
        lock_rooms_of(beside, room_id)
    with occupying(room_id, now=now):
        before = made_before(idempotency_key, room_id=room_id, span=span, party_size=party_size)
        if before is not None:
            return before
        insist(room, span, party_size, hours, by_staff=False, override_reason="", now=now)
        insist_on_gaps(room, span, party_size, now=now)
        hold = Booking(
            kind="booking",
            reference=new_reference(),
            room=room,
            starts_at=span.start,
            ends_at=span.end,
            status=Status.HELD,
            held_until=until or now + timedelta(minutes=room.venue.hold_for),
            party_size=party_size,
            source=Source.ONLINE,
            came_from=dict(came_from),
            idempotency_key=idempotency_key,
            group_reference=_cart_to_join(beside, room) if beside is not None else "",
        )
        held_span(hold, room.policy())
        put_new_price(setup, hold, PLAIN, now=now, online=True)
        hold.save(force_insert=True)
        if room.is_private:
            note_use(hold, now=now)
    publish("booking.held", hold, hours)
    return hold


def _cart_to_join(booking_id: int, room: Room) -> str:
    """The reference of the cart a hold is in, made where it was alone; its row stays locked."""
    first = _locked(booking_id)
    if first.status not in UNFINISHED or was_taken_out(first):
        raise HoldExpired
    if room.venue_id != first.room.venue_id:
        raise RoomUnknown
    if len(held_together(booking_id)) >= MOST_IN_CART:
        raise CartFull
    if not first.group_reference:
        first.group_reference = first.reference
        first.version += 1
        first.save(update_fields=["group_reference", "version"])
    return first.group_reference


@service
def confirm_hold(
    *,
    booking_id: int,
    contact: Contact,
    note: str = "",
    now: datetime,
    terms: Terms | None = None,
    shown_minor: int | None = None,
    answers: Mapping[str, object] | None = None,
    agreed: Agreed | None = None,
) -> Booking:
    """Turn a hold into a confirmed booking, or a request where the room needs a yes. Twice gives the same.

    What is held together, at one time or several, is confirmed together: all of it, or none. A hold whose
    time is up is confirmed all the same if the room is still free and the start lies ahead. Raises
    HoldExpired when that is not so, RulesBroken when it is more than one customer may have, NotTakenOnline
    for somebody who is banned, NotPossibleNow for a booking that has moved on otherwise.

    `terms` are what the customer chose for this room beside time and party; None: what the hold has already.
    `answers` are those to the venue's own questions, by key: Invalid names what is wrong with one.
    `shown_minor` is the total of all rooms that they saw: raises PriceChanged when it is another one by now,
    TermsRefused for what cannot be had, or what is used up (errors.CLAIMS). `agreed` is kept with each
    booking; raises TermsNotAgreed where it is not all that the venue asks for.
    """
    booking, parts = claimed(booking_id, now=now)
    if parts:
        details = Details(contact, note, terms, shown_minor, answers, agreed)
        take_down(booking, parts, details, partial(accept, now=now), now=now)
        tell_of_booked(booking, parts, now=now)
    return booking


def claimed(booking_id: int, *, now: datetime) -> tuple[Booking, list[Booking]]:
    """A hold and all that is held with it, rooms and rows locked; no parts where it is booked already.

    One whose time is up is among them as long as its start lies ahead. Raises HoldExpired, NotPossibleNow.
    """
    ids = held_together(booking_id)
    lock_rooms(*Booking.objects.filter(pk__in=ids).values_list("room_id", flat=True))
    parts = {key: _locked(key) for key in ids}
    booking = parts[booking_id]
    if booking.status in {Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN}:
        return booking, []
    if booking.status not in UNFINISHED:
        raise NotPossibleNow
    if was_taken_out(booking):
        raise HoldExpired
    open_parts = [part for part in parts.values() if part.status in UNFINISHED and not was_taken_out(part)]
    if any(_has_run_out(part, now) and part.starts_at < now for part in open_parts):
        raise HoldExpired
    return booking, open_parts


@dataclass(frozen=True, slots=True)
class Details:
    """What a customer says when they book."""

    contact: Contact
    note: str = ""
    terms: Terms | None = None
    shown_minor: int | None = None
    answers: Mapping[str, object] | None = None
    agreed: Agreed | None = None


def take_down(
    booking: Booking,
    parts: Sequence[Booking],
    details: Details,
    becomes: Callable[[Booking], None],
    *,
    now: datetime,
) -> None:
    """Write on claimed holds whose they are and what they come to, and what each `becomes`."""
    refuse_banned(details.contact)
    kept = answers_by_room(
        booking.room.venue_id,
        details.answers,
        {part.room_id for part in parts},
        for_staff=False,
        kept=booking.answers,
    )
    insist_on_uses(parts, now=now)
    asked = insist_on_terms(parts, details.agreed)
    customer = match_customer(details.contact)
    setup = setup_of(booking.room.venue)
    _insist_on_caps(customer, parts, setup, now)
    with taking(parts, now=now):
        for part in parts:
            becomes(part)
            part.customer = customer
            part.guest_name = details.contact.name
            part.note = details.note
            part.answers = kept[part.room_id]
            _settle(setup, part, details.terms if part.pk == booking.pk else None, now)
            part.version += 1
            part.save()
        note_agreements(parts, asked, details.agreed, now=now)
        insist_on_total(parts, details.shown_minor)


@contextmanager
def taking(parts: Sequence[Booking], *, now: datetime) -> Iterator[None]:
    """Write claimed holds within the block. Raises HoldExpired where somebody has one of the rooms by now."""
    try:
        with occupying(*{part.room_id for part in parts}, now=now, claiming=[part.pk for part in parts]):
            yield
    except SlotTaken as error:
        raise HoldExpired from error


def tell_of_booked(booking: Booking, parts: Sequence[Booking], *, now: datetime) -> None:
    """Say that these holds are bookings (or requests) now."""
    hours = setup_of(booking.room.venue).hours
    for part in parts:
        fact = "booking.requested" if part.status == Status.PENDING else "booking.confirmed"
        # One letter speaks for all of them.
        publish(fact, part, hours, tell_customer=part.pk == booking.pk)
    if offered := [part.pk for part in parts if is_offer(part)]:
        offers_taken(booking_ids=offered, now=now)


def _insist_on_caps(customer: Customer | None, parts: Sequence[Booking], setup: Setup, now: datetime) -> None:
    """Hold a customer to the venue's limits, for one night or for each of several."""
    nights = {setup.hours.business_day(part.starts_at) for part in parts}
    if len(nights) == 1:
        insist_on_caps(customer, parts, setup.hours, by_staff=False, override_reason="", now=now)
    else:
        insist_on_caps_of_nights(customer, parts, setup.hours, override_reason="", now=now)


def _settle(setup: Setup, booking: Booking, terms: Terms | None, now: datetime) -> None:
    """Price a hold with what was chosen at last; whose code and hours they are shows when it is confirmed."""
    kept = Terms.from_json(booking.price_terms)
    if kept.promo_id or kept.pack_id or (terms is not None and terms != kept):
        wanted = kept if terms is None else terms
        put_new_price(setup, booking, wanted, now=booked_at(booking, otherwise=now), online=True)


def was_taken_out(part: Booking) -> bool:
    """Of a cart (`services.carts`), perhaps a moment ago in another window."""
    return part.status == Status.EXPIRED and part.held_until is None


def _has_run_out(hold: Booking, now: datetime) -> bool:
    return hold.status == Status.EXPIRED or hold.is_overdue_hold(now)


def accept(booking: Booking, now: datetime) -> None:
    """What a hold becomes: a booking, or a request with the time until which it waits."""
    booking.held_until = booking.answer_by = None
    booking.status = Status.CONFIRMED
    if booking.room.needs_approval:
        within = timedelta(minutes=booking.room.venue.answer_within)
        booking.status = Status.PENDING
        booking.answer_by = answer_is_due(now, starts_at=booking.starts_at, within=within)


@service
def release_hold(*, booking_id: int, now: datetime) -> None:
    """Give a held slot back, and those held together with it: the customer changed their mind.

    Anything but a hold is left as it is.
    """
    for key in held_together(booking_id):
        give_back(_locked(key))


def give_back(hold: Booking) -> None:
    """Let a locked hold go; anything else is left as it is."""
    if hold.status != Status.HELD:
        return
    hold.status = Status.EXPIRED
    hold.version += 1
    hold.save(update_fields=["status", "held_until", "version"])
    publish("booking.expired", hold, setup_of(hold.room.venue).hours)


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
