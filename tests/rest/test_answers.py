"""What is the same for every endpoint: refusals, limits, pieces, fields, versions, keys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.models import Booking
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_room
from tests.factories.plans import make_plan, put_on

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def room(business):
    return make_room(capacity_max=8)


@pytest.fixture
def wish(room):
    """A booking that can be had."""
    starts = TONIGHT + timedelta(days=2)
    return {
        "room_id": room.pk,
        "starts_at": starts.isoformat(),
        "ends_at": (starts + HOUR).isoformat(),
        "name": "Priya Nair",
        "party_size": 2,
    }


@pytest.fixture
def three(room):
    return [make_booking(room=room, starts_at=TONIGHT + timedelta(days=1, hours=n)) for n in range(3)]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing/here", None, 404),
        ("GET", "/bookings/999999", None, 404),
        ("PUT", "/bookings", {}, 405),
        ("GET", "/bookings/no-number", None, 422),
        ("GET", "/bookings?limit=0", None, 422),
        ("GET", "/bookings?cursor=xyz", None, 422),
        # Made by hand: an offset the database has none of, and no offset.
        ("GET", "/bookings?cursor=WyJzdGFydHNfYXQiLCAiMjAyNi0wMS0wMVQwMDowMDowMCsyMzo1OSIsIDFd", None, 422),
        ("GET", "/bookings?cursor=WyJzdGFydHNfYXQiLCAiMjAyNi0wMS0wMSIsIDFd", None, 422),
        ("GET", "/bookings?colour=red", None, 422),
        ("GET", "/bookings?fields=nothing", None, 422),
        ("POST", "/bookings", {"name": "x"}, 422),
        ("POST", "/bookings", [], 422),
    ],
)
def test_every_refusal_is_a_problem(program, method, path, body, status):
    answer = program.call(method, path, body)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["request_id"] == answer["X-Request-Id"]


def test_a_mistake_of_ours_is_a_problem_that_tells_nothing_of_it(program, monkeypatch):
    def broken(venue: object) -> None:
        raise RuntimeError("the words of the mistake")

    monkeypatch.setattr("bookings.api.places.venue_shape", broken)
    make_room()
    program.client.raise_request_exception = False

    answer = program.get("/venues")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["request_id"] == answer["X-Request-Id"]
    assert "mistake" not in answer.content.decode()


def test_a_405_says_what_is_taken(program):
    assert set(program.call("PUT", "/bookings", {})["Allow"].split(", ")) >= {"GET", "POST"}


def test_what_is_no_json_is_said_to_be_none(program):
    answer = program.client.post(
        "/api/v1/bookings",
        "{",
        content_type="application/json",
        headers={"authorization": f"Bearer {program.credential}"},
    )

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_name_that_is_not_known_is_refused_and_named(program, wish):
    answer = program.post("/bookings", {**wish, "status": "completed", "total_minor": 1})

    assert answer.status_code == 422
    assert answer.json()["fields"].keys() == {"status", "total_minor"}
    assert not Booking.objects.filter(guest_name="Priya Nair").exists()


def test_a_list_comes_in_pieces_and_nothing_twice(program, three, room):
    seen, cursor = [], ""
    while cursor is not None:
        answer = program.get(
            f"/bookings?room_id={room.pk}&limit=2&fields=id" + (f"&cursor={cursor}" if cursor else "")
        )
        seen += [each["id"] for each in answer.json()["data"]]
        cursor = answer.json()["next_cursor"]

    assert seen == [each.pk for each in three]


def test_the_latest_first_too(program, three, room):
    first = program.get(f"/bookings?room_id={room.pk}&order=-starts_at&limit=1").json()
    rest = program.get(f"/bookings?room_id={room.pk}&order=-starts_at&cursor={first['next_cursor']}").json()

    assert [each["id"] for each in first["data"] + rest["data"]] == [each.pk for each in reversed(three)]


def test_fields_are_those_asked_for_and_the_key(program, three):
    answer = program.get(f"/bookings/{three[0].pk}?fields=reference,status")

    assert answer.json() == {"id": three[0].pk, "reference": three[0].reference, "status": "confirmed"}


def test_what_has_not_changed_is_not_sent_again(program, three):
    path = f"/bookings/{three[0].pk}"
    tag = program.get(path)["ETag"]

    again = program.get(path, if_none_match=tag)

    assert (again.status_code, again.content) == (304, b"")


def test_a_change_names_the_version_it_knows(program, three):
    path, change = f"/bookings/{three[0].pk}", {"note": "Window seat"}
    tag = program.get(path)["ETag"]

    unsaid = program.call("PATCH", path, change)
    saved = program.call("PATCH", path, change, match=tag)
    stale = program.call("PATCH", path, {"note": "Overwritten"}, match=tag)

    assert (unsaid.status_code, saved.status_code, stale.status_code) == (428, 200, 412)
    assert saved["ETag"] != tag
    assert Booking.objects.get(pk=three[0].pk).note == "Window seat"


def test_each_answer_says_what_is_left_of_the_minute(business, program):
    put_on(business, make_plan(api_calls_a_minute=2))

    answers = [program.get("/venues") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[0]["RateLimit-Limit"] == "2"
    assert answers[2].json()["code"] == "too-often"
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_each_credential_has_its_own_calls(business, program_as):
    put_on(business, make_plan(api_calls_a_minute=1))

    assert [program_as(role).get("/venues").status_code for role in ("owner", "viewer")] == [200, 200]


def test_the_same_key_and_request_are_done_once(program, wish):
    first = program.post("/bookings", wish, key="a-key")
    again = program.post("/bookings", wish, key="a-key")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    assert first["Location"] == again["Location"] == f"/api/v1/bookings/{first.json()['id']}"
    assert Booking.objects.filter(guest_name="Priya Nair").count() == 1


def test_control_without_a_key_the_second_is_refused_as_taken(program, wish):
    program.post("/bookings", wish)

    assert program.post("/bookings", wish).json()["code"] == "slot-taken"


def test_a_key_with_another_request_is_refused(program, wish):
    program.post("/bookings", wish, key="a-key")

    other = program.post("/bookings", {**wish, "party_size": 3}, key="a-key")

    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


def test_a_refusal_is_not_kept(program, wish, room):
    refused = program.post("/bookings", {**wish, "party_size": 400}, key="a-key")
    made = program.post("/bookings", wish, key="a-key")

    assert (refused.status_code, made.status_code) == (422, 201)


def test_anothers_key_is_another_key(program_as, wish):
    later = {**wish, "starts_at": (TONIGHT + timedelta(days=2, hours=2)).isoformat()}
    later["ends_at"] = (TONIGHT + timedelta(days=2, hours=3)).isoformat()

    answers = [
        program_as("owner").post("/bookings", wish, key="k"),
        program_as("manager").post("/bookings", later, key="k"),
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
