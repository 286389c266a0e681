"""What staff see and change of a booking’s price: extras and codes, an agreed price, old beside new."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

import pytest

from bookings.domain.interval import Interval
from bookings.models import Booking, Occupancy, Venue
from bookings.services.arrivals import check_in
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
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


def test_food_and_drinks_go_onto_the_booking_while_the_party_is_in(owner_client, alto, booking):
    beer = make_add_on(alto.venue, name="Beer", price_minor=500, tax_group="drinks")
    check_in(booking_id=booking.pk, version=1, now=TONIGHT)
    path = f"/dashboard/bookings/{booking.pk}/"

    for version, rounds in ((2, 3), (3, 7)):
        owner_client.post(f"{path}price/", {"version": version, f"add_on_{beer.pk}": rounds, "promo": ""})

    booking.refresh_from_db()
    assert (booking.status, booking.total_minor) == ("checked_in", 9500)
    assert "Beer 7 at £5 £35.00" in words(owner_client.get(path))


def test_a_stale_page_changes_no_price(owner_client, booking):
    answer = owner_client.post(f"/dashboard/bookings/{booking.pk}/price/", {"version": 7, "new": "1"})

    assert answer.status_code == 409


LATE = {"day": "2026-11-21", "start": "22:00", "length": 120, "version": 1}


def dearer_late(alto) -> None:
    """From ten at night it costs three times as much."""
    make_price_list(alto.venue, {"name": "Late", "price_minor": 9000, "starts": time(22), "ends": time(2)})


def move(client: Any, booking: Booking, **values: Any) -> Any:
    return client.htmx(
        "post", f"/dashboard/bookings/{booking.pk}/move/", {**LATE, "from": "drawer", **values}
    )


@pytest.mark.parametrize("price", ["", "new"])
def test_a_move_that_costs_another_price_asks_before_it_is_made(owner_client, alto, booking, price):
    dearer_late(alto)
    before = booking.span

    answer = move(owner_client, booking, room=alto.pk, price=price)

    booking.refresh_from_db()
    assert (answer.status_code, booking.total_minor, booking.version) == (409, 6000, 1)
    assert booking.span == before
    said = words(answer)
    assert "22:00–00:00: at which price?" in said
    assert "Keep £60" in said
    assert "Take £180 (+£120)" in said


@pytest.mark.parametrize(
    ("price", "shown", "total"), [("usual", 6000, 6000), ("keep", "", 6000), ("new", 18000, 18000)]
)
def test_a_move_is_made_at_the_price_that_was_chosen(owner_client, booking, price, shown, total):
    dearer_late(booking.room)

    answer = move(owner_client, booking, room=booking.room_id, price=price, shown_minor=shown)

    booking.refresh_from_db()
    assert (answer.status_code, booking.total_minor, booking.version) == (200, total, 2)


def test_a_price_that_changed_while_somebody_looked_at_it_is_not_taken(owner_client, alto, booking):
    dearer_late(alto)

    answer = move(owner_client, booking, room=alto.pk, price="new", shown_minor=17000)

    booking.refresh_from_db()
    assert (answer.status_code, booking.version) == (409, 1)
    assert "The price has changed meanwhile" in words(answer)


def test_a_move_that_makes_no_difference_asks_nothing(owner_client, alto, booking):
    answer = move(owner_client, booking, room=alto.pk, start="23:00")

    booking.refresh_from_db()
    assert (answer.status_code, booking.version, booking.total_minor) == (200, 2, 6000)


def test_an_old_price_is_not_asked_about_by_a_move_that_does_not_touch_it(owner_client, alto, booking):
    """The rules have changed since it was booked; the toast offers the new price, as ever."""
    make_price_list(alto.venue, {"name": "All", "price_minor": 9000})

    answer = move(owner_client, booking, room=alto.pk, start="23:00")

    booking.refresh_from_db()
    assert (answer.status_code, booking.total_minor) == (200, 6000)
    assert "Reprice to £180" in words(answer)


def test_a_longer_stay_says_what_it_adds_before_it_is_saved(owner_client, alto, booking):
    start = booking.starts_at.astimezone(alto.venue.zone)
    same = {"room": alto.pk, "day": f"{start:%Y-%m-%d}", "start": f"{start:%H:%M}", "length": 180}

    asked = move(owner_client, booking, **same)
    booking.refresh_from_db()
    assert (asked.status_code, booking.version) == (409, 1)
    assert "Take £90 (+£30)" in words(asked)
    move(owner_client, booking, **same, price="usual", shown_minor=9000)

    booking.refresh_from_db()
    assert (booking.version, booking.total_minor) == (2, 9000)


def test_who_is_in_the_way_is_said_before_any_price(owner_client, alto, booking):
    dearer_late(alto)
    make_booking(room=alto, starts_at=at("2026-11-21 22:00"))

    answer = move(owner_client, booking, room=alto.pk)

    assert answer.status_code == 409
    assert "at which price?" not in words(answer)


def test_a_drop_on_the_board_is_asked_in_the_drawer_and_answered_there(owner_client, alto, booking):
    """The buttons of the question make the move they are about, off the form's own grid too."""
    dearer_late(alto)
    page = owner_client.get("/dashboard/", {"day": "2026-11-21"}).content.decode()
    mark = re.search(r'data-move-url="[^"]*board=([\w.-]+)"', page)
    starts = re.search(r'data-starts="(\d+)"', page)
    assert mark
    assert starts
    begins = int(at("2026-11-21 22:15").timestamp()) - int(starts[1]) // 1000
    drop = {"room": alto.pk, "at": begins // 300, "length": 24, "version": 1, "board": mark[1]}

    asked = owner_client.htmx("post", f"/dashboard/bookings/{booking.pk}/move/", drop)
    forms = re.findall(r"<form.*?</form>", asked.content.decode(), re.DOTALL)
    [form] = [each for each in forms if "Take £180" in each]
    values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = owner_client.htmx("post", f"/dashboard/bookings/{booking.pk}/move/", values)

    booking.refresh_from_db()
    assert (asked.status_code, answer.status_code) == (409, 200)
    assert booking.starts_at == at("2026-11-21 22:15")
    assert booking.total_minor == 18000


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
    changed = Booking.objects.get(guest_name="Priya Nair")

    # Four people, two hours: one student, two children and one adult; then two students and two children.
    assert (made.total_minor, changed.total_minor) == (4800, 4000)
    assert changed.price_terms["classes"] == [[students.pk, 2], [children.pk, 2]]
