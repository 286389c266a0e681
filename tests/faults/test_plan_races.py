"""Two hundred want one of the few bookings that are left of a month, each in a room and at a time of its own.

No room's lock makes them queue: what keeps the number is the database's alone
(bookings/sql/bookings_keep_to_plan.sql). The control is the same storm without it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.recurrence import Every, Rule
from bookings.domain.series import Pattern
from bookings.models import Booking, Room, Venue
from bookings.selectors.plan_usage import bookings_in, rooms_in_use
from bookings.services import setup
from bookings.services.bookings import create_booking, restore_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.holds import hold_slot
from bookings.services.imported import ImportedBooking, import_bookings
from bookings.services.series.making import Guest, book_series
from boom.core import clock
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.factories import make_room
from tests.factories.plans import limited
from tests.faults.crowd import CROWD, Crowd

LONDON = ZoneInfo("Europe/London")
LEFT, ATTEMPTS = 7, 200


@pytest.fixture
def rooms(live_business: Business) -> list[Room]:
    venue = Venue.objects.get()
    Venue.objects.filter(pk=venue.pk).update(horizon_days=365)
    return [make_room(venue, name=f"Room {number}") for number in range(CROWD)]


@pytest.fixture
def month() -> datetime:
    """The first of the month after next, at a time when everybody is open."""
    today = clock.now().astimezone(LONDON)
    first = (today.replace(day=1) + timedelta(days=63)).replace(day=1)
    return first.replace(hour=19, minute=0, second=0, microsecond=0)


def taking(rooms: list[Room], month: datetime) -> list[Callable[[], Any]]:
    """Half of them staff on the phone, half of them customers at checkout."""

    def staff(room: Room, starts_at: datetime) -> Callable[[], Any]:
        return lambda: create_booking(
            room_id=room.pk,
            span=Interval(starts_at, starts_at + timedelta(hours=1)),
            contact=Contact("Ann"),
            party_size=2,
            source="phone",
            now=clock.now(),
        )

    def customer(room: Room, starts_at: datetime) -> Callable[[], Any]:
        return lambda: hold_slot(
            room_id=room.pk,
            span=Interval(starts_at, starts_at + timedelta(hours=1)),
            party_size=2,
            now=clock.now(),
        )

    return [
        (staff if number % 2 else customer)(rooms[number % CROWD], month + timedelta(days=number // CROWD))
        for number in range(ATTEMPTS)
    ]


def used(month: datetime) -> int:
    return bookings_in(month.date().replace(day=1), LONDON)


def test_of_two_hundred_exactly_as_many_book_as_are_left(crowd: Crowd, rooms: list[Room], month: datetime):
    with limited(crowd.business, bookings_a_month=LEFT):
        outcomes = crowd.at_once(taking(rooms, month))

    assert outcomes["done"] == used(month) == LEFT
    assert outcomes.keys() <= {"done", "plan-bookings", "online-bookings-full"}
    assert sum(outcomes.values()) == ATTEMPTS


def test_control_without_the_triggers_far_more_get_through(crowd: Crowd, rooms: list[Room], month: datetime):
    with owner_connection() as owner:
        table = f"{crowd.business.schema_name}.bookings_occupancy"
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER bookings_plan_new")
    with limited(crowd.business, bookings_a_month=LEFT):
        outcomes = crowd.at_once(taking(rooms, month)[:CROWD])

    assert outcomes["done"] == CROWD


def test_fifty_who_come_back_take_no_more_than_fit(crowd: Crowd, rooms: list[Room], month: datetime):
    for work in taking(rooms, month)[1::2][:CROWD]:
        work()
    cancelled = [
        cancel_booking(booking_id=key, now=clock.now())
        for key in Booking.objects.order_by("id").values_list("pk", flat=True)
    ]

    def back(booking: Booking) -> Callable[[], Any]:
        return lambda: restore_booking(booking_id=booking.pk, version=booking.version, now=clock.now())

    with limited(crowd.business, bookings_a_month=LEFT):
        outcomes = crowd.at_once([back(booking) for booking in cancelled])

    assert outcomes["done"] == used(month) == LEFT


def test_of_a_crowd_that_comes_by_every_way_no_more_get_in_than_fit(
    crowd: Crowd, rooms: list[Room], month: datetime
):
    """Customers, the desk, regulars' series, imports, somebody who comes back: all for one month's places."""
    Venue.objects.update(horizon_days=365)
    gone = cancel_booking(booking_id=taking(rooms, month)[1]().pk, now=clock.now())
    singles = taking(rooms, month)[:40]
    ways = [
        *(of_a_regular(room, month) for room in rooms[40:44]),
        *(imported(room, month) for room in rooms[44:49]),
        lambda: restore_booking(booking_id=gone.pk, version=gone.version, now=clock.now()),
    ]

    with limited(crowd.business, bookings_a_month=LEFT):
        outcomes = crowd.at_once([*ways, *singles])

    assert used(month) == LEFT
    # Who comes back wants the slot that the second of the singles wants.
    assert outcomes.keys() <= {"done", "plan-bookings", "online-bookings-full", "slot-taken"}
    assert sum(outcomes.values()) == CROWD


def of_a_regular(room: Room, month: datetime) -> Callable[[], Any]:
    """Two nights of a series, both or none."""
    until = month.date() + timedelta(days=9)
    rule = Rule(Every.WEEK, weekdays=(month.weekday(),), until=until)
    pattern = Pattern(room.pk, month.date(), "19:00", timedelta(hours=1), rule)
    return lambda: book_series(pattern=pattern, guest=Guest(Contact("Priya"), 2), choices={}, now=clock.now())


def imported(room: Room, month: datetime) -> Callable[[], Any]:
    row = ImportedBooking(
        legacy_id=f"old-{room.pk}",
        room_id=room.pk,
        customer_id=None,
        guest_name="Ann",
        span=Interval(month, month + timedelta(hours=1)),
        status=Status.CONFIRMED,
        placed=True,
        clashes_with=(),
        party_size=2,
        total_minor=None,
        currency="",
        note="",
        staff_note="",
        created_at=None,
        cancelled_at=None,
    )
    return lambda: import_bookings(bookings=[row], now=clock.now(), progress=lambda _: None)


def test_of_fifty_rooms_exactly_as_many_open_as_are_left(crowd: Crowd, rooms: list[Room]):
    for room in rooms:
        setup.change_room(room_id=room.pk, state="archived")

    def opening(room: Room) -> Callable[[], Any]:
        return lambda: setup.change_room(room_id=room.pk, state="active")

    with limited(crowd.business, rooms=LEFT):
        outcomes = crowd.at_once([opening(room) for room in rooms])

    assert outcomes["done"] == len(rooms_in_use(now=clock.now())) == LEFT
    assert outcomes["plan-rooms"] == CROWD - LEFT
