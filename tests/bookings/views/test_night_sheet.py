"""The night's list for the front desk: page and file."""

from __future__ import annotations

import pytest

from bookings.models import Room, Venue
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def alto(business) -> Room:
    return make_room(Venue.objects.get(), name="Alto")


def test_tonight_stands_on_one_page_ready_to_print(alto, owner_client):
    make_booking(
        room=alto,
        starts_at=at("2026-11-21 21:00"),
        guest_name="Priya <b>Nair",
        customer=make_customer(phone="+442079460123"),
        staff_note="Cake at ten",
    )

    page = owner_client.get("/dashboard/sheet/").content.decode()

    assert "Saturday 21 November" in page
    assert "Priya &lt;b&gt;Nair" in page
    assert "+44 20 7946 0123" in page
    assert "Staff: Cake at ten" in page
    assert "As it stood on Sat 21 Nov at 19:00" in page


def test_a_night_without_anybody_says_so(alto, owner_client):
    page = owner_client.get("/dashboard/sheet/", {"day": "2026-11-24", "by": "room"}).content.decode()

    assert "Nobody is booked" in page


def test_the_file_is_a_pdf_named_for_venue_and_night(alto, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Priya Nair")

    response = owner_client.get("/dashboard/sheet/file/", {"by": "room"})

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].endswith('-2026-11-21.pdf"')
    assert response.content.startswith(b"%PDF-")


def test_an_empty_night_makes_a_file_too(alto, owner_client):
    response = owner_client.get("/dashboard/sheet/file/", {"day": "2026-11-24"})

    assert response.content.startswith(b"%PDF-")


def test_the_calendar_leads_to_its_own_nights_sheet(alto, owner_client):
    page = owner_client.get("/dashboard/", {"day": "2026-11-24"}).content.decode()

    assert 'href="/dashboard/sheet/?day=2026-11-24"' in page
