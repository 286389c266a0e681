"""What customers do with their own booking by its link. Each change makes the old links useless."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import EARLY, Status, can_extend
from bookings.domain.pricing.terms import Terms
from bookings.errors import (
    BookingUnknown,
    NotPossibleNow,
    PriceChanged,
    RoomUnknown,
    RulesBroken,
    TermsRefused,
)
from bookings.given_back import giving_back
from bookings.models import Booking, Occupancy
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.groups import own_parts_of
from bookings.selectors.own_change import (
    asked_first,
    capacity_blockers,
    guests_blockers,
    hard_problems,
    own_quote,
    same_terms,
)
from bookings.selectors.setup import setup_of
from bookings.services.bookings import insist_on_cut_off, move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.links import issue_manage_link, replace_links
from bookings.services.occupying import (
    for_change,
    held_span,
    lock_rooms_of,
    occupying,
    publish,
    room_for_change,
)
from bookings.services.quoting import take_over
from bookings.services.rules import insist_on_gaps
from bookings.services.visits import change_room, extend_booking
from boom.core.db import service


@service
def cancel_own_booking(
    *,
    booking_id: int,
    version: int | None,
    part_ids: Collection[int] = (),
    reason: str = "",
    now: datetime,
) -> str:
    """Cancel a booking under the venue's terms; gives back the token of its new link.

    Of rooms booked together `part_ids` says which; the others stand. Raises RulesBroken when it is too late
    for that, ChangedMeanwhile for an old `version` (another fee than the one shown may be due),
    NotPossibleNow for a booking that has been used, or that is not of this group.
    """
    wanted = set(part_ids) or {booking_id}
    own = {part.pk for part in own_parts_of(booking_id)}
    if not wanted <= own:
        raise NotPossibleNow
    for_change(booking_id, version=version)
    with giving_back(booking_id, now=now):
        for part_id in sorted(wanted):
            cancel_booking(
                booking_id=part_id,
                reason=reason,
                now=now,
                by_staff=False,
                tell_customer=part_id == min(wanted),
            )
    return replace_links(booking_id=booking_id, now=now)


def change_own_party(
    *,
    booking_id: int,
    version: int,
    party_size: int,
    terms: Terms,
    shown_minor: int | None,
    now: datetime,
    room_id: int | None = None,
) -> str:
    """Give a booking another number of people and other add-ons, at the price that was shown.

    `room_id` moves it to another room for the same time, where the party does not fit any more. Gives back
    the token of its new link. Raises what `own_change` says beforehand: RulesBroken (too late, too many),
    TermsRefused; AddOnGone and SlotTaken when somebody was faster; PriceChanged where it costs something else
    than was shown (None: than was agreed); ChangedMeanwhile, NotPossibleNow.
    """
    row = _present(booking_id)
    with offering_alternatives(
        room_id=room_id or row.room_id, span=row.span, party_size=party_size, now=now, leaving_out=row.pk
    ):
        return _change_party(
            booking_id=booking_id,
            version=version,
            party_size=party_size,
            terms=terms,
            shown_minor=shown_minor,
            now=now,
            room_id=room_id or row.room_id,
        )


@service
def _change_party(
    *,
    booking_id: int,
    version: int,
    party_size: int,
    terms: Terms,
    shown_minor: int | None,
    now: datetime,
    room_id: int,
) -> str:
    lock_rooms_of(booking_id, room_id)
    booking = for_change(booking_id, version=version)
    if booking.kind != "booking" or booking.status not in {Status.PENDING, Status.CONFIRMED}:
        raise NotPossibleNow
    insist_on_cut_off(booking, booking.room, now)
    room, old_room = room_for_change(room_id), booking.room
    if room.venue_id != old_room.venue_id:
        raise RoomUnknown
    setup = setup_of(room.venue)
    first = asked_first(setup, booking, room)
    if against := first or capacity_blockers(setup, booking, room, party_size, now=now):
        raise RulesBroken(against)
    own = Terms.from_json(booking.price_terms)
    is_same = same_terms(terms, own)
    if not is_same and (own.agreed or not booking.quote):
        raise NotPossibleNow("Your price was agreed with us. Ask us, and we see to it.")
    quote = own_quote(setup, booking, room_id=room_id, party_size=party_size, terms=terms)
    if refused := hard_problems(quote):
        raise TermsRefused(refused)
    before = {"people": booking.party_size, "total_minor": booking.total_minor, "room": old_room.pk}
    expected = booking.total_minor if shown_minor is None else shown_minor
    if quote is not None and quote.total.minor != expected:
        raise PriceChanged(details={"agreed_minor": booking.total_minor, "total_minor": quote.total.minor})
    is_moved = room_id != old_room.pk
    with giving_back(booking_id, now=now), occupying(old_room.pk, room_id, now=now):
        if is_moved:
            insist_on_gaps(room, booking.span, party_size, now=now, leaving_out=booking.pk)
            booking.room = room
            held_span(booking, room.policy())
            booking.calendar_sequence += 1
        booking.party_size = party_size
        take_over(booking, quote, None if is_same else terms)
        booking.version += 1
        booking.save()
    if is_moved:
        publish("booking.moved", booking, setup.hours, also_rooms=[old_room.pk])
    publish("booking.changed", booking, setup.hours, before=before, tell_customer=not is_moved)
    return replace_links(booking_id=booking_id, now=now)


@service
def extend_own_booking(
    *,
    booking_id: int,
    version: int,
    minutes: int,
    room_id: int | None,
    now: datetime,
    shown_minor: int | None = None,
) -> str | None:
    """Give a party more time by its own link, in another room if `room_id` says so.

    `shown_minor` is how much more they were told it costs. Gives back the token of a new link where the visit
    goes on as another booking, else None: the link stays good. Raises PriceChanged where it costs something
    else than was shown, and what `extend_booking`, `change_room` and `move_booking` raise.
    """
    row = _present(booking_id)
    # The price is known once it is done; where it is not the one they saw, that is taken back.
    with transaction.atomic():
        going_on = _go_on(row, version=version, minutes=minutes, room_id=room_id, now=now)
        agreed, total = row.total_minor or 0, sum(booking.total_minor or 0 for booking in going_on)
        if total - agreed != (shown_minor or 0):
            raise PriceChanged(details={"agreed_minor": agreed, "total_minor": total})
    if len(going_on) == 1:
        return None
    return issue_manage_link(booking_id=going_on[-1].pk, now=now)


def _go_on(
    row: Booking, *, version: int, minutes: int, room_id: int | None, now: datetime
) -> tuple[Occupancy, ...]:
    """Make a visit longer; gives back the booking, or it and the one it goes on as in another room."""
    more = timedelta(minutes=minutes)
    if room_id is None or room_id == row.room_id:
        return (extend_booking(booking_id=row.pk, duration=more, version=version, now=now, by_staff=False),)
    room = room_for_change(room_id)
    if room.venue_id != row.room.venue_id:
        raise NotPossibleNow
    if against := guests_blockers(setup_of(room.venue), row, room):
        raise RulesBroken(against)
    if row.status == Status.CHECKED_IN:
        return change_room(
            booking_id=row.pk,
            room_id=room_id,
            version=version,
            now=now,
            until=row.ends_at + more,
            by_staff=False,
        )
    if not can_extend(row.status, starts_at=row.starts_at, ends_at=row.ends_at, now=now, early=EARLY):
        raise NotPossibleNow
    # Whoever is about to come is held to the rules for guests who are here, not to notice.
    moved = move_booking(
        booking_id=row.pk,
        room_id=room_id,
        span=Interval(row.starts_at, row.ends_at + more),
        version=version,
        now=now,
        tell_customer=False,
    )
    return (moved,)


@service
def move_own_booking(
    *,
    booking_id: int,
    room_id: int,
    span: Interval,
    version: int,
    now: datetime,
    shown_minor: int | None = None,
) -> str:
    """Give a booking another time, length or room, by the rules for customers; gives back the new token.

    `shown_minor` is the new total they saw. Raises PriceChanged where it costs something else than was agreed
    and than was shown, and what `move_booking` raises.
    """
    agreed = Occupancy.objects.values_list("total_minor", flat=True).get(pk=booking_id)
    # The new price is known once it has moved; where it is not the one they saw, that is taken back.
    with transaction.atomic(), giving_back(booking_id, now=now):
        moved = move_booking(
            booking_id=booking_id, room_id=room_id, span=span, version=version, now=now, by_staff=False
        )
        if moved.total_minor not in {agreed, shown_minor}:
            raise PriceChanged(details={"agreed_minor": agreed, "total_minor": moved.total_minor})
    return replace_links(booking_id=booking_id, now=now)


def _present(booking_id: int) -> Booking:
    booking = Booking.objects.filter(pk=booking_id).first()
    if booking is None:
        raise BookingUnknown
    return booking
