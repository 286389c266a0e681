"""The night on the floor, and closed days, by program."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.models import Booking, SpecialDay
from boom.core import clock
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_room, make_venue
from tests.rest.conftest import undone

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def venue(business):
    return make_venue()


@pytest.fixture
def rooms(venue):
    return [make_room(venue, capacity_max=8), make_room(venue, capacity_max=8)]


def test_a_party_at_the_door_is_seated_in_the_first_free_room(program, rooms, now):
    make_booking(room=rooms[0], starts_at=TONIGHT)

    seated = program.post(
        "/walk-ins", {"room_ids": [each.pk for each in rooms], "minutes": 60, "party_size": 2}
    )

    assert (seated.status_code, seated.json()["room_id"]) == (201, rooms[1].pk)
    assert seated.json()["status"] == "checked_in"
    assert program.get(seated["Location"].removeprefix("/api/v1")).status_code == 200


def test_a_party_stays_longer_and_changes_rooms(program, rooms, now):
    booking = make_booking(room=rooms[0], starts_at=TONIGHT)
    path = f"/bookings/{booking.pk}"
    unsaid = program.post(f"{path}/extend", {"minutes": 30})
    longer = program.post(f"{path}/extend", {"minutes": 30}, match='"1"')
    stale = program.post(f"{path}/find-room", match='"1"')
    moved = program.post(f"{path}/find-room", match=longer["ETag"])

    assert [each.status_code for each in (unsaid, longer, stale, moved)] == [428, 200, 412, 200]
    assert longer.json()["ends_at"] == (TONIGHT + 1.5 * HOUR).isoformat().replace("+00:00", "Z")
    assert moved.json()["room_id"] == rooms[1].pk


def test_a_fee_is_waived_with_a_reason_by_who_may(program, program_as, rooms, now):
    booking = make_booking(room=rooms[0], starts_at=TONIGHT, total_minor=3000, currency="GBP")
    Booking.objects.filter(pk=booking.pk).update(status="no_show", fee_minor=3000)
    path = f"/bookings/{booking.pk}/waive-fee"

    refused = program_as("front_desk").post(path, {"reason": "Flood"}, match='"1"')
    without = program.post(path, {"reason": " "}, match='"1"')
    waived = program.post(path, {"reason": "Flood"}, match='"1"')

    assert [each.status_code for each in (refused, without, waived)] == [403, 422, 200]
    assert waived.json()["fee_minor"] == 0


def test_days_are_closed_with_an_answer_for_each_booking(program, venue, rooms, now):
    starts = TONIGHT + timedelta(days=2)
    goes, stays = (make_booking(room=room, starts_at=starts) for room in rooms)
    body = {"starts_on": "2026-11-23", "ends_on": "2026-11-23", "reason": "Works"}
    touched = program.post(f"/venues/{venue.pk}/closings/preview", body).json()["data"]
    later = {"starts_at": (starts + timedelta(days=1)).isoformat()}
    later["ends_at"] = (starts + timedelta(days=1) + HOUR).isoformat()
    answers = {
        "moves": [{"booking_id": goes.pk, "version": 1, "room_id": rooms[0].pk, **later}],
        "cancellations": [{"booking_id": stays.pk, "version": 1}],
    }

    with undone():
        old = program.post(
            f"/venues/{venue.pk}/closings",
            body | answers | {"cancellations": [{"booking_id": stays.pk, "version": 9}]},
        )
    closed = program.post(f"/venues/{venue.pk}/closings", body | answers)

    assert {each["booking"]["id"] for each in touched} == {goes.pk, stays.pk}
    assert (old.status_code, closed.status_code) == (409, 201)
    assert [each["id"] for each in closed.json()["moved"]] == [goes.pk]
    assert [each["status"] for each in closed.json()["cancelled"]] == ["cancelled"]
    assert SpecialDay.objects.filter(pk=closed.json()["special_day_id"], is_closed=True).exists()


def test_no_booking_of_another_venue_is_called_off_by_a_closing(program, venue, now):
    elsewhere = make_booking(room=make_room(make_venue()), starts_at=TONIGHT + timedelta(days=2))
    body = {"starts_on": "2026-11-23", "ends_on": "2026-11-23"}

    answer = program.post(
        f"/venues/{venue.pk}/closings", body | {"cancellations": [{"booking_id": elsewhere.pk, "version": 1}]}
    )

    assert answer.status_code == 422
    assert Booking.objects.get(pk=elsewhere.pk).status == "confirmed"


def test_a_closing_moves_and_calls_off_only_what_it_touches_by_who_may(program, with_key, venue, rooms, now):
    """Else whoever may set hours could call off any booking free of charge, or put it anywhere."""
    touched, other = (
        make_booking(room=rooms[0], starts_at=TONIGHT + timedelta(days=days)) for days in (2, 9)
    )
    path, body = f"/venues/{venue.pk}/closings", {"starts_on": "2026-11-23", "ends_on": "2026-11-23"}
    starts = TONIGHT + timedelta(days=20)
    away = {"room_id": rooms[0].pk, "starts_at": starts.isoformat(), "ends_at": (starts + HOUR).isoformat()}
    setter = with_key("bookings.change_setup")
    mover = with_key("bookings.change_setup", "bookings.move_booking")

    told = [
        by.post(path, body | answers).status_code
        for by, answers in (
            (program, {"cancellations": [{"booking_id": other.pk, "version": 1}]}),
            (program, {"moves": [{"booking_id": other.pk, "version": 1, **away}]}),
            (setter, {"cancellations": [{"booking_id": touched.pk, "version": 1}]}),
            (setter, {"moves": [{"booking_id": touched.pk, "version": 1, **away}]}),
            (mover, {"moves": [{"booking_id": touched.pk, "version": 1, **away}]}),
        )
    ]

    assert told == [422, 422, 403, 403, 403]
    assert setter.post(f"{path}/preview", body).status_code == 403
    left = Booking.objects.filter(pk__in=[touched.pk, other.pk])
    assert list(left.values_list("status", "version")) == [("confirmed", 1)] * 2


def test_a_room_changed_meanwhile_is_not_overwritten_by_who_says_so(program, rooms, now):
    path = f"/rooms/{rooms[0].pk}"
    tag = program.get(path)["ETag"]
    with clock.set_to(now):
        changed = program.call("PATCH", path, {"name": "Alto"}, match=tag)
        stale = program.call("PATCH", path, {"name": "Tenor"}, match=tag)

    assert [changed.status_code, stale.status_code] == [200, 412]


def test_hours_changed_meanwhile_are_not_overwritten_by_who_says_so(program, venue):
    path = f"/venues/{venue.pk}/hours"
    tag = program.get(path)["ETag"]
    body = {"weekly": [{"weekday": 1, "opens": "18:00", "closes": "02:00"}]}

    changed = program.call("PUT", path, body, match=tag)
    stale = program.call("PUT", path, {"weekly": []}, match=tag)

    assert [changed.status_code, stale.status_code] == [200, 412]
    assert program.get(path).json()["weekly"] == changed.json()["weekly"]
