"""What a guest's wish for another party or other add-ons would make of their booking, before it is taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bookings.domain.blockers import Blocker
from bookings.domain.lifecycle import Status
from bookings.domain.pricing import Quote
from bookings.domain.pricing.quotes import Problem
from bookings.domain.pricing.terms import Terms
from bookings.domain.private_rooms import is_opened
from bookings.domain.rules import HIDDEN_ROOM, room_blockers
from bookings.domain.turnover import conflicts, occupied_row
from bookings.models import FieldAsked, Occupancy, Room
from bookings.selectors.occupied import occupied_rows
from bookings.selectors.quoting import agreed_quote, price_change
from bookings.selectors.rules import blockers
from bookings.selectors.setup import Setup
from bookings.selectors.stock import missing_add_ons
from boom.core.money import Money

# What of the rules is about how many come; the booking's time is agreed already.
ABOUT_PEOPLE = frozenset({"party-too-small", "party-too-large"})
# A code, voucher or pack that no longer counts is left out of the price and said; anything else is refused.
LEFT_OUT = frozenset({"promo", "voucher", "pack"})
MOST_ROOMS = 6
ASKS_MORE = Blocker(
    "asks-more", "We ask something more of guests in that room. Ask us, and we see to it.", hard=True
)
NEEDS_A_YES = Blocker(
    "needs-a-yes",
    "Somebody at the venue has to say yes to that room first. Ask us, and we see to it.",
    hard=True,
)


@dataclass(frozen=True, slots=True)
class OtherRoom:
    """A room that is free for the same time and takes the party, with what the booking would cost there."""

    room: Room
    total: Money | None


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What a change would come to: the new quote (None: no price was made), or why it cannot be."""

    quote: Quote | None
    against: tuple[Blocker, ...]
    rooms: tuple[OtherRoom, ...]
    # Add-ons that others have at the time.
    missing: tuple[Problem, ...] = ()

    @property
    def refused(self) -> list[Problem]:
        """What of the choice cannot be had."""
        return [*hard_problems(self.quote), *self.missing]

    @property
    def left_out(self) -> list[str]:
        """The codes that no longer count, in words."""
        found = self.quote.problems if self.quote else ()
        return [problem.message for problem in found if problem.field in LEFT_OUT]

    @property
    def is_possible(self) -> bool:
        return not (self.against or self.refused)


def own_change(
    setup: Setup, booking: Occupancy, *, party_size: int, terms: Terms, now: datetime
) -> OwnChange:
    """Look at a wish: its price in the room the booking has, or the rooms for it where that does not do."""
    against = tuple(capacity_blockers(setup, booking, booking.room, party_size, now=now))
    quote = own_quote(setup, booking, room_id=booking.room_id, party_size=party_size, terms=terms)
    rooms = tuple(_other_rooms(setup, booking, party_size, terms, now=now)) if against else ()
    missing = (
        missing_add_ons(terms, quote, booking.span, heads=party_size, leaving_out=booking.pk) if quote else ()
    )
    return OwnChange(quote, against, rooms, tuple(missing))


def asked_first(setup: Setup, booking: Occupancy, room: Room) -> list[Blocker]:
    """What stands between a guest's booking and a room until somebody was asked: staff, or the guest."""
    found = [NEEDS_A_YES] if _needs_another_yes(booking, room) else []
    return [*found, ASKS_MORE] if _asks_more(setup, booking, room) else found


def _needs_another_yes(booking: Occupancy, room: Room) -> bool:
    """Whether staff would have to say yes before a guest's booking goes into this room.

    Not of one that waits for their yes anyway, nor where they said it of the room it has.
    """
    return room.needs_approval and not booking.room.needs_approval and booking.status != Status.PENDING


