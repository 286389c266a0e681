"""Google Analytics and the Meta pixel: asked for first, loaded for a yes alone, told nothing of anybody."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.forms import model_to_dict

from bookings.models import Booking, Venue
from bookings.private_addresses import private_token
from bookings.services.private_links import add_private_link
from integrations.models import Measuring
from integrations.services.measuring import set_measuring
from tenants.models import Business
from tests.conftest import HostClient, client_of
from tests.factories import make_room

GA4, PIXEL = "G-AB12CD34EF", "123456789012345"
FOREIGN = ("googletagmanager", "google-analytics", "facebook")
DETAILS = {"name": "Hana Suzuki", "email": "hana@example.com", "country": "GB", "phone": "", "note": ""}


@pytest.fixture
def venue(business: object, now: datetime) -> Venue:
    Booking.objects.all().delete()
    venue = Venue.objects.get()
    make_room(venue, name="Duet", capacity_max=4, price_per_hour_minor=3000)
    return venue


@pytest.fixture
def measured(venue: Venue) -> None:
    set_measuring(ga4_id=GA4, pixel_id=PIXEL, heeds_do_not_track=True)


def told(page: str) -> dict[str, object]:
    """What the page's script is told."""
    found = re.search(r'<script id="measured" type="application/json">(.*?)</script>', page)
    assert found, page
    return json.loads(found[1])  # type: ignore[no-any-return]


def say(client: HostClient, answer: str) -> None:
    assert client.post("/measuring/", {"answer": answer, "back": "/"}).status_code == 302


def test_where_nothing_is_set_nothing_is_asked(venue: Venue, customer_client: HostClient):
    assert "Measuring visits" not in customer_client.get("/").content.decode()


def test_before_a_yes_nothing_is_loaded_and_no_cookie_is_set(measured: None, customer_client: HostClient):
    for answer in ("", "no"):
        if answer:
            say(customer_client, answer)
        page = customer_client.get("/")
        words = page.content.decode() + page["Content-Security-Policy"]
        assert "Measuring visits" in words
        assert not [name for name in FOREIGN if name in words]
        assert "js/measuring.js" not in words
        assert ("measuring" in customer_client.cookies) is bool(answer)


def test_a_yes_loads_both_from_their_hosts_and_is_taken_back(measured: None, customer_client: HostClient):
    say(customer_client, "yes")
    page = customer_client.get("/")
    policy = dict(part.strip().split(" ", 1) for part in page["Content-Security-Policy"].split(";"))

    assert told(page.content.decode()) == {"ga4_id": GA4, "pixel_id": PIXEL, "currency": "GBP"}
    assert policy["script-src"].split() == [
        "'self'", "https://www.googletagmanager.com", "https://connect.facebook.net",
    ]  # fmt: skip
    assert not [name for name in FOREIGN if name in customer_client.get("/my/")["Content-Security-Policy"]]
    assert customer_client.cookies["measuring"]["httponly"]

    say(customer_client, "no")
    assert "js/measuring.js" not in customer_client.get("/").content.decode()


def test_only_what_is_set_is_let_in(venue: Venue, customer_client: HostClient):
    set_measuring(ga4_id=GA4, pixel_id="", heeds_do_not_track=True)
    say(customer_client, "yes")

    policy = customer_client.get("/")["Content-Security-Policy"]

    assert "googletagmanager" in policy
    assert "facebook" not in policy


def test_in_a_frame_each_site_asks_for_itself_by_a_cookie_of_its_own(
    measured: None, customer_client: HostClient
):
    say(customer_client, "yes")
    before = customer_client.get("/embed/")
    assert not [name for name in FOREIGN if name in before["Content-Security-Policy"]]

    answer = customer_client.post("/embed/measuring/", {"answer": "yes", "back": "/embed/?people=2"})
    kept = answer.cookies["framed-measuring"].output()
    page = customer_client.get("/embed/")

    assert answer.url == "/embed/?people=2"
    assert "SameSite=None; Partitioned; Secure" in kept
    assert told(page.content.decode())["ga4_id"] == GA4
    assert "connect.facebook.net" in page["Content-Security-Policy"]
    assert not page.cookies


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_a_browser_that_says_no_by_itself_is_neither_asked_nor_measured_if_the_house_says_so(
    measured: None, customer_client: HostClient, header: str
):
    say(customer_client, "yes")
    heeded = customer_client.get("/", headers={header: "1"})
    set_measuring(ga4_id=GA4, pixel_id=PIXEL, heeds_do_not_track=False)

    assert "Measuring visits" not in heeded.content.decode()
    assert not [name for name in FOREIGN if name in heeded["Content-Security-Policy"]]
    assert told(customer_client.get("/", headers={header: "1"}).content.decode())["ga4_id"] == GA4


