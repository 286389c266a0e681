"""The evening on the landing page's picture: the product's own board, drawn from made-up bookings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bookings.board import Board, RoomGroup, RoomRow, Ticket

UNITS_AN_HOUR = 12
# From eight, so that a phone, which shows three hours, has the line of now in its picture.
OPENS_HOUR = 20
HOURS = 8
DAY = date(2026, 11, 21)

Stay = tuple[str, str, str, str]
# Room, capacity, then its bookings: starts, ends, name, status.
EVENING: tuple[tuple[str, int, tuple[Stay, ...]], ...] = (
    (
        "Alto",
        4,
        (
            ("20:00", "21:30", "Aiko Mori", "completed"),
            ("22:00", "23:30", "Noor Aziz", "confirmed"),
            ("00:00", "02:00", "Priya Nair", "confirmed"),
        ),
    ),
    (
        "Birdsong",
        4,
        (
            ("20:00", "21:00", "Hana Suzuki", "completed"),
            ("21:45", "23:15", "Jun Park", "confirmed"),
            ("23:30", "02:00", "Max Braun", "confirmed"),
        ),
    ),
    (
        "Cassette",
        5,
        (
            ("20:00", "21:00", "Lucas Silva", "completed"),
            ("21:15", "23:15", "Mei Lin Chen", "checked_in"),
            ("23:30", "01:00", "Ola Nordmann", "confirmed"),
            ("01:30", "03:30", "Online checkout", "held"),
        ),
    ),
    (
        "Duet",
        6,
        (
            ("20:30", "22:30", "Yuki Tanaka", "checked_in"),
            ("23:45", "01:45", "Tom Baker", "pending"),
        ),
    ),
    (
        "Echo",
        8,
        (
            ("20:15", "21:45", "Ruth Adler", "checked_in"),
            ("22:15", "00:45", "Leila Amari", "confirmed"),
            ("01:00", "03:00", "Elif Demir", "pending"),
        ),
    ),
    (
        "Falsetto",
        10,
        (
            ("20:00", "21:00", "Liam O’Connor", "completed"),
            ("21:15", "00:15", "Omar Haddad", "checked_in"),
            ("01:00", "02:00", "Cleaning", "blocked"),
        ),
    ),
)


def sample_board() -> Board:
    """A Saturday night at 21:38."""
    rooms = [
        RoomRow(
            number,
            name,
            capacity,
            [_ticket(number, place, booking) for place, booking in enumerate(bookings)],
        )
        for number, (name, capacity, bookings) in enumerate(EVENING, start=1)
    ]
    return Board(
        day=DAY,
        starts_at=datetime(2026, 11, 21, OPENS_HOUR, tzinfo=UTC),
        units=HOURS * UNITS_AN_HOUR,
        zone=ZoneInfo("UTC"),
        groups=[RoomGroup("", rooms)],
        now=datetime(2026, 11, 21, 21, 38, tzinfo=UTC),
        may_change=False,
    )


def _ticket(room: int, place: int, booking: Stay) -> Ticket:
    starts, ends, name, status = booking
    at, end = _unit(starts), _unit(ends)
    return Ticket(
        id=room * 10 + place,
        room=room,
        at=at,
        length=end - at,
        status=status,
        name=name,
        span=f"{starts}–{ends}",
        version=1,
        is_fixed=True,
    )


def _unit(clock: str) -> int:
    """Units of five minutes since opening; hours before it belong to the same night."""
    hour, minute = map(int, clock.split(":"))
    return (hour - OPENS_HOUR) % 24 * UNITS_AN_HOUR + minute // 5
