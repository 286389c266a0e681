"""The floor: each room as it is, cleaned and made ready."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.models import RoomReadiness
from bookings.services import setup
from tests.bookings.views.visits.asking import text_of, url
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

MINUTE = timedelta(minutes=1)


def test_the_floor_shows_each_room_as_it_is_and_its_tiles_alone_to_a_live_page(client_as, seated, echo):
    client = client_as("viewer")

    page = text_of(client.get("/dashboard/floor/"))
    tiles = text_of(client.htmx("get", "/dashboard/floor/"))

    assert 'data-floor-state="occupied"' in page
    assert "30 min left" in page
    assert "Free" in page
    assert "Check out" not in page
    assert tiles.lstrip().startswith('<div class="floor"')


def test_rooms_are_cleaned_and_made_ready_from_the_floor(client_as, seated, alto):
    setup.change_venue(venue_id=alto.venue_id, tracks_cleaning=True)
    client = client_as("front_desk")
    client.htmx("post", url(seated, "check-out"))

    dirty = text_of(client.get("/dashboard/floor/"))
    cleaning = text_of(client.htmx("post", f"/dashboard/floor/{alto.pk}/ready/", {"state": "cleaning"}))
    client.post(f"/dashboard/floor/{alto.pk}/ready/", {"state": "ready"})

    assert "Start cleaning" in dirty
    assert 'data-floor-state="cleaning"' in cleaning
    assert RoomReadiness.objects.get(room=alto).state == "ready"


def test_the_floor_knows_no_other_states_and_no_other_rooms(client_as, alto):
    client = client_as("front_desk")

    assert client.post(f"/dashboard/floor/{alto.pk}/ready/", {"state": "gold"}).status_code == 404
    assert client.post("/dashboard/floor/999999/ready/", {"state": "ready"}).status_code == 404


def test_the_floor_asks_the_database_as_often_for_many_rooms_as_for_few(
    client_as, venue, alto, count_queries
):
    client = client_as("viewer")
    client.get("/dashboard/floor/")
    with count_queries() as few:
        client.get("/dashboard/floor/")
    for number in range(5):
        room = make_room(venue, name=f"More {number}")
        make_booking(room=room, starts_at=TONIGHT)
    client.get("/dashboard/floor/")
    with count_queries() as many:
        client.get("/dashboard/floor/")

    assert many() == few()
