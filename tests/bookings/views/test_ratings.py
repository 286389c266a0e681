"""The page of what guests think, and the host in the drawer."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.services import deactivate
from bookings.models import Booking, Rating, Room, Venue
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def room(business) -> Room:
    return make_room(Venue.objects.get(), name="Alto")


@pytest.fixture
def booking(room) -> Booking:
    desk = User.objects.get(role="front_desk")
    booking = make_booking(room=room, starts_at=at("2026-11-20 20:00"), status="completed", host=desk)
    Rating.objects.create(booking=booking, stars=4, words="Warm <welcome>")
    return booking


def test_a_manager_reads_stars_by_room_and_by_person_and_the_words(client_as, booking):
    page = client_as("manager").get("/dashboard/ratings/").content.decode()

    assert "4.0 of 5, by 1 guest" in page
    assert booking.host.name in page
    assert "Alto" in page
    assert "Warm &lt;welcome&gt;" in page


def test_the_front_desk_does_not(client_as, booking):
    assert client_as("front_desk").get("/dashboard/ratings/").status_code == 403


def test_where_nobody_has_rated_the_page_says_so(client_as, room):
    assert "Nobody has rated a visit" in client_as("manager").get("/dashboard/ratings/").content.decode()


def test_the_front_desk_chooses_the_host_in_the_drawer(client_as, room):
    booking = make_booking(room=room, starts_at=TONIGHT, status="checked_in", checked_in_at=TONIGHT)
    manager = User.objects.get(role="manager")
    client = client_as("front_desk")
    assert 'name="host"' in client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()

    client.post(f"/dashboard/bookings/{booking.pk}/host/", {"host": manager.pk, "version": 1})

    booking.refresh_from_db()
    assert booking.host == manager
    assert f"<dd><bdi>{manager.name}" in client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()


def test_a_viewer_cannot(client_as, room):
    booking = make_booking(room=room, starts_at=TONIGHT, status="checked_in")
    client = client_as("viewer")

    assert client.post(f"/dashboard/bookings/{booking.pk}/host/", {"host": 1}).status_code == 403
    assert 'name="host"' not in client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()


def test_who_has_left_is_not_named_in_the_drawer(client_as, booking):
    name = booking.host.name
    deactivate(user_id=booking.host_id)

    page = client_as("manager").get(f"/dashboard/bookings/{booking.pk}/").content.decode()

    assert "Somebody who has left" in page
    assert f"<dd><bdi>{name}" not in page
