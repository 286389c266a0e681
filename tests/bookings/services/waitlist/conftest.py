"""A night with one thing that may become free."""

from __future__ import annotations

import pytest

from bookings.models import Booking, Venue
from tests.factories import at, make_block, make_booking, make_room


@pytest.fixture
def venue(business, now) -> Venue:
    return Venue.objects.get()


@pytest.fixture
def taken(venue: Venue) -> Booking:
    """The booking from nine to eleven; the rest of the night is closed off."""
    alto = make_room(venue, name="Alto")
    venue.rooms.exclude(pk=alto.pk).update(state="archived")
    make_block(room=alto, starts_at=at("2026-11-21 18:00"), minutes=180)
    make_block(room=alto, starts_at=at("2026-11-21 23:00"), minutes=300)
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"), minutes=120)
    venue.refresh_from_db()
    return booking
