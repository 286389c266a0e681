"""What a customer is about to book at once, on the pages where they choose and say who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext

from bookings.errors import HoldExpired
from bookings.models import Booking, Room
from bookings.selectors.alternatives import alternatives_to
from bookings.selectors.free import room_starts, wish_for
from bookings.selectors.groups import cart_of
from bookings.selectors.picker import Asked, selection
from bookings.selectors.quoting import quoted
from bookings.selectors.setup import setup_of
from bookings.selectors.sites import sites
from bookings.services.holds import MOST_IN_CART
from bookings.services.waitlist_outcomes import is_offer
from bookings.summary import Summary
from bookings.views.front import Alternative, alternatives, is_live_hold, venue_path
from bookings.views.private_rooms import key_of_booking
from boom.core.money import Money

# In the picker's address: what is chosen comes beside what is held already.
ALSO = "also"
# So many other rooms are offered beside the one that is held.
MOST_MORE = 8


@dataclass(frozen=True)
class CartLine:
    """One room and time of a cart: held, or free still, or gone with what can be had instead."""

    summary: Summary
    is_held: bool
    is_gone: bool
    may_drop: bool
    instead: Sequence[Alternative] = ()

    @property
    def booking(self) -> Any:
        return self.summary.booking

    @property
    def held_until_iso(self) -> str:
        """When its hold ends, as scripts read it; empty when it has."""
        until = self.summary.booking.held_until
        return until.isoformat() if self.is_held and until else ""


def cart_to_join(request: HttpRequest, earlier: Booking | None, venue_id: int) -> list[Booking]:
    """The cart that a choice at a venue goes into: where the customer asked for that, or has several in it.

    Empty where the choice takes the place of what was held before, as it does at another venue.
    """
    if earlier is None or earlier.room.venue_id != venue_id:
        return []
    cart = cart_of(earlier)
    values = request.POST if request.method == "POST" else request.GET
    return (
        [earlier, *(part for part in cart if part.pk != earlier.pk)]
        if values.get(ALSO) or len(cart) > 1
        else []
    )


def cart_context(booking: Booking, *, now: datetime) -> dict[str, Any]:
    """What the details page shows of a cart: each with its price, the sum, and which rooms may come to it."""
    parts = cart_of(booking)
    lines = [_line(part, len(parts), now=now) for part in parts] if len(parts) > 1 else []
    total = sum(part.total_minor or 0 for part in parts)
    may_add = len(parts) < MOST_IN_CART and is_live_hold(booking, now=now)
    return {
        "cart": lines,
        "cart_title": _title(parts),
        "cart_total": Money(total, booking.currency) if total and lines else None,
        "is_any_gone": any(line.is_gone for line in lines),
        "more_rooms": _more_rooms(booking, parts, now=now) if may_add else [],
        "add_url": _add_url(booking) if may_add and not is_offer(booking) else "",
        "needs_approval": any(part.room.needs_approval for part in parts),
        "shown_minor": total,
    }


def is_free(booking: Booking, *, now: datetime) -> bool:
    """Whether the slot of a hold that has run out could be booked again as it was."""
    setup = setup_of(booking.room.venue)
    asked = Asked(
        day=setup.hours.business_day(booking.starts_at),
        minutes=booking.span.minutes,
        people=booking.party_size,
        start=booking.starts_at,
        room_id=booking.room_id,
    )
    chosen = selection(setup, asked, now=now)
    return chosen.start == booking.starts_at and chosen.room is not None and chosen.room.pk == booking.room_id


def slots_instead(booking: Booking, *, now: datetime) -> list[dict[str, Any]]:
    """The nearest that is free instead of a hold which has run out."""
    return alternatives_to(
        room=booking.room, span=booking.span, party_size=booking.party_size, now=now, leaving_out=booking.pk
    )


def _line(part: Booking, count: int, *, now: datetime) -> CartLine:
    is_held = is_live_hold(part, now=now)
    is_gone = not is_held and not is_free(part, now=now)
    instead: Sequence[Alternative] = ()
    if is_gone:
        refused = HoldExpired(details={"alternatives": slots_instead(part, now=now)})
        instead = alternatives(refused, people=part.party_size)
    return CartLine(Summary(part, now), is_held, is_gone, count > 1 and not is_offer(part), instead)


def _title(parts: Sequence[Booking]) -> str:
    """What is booked at once, counted in rooms where it is all at one time."""
    words = {"count": len(parts)}
    if len({part.span for part in parts}) == 1:
        return gettext("Your %(count)s rooms") % words
    return gettext("Your %(count)s bookings") % words


def _more_rooms(booking: Booking, parts: Sequence[Booking], *, now: datetime) -> list[dict[str, Any]]:
    """Which other rooms are free at the time of the first."""
    setup = setup_of(booking.room.venue)
    day = setup.hours.business_day(booking.starts_at)
    taken = {part.room_id for part in parts if part.span.overlaps(booking.span)}
    others = [
        room
        for room in setup.rooms
        if room.is_for_customers
        and room.pk not in taken
        and room.capacity_min <= party_in(room, booking.party_size)
    ]
    wish = wish_for(setup, minutes=booking.span.minutes, people=None, now=now)
    start = int(booking.starts_at.timestamp())
    starts = room_starts(setup, others, day, wish)
    free = [room for room in others if start in starts[room.pk]]
    return [
        {
            "room": room,
            "price": quoted(
                setup, room.pk, booking.span, party_in(room, booking.party_size), now=now, online=True
            ).total,
        }
        for room in free[:MOST_MORE]
    ]


def party_in(room: Room, people: int | None) -> int:
    """How many of a party go into a room that comes to the cart: as many as it takes."""
    return min(people or 1, room.capacity_max)


def _add_url(booking: Booking) -> str:
    """The picker for another time, beginning with the same wish."""
    venue = booking.room.venue
    day = setup_of(venue).hours.business_day(booking.starts_at)
    wish = {"people": booking.party_size, "minutes": booking.span.minutes, "day": day.isoformat(), ALSO: "1"}
    wish |= key_of_booking(booking)
    query = urlencode({name: value for name, value in wish.items() if value is not None})
    return f"{venue_path(venue.slug, sites())}?{query}"
