"""Screens at doors and in lobbies: what strangers read there, and whose address is good."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from audit.models import AuditEvent
from bookings.display_links import token_from
from bookings.errors import DisplayUnknown, RoomUnknown
from bookings.models import Display, Occupancy, Room, Venue
from bookings.services.displays import MOST_DISPLAYS, add_display, revoke_display
from boom.core.errors import LimitReached
from tests.conftest import TONIGHT, client_of
from tests.factories import make_block, make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HOUR = timedelta(hours=1)


@pytest.fixture
def venue(business) -> Venue:
    Occupancy.objects.all().delete()
    venue = Venue.objects.get()
    venue.rooms.update(state="archived")
    return venue


@pytest.fixture
def echo(venue) -> Room:
    return make_room(venue, name="Echo")


def path_of(display: Display) -> str:
    return f"/display/{token_from(display.link_nonce)}/"


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def screen(business, venue, echo):
    """What a stranger with a screen's address reads."""

    def read(room: Room | None = None) -> str:
        display = add_display(venue_id=venue.pk, room_id=room.pk if room else None)
        answer = client_of(business).get(path_of(display))
        assert answer.status_code == 200
        return words(answer)

    return read


def test_who_is_in_the_room_and_who_comes_next_stand_there_shortened(echo, screen):
    make_booking(
        room=echo,
        starts_at=TONIGHT - HOUR / 2,
        guest_name="Priya Nair",
        status="checked_in",
        checked_in_at=TONIGHT - HOUR / 2,
    )
    make_booking(room=echo, starts_at=TONIGHT + HOUR, guest_name="Jun Park")

    shown = screen(echo)

    assert re.search(r"Echo .*Priya N\. .*Next: Jun P\.", shown)
    assert "Nair" not in shown
    assert "Park" not in shown


def test_whoever_is_due_is_next_and_not_there_yet(echo, screen):
    make_booking(room=echo, starts_at=TONIGHT - HOUR / 4, guest_name="Priya Nair")

    assert re.search(r"Echo Free .*Next: Priya N\.", screen(echo))


def test_why_a_room_is_closed_is_nobodys_business(echo, screen):
    make_block(room=echo, starts_at=TONIGHT - HOUR, minutes=180, reason="Somebody was sick")

    shown = screen(echo)

    assert "Closed" in shown
    assert "sick" not in shown


def test_no_screen_tells_more_than_it_must(echo, screen):
    booking = make_booking(
        room=echo,
        starts_at=TONIGHT + HOUR,
        guest_name="Priya Nair",
        note="Birthday of Ben",
        staff_note="Paid late",
    )

    shown = screen()

    for secret in (booking.reference, booking.customer.email, "Birthday", "late", "30.00", "£"):
        assert secret not in shown


def test_a_screen_of_a_room_shows_that_room_and_one_of_the_venue_all(venue, echo, screen):
    make_room(venue, name="Duet")

    assert "Duet" not in screen(echo)
    assert "Duet" in screen()


def test_a_room_that_opens_later_is_in_no_lobby_yet(venue, echo, screen):
    later = {"state": "active", "starts_on": "2026-12-24", "ends_on": None, "reason": ""}
    make_room(venue, name="Nocturne", state="draft", planned=[later])

    shown = screen()

    assert "Echo" in shown
    assert "Nocturne" not in shown


def test_an_address_that_was_ended_is_good_for_nothing(business, venue, echo, owner_client):
    display = add_display(venue_id=venue.pk, room_id=echo.pk)
    client = client_of(business)
    owner_client.post(f"/dashboard/settings/screens/{display.pk}/end/")

    assert client.get(path_of(display)).status_code == 404
    assert "Echo" not in words(client.get(path_of(display)))


def test_a_screen_can_change_nothing_and_is_kept_by_nobody(business, venue):
    display = add_display(venue_id=venue.pk, room_id=None)
    client = client_of(business)

    answer = client.get(path_of(display))

    assert "<form" not in answer.content.decode().replace('<form method="dialog">', "")
    assert "<form" not in client.htmx("get", path_of(display)).content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
    assert client.post(path_of(display)).status_code == 405


def test_the_screen_fetches_its_own_part_again(business, venue, echo):
    display = add_display(venue_id=venue.pk, room_id=None)

    part = client_of(business).htmx("get", path_of(display)).content.decode()

    assert part.lstrip().startswith(f'<section id="doors" data-url="{path_of(display)}"')


def test_a_lobby_of_many_rooms_takes_as_many_queries_as_of_one(business, venue, echo, count_queries):
    client, display = client_of(business), add_display(venue_id=venue.pk, room_id=None)
    client.get(path_of(display))
    with count_queries() as of_one:
        client.get(path_of(display))
    for number in range(3):
        make_booking(room=make_room(venue, name=f"Duet {number}"), starts_at=TONIGHT + HOUR)
    client.get(path_of(display))

    with count_queries() as of_many:
        client.get(path_of(display))

    assert of_many() == of_one()


def test_addresses_are_made_and_shown_on_the_settings_page(venue, echo, owner_client):
    owner_client.post("/dashboard/settings/screens/", {"room": echo.pk})

    page = owner_client.get("/dashboard/settings/screens/").content.decode()

    display = Display.objects.get()
    assert display.room_id == echo.pk
    assert path_of(display) in page


def test_another_venues_room_is_not_shown(venue):
    elsewhere = make_room(make_venue())

    with pytest.raises(RoomUnknown):
        add_display(venue_id=venue.pk, room_id=elsewhere.pk)


def test_there_are_no_more_screens_than_boom_keeps_up_with(venue):
    Display.objects.bulk_create(
        Display(venue=venue, token_hash=str(number)) for number in range(MOST_DISPLAYS)
    )

    with pytest.raises(LimitReached):
        add_display(venue_id=venue.pk, room_id=None)


def test_ending_what_is_none_or_has_ended(venue):
    display = add_display(venue_id=venue.pk, room_id=None)
    revoke_display(display_id=display.pk, now=TONIGHT)

    assert revoke_display(display_id=display.pk, now=TONIGHT + HOUR).revoked_at == TONIGHT
    with pytest.raises(DisplayUnknown):
        revoke_display(display_id=display.pk + 1, now=TONIGHT)


def test_what_opens_a_screen_is_on_no_record(venue):
    display = add_display(venue_id=venue.pk, room_id=None)

    event = AuditEvent.objects.filter(table="bookings_display").get()

    assert display.token_hash not in str(event.new)
    assert display.link_nonce not in str(event.new)
