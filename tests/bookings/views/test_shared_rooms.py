"""The board where rooms share their space: ghosts in words, drops refused by name, rows kept true."""

from __future__ import annotations

import re

import pytest

from bookings.models import Room, Venue
from bookings.services.parts import set_parts
from boom.core import outbox
from tests.bookings.views.test_calendar import mark_of, text_of
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

NINE = at("2026-11-21 21:00")


@pytest.fixture
def rooms(business) -> list[Room]:
    venue = Venue.objects.get()
    hall, left, right, alone = (make_room(venue, name=name) for name in ("Hall", "Left", "Right", "Alone"))
    set_parts(whole_id=hall.pk, part_ids=[left.pk, right.pk])
    return [hall, left, right, alone]


@pytest.fixture
def mark(rooms, owner_client) -> str:
    return mark_of(text_of(owner_client.get("/dashboard/")))


def drop(client, booking, mark, room: Room):
    """Let go of an hour's booking at nine in a room's row."""
    values = {"room": room.pk, "at": 36, "length": 12, "version": 1}
    return client.htmx("post", f"/dashboard/bookings/{booking.pk}/move/?board={mark}", values)


def rows_in(answer) -> set[str]:
    return set(re.findall(r'hx-target="#row-(\d+)"', text_of(answer)))


def keys(*rooms: Room) -> set[str]:
    return {str(room.pk) for room in rooms}


def ghosts_in(page: str) -> list[str]:
    return re.findall(r'<li class="through .*?</li>', page)


def test_a_ghost_is_said_in_words_and_is_nothing_to_take_hold_of(rooms, owner_client):
    booking = make_booking(room=rooms[1], starts_at=NINE, guest_name="Ana")

    [ghost] = ghosts_in(text_of(owner_client.get("/dashboard/")))

    assert '<span class="vh">Taken through Left, 21:00–22:00: Ana.</span>' in ghost
    assert f'data-of="b{booking.pk} "' in ghost
    assert not re.search(r"<a |href=|tabindex|\bev\b", ghost)


def test_what_a_guest_is_called_cannot_break_a_ghost(rooms, owner_client):
    make_booking(room=rooms[1], starts_at=NINE, guest_name='"><script>x')

    page = text_of(owner_client.get("/dashboard/"))

    assert "<script>x" not in page
    assert len(ghosts_in(page)) == 1


def test_a_drop_where_a_part_is_taken_is_refused_by_name(rooms, mark, owner_client):
    hall, left, right, alone = rooms
    make_booking(room=left, starts_at=NINE, guest_name="Ana")
    booking = make_booking(room=alone, starts_at=NINE, guest_name="Ben")

    answer = drop(owner_client, booking, mark, hall)

    assert answer.status_code == 409
    assert "That time is taken. Ana has it 21:00–22:00 in Left." in text_of(answer)
    assert rows_in(answer) == keys(hall, left, right, alone)
    booking.refresh_from_db()
    assert booking.room_id == alone.pk


def test_a_move_within_the_space_a_booking_has_itself_is_in_its_own_way_nowhere(rooms, mark, owner_client):
    hall, left, right, _ = rooms
    booking = make_booking(room=hall, starts_at=NINE, guest_name="Ana")

    answer = drop(owner_client, booking, mark, left)

    assert answer.status_code == 200
    assert rows_in(answer) == keys(hall, left, right)
    booking.refresh_from_db()
    assert booking.room_id == left.pk


def test_a_page_that_was_away_fetches_the_rows_that_share(rooms, mark, owner_client):
    hall, left, _, alone = rooms
    booking = make_booking(room=alone, starts_at=NINE)
    since = outbox.current_version()

    drop(owner_client, booking, mark, left)

    missed = owner_client.get("/dashboard/changes/", {"board": mark, "since": since}).json()
    assert missed["rooms"] == sorted([hall.pk, left.pk, alone.pk])


def test_the_floor_page_says_who_is_in_the_part(rooms, owner_client):
    make_booking(room=rooms[1], starts_at=TONIGHT, status="checked_in", guest_name="Ana")

    page = text_of(owner_client.get("/dashboard/floor/"))

    tile = page.split(f'id="floor-{rooms[0].pk}"', 1)[1].split("</li>", 1)[0]
    assert "Taken with another room" in tile
    assert "<bdi>Left</bdi>: " in tile
    assert "Check out" not in tile
