"""A booking on a board of two rooms, for the tests of all that is done with one."""

from __future__ import annotations

import pytest

from bookings.models import Booking, Room, Venue
from bookings.views.pages import Shown
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room


@pytest.fixture
def venue(business) -> Venue:
    venue = Venue.objects.get()
    for name in ("Alto", "Echo"):
        make_room(venue, name=name, capacity_max=6)
    return venue


@pytest.fixture
def alto(venue: Venue) -> Room:
    return Room.objects.get(name="Alto")


@pytest.fixture
def echo(venue: Venue) -> Room:
    return Room.objects.get(name="Echo")


@pytest.fixture
def priya(alto: Room) -> Booking:
    """Alto, 21:00 to 22:00: unit 36 of a board from 18:00."""
    return make_booking(
        room=alto,
        starts_at=at("2026-11-21 21:00"),
        guest_name="Priya Nair",
        customer=make_customer(name="Priya Nair", email="priya@example.com", phone="+442079460812"),
        quote=[],
        reference="C4DH7M",
    )


@pytest.fixture
def mark(venue: Venue) -> str:
    """What a page that shows the board from 18:00 sends along."""
    shown = Shown(venue.pk, venue.setup_version, TONIGHT.date(), at("2026-11-21 18:00"), 120)
    return shown.mark
