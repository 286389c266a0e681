"""Searching from the calendar, and where a hit leads."""

from __future__ import annotations

import re

import pytest

from bookings.models import Room, Venue
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def alto(business) -> Room:
    return make_room(Venue.objects.get(), name="Alto")


@pytest.fixture
def hers(alto):
    customer = make_customer(name="Priya Nair", phone="+447700900123")
    return make_booking(room=alto, starts_at=at("2026-12-05 21:00"), customer=customer)


def text_of(response) -> str:
    return response.content.decode()


def test_every_calendar_page_has_the_search_under_its_key(alto, owner_client):
    for path in ("/dashboard/", "/dashboard/week/", "/dashboard/month/", "/dashboard/agenda/"):
        page = text_of(owner_client.get(path))

        assert re.search(r'<form class="search cal-find"[^>]* action="/dashboard/find/"', page), path
        assert page.count('aria-keyshortcuts="/"') == 1


def test_a_hit_leads_to_its_night_with_the_drawer_open(alto, hers, owner_client):
    found = text_of(owner_client.htmx("get", "/dashboard/find/", {"q": "prya"}))
    [way] = re.findall(rf'href="([^"]*booking={hers.pk})"', found)

    page = text_of(owner_client.get(way))

    assert "<html" not in found
    assert "Saturday 5 December" in page
    assert f'id="b{hers.pk}"' in page
    assert re.search(r'<dialog id="drawer"[^>]* open>.*Priya Nair', page, re.DOTALL)


def test_without_scripts_the_search_is_a_page(alto, hers, owner_client):
    page = text_of(owner_client.get("/dashboard/find/", {"q": "0123"}))

    assert "<html" in page
    assert "Priya Nair" in page
    assert 'value="0123"' in page


def test_nobody_found_says_what_else_to_try(alto, owner_client):
    found = text_of(owner_client.htmx("get", "/dashboard/find/", {"q": "qqwwxx"}))

    assert "Nobody found" in found


def test_nothing_typed_shows_nothing(alto, hers, owner_client):
    assert text_of(owner_client.htmx("get", "/dashboard/find/", {"q": " "})).strip() == ""
