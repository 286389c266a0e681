"""A kiosk at the door: what guests do there by themselves, and what nobody gets at."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from accounts.models import User
from accounts.services import limit_to_venues
from audit.models import AuditEvent
from bookings.models import Booking, Kiosk, Occupancy, Room, Venue, WaitlistEntry
from bookings.services.kiosks import add_kiosk
from boom.core import clock, throttle
from tests.conftest import TONIGHT, HostClient, client_of
from tests.factories import make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HOUR = timedelta(hours=1)
NEW = "/dashboard/settings/screens/kiosk/"


@pytest.fixture
def venue(business) -> Venue:
    Occupancy.objects.all().delete()
    venue = Venue.objects.get()
    venue.rooms.update(state="archived")
    Venue.objects.update(waitlist_is_open=True)
    return Venue.objects.get()


@pytest.fixture
def echo(venue) -> Room:
    return make_room(venue, name="Echo", capacity_max=4)


@pytest.fixture
def tablet(business, owner_client, venue) -> HostClient:
    """The owner's browser, made a kiosk that seats walk-ins."""
    owner_client.post(f"{NEW}?venue={venue.slug}", {"name": "Front door", "seats_walk_ins": "on"})
    return owner_client


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def take(tablet, **typed: str):
    return tablet.post(
        "/kiosk/room/", {"people": "2", "minutes": "60", "name": "Ben Okri", "key": "k1"} | typed
    )


def test_a_device_becomes_a_kiosk_and_nothing_of_the_team_is_left_on_it(tablet, echo):
    page = tablet.get("/kiosk/")

    assert page.status_code == 200
    assert "/dashboard/" not in page.content.decode()
    assert tablet.get("/dashboard/").status_code == 302
    assert AuditEvent.objects.filter(table="bookings_kiosk").count() == 1
    event = AuditEvent.objects.get(table="bookings_kiosk")
    assert Kiosk.objects.get().token_hash not in str(event.new)


def test_only_who_sets_up_makes_one_and_a_stranger_has_none(business, client_as, venue):
    assert client_as("front_desk").post(NEW, {"name": "Mine"}).status_code == 403
    for path in ("/kiosk/", "/kiosk/check-in/", "/kiosk/room/", "/kiosk/wait/", "/kiosk/done/"):
        assert client_of(business).get(path).status_code == 404
    assert not Kiosk.objects.exists()


def test_whoever_is_limited_to_rooms_makes_no_kiosk_of_them_all(business, venue, echo):
    manager = User.objects.get(role="manager")
    limit_to_venues(user_id=manager.pk, venue_ids=[], room_ids=[echo.pk])

    answer = client_of(business, User.objects.get(role="manager")).post(NEW, {"name": "Mine"})

    assert answer.status_code in {403, 404}
    assert not Kiosk.objects.exists()


def test_an_ended_kiosk_opens_nothing(business, client_as, tablet, venue):
    kiosk = Kiosk.objects.get()

    client_as("manager").post(f"{NEW}{kiosk.pk}/end/")

    assert tablet.get("/kiosk/").status_code == 404
    assert take(tablet).status_code == 404


def test_it_shows_rooms_free_now_and_nobodys_name(tablet, venue, echo):
    make_booking(
        room=make_room(venue, name="Duet"),
        starts_at=TONIGHT - HOUR / 2,
        guest_name="Priya Nair",
        status="checked_in",
        checked_in_at=TONIGHT - HOUR / 2,
    )
    make_booking(room=echo, starts_at=TONIGHT + HOUR, guest_name="Jun Park")
    make_room(venue, name="Secret", is_private=True)

    shown = words(tablet.get("/kiosk/"))

    assert re.search(r"Echo .*Free until", shown)
    assert re.search(r"Duet .*Taken", shown)
    for secret in ("Priya", "Jun", "Secret"):
        assert secret not in shown


def test_a_guest_checks_in_with_the_code_and_once_more_changes_nothing(tablet, echo):
    booking = make_booking(room=echo, starts_at=TONIGHT, guest_name="Priya Nair")
    code = f"{booking.reference[:3]}-{booking.reference[3:]}".lower()

    answers = [tablet.post("/kiosk/check-in/", {"code": code}) for _ in range(2)]

    booking.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert booking.status == "checked_in"
    assert "Your room is Echo" in words(tablet.get(answers[0]["Location"]))


