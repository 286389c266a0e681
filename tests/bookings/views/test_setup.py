"""The set-up pages, as managers use them and others may not."""

from __future__ import annotations

from datetime import date, time

import pytest

from bookings.models import OpeningHours, Room, SpecialDay, Venue
from bookings.selectors.setup import setup_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PAGES = ["rooms/", "rooms/new/", "hours/", "rules/", "settings/", "settings/venue/"]
RULES = {
    "slot_step": 15,
    "min_duration": 60,
    "max_duration": 240,
    "duration_step": 30,
    "lead_time": 60,
    "horizon_days": 30,
    "buffer_before": 0,
    "buffer_after": 10,
    "cancel_until": 720,
    "hold_for": 10,
}
ROOM = {"name": "Alto", "capacity_min": 1, "capacity_max": 4, "price": "24.50", "state": "active"}


@pytest.mark.parametrize("path", PAGES)
def test_managers_see_the_page(client_as, path):
    assert client_as("manager").get(f"/dashboard/{path}").status_code == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ["front_desk", "viewer"])
def test_others_do_not(client_as, path, role):
    assert client_as(role).get(f"/dashboard/{path}").status_code == 403


def test_the_settings_say_that_nobody_can_reach_the_venue(owner_client):
    without = owner_client.get("/dashboard/settings/venue/").content.decode()
    Venue.objects.update(email="hello@velvet.example")

    assert "Guests cannot reach you yet" in without
    assert (
        "Guests cannot reach you yet" not in owner_client.get("/dashboard/settings/venue/").content.decode()
    )


def test_several_rooms_are_added_by_name(owner_client):
    posted = {"names": "Alto\n\n Birdsong ", "capacity_max": 5, "price": "24"}

    owner_client.post("/dashboard/rooms/add/", posted)

    added = (
        Room.objects.filter(state="active")
        .in_order()
        .values_list("name", "capacity_max", "price_per_hour_minor")
    )
    assert list(added) == [("Alto", 5, 2400), ("Birdsong", 5, 2400)]


