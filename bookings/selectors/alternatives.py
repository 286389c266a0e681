"""What is free instead, for whoever lost a slot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bookings.domain.availability import Alternatives, Offer, Wish, nearest_alternatives
from bookings.domain.interval import Interval
from bookings.errors import SlotTaken
from bookings.models import Room
from bookings.refusals import count_refused
from bookings.selectors.occupied import occupied_rows
from bookings.selectors.setup import Setup, room_with_venue, setup_of

MOST_OFFERED = 4


def alternatives_to(
    *, room: Room, span: Interval, party_size: int | None, now: datetime, leaving_out: int | None = None
) -> list[dict[str, Any]]:
    """The nearest free times and rooms instead: room_id, room, starts_at, ends_at, price_minor, currency.

    Other rooms at the same time and other times in this room take turns; all of the same business night.
    """
    setup = setup_of(room.venue)
    day = setup.hours.business_day(span.start)
    rooms = setup.room_days(day, tuple(each for each in setup.rooms if each.is_for_customers))
    window = setup.reach(day, day, span.duration)
    rows = occupied_rows([each.room_id for each in rooms], window, now=now, leaving_out=leaving_out)
    wish = Wish(duration=span.duration, now=now, today=setup.hours.business_day(now), party_size=party_size)
    found: Alternatives = nearest_alternatives(
        rooms, rows, room_id=room.pk, start=span.start, wish=wish, limit=MOST_OFFERED
    )
    return [_plain(offer, setup) for offer in found.all[:MOST_OFFERED]]


@contextmanager
def offering_alternatives(
    *,
    room_id: int,
    span: Interval,
    party_size: int | None,
    now: datetime,
    leaving_out: int | None = None,
) -> Iterator[None]:
    """Let a SlotTaken from the block carry `details["alternatives"]`, read after the lost transaction."""
    try:
        yield
    except SlotTaken as error:
        count_refused()
        room = room_with_venue(room_id)
        if room is not None:
            error.details["alternatives"] = alternatives_to(
                room=room, span=span, party_size=party_size, now=now, leaving_out=leaving_out
            )
        raise


def _plain(offer: Offer, setup: Setup) -> dict[str, Any]:
    names = {room.pk: room.name for room in setup.rooms}
    return {
        "room_id": offer.room_id,
        "room": names[offer.room_id],
        "starts_at": offer.span.start.isoformat(),
        "ends_at": offer.span.end.isoformat(),
        "price_minor": offer.price.minor,
        "currency": offer.price.currency,
    }
