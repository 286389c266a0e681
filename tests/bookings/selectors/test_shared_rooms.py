"""Rooms that share their space, as staff see them: what one takes shows in the others, and counts there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from accounts.venue_scope import limited_to
from bookings.board import Board, Ghost, RoomRow
from bookings.checks.overlaps import look_at_overlaps
from bookings.domain.floor import Floor
from bookings.domain.interval import Interval
from bookings.live import tell_of_occupancies
from bookings.models import Booking, Room, TakenPart
from bookings.selectors.calendar import Viewer, board_of
from bookings.selectors.choosing import in_the_way
from bookings.selectors.floor import floor_of
from bookings.selectors.free import fullness
from bookings.selectors.past import past_of
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.visits import walk_in_rooms
from bookings.selectors.weeks import month_of, week_of
from bookings.services.cancelling import cancel_booking
from bookings.services.holds import hold_slot
from bookings.services.parts import set_parts
from boom.core.live import Fact
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]

SATURDAY = date(2026, 11, 21)
NINE = at("2026-11-21 21:00")
# Open ten hours.
FIVE_HOURS = 300


@pytest.fixture
def rooms() -> list[Room]:
    """A hall of two parts, and a room that shares nothing."""
    venue = make_venue()
    hall, left, right, alone = (make_room(venue, name=name) for name in ("Hall", "Left", "Right", "Alone"))
    set_parts(whole_id=hall.pk, part_ids=[left.pk, right.pk])
    return [hall, left, right, alone]


def setup(rooms: list[Room]) -> Setup:
    venue = rooms[0].venue
    venue.refresh_from_db()
    return setup_of(venue)


def board(rooms: list[Room]) -> Board:
    return board_of(setup(rooms), SATURDAY, now=TONIGHT, viewer=Viewer(may_move=True))[0]


def row(shown: Board, room: Room) -> RoomRow:
    return next(each for each in shown.rows if each.id == room.pk)


def ghosts(shown: Board, room: Room) -> list[Ghost]:
    return list(row(shown, room).ghosts)


def test_a_parts_booking_shows_in_its_whole_and_not_in_its_sibling(rooms):
    hall, left, right, alone = rooms
    booking = make_booking(room=left, starts_at=NINE, guest_name="Ana")

    shown = board(rooms)

    [ghost] = ghosts(shown, hall)
    assert (ghost.at, ghost.length, ghost.keys) == (36, 12, (booking.pk,))
    assert (ghost.names, ghost.rooms) == ("Ana", "Left")
    assert ghost.words == "Taken through Left, 21:00–22:00: Ana."
    assert [ghosts(shown, each) for each in (left, right, alone)] == [[], [], []]
    assert [ticket.name for ticket in row(shown, left).tickets] == ["Ana"]


def test_a_wholes_booking_shows_in_each_part_and_in_wholes_that_share_one(rooms):
    hall, left, right, alone = rooms
    other = make_room(hall.venue, name="Other hall")
    set_parts(whole_id=other.pk, part_ids=[right.pk, alone.pk])
    make_booking(room=hall, starts_at=NINE, guest_name="Ana")

    shown = board(rooms)

    assert [len(ghosts(shown, each)) for each in (hall, left, right, alone, other)] == [0, 1, 1, 0, 1]


def test_parts_taken_at_once_are_one_stretch_of_the_whole(rooms):
    hall, left, right, _ = rooms
    make_booking(room=left, starts_at=NINE, guest_name="Ana")
    make_booking(room=right, starts_at=NINE + timedelta(minutes=30), guest_name="Ben")
    make_booking(room=left, starts_at=NINE + timedelta(minutes=90), guest_name="Cleo")

    [both, after] = ghosts(board(rooms), hall)

    assert (both.at, both.length, both.names, both.rooms) == (36, 18, "Ana, Ben", "Left, Right")
    assert (after.at, after.names) == (54, "Cleo")


@pytest.mark.parametrize("values", [{"status": "cancelled"}, {"status": "no_show"}, {"placed": False}])
def test_what_keeps_no_room_takes_none_through_another(rooms, values):
    make_booking(room=rooms[1], starts_at=NINE, **values)

    assert ghosts(board(rooms), rooms[0]) == []


def test_what_a_room_has_taken_through_others_counts_as_taken(rooms):
    make_booking(room=rooms[0], starts_at=TONIGHT, status="checked_in")

    shown = board(rooms)

    assert shown.pulse.free == 1
    assert [row(shown, each).is_free_at(shown.now_at) for each in rooms] == [False, False, False, True]
    assert shown.pace[shown.now_at // 6].rooms == 3


def test_a_block_of_the_whole_takes_the_parts_and_is_no_use_of_them(rooms):
    make_block(room=rooms[0], starts_at=TONIGHT)

    shown = board(rooms)

    assert (shown.pulse.free, shown.pace[shown.now_at // 6].rooms) == (1, 0)


def test_week_and_month_say_how_full_rooms_are_through_others_and_sell_nothing_twice(rooms):
    for part in rooms[1:3]:
        make_booking(room=part, starts_at=NINE, minutes=FIVE_HOURS)

    week = week_of(setup(rooms), SATURDAY, now=TONIGHT, address=str)
    month = month_of(setup(rooms), SATURDAY, now=TONIGHT, address=str)

    tonight = [(each.cells[0].count, each.cells[0].share) for each in week.rows]
    assert tonight == [(0, 50), (1, 50), (1, 50), (0, 0)]
    day = next(day for days in month.weeks for day in days if day.head.date == SATURDAY)
    assert (day.count, day.sold, day.share) == (2, "10 h sold", 38)


def test_customers_see_a_night_as_full_as_all_rooms_are(rooms):
    hall, left, right, alone = rooms
    for part in (left, right):
        make_booking(room=part, starts_at=at("2026-11-22 18:00"), minutes=2 * FIVE_HOURS)

    found = setup(rooms)

    sunday = date(2026, 11, 22)
    assert fullness(found, [hall], [sunday], now=TONIGHT) == {sunday: 100}
    assert fullness(found, [hall, alone], [sunday], now=TONIGHT) == {sunday: 50}
    assert fullness(found, found.rooms, [sunday], now=TONIGHT) == {sunday: 75}


def test_who_is_in_the_way_is_named_with_the_room_they_are_in(rooms):
    hall, left, right, _ = rooms
    make_booking(room=left, starts_at=NINE, guest_name="Ana")
    make_booking(room=right, starts_at=NINE, guest_name="Ben")
    make_block(room=left, starts_at=NINE + timedelta(hours=1), reason="Paint")

    found = in_the_way(setup(rooms), hall.pk, Interval.lasting(NINE, timedelta(hours=2)), now=TONIGHT)

    assert sorted(blocker.message for blocker in found) == [
        "Ana has it 21:00–22:00 in Left.",
        "Ben has it 21:00–22:00 in Right.",
        "Blocked 22:00–23:00 in Left: Paint.",
    ]


def test_a_walk_in_is_offered_no_room_whose_part_is_taken(rooms):
    make_booking(room=rooms[1], starts_at=TONIGHT, status="checked_in", guest_name="Ana")

    options = walk_in_rooms(setup(rooms), minutes=60, people=2, now=TONIGHT)

    assert {option.room.name for option in options if option.is_free} == {"Right", "Alone"}
    [hall] = [option for option in options if option.room.name == "Hall"]
    assert "in Left" in hall.why_not


def test_the_floor_says_that_a_room_is_taken_with_another(rooms):
    booking = make_booking(room=rooms[1], starts_at=TONIGHT, status="checked_in")

    tiles = {tile.room.name: tile for tile in floor_of(setup(rooms), now=TONIGHT)}

    assert [tiles[name].state for name in ("Hall", "Left", "Right", "Alone")] == [
        Floor.SHARED,
        Floor.OCCUPIED,
        Floor.FREE,
        Floor.FREE,
    ]
    assert tiles["Hall"].row == booking


def test_on_the_floor_whoever_comes_to_a_part_comes_next_in_the_whole_and_cannot_be_checked_in_there(rooms):
    booking = make_booking(room=rooms[1], starts_at=TONIGHT + timedelta(minutes=15))

    hall, left, *_ = floor_of(setup(rooms), now=TONIGHT)

    assert (hall.state, hall.following, left.state) == (Floor.FREE, booking, Floor.ARRIVING)


def test_the_night_as_it_was_knows_how_rooms_were_made_then(rooms):
    hall, left, *_ = rooms
    make_booking(room=left, starts_at=NINE, guest_name="Ana")
    then = moment()
    set_parts(whole_id=hall.pk, part_ids=[])
    assert ghosts(board(rooms), hall) == []

    past = past_of(hall.venue, SATURDAY, moment=then, viewer=Viewer())

    assert [each.names for each in ghosts(past.board, hall)] == ["Ana"]


def test_who_may_see_the_hall_alone_sees_that_it_is_taken_and_not_by_whom(rooms):
    hall, left, *_ = rooms
    make_booking(room=left, starts_at=TONIGHT, minutes=FIVE_HOURS, status="checked_in", guest_name="Ana")

    with limited_to([], [hall.pk]):
        shown = board(rooms)
        [tile] = floor_of(setup(rooms), now=TONIGHT)
        week = week_of(setup(rooms), SATURDAY, now=TONIGHT, address=str)
        [reason] = in_the_way(
            setup(rooms), hall.pk, Interval.lasting(TONIGHT, timedelta(hours=1)), now=TONIGHT
        )

    assert [each.name for each in shown.rows] == ["Hall"]
    assert [each.words for each in ghosts(shown, hall)] == [
        "Taken through another room, 19:00–00:00: somebody."
    ]
    assert (tile.state, tile.row) == (Floor.SHARED, None)
    assert (week.count, week.rows[0].cells[0].count, week.rows[0].cells[0].share) == (0, 0, 50)
    assert "Ana" not in reason.message


def moment() -> datetime:
    """The database's own clock, which the record goes by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def held(room: Room, now: datetime) -> Booking:
    return hold_slot(room_id=room.pk, span=Interval.lasting(NINE, timedelta(hours=1)), party_size=2, now=now)


