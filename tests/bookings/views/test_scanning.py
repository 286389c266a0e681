"""The square code on a guest's confirmation, and where it leads."""

from __future__ import annotations

import pytest
import segno

from bookings.models import Booking, Venue
from bookings.scan_codes import square_code
from bookings.services.links import issue_manage_link
from tests.conftest import TONIGHT, client_of
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def booking(business) -> Booking:
    room = make_room(Venue.objects.get(), name="Alto")
    return make_booking(
        room=room, starts_at=at("2026-12-05 21:00"), customer=make_customer(name="Priya Nair")
    )


def page_of(business, booking) -> str:
    token = issue_manage_link(booking_id=booking.pk, now=TONIGHT)
    return client_of(business).get(f"/booked/{token}/").content.decode()


def test_the_code_on_a_confirmation_leads_staff_to_the_booking(business, booking, owner_client):
    path = f"/dashboard/scan/{booking.reference}/"

    shown = page_of(business, booking)
    answer = owner_client.get(path)

    # The very code: the same drawing comes of the same address, and of no other.
    assert square_code(f"http://{business.host}{path}") in shown
    assert square_code(f"http://{business.host}/dashboard/") not in shown
    assert answer.status_code == 302
    assert answer["Location"] == f"/dashboard/?booking={booking.pk}"


def test_a_code_says_no_more_than_the_reference_and_has_no_styles(booking):
    drawn = square_code(f"http://velvet.localhost/dashboard/scan/{booking.reference}/")

    assert drawn.startswith("<svg ")
    assert "style" not in drawn
    assert "velvet" not in drawn
    assert segno.make(f"http://velvet.localhost/dashboard/scan/{booking.reference}/", error="q").error == "Q"


def test_whoever_else_reads_the_code_is_asked_to_sign_in(business, booking):
    path = f"/dashboard/scan/{booking.reference}/"

    answer = client_of(business).get(path)

    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/sign-in/?next={path}"


@pytest.mark.parametrize("reference", ["nothing", "AAAAAA", "x" * 43])
def test_a_code_of_no_booking_is_not_found(booking, owner_client, reference):
    assert owner_client.get(f"/dashboard/scan/{reference}/").status_code == 404


def test_a_hand_held_scanner_types_into_the_search(booking, owner_client):
    typed = f"http://velvet.localhost:8000/dashboard/scan/{booking.reference}/"

    found = owner_client.htmx("get", "/dashboard/find/", {"q": typed}).content.decode()

    assert f"booking={booking.pk}" in found


def test_what_is_over_has_no_code(business, booking):
    Booking.objects.filter(pk=booking.pk).update(status="cancelled")
    booking.refresh_from_db()

    assert '<svg viewBox="0 0' not in page_of(business, booking)
    assert 'class="qr"' not in page_of(business, booking)