def test_codes_of_others_times_venues_and_of_nothing_are_told_alike(tablet, venue, echo):
    later = make_booking(room=echo, starts_at=TONIGHT + 3 * HOUR)
    elsewhere = make_booking(room=make_room(make_venue()), starts_at=TONIGHT)

    answers = [
        tablet.post("/kiosk/check-in/", {"code": code})
        for code in (later.reference, elsewhere.reference, "CCC-CCC", "nonsense")
    ]

    assert {answer.status_code for answer in answers} == {409}
    assert len({re.search(r"No booking about now[^.]*", words(answer)).group() for answer in answers}) == 1
    assert not Booking.objects.filter(status="checked_in").exists()


def test_nobody_is_sent_into_a_room_where_a_party_still_is(tablet, echo):
    make_booking(
        room=echo, starts_at=TONIGHT - HOUR, status="checked_in", checked_in_at=TONIGHT - HOUR, minutes=60
    )
    booking = make_booking(room=echo, starts_at=TONIGHT)

    answer = tablet.post("/kiosk/check-in/", {"code": booking.reference})

    assert answer.status_code == 409
    assert "still in use" in words(answer)


def test_codes_are_not_guessed_there(tablet, echo):
    answers = [
        tablet.post("/kiosk/check-in/", {"code": "CCC-CCC"}).status_code
        for _ in range(throttle.CODES.most + 1)
    ]

    assert answers == [409] * throttle.CODES.most + [429]


def test_a_walk_in_takes_the_smallest_room_that_fits_once(tablet, venue, echo):
    make_room(venue, name="Hall", capacity_max=20)

    answers = [take(tablet), take(tablet)]

    booking = Booking.objects.get()
    assert (booking.room_id, booking.status, booking.guest_name) == (echo.pk, "checked_in", "Ben Okri")
    assert booking.source == "walk_in"
    assert answers[0].status_code == answers[1].status_code == 302
    assert "Your room is Echo" in words(tablet.get(answers[1]["Location"]))


def test_no_walk_in_gets_what_guests_may_not_take(tablet, venue):
    make_room(venue, name="Secret", is_private=True)
    make_room(venue, name="On request", needs_approval=True)

    answer = take(tablet)

    assert answer.status_code == 409
    assert not Booking.objects.exists()


def test_a_kiosk_that_seats_nobody_refuses_and_does_not_offer_it(business, venue, echo):
    _kiosk, token = add_kiosk(venue_id=venue.pk, name="Lobby", seats_walk_ins=False)
    client = client_of(business)
    client.cookies["kiosk"] = token

    assert "/kiosk/room/" not in client.get("/kiosk/").content.decode()
    assert take(client).status_code == 403
    assert not Booking.objects.exists()


def test_a_party_waits_for_tonight_and_hears_no_more_than_anybody(tablet, venue, echo):
    form = {"people": "3", "minutes": "60", "name": "Ada", "email": "ada@example.com", "phone": ""}

    answers = [tablet.post("/kiosk/wait/", form | {"first_day": "2026-12-24"}) for _ in range(2)]

    entry = WaitlistEntry.objects.get()
    assert (entry.first_day, entry.last_day, entry.party_size) == (TONIGHT.date(), TONIGHT.date(), 3)
    pages = [words(tablet.get(answer["Location"])) for answer in answers]
    assert "You are on the list" in pages[0]
    assert pages[0] == pages[1]


def test_what_became_of_one_party_is_gone_for_the_next(tablet, echo, now):
    done = take(tablet)["Location"]
    page = tablet.get(done)

    assert "no-store" in page["Cache-Control"]
    assert 'data-idle="15"' in page.content.decode()
    assert tablet.get(f"{urlsplit(done).path}?of=x").status_code == 302
    assert "Ben" not in words(tablet.get("/kiosk/"))


def test_a_kiosk_of_many_rooms_takes_as_many_queries_as_of_one(tablet, venue, echo, count_queries):
    tablet.get("/kiosk/")
    with count_queries() as of_one:
        tablet.get("/kiosk/")
    for number in range(3):
        make_booking(room=make_room(venue, name=f"Duet {number}"), starts_at=clock.now() + HOUR)
    tablet.get("/kiosk/")

    with count_queries() as of_many:
        tablet.get("/kiosk/")

    assert of_many() == of_one()