def facts(kind: str) -> list[dict]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("id").values_list("payload", flat=True))


def test_facts_name_every_room_whose_picture_changes(rooms, now):
    hall, left, right, alone = rooms

    of_part = held(left, now)
    cancel_booking(booking_id=of_part.pk, now=now, by_staff=True)
    held(hall, now)
    held(alone, now)

    assert [fact["rooms"] for fact in facts("booking.held")] == [
        [hall.pk, left.pk],
        [hall.pk, left.pk, right.pk],
        [alone.pk],
    ]
    assert facts("booking.cancelled")[-1]["rooms"] == [hall.pk, left.pk]


def test_open_pages_are_told_of_the_rows_and_customers_of_the_day(rooms, now):
    hall, left, *_ = rooms
    held(left, now)

    notices = list(tell_of_occupancies([Fact("booking.held", facts("booking.held")[-1])], "7"))

    assert [notice.event.get("rooms") for notice in notices] == [[hall.pk, left.pk], None]
    assert notices[1].event == {"t": "availability", "days": ["2026-11-21"]}


def test_the_integrity_page_would_see_a_whole_and_its_part_sold_at_once(rooms):
    hall, left, *_ = rooms
    make_booking(room=hall, starts_at=NINE)
    # Past the trigger: as if the part had never been taken.
    TakenPart.objects.all().delete()
    make_booking(room=left, starts_at=NINE)

    found = look_at_overlaps(TONIGHT)

    assert found.count == 1
