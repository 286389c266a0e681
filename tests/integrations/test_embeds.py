"""The booking page within somebody's own website: framed by the sites allowed, without any cookie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import LazySettings

from bookings.models import Booking, Venue
from integrations.domain.origins import NotAnOrigin, origin_of
from integrations.errors import TooManyEmbedSites
from integrations.models import EmbedSite
from integrations.services.embeds import MOST_SITES, allow_site
from tests.conftest import HostClient, client_of
from tests.factories import make_room

HOME = "/dashboard/integrations/website/"


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.com/book?x=1#y", "https://www.example.com"),
        ("www.Example.com", "https://www.example.com"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://example.com:8443/", "https://example.com:8443"),
        ("https://example.com:443", "https://example.com"),
        ("http://localhost:3000/", "http://localhost:3000"),
    ],
)
def test_any_address_of_a_site_is_its_origin(typed: str, origin: str):
    assert origin_of(typed) == origin


@pytest.mark.parametrize(
    "typed",
    ["", "http://www.example.com", "*", "https://*.example.com", "javascript:alert(1)", "https://a b.example",
     "https://x.example; script-src *", "'self'", "https://user@example.com", "https://intranet", "data:,x",
     "https://example.com:99999", "https://" + "a" * 300 + ".com"],
)  # fmt: skip
def test_what_is_no_site_gets_into_no_header(typed: str):
    with pytest.raises(NotAnOrigin):
        origin_of(typed)


def test_a_page_is_framed_by_the_sites_allowed_and_nobody_else(
    business: object, customer_client: HostClient, now: datetime
):
    plain, closed = customer_client.get("/"), customer_client.get("/embed/")
    allow_site(address="https://www.example.com")
    framed = customer_client.get("/embed/")

    assert framed.status_code == 200
    assert "frame-ancestors https://www.example.com;" in framed["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in framed
    for page in (plain, closed, customer_client.get("/")):
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


def test_a_booking_is_made_in_a_frame_without_any_cookie(
    business: object, settings: LazySettings, now: datetime
):
    Booking.objects.all().delete()
    room = make_room(Venue.objects.get(), price_per_hour_minor=0)
    allow_site(address="https://www.example.com")
    browser = client_of(business)
    browser.handler.enforce_csrf_checks = True
    page = browser.get("/embed/")
    path = f"/embed/book/hold/?venue={Venue.objects.get().slug}"

    held = browser.post(
        path, {"start": "20261121T2100Z", "minutes": "60", "people": "2", "room": str(room.pk)}
    )
    details = browser.get(held["Location"])
    booked = browser.post(
        held["Location"],
        {"name": "Ann", "email": "ann@example.com", "country": "GB", "phone": "", "note": "", "shown": "0"},
    )

    assert 'action="/embed/book/hold/' in page.content.decode()
    assert held["Location"].startswith("/embed/book/")
    assert booked["Location"].startswith("/embed/booked/")
    assert browser.get(booked["Location"]).status_code == 200
    assert Booking.objects.get().status == "confirmed"
    assert not any(answer.cookies for answer in (page, held, details, booked))


def test_control_outside_a_frame_a_form_without_its_cookie_is_refused(business: object, now: datetime):
    browser = client_of(business)
    browser.handler.enforce_csrf_checks = True

    assert browser.post("/book/hold/", {"start": "20261121T2100Z"}).status_code == 403


def test_nobody_is_signed_in_within_a_frame(owner_client: HostClient, now: datetime):
    allow_site(address="https://www.example.com")

    for path in ("dashboard/", "dashboard/integrations/", "accounts/sign-in/", "accounts/profile/", "my/"):
        assert owner_client.get(f"/embed/{path}").status_code == 404
    assert owner_client.get("/dashboard/").status_code == 200


def test_a_bank_is_left_to_a_page_of_its_own(business: object, customer_client: HostClient, now: datetime):
    from django.http import HttpResponseRedirect

    from integrations.middleware import _leads_away

    request = customer_client.get("/embed/").wsgi_request

    assert (
        _leads_away(request, HttpResponseRedirect("https://checkout.stripe.com/c/1"))
        == "https://checkout.stripe.com/c/1"
    )
    assert _leads_away(request, HttpResponseRedirect("/embed/booked/x/")) == ""
    assert _leads_away(request, HttpResponseRedirect(f"http://{request.get_host()}/x/")) == ""


def test_the_script_is_for_every_site(customer_client: HostClient):
    answer = customer_client.get("/embed.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert b"data-boom" in answer.content


def test_sites_are_allowed_and_removed_on_their_page(owner_client: HostClient, now: datetime):
    assert owner_client.post(HOME, {"address": "www.example.com/book"}).status_code == 302
    page = owner_client.get(HOME).content.decode()
    refused = owner_client.post(HOME, {"address": "http://www.example.com"})

    assert "https://www.example.com" in page
    assert "&lt;div data-boom=&quot;inline&quot;&gt;" in page
    assert (refused.status_code, 'id="id_address_error"' in refused.content.decode()) == (422, True)
    assert owner_client.post(f"{HOME}sites/{EmbedSite.objects.get().pk}/remove/").status_code == 302
    assert not EmbedSite.objects.exists()


def test_there_are_so_many_sites_and_no_more(business: object):
    for number in range(MOST_SITES):
        allow_site(address=f"https://s{number}.example.com")

    allow_site(address="https://s1.example.com")
    with pytest.raises(TooManyEmbedSites):
        allow_site(address="https://more.example.com")


def test_square_codes_lead_to_the_venue_and_to_a_room(
    owner_client: HostClient, client_as: Callable[[str], HostClient], now: datetime
):
    room = make_room(Venue.objects.get())

    svg = owner_client.get(f"{HOME}codes/venue.svg")
    png = owner_client.get(f"{HOME}codes/room/{room.pk}.png")

    assert svg["Content-Type"] == "image/svg+xml"
    assert svg.content.startswith(b"<?xml")
    assert png.content.startswith(b"\x89PNG")
    assert owner_client.get(f"{HOME}codes/venue.exe").status_code == 404
    assert owner_client.get(f"{HOME}codes/room/999999.png").status_code == 404
    assert client_as("front_desk").get(f"{HOME}codes/venue.svg").status_code == 403
