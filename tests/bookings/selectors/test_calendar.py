"""A night as the board shows it: where it begins and ends, who is in which row, what can be taken in hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bookings.board import Board, Shut, Ticket
from bookings.domain.floor import Floor
from bookings.models import OpeningHours, SpecialDay, Venue
from bookings.selectors.calendar import Viewer, board_of, night_of
from bookings.selectors.floor import floor_of
from bookings.selectors.setup import setup_of
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

SATURDAY = date(2026, 11, 21)
DESK = Viewer(may_move=True, may_block=True)


def board(venue: Venue, day: date = SATURDAY, now: datetime = TONIGHT, viewer: Viewer = DESK) -> Board:
    return board_of(setup_of(venue), day, now=now, viewer=viewer)[0]


def tickets(shown: Board) -> list[Ticket]:
    return [ticket for row in shown.rows for ticket in row.tickets]


def places(shown: Board) -> list[tuple[int, int]]:
    return [(ticket.at, ticket.length) for ticket in tickets(shown)]


# Where the night begins and ends


def test_a_night_runs_from_opening_to_closing_past_midnight(business):
    venue = make_venue()
    make_room(venue)

    shown = board(venue)

    assert (shown.starts_at, shown.units) == (at("2026-11-21 18:00"), 120)
    assert [hour.label for hour in shown.hours][-4:] == ["00:00", "01:00", "02:00", "03:00"]
    assert [hour.new_day for hour in shown.hours if hour.new_day] == ["Sun 22"]


def test_a_booking_after_midnight_stands_on_the_night_before(business):
    room = make_room()
    make_booking(room=room, starts_at=at("2026-11-22 00:30"), minutes=90)

    saturday, sunday = board(room.venue), board(room.venue, date(2026, 11, 22))

    assert [(ticket.at, ticket.length, ticket.span) for ticket in tickets(saturday)] == [
        (78, 18, "00:30–02:00")
    ]
    assert tickets(sunday) == []


@pytest.mark.parametrize(
    ("day", "hours", "start", "position"),
    [
        # Forward at 01:00: 02:30 is seven and a half hours after 18:00. Back at 02:00: nine and a half.
        (date(2026, 3, 28), 9, "2026-03-29 02:30", 90),
        (date(2026, 10, 24), 11, "2026-10-25 02:30", 114),
    ],
)
def test_nights_of_a_clock_change_count_the_hours_that_pass(business, day, hours, start, position):
    room = make_room()
    make_booking(room=room, starts_at=at(start))

    shown = board(room.venue, day)

    assert shown.units == hours * 12
    assert places(shown) == [(position, 12)]


@pytest.mark.parametrize(
    ("day", "units", "labels"),
    [
        # The clock jumps from 02:00 to 02:30, and back from 02:00 to 01:30.
        (date(2026, 10, 3), 120, ["00:00", "01:00", "02:30", "03:30"]),
        (date(2026, 4, 4), 132, ["00:00", "01:00", "01:30 +1030", "02:30"]),
    ],
)
def test_half_hour_clock_changes_are_right_too(business, day, units, labels):
    venue = make_venue(time_zone="Australia/Lord_Howe")
    make_room(venue)

    shown = board(venue, day)

    assert shown.units == units
    assert [hour.label for hour in shown.hours][6:10] == labels


def test_a_booking_outside_the_hours_widens_the_night(business):
    room = make_room()
    make_booking(room=room, starts_at=at("2026-11-21 16:30"), minutes=60)
    make_booking(room=room, starts_at=at("2026-11-22 03:30"), minutes=60)

    shown = board(room.venue)

    assert (shown.starts_at, shown.units) == (at("2026-11-21 16:00"), 13 * 12)


def test_rooms_with_longer_hours_widen_the_night(business):
    venue = make_venue()
    early = make_room(venue)
    OpeningHours.objects.create(venue=venue, room=early, weekday=5, opens="15:00", closes="23:00")
    make_room(venue)

    shown = board(venue)

    assert shown.starts_at == at("2026-11-21 15:00")
    assert [row.shut for row in shown.rows] == [[Shut(96, 60)], [Shut(0, 36)]]


def test_a_room_that_is_out_of_use_that_night_is_shut_all_along(business):
    venue = make_venue()
    works = {"state": "maintenance", "starts_on": "2026-11-21", "ends_on": "2026-11-21", "reason": "Speakers"}
    later = {"state": "active", "starts_on": "2026-12-01", "ends_on": None, "reason": ""}
    make_room(venue, planned=[works])
    make_room(venue, state="draft", planned=[later])
    make_room(venue, state="hidden")

    tonight, tomorrow = board(venue), board(venue, SATURDAY + timedelta(days=1))

    assert [row.shut for row in tonight.rows] == [[Shut(0, 120)], [Shut(0, 120)], []]
    assert [row.shut for row in tomorrow.rows] == [[], [Shut(0, 120)], []]
    states = [tile.state for tile in floor_of(setup_of(venue), now=TONIGHT)]
    assert states == [Floor.CLOSED, Floor.CLOSED, Floor.FREE]


def test_now_is_on_the_board_of_its_own_night_only(business):
    room = make_room()

    tonight, tomorrow = board(room.venue), board(room.venue, date(2026, 11, 22))

    assert (tonight.now_at, tomorrow.now_at) == (12, None)


def test_a_closed_day_shows_the_usual_hours_shut_and_says_why(business):
    room = make_room()
    SpecialDay.objects.create(venue=room.venue, starts_on=SATURDAY, ends_on=SATURDAY, reason="Wedding")

    shown, night = board_of(setup_of(room.venue), SATURDAY, now=TONIGHT, viewer=DESK)

    assert (shown.starts_at, shown.units) == (at("2026-11-21 18:00"), 120)
    assert shown.rows[0].shut == [Shut(0, 120)]
    assert (night.opens, night.closed_because) == ("", "Wedding")


def test_a_venue_that_never_opens_still_has_a_board(business):
    room = make_room(make_venue(hours=None))

    shown = board(room.venue)

    assert shown.units == 12 * 12


# Who is where


def test_rooms_stand_by_category_in_the_owners_order(business):
    venue = make_venue()
    for order, (name, category) in enumerate([("Alto", "Small"), ("Echo", "Large"), ("Bird", "Small")]):
        make_room(venue, name=name, category=category, order=order)

    shown = board(venue)

    assert [(group.name, [row.name for row in group.rooms]) for group in shown.groups] == [
        ("Small", ["Alto", "Bird"]),
        ("Large", ["Echo"]),
    ]


def test_a_ticket_says_who_when_how_many(business):
    room = make_room()
    booking = make_booking(
        room=room,
        starts_at=at("2026-11-21 21:15"),
        minutes=120,
        guest_name="Priya",
        party_size=8,
        note="Cake",
    )

    (ticket,) = tickets(board(room.venue))

    assert ticket == Ticket(
        id=booking.pk,
        room=room.pk,
        at=39,
        length=24,
        status="confirmed",
        name="Priya",
        span="21:15–23:15",
        version=1,
        party=8,
        has_note=True,
        url=f"/dashboard/bookings/{booking.pk}/",
    )


def test_what_is_over_held_or_not_yours_cannot_be_moved(business):
    room = make_room()
    for hour, status in enumerate(["confirmed", "completed", "held"], start=18):
        starts_at = at(f"2026-11-21 {hour}:00")
        make_booking(room=room, starts_at=starts_at, status=status, held_until=at("2026-11-21 23:00"))
    make_block(room=room, starts_at=at("2026-11-21 21:00"))

    by_desk = [ticket.is_fixed for ticket in tickets(board(room.venue))]
    by_viewer = [ticket.is_fixed for ticket in tickets(board(room.venue, viewer=Viewer()))]

    assert by_desk == [False, True, True, False]
    assert by_viewer == [True, True, True, True]


def test_cancelled_bookings_and_holds_that_ran_out_are_gone(business):
    room = make_room()
    make_booking(room=room, starts_at=at("2026-11-21 20:00"), status="cancelled")
    make_booking(room=room, starts_at=at("2026-11-21 20:00"), status="held", held_until=TONIGHT)

    assert tickets(board(room.venue)) == []


def test_a_block_over_days_is_cut_at_the_boards_edges_and_fixed(business):
    room = make_room()
    make_block(room=room, starts_at=at("2026-11-20 12:00"), minutes=4 * 24 * 60)

    (ticket,) = tickets(board(room.venue))

    assert (ticket.at, ticket.length, ticket.is_fixed) == (0, 120, True)


def test_bookings_without_a_room_stand_on_top_side_by_side(business):
    room = make_room()
    for start in ("20:00", "20:30", "21:30"):
        make_booking(room=room, starts_at=at(f"2026-11-21 {start}"), placed=False)

    shown = board(room.venue)

    loose = [(row.id, [ticket.at for ticket in row.tickets]) for row in shown.groups[0].rooms]
    assert loose == [(0, [24, 42]), (-1, [30])]
    assert shown.rows[-1].tickets == []


def test_a_room_taken_out_of_use_shows_while_somebody_is_booked_into_it(business):
    venue = make_venue()
    make_room(venue, name="Alto")
    gone = make_room(venue, name="Old", state="archived")
    make_booking(room=gone, starts_at=at("2026-11-21 20:00"))

    tonight, tomorrow = board(venue), board(venue, date(2026, 11, 22))

    assert [row.name for row in tonight.rows] == ["Alto", "Old"]
    assert [row.name for row in tomorrow.rows] == ["Alto"]


def test_another_venues_rooms_and_bookings_stay_on_its_own_board(business):
    here, there = make_room(), make_room()
    make_booking(room=there, starts_at=at("2026-11-21 20:00"))

    shown = board(here.venue)

    assert ([row.id for row in shown.rows], tickets(shown)) == ([here.pk], [])


def test_some_rooms_can_be_looked_at_alone(business):
    venue = make_venue()
    make_room(venue)
    one = make_room(venue)

    shown, _ = board_of(setup_of(venue), SATURDAY, now=TONIGHT, viewer=DESK, room_ids=[one.pk])

    assert [row.id for group in shown.shown_groups for row in group.rooms] == [one.pk]
    assert shown.room_count == 2


# What is going on


def test_the_pulse_counts_who_needs_somebody_now(business):
    venue = make_venue()
    rooms = [make_room(venue) for _ in range(5)]
    now = at("2026-11-21 21:38")
    make_booking(room=rooms[0], starts_at=at("2026-11-21 21:15"))
    make_booking(room=rooms[1], starts_at=at("2026-11-21 22:30"))
    make_booking(room=rooms[2], starts_at=at("2026-11-21 21:00"), status="checked_in")
    make_booking(room=rooms[2], starts_at=at("2026-11-22 01:00"), status="pending")
    make_block(room=rooms[3], starts_at=at("2026-11-21 18:00"), minutes=600)

    pulse = board(venue, now=now).pulse

    assert pulse is not None
    assert (pulse.late, pulse.soon, pulse.in_rooms, pulse.free, pulse.to_confirm) == (1, 1, 1, 2, 1)


def test_a_room_that_is_shut_is_not_free(business):
    venue = make_venue()
    make_room(venue)

    pulse = board(venue, now=at("2026-11-21 17:30")).pulse

    assert pulse is not None
    assert pulse.free == 0


def test_the_agenda_asks_for_the_next_step(business):
    venue = make_venue()
    rooms = [make_room(venue) for _ in range(4)]
    now = at("2026-11-21 21:38")
    late = make_booking(room=rooms[0], starts_at=at("2026-11-21 21:15"))
    soon = make_booking(room=rooms[1], starts_at=at("2026-11-21 22:30"))
    inside = make_booking(room=rooms[2], starts_at=at("2026-11-21 21:00"), status="checked_in")
    later = make_booking(room=rooms[3], starts_at=at("2026-11-22 01:00"))

    agenda = board(venue, now=now).agenda

    assert [(part.kind, [entry.ticket.id for entry in part.entries]) for part in agenda] == [
        ("late", [late.pk]),
        ("soon", [soon.pk]),
        ("in", [inside.pk]),
        ("later", [later.pk]),
    ]
    assert agenda[2].entries[0].minutes_left == 22


# What it costs


def fill(venue: Venue, rooms: int, bookings: int) -> None:
    made = [make_room(venue) for _ in range(rooms)]
    starts_at = at("2026-11-21 18:00")
    for number in range(bookings):
        make_booking(
            room=made[number % rooms],
            starts_at=starts_at + timedelta(minutes=5 * (number // rooms)),
            minutes=5,
        )


@pytest.mark.parametrize(("rooms", "bookings"), [(1, 1), (20, 300)])
def test_a_night_takes_as_many_queries_whatever_is_booked(business, count_queries, rooms, bookings):
    venue = make_venue()
    fill(venue, rooms, bookings)
    venue.refresh_from_db()

    with count_queries() as queries:
        board(venue)

    # Rooms, photos, weekly hours, special days (with none there are no hours to fetch), prices, own fields
    # and their rooms, what rooms may have, which share their space, which kinds are taken as they come; the
    # mark, the rows.
    assert queries() == 12


def test_the_sign_says_the_hours(business):
    venue = make_venue(clock_format="12")

    assert night_of(setup_of(venue), SATURDAY, now=TONIGHT).opens == "6:00 pm to 4:00 am"


def test_a_venue_that_never_closes_says_so_instead_of_midnight_to_midnight(business):
    venue = make_venue(hours=("00:00", "00:00"))

    assert night_of(setup_of(venue), SATURDAY, now=TONIGHT).opens == "Open around the clock"
