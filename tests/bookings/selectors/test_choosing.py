"""Which room could be had, and why not, by name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.models import Venue
from bookings.selectors.choosing import RoomOption, in_the_way, rooms_for
from bookings.selectors.setup import setup_of
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db


def options(venue: Venue, start: str, minutes: int = 60, people: int | None = 2) -> list[RoomOption]:
    span = Interval.lasting(at(start), timedelta(minutes=minutes))
    return rooms_for(setup_of(venue), span, people, now=TONIGHT)


def test_the_smallest_free_room_that_fits_comes_first(business):
    venue = make_venue()
    for name, capacity in (("Large", 12), ("Small", 4), ("Medium", 8)):
        make_room(venue, name=name, capacity_max=capacity)

    found = options(venue, "2026-11-21 20:00", people=6)

    assert [(option.room.name, option.is_free) for option in found] == [
        ("Medium", True),
        ("Large", True),
        ("Small", False),
    ]


def test_a_taken_room_says_who_has_it(business):
    room = make_room()
    make_booking(room=room, starts_at=at("2026-11-21 20:30"), guest_name="Priya Nair")

    (option,) = options(room.venue, "2026-11-21 20:00")

    assert option.why_not == "Priya Nair has it 20:30–21:30."
    assert not option.is_possible


def test_a_room_that_needs_cleaning_says_after_whom(business):
    room = make_room(buffer_after=15)
    make_booking(room=room, starts_at=at("2026-11-21 21:00"), guest_name="Jun Park")

    (option,) = options(room.venue, "2026-11-21 20:00")

    assert option.why_not == "Too close to Jun Park, 21:00–22:00, to get the room ready in between."


def test_rules_can_be_set_aside_but_not_another_booking(business):
    venue = make_venue()
    room, taken = make_room(venue, capacity_max=4), make_room(venue, capacity_max=4)
    make_block(room=taken, starts_at=at("2026-11-21 20:00"), reason="New speakers")

    found = options(venue, "2026-11-21 20:00", people=6)

    assert [(option.room, option.is_possible) for option in found] == [(room, True), (taken, False)]
    assert found[1].why_not == "This room takes 1 to 4 people. Blocked 20:00–21:00: New speakers."


def test_the_price_is_for_the_time_that_passes(business):
    room = make_room(price_per_hour_minor=3000)

    (option,) = options(room.venue, "2026-11-21 20:00", minutes=90)

    assert option.price.minor == 4500


def test_a_booking_is_not_in_its_own_way(business):
    room = make_room()
    booking = make_booking(room=room, starts_at=at("2026-11-21 20:00"))
    span = Interval.lasting(at("2026-11-21 20:30"), timedelta(hours=1))

    found = in_the_way(setup_of(room.venue), room.pk, span, now=TONIGHT, leaving_out=booking.pk)

    assert found == []


def test_a_block_needs_no_time_to_clean_up(business):
    room = make_room(buffer_after=15)
    make_booking(room=room, starts_at=at("2026-11-21 21:00"))
    span = Interval.lasting(at("2026-11-21 20:00"), timedelta(hours=1))

    found = in_the_way(setup_of(room.venue), room.pk, span, now=TONIGHT, is_block=True)

    assert found == []


def test_as_many_queries_for_one_room_as_for_twenty(business, count_queries):
    venue = make_venue()
    for number in range(20):
        make_booking(room=make_room(venue), starts_at=at("2026-11-21 20:00"), guest_name=f"Guest {number}")
    setup = setup_of(venue)
    span = Interval.lasting(at("2026-11-21 20:00"), timedelta(hours=1))

    with count_queries() as queries:
        rooms_for(setup, span, 2, now=TONIGHT)

    assert queries() == 2
