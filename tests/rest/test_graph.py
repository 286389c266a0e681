"""GraphQL over the same functions: the same credentials, rights and refusals; bounded in depth and cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from bookings.models import Booking
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_customer, make_room
from tests.factories.api import Program
from tests.factories.plans import make_plan, put_on

pytestmark = pytest.mark.django_db
STARTS = TONIGHT + timedelta(days=2)


def ask(program: Program, query: str, **variables: object) -> dict:
    answer = program.client.post(
        "/api/graphql",
        {"query": query, "variables": variables},
        content_type="application/json",
        headers={"authorization": f"Bearer {program.credential}"} if program.credential else {},
    )
    return {"status": answer.status_code, **answer.json()}


def codes(answer: dict) -> list[str]:
    return [error["extensions"]["code"] for error in answer["errors"]]


@pytest.fixture
def booking(business) -> Booking:
    return make_booking(room=make_room(name="Echo"), starts_at=STARTS, total_minor=3000, currency="GBP")


def test_bookings_with_just_the_fields_asked_for(program, booking):
    query = (
        "query($room: ID) { bookings(roomId: $room) { nodes { id room total { amountMinor } } nextCursor } }"
    )

    answer = ask(program, query, room=booking.room_id)

    [node] = answer["data"]["bookings"]["nodes"]
    assert node == {"id": str(booking.pk), "room": "Echo", "total": {"amountMinor": 3000}}
    assert answer["data"]["bookings"]["nextCursor"] is None


def test_several_things_at_once(program, booking):
    query = """{ venues { nodes { name } } rooms(first: 1) { nodes { name } nextCursor }
                 availability(day: "2026-11-23") { rooms { name starts } } figures { present { sold } }
                 customers { nodes { name } } waitlist { nodes { name } } }"""

    answer = ask(program, query)

    assert "errors" not in answer, answer
    assert answer["data"].keys() == {"venues", "rooms", "availability", "figures", "customers", "waitlist"}


def test_a_booking_is_taken_moved_checked_cancelled_and_brought_back(program, booking):
    made = ask(
        program,
        "mutation($b: NewBooking!) { createBooking(booking: $b) { id version status } }",
        b={
            "roomId": booking.room_id,
            "startsAt": (STARTS + timedelta(hours=2)).isoformat(),
            "endsAt": (STARTS + timedelta(hours=3)).isoformat(),
            "name": "Priya Nair",
        },
    )["data"]["createBooking"]
    gone = ask(program, "mutation($id: ID!) { cancelBooking(id: $id) { status version } }", id=made["id"])
    gone = gone["data"]["cancelBooking"]
    undo = "mutation($id: ID!, $v: Int!) { undoBooking(id: $id, version: $v) { status } }"
    stale = ask(program, undo, id=made["id"], v=made["version"])
    back = ask(program, undo, id=made["id"], v=gone["version"])

    assert (made["status"], gone["status"]) == ("confirmed", "cancelled")
    assert codes(stale) == ["stale"]
    assert back["data"]["undoBooking"]["status"] == "confirmed"
    assert AuditEvent.objects.filter(table="bookings_occupancy").latest("id").source == "api"


def test_a_refusal_carries_its_code_and_alternatives(program, booking):
    answer = ask(
        program,
        "mutation($b: NewBooking!) { createBooking(booking: $b) { id } }",
        b={
            "roomId": booking.room_id,
            "startsAt": STARTS.isoformat(),
            "endsAt": (STARTS + timedelta(hours=1)).isoformat(),
            "name": "Late",
        },
    )

    assert codes(answer) == ["slot-taken"]
    assert answer["errors"][0]["extensions"]["alternatives"]


def test_rights_are_those_of_the_rest_of_the_api(program_as, nobody, booking):
    customers = "{ customers { nodes { name } } }"
    cancel = "mutation($id: ID!) { cancelBooking(id: $id) { id } }"

    assert codes(ask(program_as("viewer"), customers)) == ["forbidden"]
    assert codes(ask(program_as("viewer"), cancel, id=booking.pk)) == ["forbidden"]
    assert ask(nobody, customers)["status"] == 401
    assert Booking.objects.get(pk=booking.pk).status == "confirmed"


def test_one_businesss_token_is_nothing_at_another(program, other_business):
    there = Program(other_business, program.credential)

    assert ask(there, "{ venues { nodes { name } } }")["status"] == 401


@pytest.mark.parametrize(
    "query",
    [
        "{ bookings(first: 100) { nodes { "
        + " ".join(f"a{n}: reference" for n in range(15))
        + " id note room status "
        "guestName version source priceLines { code quantity unit amountMinor unitPriceMinor } } }"
        " customers(first: 100) { nodes { id name email phone notes tags version createdAt } }"
        " waitlist(first: 100) { nodes { id name state venueId partySize minutes } }"
        " rooms(first: 100) { nodes { id name category description } } }",
        "{ " + " ".join(f"b{n}: bookings {{ nodes {{ id }} }}" for n in range(21)) + " }",
        "{ bookings { nodes { id } } "
        "# x\n" + " ".join("bookings { nodes { id } }" for _ in range(400)) + " }",
        "{ __schema { types { fields { type { ofType { ofType { ofType { ofType { name } } } } } } } }",
        "{ bookings(first: 101) { nodes { id } } }",
        "{ nothing }",
        "{ bookings { ...a } } fragment a on PartBooking { ...b } fragment b on PartBooking { ...a }",
        # Few words that stand for more fields than a day is long: each is counted once, not spread out.
        "{ ...A } fragment A on Query { ...A ...A ...A ...A }",
        "{ ...F0 } "
        + " ".join(f"fragment F{n} on Query {{ {f'...F{n + 1} ' * 6} }}" for n in range(20))
        + " fragment F20 on Query { __typename }",
        "{ ...nobody }",
        "{",
        "",
    ],
)
def test_what_is_too_much_or_nonsense_is_refused(program, query, count_queries):
    with count_queries() as count:
        answer = ask(program, query)

    assert answer["status"] in {200, 422}
    assert answer.get("errors") or answer["status"] == 422
    assert count() <= 4, "nothing was asked of the tables"


def test_values_nested_deeper_than_functions_may_call_themselves_are_refused(program):
    nested: list[object] = []
    for _ in range(600):
        nested = [nested]

    answer = ask(program, "{ venues { nodes { name } } }", deep=nested)

    assert (answer["status"], list(answer["fields"])) == (422, ["variables"])


def test_control_what_is_within_the_limits_is_answered(program):
    make_customer()

    assert "errors" not in ask(program, "{ bookings(first: 100) { nodes { id reference room status } } }")


def test_a_read_only_business_is_read_and_not_written(business, program, booking):
    put_on(business, make_plan(), access="read_only", state="read_only")

    read = ask(program, "{ venues { nodes { name } } }")
    written = ask(program, "mutation($id: ID!) { cancelBooking(id: $id) { id } }", id=booking.pk)

    assert read["data"]["venues"]
    assert (written["status"], written["code"]) == (403, "read-only")
    assert Booking.objects.get(pk=booking.pk).status == "confirmed"


def test_a_get_is_no_way_in(program):
    answer = program.client.get("/api/graphql?query={venues{nodes{name}}}")

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
