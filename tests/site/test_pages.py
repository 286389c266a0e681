"""The platform's pages besides sign-up, and those of hosts that are nobody's or closed."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from boom.problems import server_error
from boom.site.forms import SignUpForm
from boom.site.places import currencies, time_zones
from boom.site.sample_board import sample_board
from tests.conftest import HostClient


def test_the_landing_page_reads_its_prices_and_nothing_else_from_the_database(platform_client, count_queries):
    with count_queries() as count:
        page = platform_client.get("/").content.decode()

    assert "Nobody double-booked." in page
    assert 'class="ev sh-4 wh-2"' in page.replace(" sm-0", "").replace(" wm-0", "")
    assert count() == 2


def test_the_sample_evening_has_no_double_booking():
    for row in sample_board().rows:
        tickets = sorted(row.tickets, key=lambda ticket: ticket.at)
        assert all(one.end <= other.at for one, other in pairwise(tickets)), row.name


@pytest.mark.parametrize(
    "typed", ["twin-a", "Twin-A.localhost", "http://twin-a.localhost:8000/dashboard/", " twin-a "]
)
def test_people_are_sent_to_their_own_venues_sign_in(platform_client, typed):
    answer = platform_client.post("/sign-in/", {"venue": typed})

    assert answer["Location"] == f"http://twin-a.localhost:{settings.PUBLIC_PORT}/accounts/sign-in/"


@pytest.mark.parametrize(
    "typed", ["", "nobody-here", "evil.example", "//evil.example/", "\x00", "x" * 10_000, "http://[::1", "💥"]
)
def test_a_venue_that_does_not_exist_is_named_as_the_fault(platform_client, typed):
    answer = platform_client.post("/sign-in/", {"venue": typed})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"venue"}


def test_a_host_that_is_nobodys_gets_a_friendly_404(db):
    answer = HostClient("nobody.localhost").get("/dashboard/")

    assert answer.status_code == 404
    assert "Nobody rents rooms at <bdi>nobody.localhost</bdi>" in answer.content.decode()
    assert f'href="http://localhost:{settings.PUBLIC_PORT}/sign-in/"' in answer.content.decode()


@pytest.mark.parametrize(
    "host",
    [
        "bad host",
        "a_b.localhost",
        "[::1",
        "twin-a.localhost:abc",
        ".localhost",
        "<script>",
        "x" * 300,
        "\x00",
    ],
)
def test_a_host_that_is_no_host_gets_it_too(db, host):
    answer = HostClient(host).get("/accounts/sign-in/")

    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode().replace("<script src", "")


@pytest.mark.parametrize("host", ["TWIN-A.LOCALHOST", "twin-a.localhost.", "twin-a.localhost:8000"])
def test_a_venues_host_is_known_in_every_spelling(db, host):
    assert HostClient(host).get("/accounts/sign-in/").status_code == 200


def test_the_tenant_comes_from_the_host_and_nothing_else(twin_a, twin_b):
    client = HostClient("twin-a.localhost")

    answer = client.get(
        "/accounts/sign-in/?tenant=twin-b",
        headers={"x-forwarded-host": "twin-b.localhost", "x-tenant": "twin-b"},
    )

    assert twin_a.name in answer.content.decode()


def test_links_in_pages_for_strangers_come_from_settings(db):
    page = HostClient("evil.example").get("/").content.decode()

    hosts = {urlsplit(part.split('"')[0]).hostname for part in page.split('href="http')[1:]}

    assert "evil.example" not in {str(host) for host in hosts}


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_pages_of_last_resort_need_neither_request_nor_database(name):
    page = render_to_string(name, {"request_id": "abc123"})

    assert "abc123" in page
    assert "stylesheet" in page


def test_a_bug_shows_a_sentence_and_the_request_id_only():
    request = RequestFactory().get("/")
    request.request_id = "abc123"
    try:
        raise ZeroDivisionError("secret detail")
    except ZeroDivisionError:
        answer = server_error(request)

    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()


def test_every_zone_and_currency_on_offer_is_usable():
    from zoneinfo import ZoneInfo

    from boom.core.money import exponent

    zones = [value for _, members in time_zones() for value, _ in members]
    codes = [value for _, members in currencies() for value, _ in members]

    assert len(zones) == len(set(zones)) > 400
    assert len(codes) == len(set(codes)) > 140
    assert all(ZoneInfo(name) for name in zones)
    assert all(exponent(code) >= 0 for code in codes)
    assert {"Asia/Kathmandu", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "UTC"} <= set(zones)


def test_the_long_lists_are_written_as_django_would_write_them():
    form = SignUpForm({"time_zone": "Asia/Kathmandu", "currency": "JPY"})
    for name in ("time_zone", "currency"):
        offered = [str(value) for _, members in form.fields[name].choices[1:] for value, _ in members]

        written = str(form[name])

        assert re.findall(r'<option value="([^"]+)"', written) == offered
        assert re.findall(r'<option value="([^"]*)" selected>', written) == [form.data[name]]


def test_a_choice_that_is_not_on_offer_chooses_nothing_and_stays_text():
    written = str(SignUpForm({"time_zone": '"><script>alert(1)</script>'})["time_zone"])

    assert "<script>" not in written
    assert " selected" not in written
