"""A venue of two rooms, a booking to come and a party that is here."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.models import Booking, Room, Venue
from bookings.services import setup
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

MINUTE = timedelta(minutes=1)


@pytest.fixture
def venue(business) -> Venue:
    venue = Venue.objects.get()
    for room in Room.objects.all():
        setup.change_room(room_id=room.pk, state="archived")
    make_room(venue, name="Alto", capacity_max=6, order=1)
    make_room(venue, name="Echo", capacity_max=8, order=2)
    return venue


@pytest.fixture
def alto(venue: Venue) -> Room:
    return Room.objects.get(name="Alto")


@pytest.fixture
def echo(venue: Venue) -> Room:
    return Room.objects.get(name="Echo")


@pytest.fixture
def priya(alto: Room) -> Booking:
    """Alto, 21:00 to 22:00."""
    return make_booking(
        room=alto,
        starts_at=at("2026-11-21 21:00"),
        guest_name="Priya Nair",
        customer=make_customer(name="Priya Nair", email="priya@example.com"),
    )


@pytest.fixture
def seated(alto: Room) -> Booking:
    """Alto, 18:30 to 19:30, in the room; it is 19:00."""
    return make_booking(
        room=alto,
        starts_at=TONIGHT - 30 * MINUTE,
        status="checked_in",
        guest_name="Sam",
        checked_in_at=TONIGHT,
    )