def test_a_room_is_changed_with_rules_of_its_own(owner_client):
    owner_client.post("/dashboard/rooms/new/", ROOM)
    room = Room.objects.get(name="Alto")

    owner_client.post(
        f"/dashboard/rooms/{room.pk}/",
        ROOM | {"name": "Tenor", "more_features": "Stage, , Step-free", "slot_step": 15},
    )

    room.refresh_from_db()
    assert (room.name, room.features, room.slot_step, room.buffer_after) == (
        "Tenor",
        ["Stage", "Step-free"],
        15,
        None,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", "twenty"),
        ("price", "-5"),
        ("capacity_max", "0"),
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\x00b"),
        ("max_duration", "30"),
        ("colour", "red"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_typed_is_lost(owner_client, field, value):
    response = owner_client.post("/dashboard/rooms/new/", ROOM | {"description": "Kept words", field: value})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert "Kept words" in response.content.decode()
    assert not Room.objects.filter(state="active").exists()


def test_a_room_without_a_colour_is_shown_the_one_that_would_be_saved(owner_client):
    owner_client.post("/dashboard/rooms/new/", ROOM)
    room = Room.objects.get(name="Alto")

    page = owner_client.get(f"/dashboard/rooms/{room.pk}/").content.decode()

    assert (room.colour, f'value="{room.venue.brand_colour}"' in page) == ("", True)


def test_rooms_move_up_and_down_the_list(owner_client):
    owner_client.post("/dashboard/rooms/add/", {"names": "A\nB\nC", "capacity_max": 5, "price": "24"})
    last = Room.objects.get(name="C")

    owner_client.post(f"/dashboard/rooms/{last.pk}/move/", {"direction": "up"})

    assert list(Room.objects.filter(state="active").in_order().values_list("name", flat=True)) == [
        "A",
        "C",
        "B",
    ]


def test_hours_may_pass_midnight_and_have_a_break(owner_client):
    posted = {"opens-4-0": "12:00", "closes-4-0": "15:00", "opens-4-1": "18:00", "closes-4-1": "04:00"}

    response = owner_client.post("/dashboard/hours/", posted)

    assert response.status_code == 302
    rows = OpeningHours.objects.order_by("opens").values_list("weekday", "opens", "closes")
    assert list(rows) == [(4, time(12), time(15)), (4, time(18), time(4))]


def test_a_room_may_have_hours_of_its_own(owner_client):
    owner_client.post("/dashboard/rooms/new/", ROOM)
    room = Room.objects.get(name="Alto")
    path = f"/dashboard/rooms/{room.pk}/hours/"
    posted = {"opens-5-0": "12:00", "closes-5-0": "15:00", "opens-5-1": "20:00", "closes-5-1": "02:00"}

    response = owner_client.post(path, posted)

    assert response["Location"] == f"/dashboard/rooms/{room.pk}/"
    of_rooms = OpeningHours.objects.exclude(room=None).order_by("opens")
    assert list(of_rooms.values_list("room", "weekday", "opens", "closes")) == [
        (room.pk, 5, time(12), time(15)),
        (room.pk, 5, time(20), time(2)),
    ]
    setup = setup_of(room.venue)
    saturday, sunday = (setup.night(date(2026, 11, day), room.pk) for day in (28, 29))
    assert [f"{stretch.start:%H:%M}" for stretch in saturday.stretches] == ["12:00", "20:00"]
    assert sunday.stretches == setup.night(date(2026, 11, 29)).stretches
    assert 'value="20:00"' in owner_client.get(path).content.decode()


def test_a_rooms_hours_that_make_no_sense_are_named_and_the_venues_stay(owner_client):
    owner_client.post("/dashboard/rooms/new/", ROOM)
    room = Room.objects.get(name="Alto")
    before = list(OpeningHours.objects.order_by("id").values())

    response = owner_client.post(f"/dashboard/rooms/{room.pk}/hours/", {"opens-0-0": "18:00"})

    assert (response.status_code, response.context["form"].errors.keys()) == (422, {"closes-0-0"})
    assert list(OpeningHours.objects.order_by("id").values()) == before
    assert owner_client.get("/dashboard/rooms/999999/hours/").status_code == 404


def test_a_special_day_may_be_one_rooms(owner_client):
    owner_client.post("/dashboard/rooms/new/", ROOM)
    room = Room.objects.get(name="Alto")

    owner_client.post("/dashboard/hours/special/", {"starts_on": "2026-12-24", "room": room.pk})

    assert list(SpecialDay.objects.values_list("room", "is_closed")) == [(room.pk, True)]


def test_a_special_day_of_no_room_here_is_refused(owner_client):
    response = owner_client.post("/dashboard/hours/special/", {"starts_on": "2026-12-24", "room": "999999"})

    assert (response.status_code, response.context["special"].errors.keys()) == (422, {"room"})
    assert 'action="/dashboard/hours/?venue=' in response.content.decode()
    assert not SpecialDay.objects.exists()


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"opens-0-0": "18:00"}, "closes-0-0"),
        (
            {"opens-0-0": "12:00", "closes-0-0": "15:00", "opens-0-1": "14:00", "closes-0-1": "20:00"},
            "opens-0-1",
        ),
        ({"opens-0-0": "25:00", "closes-0-0": "15:00"}, "opens-0-0"),
    ],
)
def test_hours_that_make_no_sense_are_named(owner_client, posted, field):
    before = OpeningHours.objects.count()

    response = owner_client.post("/dashboard/hours/", posted)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert OpeningHours.objects.count() == before


def test_a_special_day_is_added_and_removed(owner_client):
    owner_client.post(
        "/dashboard/hours/special/", {"starts_on": "2026-12-24", "reason": "Closed for Christmas"}
    )
    day = SpecialDay.objects.get()

    assert (day.starts_on, day.ends_on, day.is_closed) == (date(2026, 12, 24), date(2026, 12, 24), True)
    assert "Closed for Christmas" in owner_client.get("/dashboard/hours/").content.decode()

    owner_client.post(f"/dashboard/hours/special/{day.pk}/remove/")

    assert not SpecialDay.objects.exists()


def test_rules_are_saved_and_pages_read_them_anew(owner_client):
    before = Venue.objects.get().setup_version

    owner_client.post("/dashboard/rules/", RULES)

    venue = Venue.objects.get()
    assert (venue.slot_step, venue.buffer_after) == (15, 10)
    assert venue.setup_version != before


def test_rules_a_room_could_not_follow_are_refused(owner_client):
    owner_client.post("/dashboard/rooms/new/", ROOM | {"max_duration": 120})

    response = owner_client.post("/dashboard/rules/", RULES | {"min_duration": 180})

    assert response.status_code == 422
    assert "Alto" in response.content.decode()


def test_the_venue_is_renamed_for_customers(owner_client):
    posted = {
        "name": "Velvet",
        "time_zone": "Asia/Tokyo",
        "clock_format": "12",
        "locale": "en-US",
        "week_starts": "6",
        "brand_colour": "#0b6b63",
        "country": "gb",
    }

    owner_client.post("/dashboard/settings/venue/", posted)

    venue = Venue.objects.get()
    assert (venue.name, venue.time_zone, venue.country, venue.is_published) == (
        "Velvet",
        "Asia/Tokyo",
        "GB",
        False,
    )
