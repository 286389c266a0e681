"""What happened to a booking, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from bookings.domain.interval import Interval
from bookings.models import Booking, Occupancy, Room, Venue
from bookings.selectors.history import history_of
from bookings.services.blocks import block_room, release_block
from bookings.services.bookings import create_booking, edit_booking, move_booking, restore_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, expire_holds, hold_slot
from boom.core.actor import acting
from boom.core.db import service
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

PRIYA = Contact(name="Priya Nair", email="priya@example.com")


@pytest.fixture(autouse=True)
def dana() -> Iterator[None]:
    """Dana at the desk does what the test does, unless it says who else."""
    with acting(kind="person", id="7", label="Dana", source="dashboard"):
        yield


@pytest.fixture
def venue(business) -> Venue:
    return make_venue()


@pytest.fixture
def harmony(venue: Venue) -> Room:
    return make_room(venue, name="Harmony", price_per_hour_minor=7200, cancel_until=60)


@pytest.fixture
def echo(venue: Venue) -> Room:
    return make_room(venue, name="Echo", price_per_hour_minor=7200)


def take(room: Room, start: str = "2026-11-21 22:15", minutes: int = 150, **given: Any) -> Booking:
    values = {"contact": PRIYA, "party_size": 4, "source": "phone", "now": TONIGHT}
    return create_booking(room_id=room.pk, span=span(start, minutes), **values | given)


def span(start: str, minutes: int) -> Interval:
    return Interval.lasting(at(start), timedelta(minutes=minutes))


def move(booking: Occupancy, room: Room, start: datetime, minutes: int) -> Occupancy:
    return move_booking(
        booking_id=booking.pk,
        room_id=room.pk,
        span=Interval.lasting(start, timedelta(minutes=minutes)),
        version=booking.version,
        now=TONIGHT,
    )


def lines(booking: Occupancy) -> list[tuple[str, str]]:
    """Actor and words, newest first."""
    row = Occupancy.objects.select_related("room__venue").get(pk=booking.pk)
    return [(entry.actor, entry.words) for entry in history_of(row)]


def newest(booking: Occupancy) -> str:
    return " ".join(lines(booking)[0])


def change_of(booking: Occupancy) -> str:
    row = Occupancy.objects.select_related("room__venue").get(pk=booking.pk)
    return history_of(row)[0].change


def test_who_moved_it_from_which_room_and_time_to_which(harmony, echo):
    booking = take(harmony)

    move(booking, echo, at("2026-11-21 23:00"), 150)

    assert lines(booking) == [
        ("Dana", "moved it from Harmony, 22:15 to Echo, 23:00"),
        ("Dana", "took the booking by phone"),
    ]


def test_another_room_at_the_same_time(harmony, echo):
    booking = take(harmony)

    move(booking, echo, booking.starts_at, 150)

    assert newest(booking) == "Dana moved it from Harmony to Echo"


def test_a_move_over_midnight_names_the_days(harmony):
    booking = take(harmony)

    move(booking, harmony, at("2026-11-22 00:30"), 150)

    assert newest(booking) == "Dana moved it from Sat 21 Nov 22:15 to Sun 22 Nov 00:30"


def test_a_longer_stay_says_until_when_and_what_it_costs_now(harmony):
    booking = take(harmony)

    move(booking, harmony, booking.starts_at, 180)

    assert newest(booking) == "Dana extended it from 00:45 to 01:15"
    assert change_of(booking) == "price £180 → £216"


def test_a_shorter_stay(harmony):
    booking = take(harmony)

    move(booking, harmony, booking.starts_at, 60)

    assert newest(booking) == "Dana shortened it from Sun 22 Nov 00:45 to Sat 21 Nov 23:15"


def test_another_time_and_length_at_once(harmony, echo):
    booking = take(harmony)

    move(booking, echo, at("2026-11-21 20:00"), 60)

    assert newest(booking) == (
        "Dana moved it from Harmony, 22:15 to Echo, 20:00 and made it 1 h long instead of 2 h 30"
    )


def test_an_earlier_start(harmony):
    booking = take(harmony)

    move(booking, harmony, at("2026-11-21 21:15"), 210)

    assert newest(booking) == "Dana changed its start from 22:15 to 21:15"


def test_a_booking_from_the_public_page(harmony):
    with acting(kind="customer", label="", source="public_page"):
        hold = hold_slot(room_id=harmony.pk, span=span("2026-11-21 22:00", 60), party_size=4, now=TONIGHT)
        confirm_hold(booking_id=hold.pk, contact=PRIYA, now=TONIGHT)
        cancel_booking(booking_id=hold.pk, now=TONIGHT, by_staff=False)

    assert lines(hold) == [
        ("Cancelled", "by the customer"),
        ("Booked online", ""),
        ("The customer", "chose it online"),
    ]


def test_a_hold_that_ran_out(harmony):
    hold = hold_slot(room_id=harmony.pk, span=span("2026-11-21 22:00", 60), party_size=4, now=TONIGHT)

    with acting(kind="system", id="", label="Boom", source="task"):
        expire_holds(now=TONIGHT + timedelta(hours=1))

    assert newest(hold) == "The hold ended without being confirmed"


def test_cancelled_with_a_reason_and_brought_back(harmony):
    booking = take(harmony)

    cancel_booking(booking_id=booking.pk, now=TONIGHT, reason="Ill")
    restore_booking(booking_id=booking.pk, version=2, now=TONIGHT)

    assert [words for _, words in lines(booking)[:2]] == ["brought it back", "cancelled it: Ill"]


def test_details_that_changed(harmony):
    booking = take(harmony)

    edit_booking(
        booking_id=booking.pk,
        version=1,
        contact=Contact(name="Priya N.", email="priya@example.com"),
        party_size=6,
        note="Cake",
        staff_note="Regulars",
        now=TONIGHT,
    )

    assert newest(booking) == (
        "Dana changed the name from Priya Nair to Priya N., changed people from 4 to 6, changed the guest’s "
        "note and changed the staff note"
    )


def test_rules_that_were_set_aside(harmony):
    booking = take(harmony)

    move_booking(
        booking_id=booking.pk,
        room_id=harmony.pk,
        span=span("2026-11-22 03:30", 60),
        version=1,
        now=TONIGHT,
        override_reason="Regulars",
    )

    assert "rules set aside: Regulars" in change_of(booking)


def test_a_block_and_its_end(harmony):
    block = block_room(
        room_id=harmony.pk, span=span("2026-11-21 18:00", 600), reason="New speakers", now=TONIGHT
    )
    release_block(block_id=block.pk, version=1, now=TONIGHT)

    assert lines(block) == [("Dana", "opened the room again"), ("Dana", "blocked the room: New speakers")]


def test_sql_by_hand_is_named_as_such(harmony):
    booking = take(harmony)

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('boom.ctx', '', true)")
        cursor.execute("UPDATE bookings_occupancy SET party_size = 5 WHERE id = %s", [booking.pk])

    assert newest(booking) == "SQL by hand (boom_app) changed people from 4 to 5"


def test_an_import_is_named_as_such(harmony):
    @service
    def bring_over() -> Booking:
        return make_booking(room=harmony, starts_at=at("2026-11-21 20:00"), source="import")

    with acting(kind="system", label="Boom", source="import"):
        booking = bring_over()

    assert newest(booking) == "Import brought it over"


def test_a_long_history_takes_two_queries(harmony, echo, count_queries):
    booking: Occupancy = take(harmony)
    for _ in range(5):
        booking = move(booking, echo, booking.starts_at, 150)
        booking = move(booking, harmony, booking.starts_at, 150)
    row = Occupancy.objects.select_related("room__venue").get(pk=booking.pk)

    with count_queries() as queries:
        found = history_of(row)

    assert (len(found), queries()) == (11, 2)
