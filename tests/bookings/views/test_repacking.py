"""Making room through its page: the plan is shown, done as shown, and taken back as one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bookings.models import Booking, Room, Venue
from bookings.services import setup
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

URL = "/dashboard/make-room/?day=2026-11-21&start=20:00&length=180&people=2"


@pytest.fixture
def venue(business) -> Venue:
    """Two rooms; each has an hour booked, so that no evening of three hours fits anywhere."""
    for room in Room.objects.all():
        setup.change_room(room_id=room.pk, state="archived")
    venue = Venue.objects.get()
    alto = make_room(venue, name="Alto", order=1)
    echo = make_room(venue, name="Echo", order=2)
    make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Ann")
    make_booking(room=echo, starts_at=at("2026-11-21 22:00"), guest_name="Bo")
    return venue


def booking(name: str) -> Booking:
    return Booking.objects.get(guest_name=name)


def text_of(response: Any) -> str:
    return response.content.decode()


def test_a_full_evening_is_offered_to_be_made_room_for(client_as, venue):
    asked = {"day": "2026-11-21", "start": "20:00", "length": "180", "party_size": "2"}

    form = text_of(client_as("front_desk").htmx("get", "/dashboard/bookings/new/rooms/", asked))

    assert "Could others change rooms?" in form
    assert "/dashboard/make-room/?day=2026-11-21&amp;start=20%3A00&amp;length=180&amp;people=2" in form


def test_the_plan_is_shown_done_and_taken_back(client_as, venue):
    client = client_as("front_desk")

    page = text_of(client.get(URL))
    plan = re.search(r'name="plan" value="([^"]+)"', page)[1]
    done = client.post(URL, {"plan": plan})
    moved = (booking("Ann").room.name, booking("Ann").starts_at, booking("Ann").total_minor)
    following = text_of(client.get(done.url))
    undo = re.search(r'action="(/dashboard/undo/[^"]+)"', following)[1]
    client.post(undo)

    assert "Alto is free if one booking changes rooms" in page
    assert moved == ("Echo", at("2026-11-21 20:00"), 3000)
    assert done.url.startswith("/dashboard/bookings/new/rooms/?")
    assert "Alto is free: moved 1 booking" in following
    assert booking("Ann").room.name == "Alto"


def test_another_plan_than_the_one_shown_is_not_carried_out(client_as, venue):
    client = client_as("front_desk")
    plan = re.search(r'name="plan" value="([^"]+)"', text_of(client.get(URL)))[1]
    Booking.objects.filter(guest_name="Ann").update(version=5)

    answer = client.post(URL, {"plan": plan})

    assert answer.status_code == 409
    assert booking("Ann").room.name == "Alto"


def test_whoever_is_in_a_room_already_is_not_moved(client_as, venue):
    Booking.objects.update(status="checked_in")

    assert "No way to make room" in text_of(client_as("front_desk").get(URL))


def test_rooms_of_another_kind_suit_nobody(client_as, venue):
    setup.change_room(room_id=Room.objects.get(name="Echo").pk, category="Large")

    assert "No way to make room" in text_of(client_as("front_desk").get(URL))


def test_nonsense_in_the_address_is_not_found(client_as, venue):
    client = client_as("front_desk")

    for query in ("", "?start=99", "?start=20:00&length=0", "?start=20:00&length=abc"):
        assert client.get(f"/dashboard/make-room/{query}").status_code == 404


def test_a_room_that_is_free_asks_nobody_to_move(client_as, venue):
    Booking.objects.all().update(status="cancelled", cancelled_at=TONIGHT + timedelta(0))

    page = text_of(client_as("front_desk").get(URL))

    assert "Alto is free then" in page
