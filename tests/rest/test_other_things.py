"""Venues, rooms, hours, customers and the waiting list by program."""

from __future__ import annotations

import pytest

from bookings.models import Customer, Room, WaitlistEntry, WaitlistOffer
from tests.factories import make_customer, make_room, make_venue
from tests.factories.plans import make_plan, put_on
from tests.factories.waitlist import make_waiting

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


def test_somebody_in_line_is_offered_what_is_free_and_put_elsewhere(program, program_as, now):
    room = make_room()
    first, second = (make_waiting(room.venue, now=now, first_day=now.date()) for _ in range(2))
    path = f"/waitlist/{second.pk}"

    moved = program.post(f"{path}/move", {"before_id": first.pk})
    offered = program.post(f"{path}/offer")
    again = program.post(f"{path}/offer")
    refused = program_as("viewer").post(f"{path}/offer")
    back = program.post(f"{path}/withdraw")

    assert [each.status_code for each in (moved, offered, again, refused, back)] == [200, 200, 409, 403, 200]
    assert list(WaitlistEntry.objects.in_line().values_list("id", flat=True)) == [second.pk, first.pk]
    assert list(WaitlistOffer.objects.values_list("entry_id", "state")) == [(second.pk, "withdrawn")]


def test_a_wish_is_changed_by_who_knows_it_and_a_place_given_back(program, now):
    waiting = make_waiting(make_room().venue, now=now, first_day=now.date())
    path = f"/waitlist/{waiting.pk}"
    wish = {"first_day": "2026-11-28", "minutes": 90, "party_size": 4}

    unsaid = program.call("PUT", path, wish)
    changed = program.call("PUT", path, wish, match=program.get(path)["ETag"])
    stale = program.call("DELETE", path, match='"1"')
    gone = program.call("DELETE", path, match=changed["ETag"])
    back = program.post(f"{path}/put-back")

    assert [each.status_code for each in (unsaid, changed, stale, gone, back)] == [428, 200, 412, 200, 200]
    assert (changed.json()["minutes"], changed.json()["first_day"]) == (90, "2026-11-28")
    assert back.json()["state"] == "waiting"


def test_somebody_is_kept_from_booking_and_let_in_again(program, program_as):
    customer = make_customer()

    both = program.post("/bans", {"customer_id": customer.pk, "email": "x@y.example", "reason": "Broke it"})
    made = program.post("/bans", {"customer_id": customer.pk, "reason": "Broke it"})
    twice = program.post("/bans", {"customer_id": customer.pk, "reason": "Broke it"})
    refused = program_as("front_desk").post("/bans", {"email": "x@y.example", "reason": "Broke it"})
    path = f"/bans/{made.json()['id']}"

    assert [each.status_code for each in (both, made, twice, refused)] == [422, 201, 409, 403]
    assert [each["customer_id"] for each in program.get("/bans").json()["data"]] == [customer.pk]
    assert program.post(f"{path}/lift").json()["lifted_at"] is not None
    assert program.get("/bans").json()["data"] == []
    assert program.post(f"{path}/restore").json()["lifted_at"] is None


def test_two_records_of_one_person_become_one(program):
    kept, gone = make_customer(email="ann@example.com"), make_customer(phone="+442079460000")
    path = f"/customers/{kept.pk}/merge"
    tag = program.get(f"/customers/{kept.pk}")["ETag"]

    unsaid = program.post(path, {"gone_id": gone.pk, "gone_version": gone.version})
    old = program.post(path, {"gone_id": gone.pk, "gone_version": 99}, match=tag)
    merged = program.post(path, {"gone_id": gone.pk, "gone_version": gone.version}, match=tag)

    assert [each.status_code for each in (unsaid, old, merged)] == [428, 409, 200]
    assert merged.json()["phone"] == "+442079460000"
    assert program.get(f"/customers/{gone.pk}").status_code == 404
