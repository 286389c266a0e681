"""Fifty at once want one slot, through the real pages: one gets it, the others hear what is free instead.

By every way that takes a slot: a customer's hold and confirmation, a booking by staff, one moved there, one
made longer, a block; with and without turnover. The control is the same storm without the protection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from bookings.models import Booking, Occupancy, Room, Venue
from bookings.services import setup
from tenants.context import tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.committed import founded
from tests.drills import rounds
from tests.factories import make_booking
from tests.faults.storm import Browser, Storm, statuses, storming
from tests.live.conftest import session_of

CROWD, ROUNDS = 50, rounds(20, ordinary=4)
LONDON = ZoneInfo("Europe/London")
# Two weeks ahead of whatever today is, at eight in the evening; each round a slot of its own.
FIRST_NIGHT = datetime.now(LONDON).date() + timedelta(days=14)


class Slot:
    """One hour of one evening in a room, as each form writes it."""

    def __init__(self, room: Room, number: int) -> None:
        self.room = room
        self.day = FIRST_NIGHT + timedelta(days=number)
        self.start = datetime.combine(self.day, time(20), LONDON)
        self.end = self.start + timedelta(hours=1)

    @property
    def for_customers(self) -> dict[str, Any]:
        start = self.start.astimezone(ZoneInfo("UTC"))
        return {"room": self.room.pk, "start": f"{start:%Y%m%dT%H%MZ}", "minutes": 60, "people": 2}

    @property
    def for_staff(self) -> dict[str, Any]:
        return {"room": self.room.pk, "day": self.day.isoformat(), "start": "20:00", "length": 60}

    @property
    def for_blocks(self) -> dict[str, Any]:
        day = self.day.isoformat()
        return {"rooms": self.room.pk, "day": day, "start": "20:00", "until_day": day, "until": "21:00"}

    def takers(self) -> list[Occupancy]:
        """Rows that keep the room during the slot."""
        rows = Occupancy.objects.filter(room=self.room, starts_at__lt=self.end, ends_at__gt=self.start)
        return list(rows.occupying())


@pytest.fixture(scope="module")
def storm(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    with storming(tmp_path_factory.mktemp("storm"), size=CROWD) as storm:
        yield storm


@pytest.fixture(scope="module")
def bar(django_db_setup: None, django_db_blocker: Any) -> Iterator[Business]:
    """A bar that is open round the clock, for the whole file."""
    with django_db_blocker.unblock(), founded() as business:
        with tenant_scope(business):
            venue = Venue.objects.get()
            setup.set_opening_hours(venue_id=venue.pk, rows=[(day, time(0), time(0)) for day in range(7)])
        yield business
        connection.close()


@pytest.fixture
def live_business(bar: Business, committing: None) -> Iterator[Business]:
    with tenant_scope(bar):
        yield bar


@pytest.fixture
def room(live_business: Business) -> Room:
    return new_room()


def new_room(**given: Any) -> Room:
    values = {"name": f"Room {Room.objects.count() + 1}", "capacity_max": 6, "price_per_hour_minor": 3000}
    return setup.add_room(venue_id=Venue.objects.get().pk, **values | given)


@pytest.fixture
def staff(live_business: Business, storm: Storm) -> list[Browser]:
    return storm.browsers(live_business, session=session_of(live_business, User.objects.get(role="owner")))


def hold(browser: Browser, slot: Slot) -> httpx.Response:
    return browser.post("/book/hold/", **slot.for_customers)


def take(browser: Browser, slot: Slot) -> httpx.Response:
    return browser.post(
        "/dashboard/bookings/new/",
        **slot.for_staff,
        name="Ann",
        source="phone",
        key=f"{slot.day}{browser.number}",
    )


def block(browser: Browser, slot: Slot) -> httpx.Response:
    return browser.post("/dashboard/blocks/new/", **slot.for_blocks, reason="Paint")


def move(browser: Browser, booking: Booking, slot: Slot) -> httpx.Response:
    return browser.post(
        f"/dashboard/bookings/{booking.pk}/move/", htmx=True, **slot.for_staff, version=booking.version
    )


def one_won(answers: list[httpx.Response], *, won: int = 302) -> httpx.Response:
    """Exactly one; every other was told of a conflict, with something free instead. Gives the winner's."""
    assert statuses(answers) == Counter({won: 1, 409: len(answers) - 1})
    for answer in answers:
        assert answer.status_code != 409 or offers_something(answer.text)
    return next(answer for answer in answers if answer.status_code == won)


def offers_something(page: str) -> bool:
    """A button that posts another slot."""
    return 'name="start"' in page or 'name="instead"' in page


def test_of_fifty_customers_one_holds_the_slot_and_books_it(
    storm: Storm, live_business: Business, room: Room
):
    for number in range(ROUNDS):
        slot, customers = Slot(room, number), storm.browsers(live_business)

        answers = storm.at_once([lambda each=each, slot=slot: hold(each, slot) for each in customers])

        details = one_won(answers).headers["location"]
        booked = customers[0].post(details, name="Ann", email=f"ann{number}@example.com")
        assert booked.status_code == 302
        assert [row.status for row in slot.takers()] == ["confirmed"]


