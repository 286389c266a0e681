"""Prices of bookings: of a new one, and of one whose length changes."""

from __future__ import annotations

from bookings.domain.interval import Interval
from bookings.domain.pricing import Quote, hourly
from bookings.models import Occupancy, Room


def price_in(room: Room, span: Interval) -> Quote:
    """What `span` costs in a room, by today's prices."""
    return hourly(room.price_per_hour_minor, span, room.venue.currency)


def price_for(occupancy: Occupancy, span: Interval) -> Quote | None:
    """What a booking costs when it takes `span` instead, at the agreed rate.

    None for a price without an hourly line (imported, agreed): it stays as it is.
    """
    if not occupancy.quote:
        return None
    agreed = Quote.from_json(occupancy.quote, occupancy.currency)
    lines = [line for line in agreed.lines if line.code == "room"]
    if len(lines) != 1:
        return None
    return hourly(lines[0].unit_price.minor, span, occupancy.currency)
