"""Rooms made of other rooms: the hall takes its parts, a part takes the hall, siblings stay free."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bookings.domain.interval import Interval
from bookings.errors import SlotTaken
from bookings.models import Booking, Room, RoomPart, TakenPart
from bookings.selectors.occupied import occupied_rows
from bookings.services.cancelling import cancel_booking
from bookings.services.holds import hold_slot
from bookings.services.parts import PartsClash, set_parts
from bookings.services.swaps import swap_bookings
from boom.core.errors import Invalid
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]

NINE = at("2026-11-21 21:00")
HOUR = timedelta(hours=1)
# Not over by the database's own clock, which decides what takes its parts anew.
LATER = at("2090-01-07 21:00")


@pytest.fixture
def rooms():
    """A hall of two parts, and a room that is part of nothing."""
    venue = make_venue()
    hall, left, right, alone = (make_room(venue, name=name) for name in ("Hall", "Left", "Right", "Alone"))
    set_parts(whole_id=hall.pk, part_ids=[left.pk, right.pk])
    return hall, left, right, alone


def held(room: Room, now, start=NINE) -> Booking:
    return hold_slot(room_id=room.pk, span=Interval.lasting(start, HOUR), party_size=2, now=now)


def parts_of(booking: Booking) -> list[int]:
    return list(TakenPart.objects.filter(occupancy=booking).order_by("part").values_list("part", flat=True))


def test_the_hall_takes_its_parts_and_nothing_else(rooms, now):
    hall, left, right, alone = rooms

    held(hall, now)

    for part in (left, right):
        with pytest.raises(SlotTaken):
            held(part, now)
    held(alone, now)


def test_a_part_takes_the_hall_and_its_sibling_stays_free(rooms, now):
    hall, left, right, _ = rooms

    held(left, now)

    with pytest.raises(SlotTaken):
        held(hall, now)
    held(right, now)


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_a_hold_whose_time_is_up_gives_way_in_the_rooms_it_shares(rooms, now, first, second):
    late = held(rooms[first], now)

    taken = held(rooms[second], now + timedelta(minutes=11))

    late.refresh_from_db()
    assert (late.status, taken.status) == ("expired", "held")


def test_wholes_that_share_a_part_take_each_other(rooms, now):
    _, left, _, alone = rooms
    other = make_room(left.venue, name="Other hall")
    set_parts(whole_id=other.pk, part_ids=[left.pk, alone.pk])

    held(rooms[0], now)

    with pytest.raises(SlotTaken):
        held(other, now)
    held(alone, now)


def test_a_room_that_shares_nothing_takes_no_part(rooms, now):
    assert parts_of(held(rooms[3], now)) == []


def test_the_database_refuses_whatever_code_wrote_it(rooms):
    hall, left, *_ = rooms
    make_booking(room=hall, starts_at=NINE)

    for make in (make_booking, make_block):
        with pytest.raises(IntegrityError, match="taken_part_no_overlap"), transaction.atomic():
            make(room=left, starts_at=NINE + HOUR / 2)


def test_turnover_is_kept_between_the_hall_and_its_parts(rooms):
    hall, left, *_ = rooms
    make_booking(room=hall, starts_at=NINE, hold_until=NINE + 2 * HOUR)

    with pytest.raises(IntegrityError, match="taken_part_kept_after"), transaction.atomic():
        make_booking(room=left, starts_at=NINE + HOUR)
    make_block(room=left, starts_at=NINE + HOUR)


def test_what_is_cancelled_gives_its_parts_back(rooms, now):
    hall, left, *_ = rooms
    booking = make_booking(room=hall, starts_at=NINE)

    cancel_booking(booking_id=booking.pk, now=now, by_staff=True)

    assert parts_of(booking) == []
    held(left, now)


def test_the_hall_and_two_parts_change_places_at_once(rooms, now):
    hall, left, *_ = rooms
    one = make_booking(room=hall, starts_at=NINE)
    other = make_booking(room=left, starts_at=NINE + 2 * HOUR)

    swap_bookings(booking_id=one.pk, version=1, other_id=other.pk, other_version=1, now=now)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.room_id, other.room_id) == (left.pk, hall.pk)
    assert (parts_of(one), parts_of(other)) == ([left.pk], [rooms[1].pk, rooms[2].pk])


def test_what_is_in_the_way_of_a_part_is_what_the_hall_has(rooms, now):
    hall, left, right, alone = rooms
    make_booking(room=hall, starts_at=NINE)

    rows = occupied_rows([room.pk for room in rooms], Interval.lasting(NINE, HOUR), now=now)

    assert sorted(row[0] for row in rows) == sorted([hall.pk, left.pk, right.pk])
    assert alone.pk not in {row[0] for row in rows}


def test_parts_that_would_clash_are_refused(rooms, now):
    _, left, _, alone = rooms
    third = make_room(left.venue, name="Third")
    other = make_room(left.venue, name="Other hall")
    make_booking(room=other, starts_at=LATER)
    make_booking(room=third, starts_at=LATER)

    with pytest.raises(PartsClash), transaction.atomic():
        set_parts(whole_id=other.pk, part_ids=[third.pk, alone.pk])

    assert not RoomPart.objects.filter(whole=other).exists()


def test_bookings_that_stand_take_their_parts_when_rooms_are_joined(rooms, now):
    _, left, _, alone = rooms
    other, third = (make_room(left.venue, name=name) for name in ("Other hall", "Third"))
    booking = make_booking(room=other, starts_at=LATER)

    set_parts(whole_id=other.pk, part_ids=[third.pk, alone.pk])
    joined = parts_of(booking)
    set_parts(whole_id=other.pk, part_ids=[])

    assert (joined, parts_of(booking)) == (sorted([third.pk, alone.pk]), [])


def test_parts_of_parts_and_a_single_part_are_refused(rooms):
    hall, left, _, alone = rooms

    for whole, parts in [(alone, [hall.pk, left.pk]), (left, [alone.pk, hall.pk]), (alone, [left.pk])]:
        with pytest.raises(Invalid):
            set_parts(whole_id=whole.pk, part_ids=parts)


def test_the_database_refuses_parts_of_parts_by_itself(rooms):
    hall, _, _, alone = rooms

    with pytest.raises(IntegrityError, match="made of none"), transaction.atomic():
        RoomPart.objects.create(whole=alone, part=hall)