def _asks_more(setup: Setup, booking: Occupancy, room: Room) -> bool:
    """Whether a room asks for something that its guest was not asked with the room they have: an answer that
    must be given, or a yes to terms.
    """
    if room.pk == booking.room_id:
        return False
    unanswered = any(
        field.room_ids
        and not field.archived_at
        and field.for_guests == FieldAsked.REQUIRED
        and field.is_for([room.pk])
        and field.key not in booking.answers
        for field in setup.form_fields
    )
    return unanswered or any(
        terms.hold_for([room.pk]) and not terms.hold_for([booking.room_id]) for terms in setup.room_terms
    )


def guests_blockers(setup: Setup, booking: Occupancy, room: Room) -> list[Blocker]:
    """Why a guest's visit may not go on in a room: the venue alone gives it, or has to say yes first."""
    night = setup.hours.business_day(booking.starts_at)
    hidden = [HIDDEN_ROOM] if room.is_private and not is_opened(room.pk) else []
    return [*room_blockers(room.standing_on(night)), *asked_first(setup, booking, room), *hidden]


def own_quote(
    setup: Setup, booking: Occupancy, *, room_id: int, party_size: int, terms: Terms
) -> Quote | None:
    """The quote of a booking for another party, on other terms, perhaps in another room.

    The agreed one where the rules make no difference, and where staff agreed on a price; None where no price
    was ever made. It counts as booked when it was.
    """
    kept = agreed_quote(booking)
    if kept is None or terms.agreed is not None:
        return kept
    before = price_change(setup, booking)
    after = price_change(setup, booking, room_id=room_id, party_size=party_size, terms=terms)
    assert before is not None
    assert after is not None
    is_same = same_terms(terms, Terms.from_json(booking.price_terms)) and before.new.total == after.new.total
    return replace(kept, problems=after.new.problems) if is_same else after.new


def same_terms(one: Terms, other: Terms) -> bool:
    """Whether the same was chosen, in whatever order."""

    def ordered(terms: Terms) -> Terms:
        return replace(terms, add_ons=tuple(sorted(terms.add_ons)), classes=tuple(sorted(terms.classes)))

    return ordered(one) == ordered(other)


def hard_problems(quote: Quote | None) -> list[Problem]:
    """The problems of a quote that are no code's: what was wanted cannot be had."""
    found: Iterable[Problem] = quote.problems if quote else ()
    return [problem for problem in found if problem.field not in LEFT_OUT]


def capacity_blockers(
    setup: Setup, booking: Occupancy, room: Room, party_size: int, *, now: datetime
) -> list[Blocker]:
    """What speaks against so many people in a room at the booking's time.

    Of the room it has only the number counts; another room has to keep every rule for customers.
    """
    found = blockers(room, booking.span, party_size, setup.hours, by_staff=False, now=now)
    if room.pk != booking.room_id:
        return found
    return [blocker for blocker in found if blocker.code in ABOUT_PEOPLE]


def _other_rooms(
    setup: Setup, booking: Occupancy, party_size: int, terms: Terms, *, now: datetime
) -> list[OtherRoom]:
    """Rooms that are free then and take so many, the smallest first; none that a yes is needed for."""
    candidates = [
        room
        for room in setup.rooms
        if room.pk != booking.room_id
        and room.is_for_customers
        and not asked_first(setup, booking, room)
        and not capacity_blockers(setup, booking, room, party_size, now=now)
    ]
    kept = {room.pk: occupied_row(room.pk, booking.span, setup.policies[room.pk]) for room in candidates}
    rows = occupied_rows(kept, booking.span, now=now, leaving_out=booking.pk)
    found = []
    for room in sorted(candidates, key=lambda room: (room.capacity_max, room.order, room.pk)):
        if conflicts(kept[room.pk], rows):
            continue
        quote = own_quote(setup, booking, room_id=room.pk, party_size=party_size, terms=terms)
        if not hard_problems(quote):
            found.append(OtherRoom(room, quote.total if quote else None))
    return found[:MOST_ROOMS]
