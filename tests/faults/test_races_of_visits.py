"""Fifty at once while they are here: a swap against moves, the same party extended by many, into one gap.

Through the real pages. Whoever wins, wins whole: no half of a swap, no step of time twice, nobody in the
room of another. The control is the same storm without the protection.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from bookings.models import Booking, Room, Venue
from bookings.services import setup
from bookings.services.links import issue_manage_link
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
HOUR = timedelta(hours=1)
# Two weeks ahead of whatever today is, at eight in the evening; each round a night of its own.
FIRST_NIGHT = timezone.now().astimezone(LONDON).date() + timedelta(days=14)


@pytest.fixture(scope="module")
def storm(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    with storming(tmp_path_factory.mktemp("visits"), size=CROWD) as storm:
        yield storm


@pytest.fixture(scope="module")
def bar(django_db_setup: None, django_db_blocker: Any) -> Iterator[Business]:
    """A bar that is open round the clock, for the whole file."""
    with django_db_blocker.unblock(), founded() as business:
        with tenant_scope(business):
            open_always()
        yield business
        connection.close()


@pytest.fixture
def live_business(bar: Business, committing: None) -> Iterator[Business]:
    with tenant_scope(bar):
        yield bar


@pytest.fixture
def staff(live_business: Business, storm: Storm) -> list[Browser]:
    return storm.browsers(live_business, session=session_of(live_business, User.objects.get(role="owner")))


def open_always() -> None:
    setup.set_opening_hours(
        venue_id=Venue.objects.get().pk, rows=[(day, time(0), time(0)) for day in range(7)]
    )


def new_room() -> Room:
    return setup.add_room(
        venue_id=Venue.objects.get().pk,
        name=f"Room {Room.objects.count() + 1}",
        capacity_max=6,
        price_per_hour_minor=3000,
    )


def evening(number: int, hour: int = 20) -> datetime:
    return datetime.combine(FIRST_NIGHT + timedelta(days=number), time(hour), LONDON)


def swap(browser: Browser, one: Booking, other: Booking) -> httpx.Response:
    return browser.post(
        f"/dashboard/bookings/{one.pk}/swap/",
        htmx=True,
        version=one.version,
        other=f"{other.pk}.{other.version}",
    )


def move(browser: Browser, booking: Booking, room: Room, start: datetime) -> httpx.Response:
    return browser.post(
        f"/dashboard/bookings/{booking.pk}/move/",
        htmx=True,
        room=room.pk,
        day=start.date().isoformat(),
        start=f"{start:%H:%M}",
        length=60,
        version=booking.version,
    )


def extend(browser: Browser, booking: Booking, minutes: int) -> httpx.Response:
    return browser.post(
        f"/dashboard/bookings/{booking.pk}/extend/", htmx=True, minutes=minutes, version=booking.version
    )


def hold(browser: Browser, room: Room, start: datetime) -> httpx.Response:
    at = start.astimezone(ZoneInfo("UTC"))
    return browser.post("/book/hold/", room=room.pk, start=f"{at:%Y%m%dT%H%MZ}", minutes=60, people=2)


def overlaps(room: Room) -> int:
    """How many pairs of bookings are in a room at the same time."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH kept AS (SELECT * FROM bookings_occupancy WHERE placed AND room_id = %s AND status IN
                ('held', 'pending', 'confirmed', 'checked_in', 'completed', 'blocked'))
            SELECT count(*) FROM kept a JOIN kept b
                ON a.id < b.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
            """,
            [room.pk],
        )
        return int(cursor.fetchone()[0])


def places(*bookings: Booking) -> list[tuple[int, datetime]]:
    for booking in bookings:
        booking.refresh_from_db()
    return [(booking.room_id, booking.starts_at) for booking in bookings]


def test_a_swap_against_moves_of_both_and_into_their_places_leaves_nothing_half_done(
    storm: Storm, staff: list[Browser], live_business: Business
):
    left, right, elsewhere = new_room(), new_room(), new_room()
    won_by_swap = 0
    for number in range(ROUNDS):
        start = evening(number)
        one, other = make_booking(room=left, starts_at=start), make_booking(room=right, starts_at=start)
        third = make_booking(room=elsewhere, starts_at=start)
        before = places(one, other)
        ways = [
            *[lambda each=each, one=one, other=other: swap(each, one, other) for each in staff[:20]],
            *[lambda each=each, one=one, other=other: swap(each, other, one) for each in staff[20:30]],
            *[
                lambda each=each, one=one, start=start: move(each, one, elsewhere, start + HOUR)
                for each in staff[30:40]
            ],
            *[
                lambda each=each, third=third, start=start: move(each, third, left, start)
                for each in staff[40:]
            ],
        ]

        answers = storm.at_once(ways)

        swapped = places(one, other) == before[::-1]
        moved = places(one, other) == [(elsewhere.pk, start + HOUR), before[1]]
        assert {answer.status_code for answer in answers} <= {200, 409}
        assert swapped != moved
        assert statuses(answers[:30])[200] == (1 if swapped else 0)
        assert statuses(answers[30:40])[200] == (1 if moved else 0)
        assert [overlaps(room) for room in (left, right, elsewhere)] == [0, 0, 0]
        won_by_swap += swapped
    assert won_by_swap, "the swap never won: nothing was raced"


def test_of_fifty_who_extend_one_party_one_does_staff_and_the_party_itself(
    storm: Storm, staff: list[Browser], live_business: Business
):
    room = new_room()
    for number in range(ROUNDS):
        now = timezone.now()
        booking = make_booking(room=room, starts_at=evening(number), status="checked_in")
        token = issue_manage_link(booking_id=booking.pk, now=now)
        guests = storm.browsers(live_business)

        answers = storm.at_once(
            [
                *[lambda each=each, booking=booking: extend(each, booking, 30) for each in staff[:25]],
                *[
                    lambda each=each, token=token: each.post(
                        f"/booked/{token}/extend/", minutes=30, version=1
                    )
                    for each in guests[25:]
                ],
            ]
        )

        booking.refresh_from_db()
        found = statuses(answers)
        assert found[409] == CROWD - 1
        assert found[200] + found[302] == 1
        assert (booking.span.minutes, booking.version) == (90, 2)


def test_one_extends_into_a_gap_that_fifty_want(storm: Storm, staff: list[Browser], live_business: Business):
    room, beside = new_room(), new_room()
    for number in range(ROUNDS):
        start = evening(number)
        here = make_booking(room=room, starts_at=start, status="checked_in")
        movers = [
            make_booking(room=beside, starts_at=start + HOUR * count - timedelta(hours=12))
            for count in range(9)
        ]
        guests = storm.browsers(live_business)
        gap = start + HOUR

        answers = storm.at_once(
            [
                *[lambda each=each, here=here: extend(each, here, 60) for each in staff[:10]],
                *[
                    lambda each=each, mover=mover, gap=gap: move(each, mover, room, gap)
                    for each, mover in zip(staff[10:], movers, strict=False)
                ],
                *[lambda each=each, gap=gap: hold(each, room, gap) for each in guests[: CROWD - 19]],
            ]
        )

        assert statuses(answers)[409] == CROWD - 1
        assert overlaps(room) == 0
        Booking.objects.filter(room=beside).update(status="cancelled")


@pytest.fixture
def unprotected(live_business: Business) -> Iterator[Business]:
    """A bar of its own whose table has lost its constraints."""
    with founded() as business:
        with tenant_scope(business):
            open_always()
        with owner_connection() as owner:
            owner.execute(f"SET search_path = {business.schema_name}, extensions, public")
            table = "bookings_occupancy"
            for name in ("no_overlap", "kept_after", "kept_before"):
                # Gone for what they forbid, there by name: a swap puts them off until it is done.
                owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT occupancy_{name}")
                owner.execute(
                    f"ALTER TABLE {table} ADD CONSTRAINT occupancy_{name} EXCLUDE USING gist (id WITH =)"
                    " WHERE (false) DEFERRABLE INITIALLY IMMEDIATE"
                )
        with tenant_scope(business):
            yield business


def test_control_without_the_protection_the_same_storms_put_two_into_one_room(
    unprotected: Business, tmp_path_factory: pytest.TempPathFactory
):
    right, room = new_room(), new_room()
    left, elsewhere = new_room(), new_room()

    with storming(
        tmp_path_factory.mktemp("unprotected"), DJANGO_SETTINGS_MODULE="tests.faults.settings_without_locks"
    ) as storm:
        session = session_of(unprotected, User.objects.get(role="owner"))
        staff, guests = storm.browsers(unprotected, session=session), storm.browsers(unprotected)
        for number in range(3):
            start = evening(number)
            one, other, third = (
                make_booking(room=place, starts_at=start) for place in (left, right, elsewhere)
            )
            here = make_booking(room=room, starts_at=start, status="checked_in")
            crowd = guests[number * 10 : number * 10 + 10]
            storm.at_once(
                [
                    lambda one=one, other=other: swap(staff[0], one, other),
                    lambda third=third, start=start: move(staff[1], third, right, start),
                    lambda here=here: extend(staff[2], here, 60),
                    *[lambda each=each, start=start: hold(each, room, start + HOUR) for each in crowd],
                ]
            )

    assert overlaps(right) > 0
    assert overlaps(room) > 0
