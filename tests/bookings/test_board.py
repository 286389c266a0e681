"""What the rooms board shows, worked out on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bookings.board import Board, RoomGroup, RoomRow, Shut, Ticket

LONDON = ZoneInfo("Europe/London")
SIX = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def ticket(number: int, at: int, length: int = 24, status: str = "confirmed", **values: object) -> Ticket:
    return Ticket(
        id=number,
        room=1,
        at=at,
        length=length,
        status=status,
        name=f"Guest {number}",
        span="18:00–20:00",
        version=1,
        party=2,
        **values,
    )


def board(*rooms: RoomRow, now: str = "21:38", starts_at: datetime = SIX, units: int = 120) -> Board:
    hour, minute = map(int, now.split(":"))
    return Board(
        day=date(2026, 11, 21),
        starts_at=starts_at,
        units=units,
        zone=LONDON,
        groups=[RoomGroup("Rooms", rooms)],
        now=SIX.replace(hour=hour, minute=minute),
    )


def shown(status: str, at: int, length: int = 24) -> Ticket:
    """One ticket as the board of 21:38 has it (unit 43, minute 218)."""
    return board(RoomRow(1, "Alto", 4, [ticket(1, at, length, status)])).rows[0].tickets[0]


@pytest.mark.parametrize(
    ("status", "at", "late"),
    [
        ("confirmed", 39, 23),
        ("pending", 39, 23),
        ("confirmed", 43, 0),
        ("confirmed", 60, 0),
        ("checked_in", 39, 0),
    ],
)
def test_a_guest_who_should_be_here_is_late_by_minutes(status, at, late):
    assert shown(status, at).late == late


def test_nobody_is_late_for_what_is_over():
    assert shown("confirmed", 6, 24).late == 0


@pytest.mark.parametrize(("at", "length", "progress"), [(39, 24, 19), (0, 44, 99), (0, 24, 100), (60, 24, 0)])
def test_guests_in_a_room_are_so_far_along(at, length, progress):
    assert shown("checked_in", at, length).progress == progress


def test_a_ticket_has_its_place_and_its_words():
    found = shown("confirmed", 39)

    assert found.classes == "sh-3 sm-3 wh-2 wm-0 is-late"
    assert found.label == "Guest 1, 23 min late, 2 people, Confirmed"
    assert shown("checked_in", 39).classes == "sh-3 sm-3 wh-2 wm-0 p-20"


def test_its_label_tells_of_notes_and_celebrations_and_series():
    found = ticket(1, 0, has_note=True, is_celebration=True, is_in_series=True)

    assert found.label == (
        "Guest 1, 18:00–20:00, 2 people, Confirmed, celebration, has a note, one of a series"
    )


def test_the_axis_marks_hours_and_the_new_day():
    marks = [(hour.at, hour.label, hour.new_day) for hour in board(units=96).hours]

    assert marks == [
        (0, "18:00", ""), (12, "19:00", ""), (24, "20:00", ""), (36, "21:00", ""), (48, "22:00", ""),
        (60, "23:00", ""), (72, "00:00", "Sun 22"), (84, "01:00", ""),
    ]  # fmt: skip


def test_the_night_the_clocks_go_back_has_an_hour_twice():
    night = board(starts_at=datetime(2026, 10, 24, 21, 0, tzinfo=UTC), units=72)

    assert [hour.label for hour in night.hours] == [
        "22:00",
        "23:00",
        "00:00",
        "01:00 BST",
        "01:00 GMT",
        "02:00",
    ]


def test_the_night_the_clocks_go_forward_leaves_an_hour_out():
    night = board(starts_at=datetime(2026, 3, 28, 23, 0, tzinfo=UTC), units=48)

    assert [hour.label for hour in night.hours] == ["23:00", "00:00", "02:00", "03:00"]


def test_the_pulse_counts_what_needs_somebody():
    rooms = [
        RoomRow(1, "Alto", 4, [ticket(1, 39), ticket(2, 72, status="pending")]),
        RoomRow(2, "Birdsong", 4, [ticket(3, 36, status="checked_in"), ticket(4, 50)]),
        RoomRow(3, "Cassette", 4, [ticket(5, 36, status="no_show")]),
        RoomRow(4, "Duet", 4, [], [Shut(0, 120)]),
    ]

    pulse = board(*rooms).pulse

    assert (pulse.late, pulse.soon, pulse.in_rooms, pulse.free, pulse.to_confirm) == (1, 1, 1, 1, 1)


def test_another_day_has_no_pulse():
    assert board(now="17:00").pulse is None


def test_pace_counts_rooms_in_use_and_warns_when_nearly_full():
    rooms = [
        RoomRow(1, "Alto", 4, [ticket(1, 0, 6), ticket(2, 6, 6, "blocked")]),
        RoomRow(2, "Birdsong", 4, [ticket(3, 3, 6)]),
        RoomRow(0, "Unassigned", 0, [ticket(4, 0, 12)]),
    ]

    pace = board(*rooms, units=24).pace

    assert [(half.label, half.rooms, half.is_full) for half in pace] == [
        ("18:00", 2, True), ("18:30", 1, False), ("19:00", 0, False), ("19:30", 0, False),
    ]  # fmt: skip


def test_tonight_is_sorted_by_what_is_to_be_done():
    tickets = [
        ticket(1, 39),
        ticket(2, 48),
        ticket(3, 90),
        ticket(4, 30, 30, "checked_in"),
        ticket(5, 36, 12, "checked_in"),
        ticket(6, 0, 12, "completed"),
        ticket(7, 60, 12, "held"),
    ]

    agenda = board(RoomRow(1, "Alto", 4, tickets)).agenda

    assert [(part.kind, [entry.ticket.id for entry in part.entries]) for part in agenda] == [
        ("late", [1]),
        ("soon", [2]),
        ("in", [5, 4]),
        ("later", [3]),
        ("done", [6]),
    ]


def test_the_list_tells_how_many_minutes_a_room_has_left():
    found = board(RoomRow(1, "Alto", 4, [ticket(1, 30, 30, "checked_in")])).agenda[0].entries[0]

    assert found.minutes_left == 82
