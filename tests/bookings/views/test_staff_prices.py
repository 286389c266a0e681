"""What staff see and change of a booking’s price: extras and codes, an agreed price, old beside new."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

import pytest

from bookings.domain.interval import Interval
from bookings.models import Booking, Occupancy, Venue
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from tests.conftest import TONIGHT
from tests.factories import at, make_room
from tests.factories.prices import (
    make_add_on,
    make_customer_class,
    make_package,
    make_price_list,
    make_promo,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
NEW = "/dashboard/bookings/new/"


@pytest.fixture
def alto(business):
    venue = Venue.objects.get()
    Occupancy.objects.all().delete()
    venue.rooms.update(state="archived")
    return make_room(venue, name="Alto", capacity_max=9, price_per_hour_minor=3000)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form(room, **more: Any) -> dict[str, Any]:
    values = {"room": room.pk, "day": "2026-11-21", "start": "21:00", "length": 120, "party_size": 4}
    return {**values, "name": "Priya Nair", "source": "phone", "key": "abc", **more}


@pytest.fixture
def booking(alto) -> Booking:
    return create_booking(
        room_id=alto.pk,
        span=Interval(at("2026-11-21 20:00"), at("2026-11-21 22:00")),
        contact=Contact(name="Priya Nair"),
        party_size=4,
        source="phone",
        now=TONIGHT,
    )


def test_the_form_shows_the_price_line_by_line_as_it_is_filled_in(owner_client, alto):
    platter, promo = make_add_on(alto.venue), make_promo(alto.venue)
    wanted = {name: value for name, value in form(alto).items() if name not in {"name", "source", "key"}}

    seen = words(
        owner_client.htmx("get", f"{NEW}rooms/", {**wanted, f"add_on_{platter.pk}": 2, "promo": promo.code})
    )

    assert "Price and extras: £81" in seen
    assert "Alto 2 h at £30 an hour £60.00" in seen
    assert "Platter 2 at £15 £30.00" in seen
    assert f"Code {promo.code} −£9.00" in seen


def test_staff_book_with_extras_a_kind_of_customer_and_a_code(owner_client, alto):
    platter, members = make_add_on(alto.venue, is_online=False), make_customer_class(alto.venue)
    package = make_package(alto.venue, customer_class=members)

    owner_client.post(
        NEW,
        form(
            alto,
            **{f"add_on_{platter.pk}": 1, "package": package.pk, "customer_class": members.pk, "promo": ""},
        ),
    )

    booking = Booking.objects.get()
    assert booking.total_minor == 11500
    assert [line["code"] for line in booking.quote] == ["package", "add-on"]


def test_what_cannot_be_had_is_said_and_nothing_is_booked(owner_client, alto):
    make_promo(alto.venue)

    answer = owner_client.post(NEW, form(alto, promo="NONSENSE"))

    assert answer.status_code == 422
    assert "We do not know this code" in words(answer)
    assert not Booking.objects.exists()


def test_a_manager_agrees_on_a_price_with_a_reason(client_as, alto):
    manager = client_as("manager")
    refused = manager.post(NEW, form(alto, agreed="50", promo=""))
    assert refused.status_code == 422
    assert "Say why, for the record." in words(refused)

    manager.post(NEW, form(alto, agreed="50", price_reason="Regulars", promo=""))

    booking = Booking.objects.get()
    assert (booking.total_minor, booking.price_terms["agreed"]) == (5000, [5000, "Regulars"])


def test_the_front_desk_agrees_on_nothing(client_as, alto, booking):
    desk = client_as("front_desk")

    desk.post(NEW, form(alto, start="23:00", agreed="1", price_reason="Me", promo=""))
    desk.post(
        f"/dashboard/bookings/{booking.pk}/price/",
        {"version": 1, "agreed": "1", "price_reason": "Me", "promo": ""},
    )

    assert set(Booking.objects.values_list("total_minor", flat=True)) == {6000}
    assert "Agreed price for all of it" not in words(desk.get(f"/dashboard/bookings/{booking.pk}/"))


def test_the_drawer_shows_old_and_new_and_asks(owner_client, alto, booking):
    make_price_list(alto.venue, {"name": "Peak", "price_minor": 9000, "starts": time(20), "ends": time(0)})
    path = f"/dashboard/bookings/{booking.pk}/"

    seen = words(owner_client.get(path))
    assert "By the prices in force it would cost £180.00 (+£120.00)." in seen
    booking.refresh_from_db()
    assert booking.total_minor == 6000

    owner_client.post(f"{path}price/", {"version": 1, "new": "1"})

    booking.refresh_from_db()
    assert (booking.total_minor, booking.version) == (18000, 2)
    assert "By the prices in force" not in words(owner_client.get(path))


def test_extras_are_changed_in_the_drawer(owner_client, alto, booking):
    platter = make_add_on(alto.venue)

    owner_client.post(
        f"/dashboard/bookings/{booking.pk}/price/", {"version": 1, f"add_on_{platter.pk}": 3, "promo": ""}
    )

    booking.refresh_from_db()
    assert booking.total_minor == 10500


def test_a_stale_page_changes_no_price(owner_client, booking):
    answer = owner_client.post(f"/dashboard/bookings/{booking.pk}/price/", {"version": 7, "new": "1"})

    assert answer.status_code == 409


@pytest.mark.parametrize(("price", "total"), [("", 6000), ("keep", 6000), ("new", 18000)])
def test_a_move_in_the_drawer_asks_what_becomes_of_the_price(owner_client, alto, booking, price, total):
    make_price_list(alto.venue, {"name": "Late", "price_minor": 9000, "starts": time(22), "ends": time(2)})
    values = {"room": alto.pk, "day": "2026-11-21", "start": "22:00", "length": 120, "version": 1}

    answer = owner_client.htmx(
        "post", f"/dashboard/bookings/{booking.pk}/move/", {**values, "price": price, "from": "drawer"}
    )

    booking.refresh_from_db()
    assert (answer.status_code, booking.total_minor) == (200, total)
    assert ("Reprice to £180" in words(answer)) == (total == 6000)


def test_staff_count_the_kinds_in_a_party_and_change_them_later(owner_client, alto):
    venue = alto.venue
    students, children = (make_customer_class(venue, name=name) for name in ("Students", "Children"))
    hourly = {"per": "person_hour"}
    make_price_list(
        venue,
        {"name": "Student", "price_minor": 600, "customer_class": students, **hourly},
        {"name": "Child", "price_minor": 400, "customer_class": children, **hourly},
        {"name": "Adult", "price_minor": 1000, **hourly},
    )
    counts = {f"class_{students.pk}": 1, f"class_{children.pk}": 2, "promo": ""}

    owner_client.post(NEW, form(alto, **counts))
    made = Booking.objects.get(guest_name="Priya Nair")
    owner_client.post(
        f"/dashboard/bookings/{made.pk}/price/", {**counts, f"class_{students.pk}": 2, "version": 1}
    )
    changed = Booking.objects.get(pk=made.pk)

    # Four people, two hours: one student, two children and one adult; then two students and two children.
    assert (made.total_minor, changed.total_minor) == (4800, 4000)
    assert changed.price_terms["classes"] == [[students.pk, 2], [children.pk, 2]]
