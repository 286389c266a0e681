"""Taking bookings by staff and closing rooms off: what is free is shown first, what is not says why."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bookings.models import Block, Booking, Room, Venue
from bookings.views.pages import Shown
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

NEW = "/dashboard/bookings/new/"
BLOCK = "/dashboard/blocks/new/"


@pytest.fixture
def venue(business) -> Venue:
    Venue.objects.update(country="GB")
    venue = Venue.objects.get()
    make_room(venue, name="Alto", capacity_max=4, price_per_hour_minor=3000)
    make_room(venue, name="Echo", capacity_max=8, price_per_hour_minor=5000)
    return venue


@pytest.fixture
def alto(venue: Venue) -> Room:
    return Room.objects.get(name="Alto")


@pytest.fixture
def echo(venue: Venue) -> Room:
    return Room.objects.get(name="Echo")


def mark_of(venue: Venue) -> str:
    return Shown(venue.pk, venue.setup_version, TONIGHT.date(), at("2026-11-21 18:00"), 120).mark


def text_of(response: Any) -> str:
    return response.content.decode()


def asking(wanted: Room, **given: Any) -> dict[str, Any]:
    values = {
        "day": "2026-11-21",
        "start": "21:00",
        "length": "120",
        "party_size": "4",
        "room": wanted.pk,
        "name": "Priya Nair",
        "phone": "020 7946 0812",
        "email": "priya@example.com",
        "source": "phone",
        "note": "",
        "staff_note": "",
        "key": "form-1",
        "tell": "on",
    }
    return values | given


def chosen_room(page: str) -> str:
    found = re.search(r'name="room" value="(\d+)" checked', page)
    assert found
    return found[1]


# The form


def test_it_begins_at_the_next_quarter_with_the_smallest_free_room(venue, alto, owner_client):
    page = text_of(owner_client.htmx("get", NEW))

    assert '<option value="19:00" selected>' in page
    assert chosen_room(page) == str(alto.pk)
    assert "£30" in page


def test_what_was_drawn_on_the_board_is_filled_in(venue, echo, owner_client):
    values = {"board": mark_of(venue), "room": echo.pk, "start": "78", "length": "18", "day": "2026-11-21"}

    page = text_of(owner_client.htmx("get", NEW, values))

    assert '<option value="24:30" selected>Sun 00:30' in page
    assert '<option value="90" selected>' in page
    assert chosen_room(page) == str(echo.pk)


def test_rooms_that_cannot_be_had_say_why(venue, alto, echo, owner_client):
    make_booking(room=echo, starts_at=at("2026-11-21 21:30"), guest_name="Jun Park")
    values = {"day": "2026-11-21", "start": "21:00", "length": "60", "party_size": "6", "room": ""}

    part = text_of(owner_client.htmx("get", "/dashboard/bookings/new/rooms/", values))

    assert "No room is free then." in part
    assert "This room takes 1 to 4 people." in part
    assert "Jun Park has it 21:30–22:30." in part
    assert re.search(rf'value="{echo.pk}" disabled', part)
    assert "<html" not in part


def test_a_time_that_is_none_asks_for_one(venue, owner_client):
    part = text_of(owner_client.htmx("get", "/dashboard/bookings/new/rooms/", {"day": "x", "length": "-1"}))

    assert "Choose a day and a time to see which rooms are free." in part


# Booking


def test_a_booking_by_phone_is_taken(venue, alto, client_as):
    response = client_as("front_desk").htmx("post", f"{NEW}?board={mark_of(venue)}", asking(alto))

    booking = Booking.objects.get(guest_name="Priya Nair")
    assert (booking.room, booking.starts_at, booking.total_minor) == (alto, at("2026-11-21 21:00"), 6000)
    assert (booking.source, booking.party_size, booking.status) == ("phone", 4, "confirmed")
    assert booking.customer.phone == "+442079460812"
    assert response["HX-Trigger"] == "drawer-close"
    assert "Booked Priya Nair into Alto, Sat 21 Nov, 21:00–23:00" in text_of(response)
    assert f"#row-{alto.pk}" in text_of(response)


def test_the_guest_is_written_to_if_staff_say_so(venue, alto, owner_client):
    quiet = asking(alto)
    quiet.pop("tell")

    owner_client.post(NEW, quiet)

    assert OutboxMessage.objects.get(kind="booking.created").payload["tell_customer"] is False


def test_a_name_is_enough(venue, alto, owner_client):
    response = owner_client.post(NEW, asking(alto, phone="", email="", party_size="", source="walk_in"))

    assert response.status_code == 302
    assert Booking.objects.get(guest_name="Priya Nair").customer is None


def test_the_same_form_sent_twice_books_once(venue, alto, owner_client):
    first, second = owner_client.post(NEW, asking(alto)), owner_client.post(NEW, asking(alto))

    assert Booking.objects.filter(guest_name="Priya Nair").count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Type a name."),
        ({"room": ""}, "Choose a room."),
        ({"phone": "12"}, "That is not a whole phone number."),
        ({"day": "yesterday"}, "Enter a valid date."),
        ({"start": "99:00"}, "Choose a time such as 21:30."),
        ({"length": "0"}, "greater than or equal to 5"),
        ({"source": "pigeon"}, "pigeon is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_kept(venue, alto, owner_client, wrong, words):
    response = owner_client.htmx("post", NEW, asking(alto, note="Cake") | wrong)

    assert response.status_code == 422
    assert words in text_of(response)
    assert "Cake" in text_of(response)
    assert not Booking.objects.filter(guest_name="Priya Nair").exists()


def test_a_slot_lost_meanwhile_names_who_has_it_and_offers_others(venue, alto, echo, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Jun Park")

    response = owner_client.htmx("post", NEW, asking(alto))

    assert response.status_code == 409
    assert "Jun Park has it 21:00–22:00." in text_of(response)
    assert f'name="instead" value="{echo.pk}|2026-11-21|21:00|120"' in text_of(response)
    assert "priya@example.com" in text_of(response)


def test_an_offered_slot_is_booked_with_all_that_was_typed(venue, alto, echo, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Jun Park")

    owner_client.htmx("post", NEW, asking(alto, instead=f"{echo.pk}|2026-11-21|21:00|120"))

    assert Booking.objects.get(guest_name="Priya Nair").room == echo


def test_rules_are_set_aside_by_a_manager_with_a_reason(venue, alto, client_as):
    values = asking(alto, party_size="6", override_reason="Children")

    by_desk = client_as("front_desk").htmx("post", NEW, values)
    by_manager = client_as("manager").htmx("post", NEW, values)

    assert (by_desk.status_code, by_manager.status_code) == (422, 200)
    assert "A manager may set these rules aside." in text_of(by_desk)
    assert Booking.objects.get(guest_name="Priya Nair").override_reason == "Children"


def test_without_scripts_rooms_can_be_looked_for_again(venue, alto, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"))

    page = text_of(owner_client.post(NEW, asking(alto, room="", again="1")))

    assert "<html" in page
    assert "error-summary" not in page
    assert "Priya Nair" in page


def test_a_viewer_takes_no_bookings(venue, alto, client_as):
    viewer = client_as("viewer")

    assert (viewer.get(NEW).status_code, viewer.post(NEW, asking(alto)).status_code) == (403, 403)


# Blocking


def blocking(*rooms: Room, **given: Any) -> dict[str, Any]:
    values = {
        "rooms": [room.pk for room in rooms],
        "day": "2026-11-21",
        "start": "18:00",
        "until_day": "2026-11-21",
        "until": "28:00",
        "reason": "New speakers",
    }
    return values | given


def test_a_block_begins_as_the_whole_night(venue, alto, owner_client):
    page = text_of(owner_client.htmx("get", BLOCK, {"room": alto.pk}))

    assert '<option value="18:00" selected>' in page
    assert '<option value="28:00" selected>Sun 04:00' in page
    assert re.search(rf'value="{alto.pk}"[^>]* checked', page)


def test_a_room_is_blocked_for_the_night(venue, alto, owner_client):
    response = owner_client.htmx("post", f"{BLOCK}?board={mark_of(venue)}", blocking(alto))

    block = Block.objects.get()
    assert (block.starts_at, block.ends_at) == (at("2026-11-21 18:00"), at("2026-11-22 04:00"))
    assert "Blocked Alto, Sat 21 Nov, 18:00–04:00" in text_of(response)
    assert f"/dashboard/bookings/{block.pk}/undo/?version=1" in text_of(response)


def test_several_rooms_are_blocked_for_days(venue, alto, echo, owner_client):
    owner_client.post(BLOCK, blocking(alto, echo, until_day="2026-11-25"))

    ends = set(Block.objects.values_list("room__name", "ends_at"))
    assert ends == {("Alto", at("2026-11-26 04:00")), ("Echo", at("2026-11-26 04:00"))}


def test_nothing_is_blocked_when_somebody_is_booked(venue, alto, echo, owner_client):
    make_booking(room=echo, starts_at=at("2026-11-21 19:00"), guest_name="Jun Park")
    values = blocking(alto, echo, start="18:00", until="20:00")

    response = owner_client.htmx("post", BLOCK, values)

    assert response.status_code == 409
    assert Block.objects.count() == 0
    assert "Echo, Sat 21 Nov: Jun Park has it 19:00–20:00." in text_of(response)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rooms": []}, "Choose a room."),
        ({"rooms": ["999999"]}, "999999 is not one of the available choices"),
        ({"until": "17:00"}, "It has to end after it starts"),
        ({"until_day": "2036-11-21"}, "within a year"),
        ({"repeats": "week"}, "Say which night is the last."),
        ({"repeats": "week", "last_night": "2026-11-20"}, "The last night comes before the first."),
        ({"repeats": "day", "last_night": "2199-11-21"}, "more than 200 nights"),
        ({"repeats": "week", "ends": "times"}, "Say how many times, up to 200."),
        ({"repeats": "yearly"}, "yearly is not one of the available choices"),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(venue, alto, owner_client, wrong, words):
    response = owner_client.htmx("post", BLOCK, blocking(alto) | wrong)

    assert response.status_code == 422
    assert words in text_of(response)
    assert Block.objects.count() == 0


def test_a_viewer_blocks_nothing(venue, alto, client_as):
    viewer = client_as("viewer")

    assert (viewer.get(BLOCK).status_code, viewer.post(BLOCK, blocking(alto)).status_code) == (403, 403)
