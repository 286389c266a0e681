"""Prepaid hours on a customer's page, and in the price of their bookings."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bookings.domain.pricing.terms import PLAIN
from bookings.models import Booking, HourPack, Occupancy, Venue
from bookings.services.links import issue_manage_link
from bookings.services.quoting import reprice_booking
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def duet(business) -> Any:
    venue = Venue.objects.get()
    Occupancy.objects.all().delete()
    return make_room(venue, name="Duet", price_per_hour_minor=3000)


@pytest.fixture
def ann(business) -> Any:
    return make_customer(name="Ann Abel", email="ann@example.com")


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form(**given: Any) -> dict[str, Any]:
    return {"name": "Ten hours", "hours": "10", "price": "250", "key": "one-form"} | given


def test_staff_note_hours_and_read_what_is_left(client_as, duet, ann):
    desk = client_as("front_desk")

    answer = desk.post(
        f"/dashboard/customers/{ann.pk}/hours/", form(rooms=[duet.pk], good_until="2027-01-31")
    )
    page = words(desk.get(f"/dashboard/customers/{ann.pk}/"))

    assert answer.status_code == 302
    assert "Ten hours 10 h left of 10 h £250" in page
    pack = HourPack.objects.get()
    assert (pack.minutes_left, pack.price_minor, pack.room_ids) == (600, 25000, [duet.pk])
    assert str(pack.good_until) == "2027-01-31"


@pytest.mark.parametrize(
    ("wrong", "said"), [({"hours": "0"}, "hours"), ({"price": "much"}, "price"), ({"rooms": ["0"]}, "rooms")]
)
def test_nonsense_is_said_beside_its_field_and_nothing_is_noted(owner_client, duet, ann, wrong, said):
    answer = owner_client.post(f"/dashboard/customers/{ann.pk}/hours/", form(**wrong))

    assert answer.status_code == 422
    assert f'id="hours-{said}_error"' in answer.content.decode()
    assert not HourPack.objects.exists()


def test_a_pack_is_withdrawn_and_brought_back(owner_client, duet, ann):
    owner_client.post(f"/dashboard/customers/{ann.pk}/hours/", form())
    pack = HourPack.objects.get()

    owner_client.post(f"/dashboard/customers/hours/{pack.pk}/withdraw/")
    withdrawn = words(owner_client.get(f"/dashboard/customers/{ann.pk}/"))
    owner_client.post(f"/dashboard/customers/hours/{pack.pk}/bring-back/")

    assert "withdrawn" in withdrawn
    assert HourPack.objects.get().state == "active"


def test_a_booking_is_paid_with_it_in_the_drawer_and_its_guest_reads_so(
    owner_client, customer_client, duet, ann
):
    owner_client.post(f"/dashboard/customers/{ann.pk}/hours/", form())
    pack = HourPack.objects.get()
    booking = make_booking(room=duet, starts_at=at("2026-11-24 21:00"), minutes=120, customer=ann)
    reprice_booking(booking_id=booking.pk, version=1, terms=PLAIN, now=TONIGHT)

    drawer = owner_client.htmx("get", f"/dashboard/bookings/{booking.pk}/").content.decode()
    owner_client.post(
        f"/dashboard/bookings/{booking.pk}/price/", {"pack": pack.pk, "promo": "", "version": 2}
    )
    token = issue_manage_link(booking_id=booking.pk, now=TONIGHT)
    page = words(customer_client.get(f"/booked/{token}/"))

    assert "Ten hours, 10 h left" in drawer
    assert Booking.objects.get().total_minor == 0
    assert HourPack.objects.get().minutes_left == 480
    assert "Prepaid: Ten hours, 2 h −£60.00" in page