def test_what_opens_private_rooms_is_told_nobody(measured: None, venue: Venue, customer_client: HostClient):
    room = make_room(venue, name="Cellar", is_private=True)
    link = add_private_link(venue_id=venue.pk, name="Friends", room_ids=[room.pk])
    say(customer_client, "yes")

    page = customer_client.get(f"/?key={private_token(link.link_nonce)}")

    assert page.status_code == 200
    assert "js/measuring.js" not in page.content.decode()


def test_the_dashboard_never_measures(measured: None, owner_client: HostClient):
    say(owner_client, "yes")
    page = owner_client.get("/dashboard/integrations/measuring/")

    assert page.status_code == 200
    assert "js/measuring.js" not in page.content.decode()
    assert not [name for name in FOREIGN if name in page["Content-Security-Policy"]]


def test_another_business_asks_for_itself(measured: None, other_business: Business):
    other = client_of(other_business)
    other.cookies["measuring"] = "yes"
    page = other.get("/")

    assert page.status_code == 200
    assert "js/measuring.js" not in page.content.decode()
    assert not [name for name in FOREIGN if name in page["Content-Security-Policy"]]


def booked_by(client: HostClient, below: str = "") -> str:
    """Where whoever books is sent."""
    choice = {
        "start": "20261121T2100Z",
        "minutes": 120,
        "people": 2,
        "room": "any",
        "csrfmiddlewaretoken": "form-1",
    }
    held = client.post(f"{below}/book/hold/", choice)
    assert held.status_code == 302, held.content
    page = client.get(held.url).content.decode()
    assert "js/measuring.js" not in page
    shown = re.search(r'name="shown" value="([^"]*)"', page)
    answer = client.post(held.url, {**DETAILS, "shown": shown[1] if shown else ""})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def test_a_booking_is_told_of_with_its_amount_and_nothing_of_anybody(
    measured: None, venue: Venue, customer_client: HostClient
):
    say(customer_client, "yes")
    assert booked_by(customer_client) == "/measuring/booked/"

    page = customer_client.get("/measuring/booked/").content.decode()
    booking = Booking.objects.get(guest_name="Hana Suzuki")

    said = told(page)
    assert (said["value"], said["currency"]) == ((booking.total_minor or 0) / 100, "GBP")
    token = customer_client.cookies["booked"].value
    for secret in ("Hana", "hana@example.com", booking.reference, token):
        assert secret not in page
    on = customer_client.get("/measuring/on/")
    assert on.url == f"/booked/{token}/"
    own = customer_client.get(on.url)
    assert not [name for name in FOREIGN if name in own.content.decode() + own["Content-Security-Policy"]]
    assert customer_client.get("/measuring/on/").url == "/"


def test_a_booking_in_a_frame_is_told_of_as_well(measured: None, customer_client: HostClient):
    customer_client.post("/embed/measuring/", {"answer": "yes", "back": "/embed/"})
    assert booked_by(customer_client, "/embed") == "/embed/measuring/booked/"

    page = customer_client.get("/embed/measuring/booked/").content.decode()

    assert told(page)["purchase"]
    assert 'href="/embed/measuring/on/"' in page
    assert re.fullmatch(r"/embed/booked/[\w-]{43}/", customer_client.get("/embed/measuring/on/").url)


def test_without_a_yes_a_booking_goes_straight_to_its_page(
    measured: None, venue: Venue, customer_client: HostClient
):
    assert re.fullmatch(r"/booked/[\w-]{43}/", booked_by(customer_client))


@pytest.mark.parametrize(
    ("field", "typed"),
    [("ga4_id", "UA-123-1"), ("ga4_id", 'G-X"><script>'), ("pixel_id", "12 34"), ("pixel_id", "1); alert(1")],
)
def test_what_is_no_id_is_refused_on_the_page_and_by_the_database(
    venue: Venue, owner_client: HostClient, field: str, typed: str
):
    given = {"ga4_id": "", "pixel_id": ""} | {field: typed}
    page = owner_client.post("/dashboard/integrations/measuring/", given)

    assert (page.status_code, Measuring.objects.count()) == (422, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measuring.objects.create(pk=1, **{field: typed[:14]})


def test_ids_are_entered_and_taken_away(venue: Venue, owner_client: HostClient):
    page = "/dashboard/integrations/measuring/"
    assert owner_client.post(page, {"ga4_id": GA4.lower(), "pixel_id": PIXEL}).status_code == 302
    assert model_to_dict(Measuring.objects.get(), exclude=["id"]) == {
        "ga4_id": GA4,
        "pixel_id": PIXEL,
        "heeds_do_not_track": False,
    }
    assert PIXEL in owner_client.get(page).content.decode()
    owner_client.post(page, {"ga4_id": "", "pixel_id": ""})
    assert not Measuring.objects.exists()


def test_an_answer_leads_back_to_this_site_only(measured: None, customer_client: HostClient):
    answer = customer_client.post("/measuring/", {"answer": "yes", "back": "https://evil.example/"})

    assert answer.url == "/"
