"""Where a guest came from travels with the picker and is kept with the booking."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bookings.models import Booking, Venue
from bookings.selectors.origins import origins_of
from tenants.models import Business
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def venue(business: Business, now) -> Venue:
    Venue.objects.update(is_published=False)
    venue = make_venue(slug="velvet")
    make_room(venue, name="Duet")
    return venue


CHOICE = {"start": "20261121T2100Z", "minutes": 60, "people": 2, "room": "any", "csrfmiddlewaretoken": "form"}


def only_booking() -> Booking:
    return Booking.objects.get(room__venue__slug="velvet")


def test_it_is_carried_by_every_address_and_form_of_the_picker(customer_client):
    page = customer_client.get("/?utm_source=news&utm_medium=email&people=2").content.decode()

    assert '<input type="hidden" name="utm_source" value="news">' in page
    links = re.findall(r'href="(/\?[^"]+)"', page)
    assert links
    assert all("utm_source=news" in link for link in links)


def test_it_is_kept_with_the_booking_and_shown_to_staff(customer_client, owner_client):
    customer_client.post(
        "/book/hold/?venue=velvet", CHOICE | {"utm_source": "news", "utm_campaign": "autumn"}
    )

    booking = only_booking()
    assert (booking.source, booking.came_from) == ("online", {"utm_source": "news", "utm_campaign": "autumn"})
    drawer = owner_client.htmx("get", f"/dashboard/bookings/{booking.pk}/").content.decode()
    assert "Online (news, autumn)" in drawer


def test_the_site_before_is_known_from_the_first_page_on(customer_client):
    page = customer_client.get("/", headers={"referer": "https://www.instagram.com/velvet"}).content.decode()

    assert '<input type="hidden" name="ref" value="www.instagram.com">' in page


def test_who_just_came_is_from_nowhere(customer_client):
    customer_client.post("/book/hold/?venue=velvet", CHOICE, headers={"referer": "http://twin-a.localhost/"})

    assert only_booking().came_from == {}


def test_managers_see_what_each_origin_brought(client_as, venue):
    room = venue.rooms.get()
    news = {"utm_source": "news", "utm_campaign": "autumn"}
    for hour, values in enumerate(
        (
            {"came_from": news, "total_minor": 4000},
            {"came_from": news, "total_minor": 9000, "status": "cancelled"},
            {"source": "phone", "total_minor": 2000},
            {"came_from": news, "status": "expired"},
        )
    ):
        make_booking(
            room=room, starts_at=at("2026-11-21 20:00") + hour * HOUR, **{"source": "online"} | values
        )
    Booking.objects.update(created_at=at("2026-11-20 12:00"))

    found = origins_of(venue, since=at("2026-11-01 00:00"), until=at("2026-11-21 19:00"))

    assert [
        (line.door, line.origin, line.bookings, line.standing, line.worth.minor) for line in found.lines
    ] == [
        ("Online", "news, autumn", 2, 1, 4000),
        ("Phone", "", 1, 1, 2000),
    ]
    page = client_as("manager").get("/dashboard/origins/?venue=velvet&days=365").content.decode()
    assert "news, autumn" in page
    assert client_as("front_desk").get("/dashboard/origins/").status_code == 403
