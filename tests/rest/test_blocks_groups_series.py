"""Blocks, groups, swaps and series by program."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bookings.models import Block, Booking, Series
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STARTS = TONIGHT + timedelta(days=2)


def spanning(start: datetime, hours: int = 1) -> dict[str, str]:
    return {"starts_at": start.isoformat(), "ends_at": (start + hours * HOUR).isoformat()}


@pytest.fixture
def venue(business):
    return make_venue()


@pytest.fixture
def rooms(venue):
    return [make_room(venue, capacity_max=8), make_room(venue, capacity_max=8)]


def test_rooms_are_blocked_moved_opened_and_closed_again(program, rooms):
    made = program.post(
        "/blocks", {"room_ids": [each.pk for each in rooms], **spanning(STARTS), "reason": "Leak"}
    )
    path = made["Location"].removeprefix("/api/v1")
    tag = program.get(path)["ETag"]
    where = {"room_id": rooms[0].pk, **spanning(STARTS + HOUR, 2)}
    unsaid = program.post(f"{path}/move", where)
    moved = program.post(f"{path}/move", where, match=tag)
    stale = program.post(f"{path}/move", where, match=tag)
    released = program.call("DELETE", path)
    back = program.post(f"{path}/undo", match=released["ETag"])

    assert (made.status_code, len(made.json()["data"])) == (201, 2)
    assert [each.status_code for each in (unsaid, moved, stale)] == [428, 200, 412]
    assert [released.json()["status"], back.json()["status"]] == ["released", "blocked"]
    assert [each["id"] for each in program.get(f"/blocks?room_id={rooms[0].pk}").json()["data"]] == [
        back.json()["id"]
    ]


def test_where_one_room_is_taken_none_is_blocked(program, rooms):
    make_booking(room=rooms[1], starts_at=STARTS)

    answer = program.post("/blocks", {"room_ids": [each.pk for each in rooms], **spanning(STARTS)})

    assert (answer.status_code, answer.json()["code"]) == (409, "slot-taken")
    assert not Block.objects.exists()


def test_a_booking_is_no_block_and_a_block_no_booking(program, rooms):
    booking = make_booking(room=rooms[0], starts_at=STARTS)
    block = program.post("/blocks", {"room_ids": [rooms[1].pk], **spanning(STARTS)}).json()["data"][0]

    assert program.call("DELETE", f"/blocks/{booking.pk}").status_code == 404
    assert program.get(f"/bookings/{block['id']}").status_code == 404


@pytest.fixture
def group(program, rooms):
    body = {
        "rooms": [{"room_id": each.pk, "party_size": 4} for each in rooms],
        "name": "Priya Nair",
        **spanning(STARTS),
    }
    return program.post("/groups", body)


def test_a_group_is_taken_moved_and_called_off_as_one(program, group):
    path = group["Location"].removeprefix("/api/v1")
    first = program.get(path)
    later = {"starts_at": (STARTS + HOUR).isoformat()}
    unsaid = program.post(f"{path}/move", later)
    moved = program.post(f"{path}/move", later, match=first["ETag"])
    stale = program.post(f"{path}/cancel", match=first["ETag"])
    off = program.post(f"{path}/cancel", {"reason": "Ill"}, match=moved["ETag"])

    assert (group.status_code, len(group.json()["bookings"])) == (201, 2)
    assert [each.status_code for each in (unsaid, moved, stale, off)] == [428, 200, 412, 200]
    assert {each["starts_at"] for each in moved.json()["bookings"]} == {
        (STARTS + HOUR).isoformat().replace("+00:00", "Z")
    }
    assert {each["status"] for each in off.json()["bookings"]} == {"cancelled"}


def test_of_a_group_all_rooms_are_free_or_none_is_booked(program, rooms):
    make_booking(room=rooms[1], starts_at=STARTS)
    body = {"rooms": [{"room_id": each.pk} for each in rooms], "name": "Priya Nair", **spanning(STARTS)}

    assert program.post("/groups", body).status_code == 409
    assert not Booking.objects.filter(guest_name="Priya Nair").exists()


def test_two_bookings_swap_rooms(program, rooms):
    one, other = (make_booking(room=room, starts_at=STARTS) for room in rooms)
    body = {"other_id": other.pk, "other_version": 1, "tell_customer": False}

    unsaid = program.post(f"/bookings/{one.pk}/swap", body)
    old = program.post(f"/bookings/{one.pk}/swap", body | {"other_version": 7}, match='"1"')
    swapped = program.post(f"/bookings/{one.pk}/swap", body, match='"1"')

    assert [unsaid.status_code, old.status_code, swapped.status_code] == [428, 409, 200]
    assert [each["room_id"] for each in swapped.json()["data"]] == [rooms[1].pk, rooms[0].pk]


def pattern(room, **more: object) -> dict[str, object]:
    weekly = {"rule": "FREQ=WEEKLY;BYDAY=SA;COUNT=3"}
    return {"room_id": room.pk, "first_on": "2026-11-28", "start": "19:00", "minutes": 60, **weekly, **more}


def test_a_series_is_tried_out_booked_changed_and_ended(program, rooms):
    shown = program.post("/series/preview", pattern(rooms[0])).json()
    made = program.post("/series", pattern(rooms[0], name="Priya Nair", party_size=2))
    path = made["Location"].removeprefix("/api/v1")
    tag = program.get(path)["ETag"]
    unsaid = program.post(f"{path}/change", {"start": "20:00"})
    changed = program.post(f"{path}/change", {"start": "20:00"}, match=tag)
    after = program.get(f"/series/{changed.json()['id']}")
    stale = program.post(f"{path}/end", match=tag)
    ended = program.post(f"{path}/end", {"from_on": "2026-12-05"}, match=after["ETag"])

    assert [night["why_not"] for night in shown["nights"]] == ["", "", ""]
    assert shown["total"]["amount_minor"] == sum(night["price"]["amount_minor"] for night in shown["nights"])
    assert (made.status_code, len(made.json()["night_ids"])) == (201, 3)
    assert [each.status_code for each in (unsaid, changed, stale, ended)] == [428, 200, 412, 200]
    assert len(ended.json()["night_ids"]) == 2
    left = program.get(f"/bookings?series_id={made.json()['id']}&status=confirmed").json()["data"]
    assert [each["starts_at"] for each in left] == ["2026-11-28T20:00:00Z"]


def test_a_night_that_is_taken_is_named_and_may_be_left_out(program, rooms):
    make_booking(room=rooms[0], starts_at=TONIGHT + timedelta(days=14))
    wanted = pattern(rooms[0], name="Priya Nair")

    refused = program.post("/series", wanted)
    without = program.post("/series", wanted | {"choices": [{"day": "2026-12-05", "how": "skip"}]})

    assert (refused.status_code, refused.json()["days"]) == (409, ["2026-12-05"])
    assert len(without.json()["night_ids"]) == 2
    assert without.json()["series"]["left_out"] == ["2026-12-05"]


def test_a_room_is_closed_again_and_again(program, rooms):
    made = program.post("/series/blocks", pattern(rooms[0], reason="Lessons"))

    assert made.status_code == 201
    assert Block.objects.filter(series_id=made.json()["id"]).count() == 3
    assert [each["id"] for each in program.get("/series?is_block=true").json()["data"]] == [made.json()["id"]]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rule": "FREQ=YEARLY"}, "rule"),
        ({"rule": "FREQ=DAILY;COUNT=3;UNTIL=20261218"}, "rule"),
        ({"rule": "FREQ=DAILY;UNTIL=20261101"}, "rule"),
        ({"start": "99:99"}, "start"),
        ({"choices": [{"day": "2026-11-28", "how": "place"}]}, "choices"),
    ],
)
def test_what_is_no_series_is_said_to_be_none(program, rooms, change, field):
    answer = program.post("/series", pattern(rooms[0], name="Priya Nair") | change)

    assert (answer.status_code, set(answer.json()["fields"])) == (422, {field})
    assert not Series.objects.exists()


def test_who_may_book_may_not_end_blocks_and_a_viewer_neither(program, program_as, with_key, rooms):
    path = program.post("/series/blocks", pattern(rooms[0]))["Location"].removeprefix("/api/v1")
    booker = with_key("bookings.view_calendar", "bookings.cancel_booking")

    assert [each.post(f"{path}/end").status_code for each in (program_as("viewer"), booker)] == [403, 403]


def test_who_has_one_venue_sees_and_touches_nothing_of_another(business, program, rooms, with_key, group):
    elsewhere = make_venue()
    block = program.post("/blocks", {"room_ids": [rooms[0].pk], **spanning(STARTS + 5 * HOUR)}).json()[
        "data"
    ][0]
    series = program.post("/series", pattern(rooms[0], name="Priya Nair", first_on="2026-12-05")).json()["id"]
    limited = with_key(
        "bookings.view_calendar",
        "bookings.block_room",
        "bookings.create_booking",
        venue_ids=[elsewhere.pk],
    )

    assert limited.get("/blocks").json()["data"] == limited.get("/series").json()["data"] == []
    paths = [f"/blocks/{block['id']}", f"/series/{series}", group["Location"].removeprefix("/api/v1")]
    assert [limited.get(path).status_code for path in paths] == [404, 404, 404]
    mine = make_room(elsewhere)
    bodies = [
        ("/blocks", {"room_ids": [mine.pk, rooms[0].pk], **spanning(STARTS + 8 * HOUR)}),
        ("/series", pattern(rooms[0], name="Nobody")),
        ("/series", pattern(mine, name="Nobody", choices=[
            {"day": "2026-11-28", "how": "place", "room_id": rooms[0].pk, "start": "19:00"},
        ])),
    ]  # fmt: skip
    assert [limited.post(path, body).status_code for path, body in bodies] == [404, 404, 404]