def test_of_fifty_bookings_by_staff_one_is_made(storm: Storm, staff: list[Browser], room: Room):
    for number in range(ROUNDS // 4):
        slot = Slot(room, number)

        answers = storm.at_once([lambda each=each, slot=slot: take(each, slot) for each in staff])

        one_won(answers)
        assert len(slot.takers()) == 1


def test_of_fifty_bookings_moved_to_one_slot_one_arrives(storm: Storm, staff: list[Browser], room: Room):
    elsewhere = new_room(buffer_after=0)
    bookings = [
        make_booking(room=elsewhere, starts_at=Slot(elsewhere, 0).start + timedelta(hours=2 * number))
        for number in range(CROWD)
    ]
    for number in range(ROUNDS // 4):
        slot = Slot(room, number)

        answers = storm.at_once(
            [
                lambda each=each, booking=booking, slot=slot: move(each, booking, slot)
                for each, booking in zip(staff, bookings, strict=True)
            ]
        )

        one_won(answers, won=200)
        [moved] = slot.takers()
        bookings[bookings.index(moved)] = make_booking(
            room=elsewhere, starts_at=Slot(elsewhere, 30 + number).start
        )


def test_of_fifty_by_all_ways_at_once_one_gets_the_slot(
    storm: Storm, staff: list[Browser], live_business: Business
):
    """Holds, bookings, moves, blocks, and the neighbour who would like to stay longer; turnover counts."""
    room, elsewhere = new_room(buffer_before=10, buffer_after=20), new_room(buffer_after=0)
    for number in range(ROUNDS // 4):
        slot, customers = Slot(room, number), storm.browsers(live_business)
        before = make_booking(room=room, starts_at=slot.start - timedelta(minutes=80))
        movers = [
            make_booking(room=elsewhere, starts_at=slot.start + timedelta(hours=count)) for count in range(12)
        ]
        longer = {"room": room.pk, "day": slot.day.isoformat(), "start": "18:40", "length": 120, "version": 1}
        ways: list[Callable[[], httpx.Response]] = [
            *[lambda each=each, slot=slot: hold(each, slot) for each in customers[:15]],
            *[lambda each=each, slot=slot: take(each, slot) for each in staff[15:30]],
            *[
                lambda each=each, mover=mover, slot=slot: move(each, mover, slot)
                for each, mover in zip(staff[30:], movers, strict=False)
            ],
            *[lambda each=each, slot=slot: block(each, slot) for each in staff[42:47]],
            *[
                lambda each=each, before=before, longer=longer: each.post(
                    f"/dashboard/bookings/{before.pk}/move/", htmx=True, **longer
                )
                for each in staff[47:]
            ],
        ]

        answers = storm.at_once(ways)

        assert statuses(answers)[409] == CROWD - 1
        assert {answer.status_code for answer in answers} <= {200, 302, 409}
        assert len(slot.takers()) == 1
        assert gap_between_bookings(room) >= timedelta(minutes=20)


def gap_between_bookings(room: Room) -> timedelta:
    """The shortest time between two bookings of a room; a day where there are not two."""
    rows = list(Booking.objects.filter(room=room).occupying().order_by("starts_at"))
    gaps = [later.starts_at - earlier.ends_at for earlier, later in pairwise(rows)]
    return min(gaps, default=timedelta(days=1))


def test_of_fifty_retries_of_one_form_one_books(storm: Storm, live_business: Business, room: Room):
    slot = Slot(room, 0)
    same = storm.browsers(live_business)[0]

    answers = storm.at_once([lambda: hold(same, slot)] * 8)

    assert statuses(answers) == {302: 8}
    assert len(slot.takers()) == 1


def test_a_room_that_is_locked_too_long_says_busy_and_when_to_come_back(
    staff: list[Browser], live_business: Business, room: Room
):
    with psycopg.connect(settings.ENDPOINTS.database_url) as stuck:
        stuck.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"room:{live_business.schema_name}", room.pk],
        )
        answer = take(staff[0], Slot(room, 0))

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert Slot(room, 0).takers() == []


def test_of_twenty_who_move_one_booking_at_once_the_others_hear_who_was_faster(
    storm: Storm, staff: list[Browser], room: Room
):
    booking = make_booking(room=room, starts_at=Slot(room, 0).start)

    answers = storm.at_once(
        [
            lambda each=each, number=number: move(each, booking, Slot(room, number))
            for number, each in enumerate(staff[:20], start=1)
        ]
    )

    assert statuses(answers) == {200: 1, 409: 19}
    assert all("Olive Owner" in answer.text for answer in answers if answer.status_code == 409)
    booking.refresh_from_db()
    assert booking.version == 2


@pytest.fixture
def unprotected(live_business: Business) -> Iterator[Business]:
    """A bar of its own whose table has lost its constraints."""
    with founded() as business:
        with tenant_scope(business):
            venue = Venue.objects.get()
            setup.set_opening_hours(venue_id=venue.pk, rows=[(day, time(0), time(0)) for day in range(7)])
        with owner_connection() as owner:
            table = f"{business.schema_name}.bookings_occupancy"
            for name in ("no_overlap", "kept_after", "kept_before"):
                owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT occupancy_{name}")
        with tenant_scope(business):
            yield business


def test_control_without_the_protection_the_same_storm_sells_the_slot_twice(
    unprotected: Business, tmp_path_factory: pytest.TempPathFactory
):
    slot = Slot(new_room(), 0)

    with storming(
        tmp_path_factory.mktemp("unprotected"), DJANGO_SETTINGS_MODULE="tests.faults.settings_without_locks"
    ) as storm:
        customers = storm.browsers(unprotected)
        answers = storm.at_once([lambda each=each: hold(each, slot) for each in customers])

    assert statuses(answers)[302] > 1
    assert len(slot.takers()) > 1
