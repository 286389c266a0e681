"""The record's page: every change of the business in words, filtered, by key."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from audit.models import AuditEvent
from audit.selectors import Filter, activity
from audit.wording import things
from bookings.models import Room, Venue
from bookings.services import setup
from bookings.services.bookings import move_booking
from boom.core.actor import acting
from boom.core.db import service
from tenants.context import tenant_scope
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PAGE = "/dashboard/activity/"


@pytest.fixture
def venue(business) -> Venue:
    return Venue.objects.get()


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def as_person(name: str, key: int = 1) -> Any:
    return acting(kind="person", id=str(key), label=name, source="dashboard")


def test_a_move_is_told_with_whose_it_is(venue, owner_client):
    alto, echo = make_room(venue, name="Alto"), make_room(venue, name="Echo")
    booking = make_booking(
        room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Priya Nair", reference="C4DH7M"
    )
    with as_person("Dana"):
        move_booking(booking_id=booking.pk, room_id=echo.pk, span=booking.span, version=1, now=TONIGHT)

    page = owner_client.get(PAGE)

    assert "Dana moved it from Alto to Echo: Priya Nair, C4D-H7M" in text_of(page)
    assert f'href="/dashboard/bookings/{booking.pk}/"' in page.content.decode()


def test_the_newest_change_of_a_booking_can_be_taken_back_from_here(venue, owner_client):
    alto, echo = make_room(venue, name="Alto"), make_room(venue, name="Echo")
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"))
    with as_person("Dana"):
        move_booking(booking_id=booking.pk, room_id=echo.pk, span=booking.span, version=1, now=TONIGHT)
    undo = f"/dashboard/bookings/{booking.pk}/undo/?version=2"

    assert f'action="{undo}"' in owner_client.get(PAGE).content.decode()
    owner_client.post(undo)

    booking.refresh_from_db()
    assert booking.room == alto


def test_set_up_is_told_with_old_and_new_values(venue, owner_client):
    room = make_room(venue, name="Alto", capacity_max=6)
    with as_person("Dana"):
        setup.change_room(room_id=room.pk, capacity_max=8, name="Birdsong")

    page = text_of(owner_client.get(PAGE))

    assert "Dana changed the room Birdsong" in page
    assert "name: Alto → Birdsong" in page
    assert "most people: 6 → 8" in page


def test_people_and_their_roles_are_on_it(venue, owner_client):
    desk = User.objects.get(role="front_desk")

    @service
    def promote() -> None:
        User.objects.filter(pk=desk.pk).update(role="manager")

    with as_person("Olive"):
        promote()

    assert f"Olive changed the account of {desk.name}" in text_of(owner_client.get(PAGE))
    assert "role: Front desk → Manager" in text_of(owner_client.get(PAGE))


def test_what_is_gone_keeps_its_name(venue, owner_client):
    customer = make_customer(name="Priya Nair")
    with as_person("Dana"):

        @service
        def erase() -> None:
            customer.delete()

        erase()

    assert "Dana removed the customer Priya Nair" in text_of(owner_client.get(PAGE))


def test_secrets_stay_secret(venue, owner_client):
    desk = User.objects.get(role="front_desk")

    @service
    def change() -> None:
        desk.set_password("another long password")
        desk.save()

    change()

    assert "password: *** → ***" in text_of(owner_client.get(PAGE))


def test_a_table_nobody_words_is_named_all_the_same(venue):
    with as_person("Dana"), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO audit_event (action, "table", entity_id, new, actor_kind, actor_id, actor_label,
                                        source, request_id, address, agent)
               VALUES ('insert', 'new_table', '1', '{}', 'person', '1', 'Dana', '', '', '', '')"""
        )

    (entry,) = activity(Filter(table="new_table")).entries

    assert (entry.actor, entry.words) == ("Dana", "added new_table")


def test_every_table_on_record_has_its_words(venue):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT event_object_table FROM information_schema.triggers
                WHERE trigger_name LIKE '%%\\_audit' AND event_object_schema = current_schema()"""
        )
        on_record = {table for (table,) in cursor.fetchall()}

    assert on_record - set(things()) == set()


def test_it_can_be_narrowed_to_a_person_a_thing_and_a_day(venue):
    for key, name in ((1, "Dana"), (2, "Olive")):
        with as_person(name, key):
            setup.add_room(venue_id=venue.pk, name=f"Room of {name}")
    today = AuditEvent.objects.latest("id").at

    by_person = activity(Filter(person="2", table="bookings_room"))
    by_day = activity(Filter(table="bookings_room", since=today - timedelta(hours=1)))
    before = activity(Filter(table="bookings_room", until=today - timedelta(days=1)))

    assert [entry.thing for entry in by_person.entries] == ["the room Room of Olive"]
    assert len(by_day.entries) >= 2
    assert all(entry.at < today - timedelta(days=1) for entry in before.entries)


@pytest.mark.parametrize(
    "query",
    [
        {"day": "x"},
        {"person": "999"},
        {"thing": "pg_user"},
        {"before": "x"},
        {"before": "9" * 40},
        {"day": "0001-01-01"},
    ],
)
def test_filters_that_cannot_be_read_do_not_break_it(venue, owner_client, query):
    assert owner_client.get(PAGE, query).status_code == 200


def test_pages_go_by_key(venue):
    for number in range(7):
        setup.add_room(venue_id=venue.pk, name=f"Room {number}")
    wanted = Filter(table="bookings_room")

    first = activity(wanted, limit=4)
    second = activity(wanted, before=first.older, limit=4)

    names = [entry.thing for entry in (*first.entries, *second.entries)][:7]
    assert names == [f"the room Room {number}" for number in reversed(range(7))]
    assert first.older is not None


def test_the_oldest_page_has_no_older_one(venue, owner_client):
    oldest = AuditEvent.objects.earliest("id")

    page = owner_client.get(PAGE, {"before": oldest.pk + 3})

    assert "Older" not in text_of(page)


@pytest.mark.parametrize("rows", [1, 40])
def test_queries_do_not_grow_with_the_record(venue, owner_client, count_queries, rows):
    room = make_room(venue)
    for number in range(rows):
        make_booking(room=room, starts_at=at("2026-11-21 18:00") + timedelta(hours=number))
    owner_client.get(PAGE, {"thing": "bookings_occupancy"})

    with count_queries() as queries:
        owner_client.get(PAGE, {"thing": "bookings_occupancy"})

    assert queries() <= 8


def test_only_managers_and_owners_see_it(venue, client_as):
    statuses = {
        role: client_as(role).get(PAGE).status_code for role in ("owner", "manager", "front_desk", "viewer")
    }

    assert statuses == {"owner": 200, "manager": 200, "front_desk": 403, "viewer": 403}


def test_another_business_is_not_on_it(venue, other_business, owner_client):
    with tenant_scope(other_business), as_person("Stranger"):
        setup.add_room(venue_id=Venue.objects.get().pk, name="Elsewhere")

    page = text_of(owner_client.get(PAGE))

    assert ("Stranger" in page, "Elsewhere" in page) == (False, False)
    assert not Room.objects.filter(name="Elsewhere").exists()
