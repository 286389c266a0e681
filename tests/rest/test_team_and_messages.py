"""The team, own questions, documents, messages, broadcasts and alerts by program."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Invitation, User
from audit.models import Access
from bookings.models import FormField
from boom.core.models import OutboxMessage
from notifications.models import Broadcast, StaffAlert
from payments.models import Document
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_customer, make_room, make_venue
from tests.factories.messages import make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(business):
    return make_booking(
        room=make_room(),
        starts_at=TONIGHT + timedelta(days=1),
        customer=make_customer(email="ann@example.com"),
        total_minor=3000,
        currency="GBP",
    )


def test_somebody_is_asked_to_join_and_taken_back(program, program_as, now):
    made = program.post("/team/invitations", {"email": "Priya@Velvet.example", "role": "manager"})
    again = program.post("/team/invitations", {"email": "priya@velvet.example"})
    listed = program.get("/team/invitations").json()["data"]
    gone = program.call("DELETE", f"/team/invitations/{made.json()['id']}")

    assert (made.status_code, made.json()["role"], again.json()["code"]) == (
        201,
        "Manager",
        "already-invited",
    )
    assert [each["email"] for each in listed] == ["priya@velvet.example"]
    assert (gone.status_code, program.get("/team/invitations").json()["data"]) == (204, [])
    assert {each["role"] for each in program_as("viewer").get("/team").json()["data"]} >= {"Owner", "Viewer"}
    assert program_as("manager").post("/team/invitations", {"email": "x@y.example"}).status_code == 403
    assert Invitation.objects.count() == 1


def test_a_role_is_changed_and_access_taken_away_by_people_only(program, program_as):
    desk, owner = (User.objects.get(role=role) for role in ("front_desk", "owner"))
    path = f"/team/{desk.pk}"

    changed = program.post(f"{path}/role", {"role": "manager"})
    away = program.post(f"{path}/deactivate")
    back = program.post(f"{path}/reactivate")
    last = program.post(f"/team/{owner.pk}/deactivate")
    refused = program_as("viewer").post(f"{path}/role", {"role": "owner"})

    assert [each.status_code for each in (changed, away, back, last, refused)] == [200, 200, 200, 409, 403]
    assert (changed.json()["role"], away.json()["is_active"]) == ("Manager", False)
    assert back.json()["is_active"] is True
    assert User.objects.get(pk=desk.pk).role == "manager"


def test_an_invitation_is_mailed_again(program):
    made = program.post("/team/invitations", {"email": "priya@velvet.example"}).json()

    assert program.post(f"/team/invitations/{made['id']}/resend").status_code == 204
    assert program.post("/team/invitations/999999/resend").status_code == 404


def test_a_question_is_asked_changed_and_asked_no_more(program):
    venue = make_venue()
    wish = {"venue_id": venue.pk, "label": "Song list", "kind": "choice", "choices": ["Rock", "Soul"]}
    made = program.post("/questions", wish)
    path = made["Location"].removeprefix("/api/v1")
    read = program.get(path)
    unsaid = program.call("PATCH", path, {"label": "Songs"})
    changed = program.call("PATCH", path, {"label": "Songs"}, match=read["ETag"])
    stale = program.call("PATCH", path, {"label": "Tunes"}, match=read["ETag"])
    wrong = program.post("/questions", wish | {"choices": []})
    away = program.call("DELETE", path).json()["is_archived"]

    assert [each.status_code for each in (made, unsaid, changed, stale, wrong)] == [201, 428, 200, 412, 422]
    assert (changed.json()["label"], changed.json()["choices"], away) == ("Songs", ["Rock", "Soul"], True)
    assert program.get("/questions").json()["data"] == []
    assert program.post(f"{path}/restore").json()["is_archived"] is False
    assert FormField.objects.get().label == "Songs"


def test_a_message_is_read_and_sent_again(program, with_key, booking, now):
    sent = make_message(booking, now=now)
    waiting = make_message(booking, now=now, state="due", sent_at=None)

    listed = program.get(f"/messages?booking_id={booking.pk}").json()["data"]
    again = program.post(f"/messages/{sent.pk}/resend")
    refused = program.post(f"/messages/{waiting.pk}/resend")

    without = with_key("bookings.edit_booking").get(f"/messages/{sent.pk}").json()

    assert [each["id"] for each in listed] == [waiting.pk, sent.pk]
    assert (listed[1]["to_address"], without["to_address"]) == ("ann@example.com", "")
    assert (again.status_code, refused.json()["code"]) == (200, "not-to-be-sent-again")
    assert OutboxMessage.objects.filter(kind="message.resend_asked").count() == 1


def test_everybody_of_a_night_is_written_to_once(program, booking):
    body = {"venue_id": booking.room.venue_id, "first_day": "2026-11-22", "last_day": "2026-11-22"}
    reached = program.post("/broadcasts/preview", body).json()
    words = {"subject": "No lift", "body": "Please take the stairs."}
    made = program.post("/broadcasts", body | words, key="once")
    again = program.post("/broadcasts", body | words, key="once")
    wrong = program.post("/broadcasts", body | words | {"body": "{{nothing}}"})

    assert reached == {"guests": 1}
    assert [each.status_code for each in (made, again, wrong)] == [201, 201, 422]
    assert program.get(made["Location"].removeprefix("/api/v1")).json()["subject"] == "No lift"
    assert Broadcast.objects.count() == 1


def test_the_bell_is_of_people(program, with_key, booking):
    alert = StaffAlert.objects.create(
        fact_id=1, kind="booking.requested", venue_id=booking.room.venue_id, booking_id=booking.pk
    )
    key = with_key("bookings.edit_booking")

    before = program.get("/alerts").json()["data"]
    program.post("/alerts/seen", {"last_id": alert.pk + 1000})

    assert [each["is_new"] for each in before] == [True]
    assert [each["is_new"] for each in program.get("/alerts").json()["data"]] == [False]
    assert [each["is_new"] for each in key.get("/alerts").json()["data"]] == [None]
    assert key.post("/alerts/seen", {"last_id": alert.pk}).status_code == 403


def test_documents_are_read_as_issued_and_that_is_noted(program, booking):
    program.post("/payments", {"booking_id": booking.pk, "method": "cash", "amount_minor": 3000})
    document = Document.objects.get()
    noted = Access.objects.filter(table="payments_document", kind="exported").count()

    [listed] = program.get(f"/documents?booking_id={booking.pk}").json()["data"]
    read = program.get(f"/documents/{document.pk}").json()

    assert (listed["kind"], listed["total"]) == ("receipt", {"amount_minor": 3000, "currency": "GBP"})
    assert (read["name"], read["body"]) == (document.name, document.body)
    assert Access.objects.filter(table="payments_document", kind="exported").count() == noted + 2


def test_who_has_one_venue_sees_nothing_of_another(program, booking, with_key, now):
    sent = make_message(booking, now=now)
    question = program.post("/questions", {"venue_id": booking.room.venue_id, "label": "Songs"}).json()["id"]
    program.post("/payments", {"booking_id": booking.pk, "method": "cash", "amount_minor": 3000})
    nights = {"venue_id": booking.room.venue_id, "first_day": "2026-11-22", "last_day": "2026-11-22"}
    limited = with_key(
        "bookings.edit_booking",
        "bookings.change_setup",
        "payments.view_takings",
        venue_ids=[make_venue().pk],
    )

    for name in ("messages", "questions", "documents", "alerts", "broadcasts"):
        assert limited.get(f"/{name}").json()["data"] == [], name
    paths = [f"/messages/{sent.pk}", f"/questions/{question}", f"/documents/{Document.objects.get().pk}"]
    assert [limited.get(path).status_code for path in paths] == [404, 404, 404]
    assert limited.post("/broadcasts/preview", nights).status_code == 404
    assert limited.post(f"/messages/{sent.pk}/resend").status_code == 404
