"""Who reads a code for the door: its guest from a time on, and whoever works with bookings."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bookings.display_links import token_from
from bookings.models import Booking, DoorCode, Room, Venue
from bookings.services.displays import add_display
from bookings.services.door_codes import keep_door_code
from bookings.services.links import issue_manage_link
from bookings.services.setup import change_venue
from boom.core import clock
from notifications.letters import write_letter
from tests.conftest import TONIGHT, client_of
from tests.factories import at, make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
SUNDAY = at("2026-11-22 21:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def room(business) -> Room:
    venue = Venue.objects.get()
    change_venue(venue_id=venue.pk, door_code_digits=4, door_code_hours=24)
    return make_room(Venue.objects.get(), name="Alto")


def coded(room: Room, code: str, **given: object) -> Booking:
    """A booking of Sunday night at nine whose code is this one."""
    booking = make_booking(room=room, starts_at=SUNDAY, **given)
    keep_door_code(booking)
    DoorCode.objects.filter(booking=booking).update(code=code)
    return booking


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def own_page(business, booking: Booking, now) -> str:
    link = issue_manage_link(booking_id=booking.pk, now=TONIGHT)
    with clock.set_to(now):
        return words(client_of(business).get(f"/booked/{link}/"))


def test_a_guest_reads_from_when_the_code_stands_there_and_then_the_code(business, room):
    booking = coded(room, "4071")

    before = own_page(business, booking, SUNDAY - timedelta(hours=24) - MINUTE)
    after = own_page(business, booking, SUNDAY - timedelta(hours=24))

    assert "The code for the door stands here from Sat 21 Nov, 21:00." in before
    assert "4071" not in before
    assert "Code for the door 4071" in after


def test_once_it_is_over_or_cancelled_there_is_no_code(business, room):
    booking = coded(room, "4071")

    assert "4071" not in own_page(business, booking, SUNDAY + timedelta(hours=2))
    Booking.objects.filter(pk=booking.pk).update(status="cancelled")
    booking.refresh_from_db()
    keep_door_code(booking)
    assert "4071" not in own_page(business, booking, SUNDAY)


def test_rooms_booked_together_show_whose_door_each_code_opens(business, room):
    booking = coded(room, "4071", group_reference="GR7X2K")
    coded(make_room(room.venue, name="Bass"), "9250", group_reference="GR7X2K")

    page = own_page(business, booking, SUNDAY)

    assert "Code for the door of Alto 4071" in page
    assert "Code for the door of Bass 9250" in page


def test_a_mail_has_the_code_once_guests_see_it_and_says_where_it_will_be_before(business, room):
    booking = coded(room, "4071")
    booking = Booking.objects.select_related("room__venue", "customer").get(pk=booking.pk)

    early = write_letter("booking.confirmed", booking, business, now=SUNDAY - timedelta(days=3))
    late = write_letter("booking.moved", booking, business, now=SUNDAY - timedelta(hours=3))

    assert (
        "Code for the door: on the page of your booking from Saturday 21 November 2026, 21:00" in early.text
    )
    assert "4071" not in early.text + early.html
    assert "Code for the door: 4071" in late.text
    assert "4071" in late.html
    assert "4071" not in late.subject


@pytest.mark.parametrize(("role", "sees"), [("front_desk", True), ("viewer", False)])
def test_whoever_works_with_bookings_reads_it_in_the_drawer_and_on_the_night_sheet(
    client_as, room, role: str, sees: bool
):
    booking = coded(room, "4071")

    drawer = words(client_as(role).get(f"/dashboard/bookings/{booking.pk}/"))
    sheet = words(client_as(role).get("/dashboard/sheet/", {"day": "2026-11-22"}))

    assert ("Code for the door 4071" in drawer) is sees
    assert ("Code for the door: 4071" in sheet) is sees


def test_the_public_page_of_a_screen_does_not_show_it(business, room):
    coded(room, "4071")
    display = add_display(venue_id=room.venue_id, room_id=room.pk)

    with clock.set_to(SUNDAY + MINUTE):
        assert "4071" not in words(client_of(business).get(f"/display/{token_from(display.link_nonce)}/"))


def test_the_owner_switches_codes_on_for_the_venue_and_off_for_a_room(owner_client, room):
    page = owner_client.get("/dashboard/visits/").content.decode()
    values = dict(re.findall(r'name="([a-z_0-9]+)"[^>]*value="([^"]*)"', page))
    owner_client.post("/dashboard/visits/", values | {"gap_rule": "off", "door_code_digits": "6"})

    venue = Venue.objects.get()
    assert (venue.door_code_digits, venue.door_code_hours) == (6, 24)

    room_page = owner_client.get(f"/dashboard/rooms/{room.pk}/").content.decode()
    assert "A code for its door" in room_page
    values = {
        "name": "Alto",
        "capacity_min": 1,
        "capacity_max": 6,
        "price": "30",
        "state": "active",
        "door_code_digits": "0",
    }
    assert owner_client.post(f"/dashboard/rooms/{room.pk}/", values).status_code == 302
    room.refresh_from_db()
    assert (room.door_code_digits, room.code_digits) == (0, 0)


@pytest.mark.parametrize("digits", ["3", "9", "-4", "four"])
def test_codes_of_other_lengths_are_refused(owner_client, room, digits: str):
    answer = owner_client.post(f"/dashboard/rooms/{room.pk}/", {"name": "Alto", "door_code_digits": digits})

    assert answer.status_code == 422
    assert "door_code_digits" in answer.context["form"].errors
