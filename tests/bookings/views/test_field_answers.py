"""Answers to own questions where bookings are listed and saved, and asked wherever a booking is taken."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from audit.models import Access
from bookings.domain.interval import Interval
from bookings.models import Booking, FieldSubject, FormField, Venue
from bookings.services.customers import Contact
from bookings.services.fields import add_field, archive_field
from bookings.services.groups import Part, book_group
from boom.core.errors import Invalid
from tests.factories import at, make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

GROUP = {
    "day": "2026-11-21",
    "start": "22:00",
    "length": "60",
    "name": "Priya",
    "source": "phone",
    "people": "4",
}


def asks(label: str, **values: object) -> FormField:
    given = {"kind": "text", "for_guests": "hidden", "for_staff": "required"} | values
    return add_field(venue_id=Venue.objects.get().pk, subject=FieldSubject.BOOKING, label=label, **given)


def lines_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_the_list_shows_what_was_answered(owner_client):
    songs = asks("Song list")
    make_booking(
        room=make_room(Venue.objects.get()),
        starts_at=at("2026-11-21 22:00"),
        answers={songs.key: "Only ABBA"},
    )

    page = owner_client.get("/dashboard/bookings/").content.decode()

    assert "Song list: <bdi>Only ABBA</bdi>" in page


def test_the_file_has_a_column_for_each_question_archived_ones_too(owner_client, now):
    songs, vip = asks("Song list"), asks("Member", kind="tick")
    archive_field(field_id=vip.pk, is_archived=True, now=now)
    make_booking(
        room=make_room(Venue.objects.get()),
        starts_at=at("2026-11-21 22:00"),
        answers={songs.key: "=1+1", vip.key: True},
    )

    first, *rest = lines_of(owner_client.get("/dashboard/bookings/file/"))

    assert first[-2:] == ["Song list", "Member"]
    assert [row[-2:] for row in rest] == [["'=1+1", "yes"]]


def test_taking_the_lists_out_is_noted(owner_client):
    make_booking(room=make_room(Venue.objects.get()), starts_at=at("2026-11-21 22:00"))
    for path in ("bookings/file/", "customers.csv", "customers.xlsx"):
        b"".join(owner_client.get(f"/dashboard/{path}").streaming_content)

    noted = Access.objects.filter(kind="exported").order_by("id").values_list("table", flat=True)
    assert list(noted) == ["bookings_occupancy", "bookings_customer", "bookings_customer"]


def test_a_walk_in_is_asked_only_what_must_be_answered(owner_client):
    room = make_room(Venue.objects.get())
    must, may = asks("Locker number"), asks("Song list", for_staff="optional")
    walk_in = {"people": "2", "minutes": "60", "room": room.pk}

    page = owner_client.get("/dashboard/walk-in/").content.decode()
    refused = owner_client.post("/dashboard/walk-in/", walk_in)
    owner_client.post("/dashboard/walk-in/", walk_in | {f"own_{must.key}": "17"})

    assert (f"own_{must.key}" in page, f"own_{may.key}" in page) == (True, False)
    assert refused.status_code == 422
    assert Booking.objects.get(status="checked_in").answers == {must.key: "17"}


def test_a_group_is_asked_too_and_each_room_knows_it(owner_client):
    rooms = [make_room(Venue.objects.get()).pk for _ in range(2)]
    must = asks("Locker number")

    refused = owner_client.post("/dashboard/groups/new/", GROUP | {"rooms": rooms})
    owner_client.post("/dashboard/groups/new/", GROUP | {"rooms": rooms, f"own_{must.key}": "17"})

    assert refused.status_code == 422
    answers = Booking.objects.filter(guest_name="Priya").values_list("answers", flat=True)
    assert list(answers) == [{must.key: "17"}] * 2


def test_an_answer_of_another_kind_books_no_room_of_a_group(business, now):
    count = asks("Lockers", kind="number")
    rooms = [make_room(Venue.objects.get()).pk for _ in range(2)]

    with pytest.raises(Invalid):
        book_group(
            parts=[Part(room) for room in rooms],
            span=Interval.lasting(at("2026-11-21 22:00"), timedelta(hours=1)),
            contact=Contact(name="Priya"),
            source="phone",
            now=now,
            answers={count.key: "many"},
        )

    assert not Booking.objects.filter(guest_name="Priya").exists()
