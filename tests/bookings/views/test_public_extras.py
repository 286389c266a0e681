"""Extras, codes and the itemised quote on a customer's way to a booking, without a script."""

from __future__ import annotations

import re
from datetime import time

import pytest

from bookings.models import Booking, Occupancy, Venue
from tests.conftest import TONIGHT
from tests.factories import make_room
from tests.factories.prices import (
    make_add_on,
    make_customer_class,
    make_deposit,
    make_package,
    make_price_list,
    make_promo,
    make_tax,
    make_voucher,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ANN = {"name": "Ann Abel", "email": "ann@example.com"}


@pytest.fixture
def venue(business):
    venue = Venue.objects.get()
    Occupancy.objects.all().delete()
    venue.rooms.update(state="archived")
    make_room(venue, name="Duet", capacity_max=4, price_per_hour_minor=3000)
    return venue


@pytest.fixture
def details(customer_client, venue):
    """Hold two hours from nine; gives the address of the details page."""

    def hold() -> str:
        answer = customer_client.post(
            "/book/hold/",
            {"people": 2, "minutes": 120, "start": "20261121T2100Z", "room": "any"},
        )
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    return hold


def words(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def booking() -> Booking:
    return Booking.objects.latest("id")


def test_a_venue_without_extras_asks_for_none(customer_client, details):
    page = customer_client.get(details()).content.decode()

    assert "Update the price" not in page
    assert "Promo code" not in page


def test_add_ons_package_and_code_change_the_price_before_anything_is_booked(customer_client, venue, details):
    platter, promo = make_add_on(venue), make_promo(venue)
    make_tax(venue)
    path = details()

    page = customer_client.post(
        path, {**ANN, f"add_on_{platter.pk}": 2, "promo": promo.code.lower(), "price": "1"}
    )

    assert page.status_code == 200
    assert "2 at £15" in words(page)
    assert f"Code {promo.code}" in words(page)
    assert "£81.00" in words(page)
    assert "Includes £13.50 VAT (20 %)" in words(page)
    assert 'value="Ann Abel"' in page.content.decode()
    assert (booking().status, booking().total_minor) == ("held", 8100)


def test_what_is_booked_is_what_was_shown(customer_client, venue, details):
    platter = make_add_on(venue)
    make_deposit(venue)
    path = details()
    customer_client.post(path, {f"add_on_{platter.pk}": 2, "price": "1"})

    booked = customer_client.post(path, {**ANN, f"add_on_{platter.pk}": 2, "shown": "9000"})

    assert booked.status_code == 302
    assert (booking().status, booking().total_minor) == ("confirmed", 9000)
    page = words(customer_client.get(booked["Location"]))
    assert "Deposit, before your visit £45.00" in page
    assert "At the venue £45.00" in page


def test_a_price_that_was_not_shown_is_shown_first(customer_client, venue, details):
    platter = make_add_on(venue)
    path = details()

    page = customer_client.post(path, {**ANN, f"add_on_{platter.pk}": 1, "shown": "6000"})

    assert page.status_code == 409
    assert "The price has changed meanwhile" in words(page)
    assert 'name="shown" value="7500"' in page.content.decode()
    assert booking().status == "held"
    again = customer_client.post(path, {**ANN, f"add_on_{platter.pk}": 1, "shown": "7500"})
    assert (again.status_code, booking().total_minor) == (302, 7500)


@pytest.mark.parametrize("press", ["price", "book"])
def test_a_code_nobody_knows_is_said_beside_its_field(customer_client, venue, details, press):
    make_promo(venue)
    path = details()

    page = customer_client.post(path, {**ANN, "promo": "NONSENSE", press: "1"})

    assert page.status_code == 422
    assert "We do not know this code" in words(page)
    assert 'value="NONSENSE"' in page.content.decode()
    assert booking().status == "held"


def test_a_code_that_does_not_count_says_why(customer_client, venue, details):
    promo = make_promo(venue, minimum_minor=10000)

    page = customer_client.post(details(), {"promo": promo.code, "price": "1"})

    assert page.status_code == 409
    assert "This code counts from £100.00 on." in words(page)


def test_a_voucher_typed_into_the_codes_field_pays_all_the_same(customer_client, venue, details):
    voucher = make_voucher(venue)
    make_promo(venue)

    page = customer_client.post(details(), {"promo": voucher.code, "price": "1"})

    assert "Gift voucher −£50.00" in words(page)
    assert "At the venue £10.00" in words(page)


def test_the_last_add_on_may_go_while_one_thinks(customer_client, venue, details):
    platter = make_add_on(venue, stock=1)
    path = details()

    page = customer_client.post(path, {f"add_on_{platter.pk}": 2, "price": "1"})

    assert page.status_code == 409
    assert "There are not enough of an add-on left for that time." in words(page)


def test_a_package_is_chosen_as_a_card(customer_client, venue, details):
    package = make_package(venue, name="Birthday", price_minor=9900)
    make_package(venue, name="Elsewhere", categories=["Other"])
    path = details()
    first = words(customer_client.get(path))
    assert "Birthday" in first
    assert "Elsewhere" not in first

    page = customer_client.post(path, {"package": package.pk, "price": "1"})

    assert "Birthday £99.00" in words(page)
    assert booking().total_minor == 9900


def test_guessing_codes_comes_to_an_end(customer_client, venue, details):
    make_voucher(venue)
    path = details()

    answers = [
        customer_client.post(path, {"voucher": f"GUESS{number}", "price": "1"}).status_code
        for number in range(22)
    ]

    assert set(answers[:20]) == {422}
    assert set(answers[20:]) == {429}


def test_times_show_what_they_cost(customer_client, venue):
    make_price_list(
        venue,
        {"name": "Peak", "price_minor": 9000, "starts": time(22), "ends": time(0)},
        {"name": "Standard", "price_minor": 4000},
    )

    page = words(customer_client.get("/?day=2026-11-21&minutes=60&people=2"))

    assert "21:00 £40" in page
    assert "21:30 £65" in page
    assert "22:00 £90" in page


def test_the_page_of_details_asks_as_often_whatever_is_on_offer(
    customer_client, venue, details, count_queries
):
    make_add_on(venue)
    path = details()
    customer_client.get(path)
    with count_queries() as few:
        customer_client.get(path)
    for number in range(5):
        make_add_on(venue, name=f"Thing {number}")
        make_package(venue, name=f"Package {number}")
    customer_client.get(path)

    with count_queries() as many:
        customer_client.get(path)

    assert many() == few()
    assert booking().starts_at > TONIGHT


def test_rooms_are_listed_with_what_they_begin_at(customer_client, venue):
    make_price_list(
        venue,
        {"name": "Happy hour", "price_minor": 2000, "starts": time(18), "ends": time(20)},
        {"name": "Standard", "price_minor": 4000},
    )

    assert "from £20 an hour" in words(customer_client.get("/"))


# ---- kinds of guests in one party -------------------------------------------------------------------


@pytest.fixture
def kinds(venue):
    """Adults at 10.00 an hour each, students at 6.00 and members, who are not asked for online, at 5.00."""
    students = make_customer_class(venue, name="Students", is_online=True)
    members = make_customer_class(venue, name="Members")
    hourly = {"per": "person_hour"}
    make_price_list(
        venue,
        {"name": "Student", "price_minor": 600, "customer_class": students, **hourly},
        {"name": "Member", "price_minor": 500, "customer_class": members, **hourly},
        {"name": "Adult", "price_minor": 1000, **hourly},
    )
    return students, members


def test_guests_count_the_kinds_in_their_party_and_each_pays_its_own_price(customer_client, details, kinds):
    students, members = kinds
    path = details()

    form = customer_client.get(path).content.decode()
    page = customer_client.post(path, {**ANN, f"class_{students.pk}": 1, "price": "1"})
    booked = customer_client.post(path, {**ANN, f"class_{students.pk}": 1, "shown": "3200"})

    assert f'name="class_{students.pk}"' in form
    assert f'name="class_{members.pk}"' not in form
    assert "Adult 2 h for 1 at £10 an hour each £20.00" in words(page)
    assert "Student 2 h for 1 at £6 an hour each £12.00" in words(page)
    assert booked.status_code == 302
    assert booking().price_terms["classes"] == [[students.pk, 1]]
    assert booking().total_minor == 3200


def test_more_students_than_people_are_refused_by_name(customer_client, details, kinds):
    students, _ = kinds

    page = customer_client.post(details(), {**ANN, f"class_{students.pk}": 3, "price": "1"})

    assert page.status_code == 409
    assert "You named 3 guests by kind, and 2 are coming." in words(page)
    assert booking().total_minor == 4000


def test_a_kind_that_is_not_for_guests_to_choose_changes_nothing(customer_client, details, kinds):
    _, members = kinds

    customer_client.post(details(), {**ANN, f"class_{members.pk}": 2, "price": "1"})

    assert booking().total_minor == 4000
