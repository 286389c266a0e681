"""Venues, rooms, hours, customers and the waiting list by program."""

from __future__ import annotations

import pytest

from bookings.models import Customer, Room, WaitlistEntry
from tests.factories import make_customer, make_room, make_venue
from tests.factories.plans import make_plan, put_on

pytestmark = pytest.mark.django_db


def test_a_room_is_added_changed_and_read(program):
    venue = make_venue()

    made = program.post(
        "/rooms", {"venue_id": venue.pk, "name": "Echo", "capacity_max": 8, "price_per_hour_minor": 4500}
    )
    path = f"/rooms/{made.json()['id']}"
    changed = program.call("PATCH", path, {"name": "Alto"})

    assert (made.status_code, made["Location"]) == (201, f"/api/v1{path}")
    assert (changed.json()["name"], changed.json()["capacity_max"]) == ("Alto", 8)
    assert program.get(path)["ETag"] == changed["ETag"] != made.get("ETag")
    assert [each["id"] for each in program.get(f"/rooms?venue_id={venue.pk}").json()["data"]] == [
        made.json()["id"]
    ]


def test_rooms_are_held_to_sense_and_to_the_plan(business, program):
    venue = make_venue()
    wrong = program.post(
        "/rooms", {"venue_id": venue.pk, "name": "Echo", "capacity_min": 9, "capacity_max": 2}
    )
    put_on(business, make_plan(rooms=1))
    make_room(venue)
    too_many = program.post("/rooms", {"venue_id": venue.pk, "name": "Echo"})

    assert (wrong.status_code, set(wrong.json()["fields"])) == (422, {"capacity_max"})
    assert too_many.status_code == 402
    assert not Room.objects.filter(name="Echo").exists()


def test_a_venue_and_its_hours(program):
    venue = make_venue()
    path = f"/venues/{venue.pk}"

    renamed = program.call("PATCH", path, {"name": "The Velvet Room"})
    hours = program.call(
        "PUT", f"{path}/hours", {"weekly": [{"weekday": 4, "opens": "18:00", "closes": "02:00"}]}
    )
    closed = program.post(
        f"{path}/special-days", {"starts_on": "2026-12-25", "ends_on": "2026-12-25", "reason": "Christmas"}
    )
    day = closed.json()["special_days"][0]["id"]

    assert renamed.json()["name"] == "The Velvet Room"
    assert [each["weekday"] for each in hours.json()["weekly"]] == [4]
    assert closed.json()["special_days"][0]["is_closed"]
    assert program.call("DELETE", f"/special-days/{day}").status_code == 204
    assert program.get(f"{path}/hours").json()["special_days"] == []


def test_a_customer_is_added_found_and_changed(program):
    make_venue(country="GB")
    made = program.post("/customers", {"name": "Priya Nair", "email": "Priya@example.com", "tags": ["vip"]})
    path = f"/customers/{made.json()['id']}"

    found = [
        program.get(f"/customers?{query}").json()["data"]
        for query in ("q=priya", "tag=vip", "email=PRIYA@example.com")
    ]
    changed = program.call("PATCH", path, {"wishes": "Booth by the wall"}, match=made["ETag"])
    stale = program.call("PATCH", path, {"wishes": "Stage"}, match=made["ETag"])

    assert made.status_code == 201, made.content
    assert [[each["id"] for each in each_found] for each_found in found] == [[made.json()["id"]]] * 3
    assert (changed.json()["wishes"], changed.json()["email"]) == ("Booth by the wall", "priya@example.com")
    assert stale.status_code == 412


def test_an_address_that_is_anothers_is_refused(program):
    make_venue()
    make_customer(email="taken@example.com")

    answer = program.post("/customers", {"name": "Ann", "email": "TAKEN@example.com"})

    assert (answer.status_code, set(answer.json()["fields"])) == (409, {"email"})
    assert Customer.objects.filter(name="Ann").count() == 0


def test_somebody_waits_and_goes(program, now):
    room = make_room()
    wish = {
        "venue_id": room.venue_id,
        "name": "Ann",
        "email": "ann@example.com",
        "first_day": "2026-11-28",
        "minutes": 60,
        "party_size": 2,
    }

    made = program.post("/waitlist", wish)
    listed = program.get(f"/waitlist?venue_id={room.venue_id}&day=2026-11-28").json()["data"]
    gone = program.call("DELETE", f"/waitlist/{made.json()['id']}")

    assert made.status_code == 201, made.content
    assert [each["id"] for each in listed] == [made.json()["id"]]
    assert (gone.json()["state"], WaitlistEntry.objects.get().state) == ("removed", "removed")
