"""Fifty at once want a hall, or one of the two rooms it is made of, for the same hour.

Hall and parts have locks of their own, so nobody queues: that the hall is not sold beside its parts is the
database's doing alone (ADR 16). The control is the same storm without its trigger.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.errors import SlotTaken
from bookings.models import Booking, Room, TakenPart, Venue
from bookings.services.holds import hold_slot
from bookings.services.parts import set_parts
from boom.core import clock
from boom.core.errors import Busy
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.crowd import Crowd
from tests.drills import rounds
from tests.factories import make_room

CROWD, ROUNDS = 50, rounds(20, ordinary=4)


@pytest.fixture
def crowd(live_business: Business) -> Iterator[Crowd]:
    crowd = Crowd(live_business, CROWD)
    yield crowd
    crowd.close()


@pytest.fixture
def rooms(live_business: Business) -> list[Room]:
    """The hall and its parts. It never closes, and asks for nothing."""
    venue = Venue.objects.get()
    Venue.objects.update(lead_time=0, horizon_days=365)
    hall, left, right = (make_room(venue, name=name) for name in ("Hall", "Left", "Right"))
    set_parts(whole_id=hall.pk, part_ids=[left.pk, right.pk])
    return [hall, left, right]


def nine_tonight(number: int) -> datetime:
    """Nine in the evening of a night of its own each round, well within opening hours."""
    tonight = clock.now().replace(hour=21, minute=0, second=0, microsecond=0)
    return tonight + timedelta(days=3 + number)


def all_want(crowd: Crowd, rooms: list[Room], number: int) -> tuple[list[object], list[str]]:
    """What each was told, and which rooms were held in the end."""
    span, now = Interval.lasting(nine_tonight(number), timedelta(hours=1)), clock.now()
    outcomes = crowd.at_once(
        *(
            lambda room=room: hold_slot(room_id=room.pk, span=span, party_size=2, now=now)
            for room in (rooms[each % 3] for each in range(CROWD))
        )
    )
    held = Booking.objects.filter(starts_at=span.start).occupying().order_by("room_id")
    return outcomes, list(held.values_list("room__name", flat=True))


def test_of_fifty_either_the_hall_is_held_or_its_parts_once_each(crowd: Crowd, rooms: list[Room]):
    for number in range(ROUNDS):
        outcomes, held = all_want(crowd, rooms, number)

        assert held in (["Hall"], ["Left"], ["Right"], ["Left", "Right"])
        won = [each for each in outcomes if isinstance(each, Booking)]
        assert len(won) == len(held)
        assert all(each in {SlotTaken, Busy} for each in outcomes if not isinstance(each, Booking))
    assert TakenPart.objects.count() >= ROUNDS


@pytest.fixture
def unprotected(live_business: Business) -> Business:
    with owner_connection() as owner:
        table = f"{live_business.schema_name}.bookings_occupancy"
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER bookings_parts_taken")
    return live_business


def test_control_without_the_trigger_the_same_storm_sells_the_hall_and_its_parts(
    unprotected: Business, crowd: Crowd, rooms: list[Room]
):
    _, held = all_want(crowd, rooms, 0)

    assert held == ["Hall", "Left", "Right"]
