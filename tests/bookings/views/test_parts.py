"""The page that says of which rooms a room is made."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from bookings.models import RoomPart, Venue
from bookings.services.parts import set_parts
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def rooms(business):
    venue = Venue.objects.get()
    return [make_room(venue, name=name) for name in ("Hall", "Left", "Right")]


def path(room) -> str:
    return f"/dashboard/rooms/{room.pk}/parts/"


def parts_of(room) -> list[int]:
    return list(RoomPart.objects.filter(whole=room).order_by("part").values_list("part_id", flat=True))


def test_a_hall_is_made_of_two_rooms_and_that_is_taken_back(owner_client, rooms):
    hall, left, right = rooms

    answer = owner_client.post(path(hall), {"parts": [left.pk, right.pk]})

    assert (answer.status_code, parts_of(hall)) == (302, [left.pk, right.pk])
    event = AuditEvent.objects.filter(table="bookings_roompart").latest("id")
    owner_client.post(f"/dashboard/activity/{event.pk}/undo/")
    assert parts_of(hall) == []


def test_a_clash_is_said_beside_the_field(owner_client, rooms):
    hall, left, right = rooms
    for room in (hall, left):
        make_booking(room=room, starts_at=at("2090-01-07 21:00"))

    answer = owner_client.post(path(hall), {"parts": [left.pk, right.pk]})

    assert (answer.status_code, parts_of(hall)) == (422, [])
    assert "Bookings to come would clash" in answer.content.decode()


def test_a_part_leads_to_its_whole_and_cannot_be_one(owner_client, rooms):
    hall, left, right = rooms
    set_parts(whole_id=hall.pk, part_ids=[left.pk, right.pk])

    page = owner_client.get(path(left)).content.decode()

    assert (path(hall) in page, 'name="parts"' in page) == (True, False)


@pytest.mark.parametrize("typed", ["x", "0", "999999999999"])
def test_rooms_that_are_none_are_refused(owner_client, rooms, typed):
    hall, left, _ = rooms

    answer = owner_client.post(path(hall), {"parts": [left.pk, typed]})

    assert (answer.status_code, parts_of(hall)) == (422, [])


def test_another_venues_room_is_no_part(owner_client, rooms):
    hall, left, _ = rooms
    elsewhere = make_room(make_venue())

    answer = owner_client.post(path(hall), {"parts": [left.pk, elsewhere.pk]})

    assert (answer.status_code, parts_of(hall)) == (422, [])
