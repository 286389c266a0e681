"""Bookings by program: the same services, rules and record as by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import AuditEvent
from bookings.models import Agreement, Booking, Room
from boom.core import clock
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_customer, make_room, make_venue
from tests.factories.api import Program, make_api_key
from tests.factories.house_terms import make_terms
from tests.factories.plans import make_plan, put_on

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STARTS = TONIGHT + timedelta(days=2)


@pytest.fixture
def room(business) -> Room:
    return make_room(make_venue(country="GB"), name="Echo", capacity_max=8)


@pytest.fixture
def booking(room) -> Booking:
    return make_booking(room=room, starts_at=STARTS, total_minor=3000, currency="GBP")


def wish(room: Room, **given: object) -> dict[str, object]:
    values = {
        "room_id": room.pk,
        "starts_at": STARTS.isoformat(),
        "ends_at": (STARTS + 2 * HOUR).isoformat(),
        "name": "Priya Nair",
        "email": "Priya@Example.com",
        "phone": "020 7946 0812",
        "party_size": 4,
    }
    return values | given


def test_a_booking_is_taken_priced_and_told_of(program, room):
    answer = program.post("/bookings", wish(room, note="Window seat"))

    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["status"], told["source"], told["room"]) == ("confirmed", "api", "Echo")
    assert told["total"] == {"amount_minor": 6000, "currency": "GBP"}
    assert told["customer"]["email"] == "priya@example.com"
    assert told["customer"]["phone"] == "+442079460812"
    assert [line["amount_minor"] for line in told["price_lines"]] == [6000]
    kept = Booking.objects.get(pk=told["id"])
    assert (kept.note, kept.party_size) == ("Window seat", 4)
    assert OutboxMessage.objects.filter(kind="booking.created", payload__booking=kept.pk).exists()


def test_a_taken_time_is_refused_with_what_is_free_instead(program, booking, room):
    answer = program.post("/bookings", wish(room))

    assert (answer.status_code, answer.json()["code"]) == (409, "slot-taken")
    assert answer.json()["alternatives"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"party_size": 0}, "party_size"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"starts_at": "2026-11-23T20:00:00"}, "starts_at"),
        ({"ends_at": STARTS.isoformat()}, "ends_at"),
        ({"name": "\u0007"}, "name"),
        ({"terms": {"promo_code": "NONE"}}, "terms.promo_code"),
        ({"room_id": "1"}, "room_id"),
    ],
)
def test_what_is_wrong_is_named(program, room, given, field):
    answer = program.post("/bookings", wish(room, **given))

    assert answer.status_code == 422, answer.content
    assert field in answer.json()["fields"]


def test_the_rules_hold_and_yield_to_a_reason_from_who_may(program_as, room):
    crowd = wish(room, party_size=9)

    refused = program_as("owner").post("/bookings", crowd)
    forbidden = program_as("front_desk").post("/bookings", {**crowd, "override_reason": "Regulars"})
    taken = program_as("manager").post("/bookings", {**crowd, "override_reason": "Regulars"})

    assert (refused.status_code, refused.json()["code"]) == (422, "rules-broken")
    assert forbidden.status_code == 403
    assert taken.status_code == 201


def test_a_price_agreed_on_takes_the_permission_and_a_reason(program_as, room):
    agreed = wish(room, terms={"agreed_minor": 100, "price_reason": "Friends"})

    assert program_as("front_desk").post("/bookings", agreed).status_code == 403
    assert program_as("manager").post("/bookings", wish(room, terms={"agreed_minor": 100})).status_code == 422
    assert program_as("manager").post("/bookings", agreed).json()["total"]["amount_minor"] == 100


def test_the_plans_limit_holds_here_too(business, program, room):
    put_on(business, make_plan(bookings_a_month=0))

    answer = program.post("/bookings", wish(room))

    assert answer.status_code == 402


def test_bringing_back_what_was_called_off_takes_what_calling_off_takes(program, with_key, booking):
    path = f"/bookings/{booking.pk}"
    mover = with_key("bookings.view_calendar", "bookings.move_booking")
    off = program.post(f"{path}/cancel", {})

    refused = mover.post(f"{path}/undo", match=off["ETag"])
    back = program.post(f"{path}/undo", match=off["ETag"])

    assert [each.status_code for each in (off, refused, back)] == [200, 403, 200]
    assert back.json()["status"] == "confirmed"


def test_a_life_of_a_booking(with_key, booking, room):
    program = with_key(*(f"bookings.{verb}" for verb in ("view_calendar", "move_booking", "edit_booking")))
    path = f"/bookings/{booking.pk}"
    later = {
        "room_id": room.pk,
        "starts_at": (STARTS + HOUR).isoformat(),
        "ends_at": (STARTS + 2 * HOUR).isoformat(),
    }

    moved = program.post(f"{path}/move", later, match='"1"')
    back = program.post(f"{path}/undo", match=moved["ETag"])
    with clock.set_to(STARTS):
        came = program.post(f"{path}/check-in")
        left = program.post(f"{path}/check-out")
    history = program.get(f"{path}/history").json()["data"]

    assert moved.json()["starts_at"] == later["starts_at"].replace("+00:00", "Z")
    assert back.json()["starts_at"] == STARTS.isoformat().replace("+00:00", "Z")
    assert [came.json()["status"], left.json()["status"]] == ["checked_in", "completed"]
    assert len(history) >= 4
    assert all(each["actor"] for each in history)


def test_deleting_is_cancelling_and_can_be_restored(program, booking):
    gone = program.call("DELETE", f"/bookings/{booking.pk}")
    back = program.post(f"/bookings/{booking.pk}/restore")

    assert (gone.status_code, gone.json()["status"]) == (200, "cancelled")
    assert back.json()["status"] == "confirmed"
    assert Booking.objects.filter(pk=booking.pk).exists()


def test_a_change_leaves_what_it_does_not_name(program, booking):
    name = booking.customer.name

    answer = program.call("PATCH", f"/bookings/{booking.pk}", {"party_size": 5}, match="*")

    assert answer.status_code == 200, answer.content
    assert (answer.json()["party_size"], answer.json()["customer"]["name"]) == (5, name)


def test_who_may_not_see_customers_sees_no_address_and_finds_by_none(program_as, room):
    whom = make_customer(name="Priya Nair", email="priya@hidden.example")
    make_booking(room=room, starts_at=STARTS, customer=whom)
    viewer, desk = program_as("viewer"), program_as("front_desk")

    seen = viewer.get(f"/bookings?room_id={room.pk}").json()["data"][0]["customer"]

    assert seen == {"id": whom.pk, "name": "Priya Nair", "email": None, "phone": None}
    assert viewer.get("/bookings?q=hidden.example").json()["data"] == []
    assert len(desk.get("/bookings?q=hidden.example").json()["data"]) == 1


def test_filters_narrow(program, booking, room):
    other = make_booking(room=room, starts_at=STARTS + 3 * HOUR, status="cancelled")

    def ask(query: str) -> list[int]:
        found = program.get(f"/bookings?room_id={room.pk}&{query}").json()["data"]
        return [each["id"] for each in found]

    assert ask("status=cancelled") == [other.pk]
    assert ask(f"reference={booking.reference.lower()}") == [booking.pk]
    assert ask("starts_before=" + (STARTS + HOUR).strftime("%Y-%m-%dT%H:%M:%SZ")) == [booking.pk]
    assert ask("reference=nonsense") == []


def test_a_key_of_one_venue_reaches_no_other(business, room, now):
    elsewhere = make_booking(room=make_room(), starts_at=STARTS)
    here = make_booking(room=room, starts_at=STARTS)
    owner = User.objects.get(role="owner")
    every = ["bookings.view_calendar", "bookings.create_booking", "bookings.cancel_booking"]
    _, secret = make_api_key(made_by=owner, now=now, permissions=every, venue_ids=[room.venue_id])
    program = Program(business, secret)

    assert [each["id"] for each in program.get("/bookings").json()["data"]] == [here.pk]
    assert program.get(f"/bookings/{elsewhere.pk}").status_code == 404
    assert program.call("DELETE", f"/bookings/{elsewhere.pk}").status_code == 404
    assert program.post("/bookings", wish(elsewhere.room)).status_code == 404
    assert program.get(f"/availability?venue_id={elsewhere.room.venue_id}&day=2026-11-23").status_code == 404


def test_a_list_of_fifty_costs_as_many_queries_as_one_of_three(program, room, count_queries):
    def asked(limit: int) -> int:
        with count_queries() as count:
            assert program.get(f"/bookings?limit={limit}").status_code == 200
        return count()

    for n in range(4):
        make_booking(room=room, starts_at=STARTS + n * HOUR)

    asked(1)
    assert asked(1) == asked(4) <= 4


def test_a_read_only_business_is_read_and_not_written(business, program, booking):
    put_on(business, make_plan(), access="read_only", state="read_only")

    assert program.get("/bookings").status_code == 200
    assert (
        program.post("/bookings", {"x": 1}).status_code,
        program.call("DELETE", f"/bookings/{booking.pk}").json()["code"],
    ) == (403, "read-only")


def test_a_quote_says_what_it_costs_and_books_nothing(program, room):
    before = Booking.objects.count(), AuditEvent.objects.count()
    body = {name: wish(room)[name] for name in ("room_id", "starts_at", "ends_at")}

    answer = program.post("/quotes", {**body, "party_size": 99})

    assert answer.json()["total"] == {"amount_minor": 6000, "currency": "GBP"}
    assert [each["code"] for each in answer.json()["blockers"]] == ["party-too-large"]
    assert (Booking.objects.count(), AuditEvent.objects.count()) == before


def test_availability_leaves_out_what_is_taken(program, booking, room):
    answer = program.get(f"/availability?venue_id={room.venue_id}&day=2026-11-23&minutes=60&people=2")

    [free] = answer.json()["rooms"]
    starts = [each[11:16] for each in free["starts"]]
    assert free["room_id"] == room.pk
    assert "18:00" in starts
    assert "19:00" not in starts


def test_what_the_guest_agreed_to_is_kept_and_an_older_text_refused(program, room):
    text = make_terms(room.venue)

    listed = program.get(f"/rooms/{room.pk}/terms").json()["data"]
    unasked = program.post("/bookings", wish(room)).json()["id"]
    later = {"starts_at": (STARTS + 3 * HOUR).isoformat(), "ends_at": (STARTS + 4 * HOUR).isoformat()}
    refused = program.post("/bookings", wish(room, **later, agreed_terms=[text.pk + 1]))
    asked = program.post("/bookings", wish(room, **later, agreed_terms=[text.pk])).json()["id"]

    assert [(each["id"], each["title"], each["version"]) for each in listed] == [(text.pk, "House rules", 1)]
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["agreed_terms"])
    assert not Agreement.objects.filter(booking=unasked).exists()
    assert Agreement.objects.get(booking=asked).source == "api"
