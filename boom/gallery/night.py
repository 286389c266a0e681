"""A made-up Saturday at Velvet Rooms, for the gallery's board. Nothing here is stored."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.board import IN_THE_WAY, UNIT, Board, RoomGroup, RoomRow, Shut, Ticket
from bookings.looks import USUAL, Look
from boom.core import text

ZONE = ZoneInfo("Europe/London")
DAY = date(2026, 11, 21)
STARTS_AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 21, 38, tzinfo=UTC)
UNITS = 120
REMEMBERED = 50

ROOMS = (
    ("", ((0, "Unassigned", 0),)),
    ("Small", ((1, "Alto", 4), (2, "Birdsong", 4), (3, "Cassette", 5), (4, "Duet", 6))),
    (
        "Medium",
        ((5, "Echo", 8), (6, "Falsetto", 8), (7, "Groove", 10), (8, "Harmony", 10), (9, "Jukebox", 10)),
    ),
    ("Large", ((10, "Lullaby", 14), (11, "Midnight", 16), (12, "Nocturne", 18))),
    ("VIP", ((13, "Opus", 22), (14, "Stage", 30))),
)
SHUT = {14: (Shut(0, 12),)}

# room, start, end, status, name, people; n = has a note, c = celebrates.
BOOKINGS = """
0  23:15 01:15 confirmed  10 n Dana Cole
1  19:00 21:30 completed  3  - Aiko Mori
1  00:00 02:00 confirmed  2  - Priya Nair
2  19:00 21:00 completed  4  n Hana Suzuki
2  21:15 23:15 confirmed  2  - Jun Park
2  23:30 02:00 confirmed  3  - Max Braun
3  18:00 21:00 completed  3  - Lucas Silva
3  21:15 23:15 checked_in 5  n Mei Lin Chen
3  23:30 01:00 confirmed  5  - Ola Nordmann
3  01:30 03:30 held       4  - Online checkout
4  18:00 19:30 completed  6  - Diego Álvarez
4  19:45 21:45 checked_in 6  n Yuki Tanaka
4  23:45 01:45 pending    3  n Tom Baker
5  18:00 20:00 completed  6  - Amara Okafor
5  20:15 21:45 checked_in 4  - Tom Baker
5  22:15 00:45 confirmed  8  n Leila Amari
5  01:00 03:00 pending    8  - Elif Demir
6  19:00 21:00 completed  7  c Liam O’Connor
6  21:15 00:15 checked_in 7  n Omar Haddad
7  18:00 04:00 blocked    0  - Maintenance: new speakers
8  18:00 20:30 completed  5  c Leila Amari
8  20:45 23:15 checked_in 10 - Mei Lin Chen
8  23:30 01:00 confirmed  7  - Sofía Reyes
8  01:30 03:30 confirmed  8  - Mei Lin Chen
9  18:00 20:30 completed  8  - Amara Okafor
9  21:00 23:00 checked_in 10 - Ravi Patel
9  00:00 02:00 pending    5  - Jun Park
10 19:30 22:30 checked_in 14 - Omar Haddad
10 00:30 02:30 confirmed  12 - Aiko Mori
11 19:00 21:00 completed  14 - Nguyễn Thị Hạnh
11 22:00 00:00 pending    8  - Mei Lin Chen
11 01:00 03:00 confirmed  11 - Ola Nordmann
12 19:00 21:00 no_show    9  - Bea Santos
12 22:00 00:30 confirmed  15 - Sam Rivers
13 20:15 22:15 checked_in 18 c 박지훈
13 22:30 01:30 confirmed  21 - Ravi Patel
14 20:15 22:15 checked_in 24 - Chidi Eze
14 22:30 01:00 confirmed  29 - Max Braun
"""


@dataclass
class Night:
    """The bookings of one browser tab's board, and what an undo would put back."""

    tickets: dict[int, Ticket]
    before: Ticket | None = None

    def board(self, *, look: Look = USUAL, may_change: bool = True) -> Board:
        """Draw it up."""
        groups = [
            RoomGroup(title, [self._row(room, name, capacity) for room, name, capacity in rooms])
            for title, rooms in ROOMS
        ]
        return Board(
            day=DAY,
            starts_at=STARTS_AT,
            units=UNITS,
            zone=ZONE,
            groups=groups,
            now=NOW,
            look=look,
            may_change=may_change,
            seen="1",
        )

    def in_the_way(self, booking_id: int, *, room: int, at: int, length: int) -> Ticket | None:
        """Give who already has part of that stretch of the room."""
        others = [
            ticket for ticket in self.tickets.values() if ticket.room == room and ticket.id != booking_id
        ]
        return next(
            (one for one in others if one.status in IN_THE_WAY and one.at < at + length and at < one.end),
            None,
        )

    def move(self, booking_id: int, *, room: int, at: int, length: int) -> Ticket:
        """Put a booking somewhere else and remember where it was."""
        self.before = self.tickets[booking_id]
        moved = replace(self.before, room=room, at=at, length=length, version=self.before.version + 1)
        self.tickets[booking_id] = replace(moved, span=span_of(at, length))
        return self.tickets[booking_id]

    def check_in(self, booking_id: int) -> Ticket:
        """Say that the guests are in their room."""
        self.before = self.tickets[booking_id]
        self.tickets[booking_id] = replace(
            self.before, status="checked_in", version=self.before.version + 1, late=0
        )
        return self.tickets[booking_id]

    def undo(self) -> Ticket | None:
        """Put the last change back; gives what was changed."""
        if self.before is None:
            return None
        undone = self.tickets[self.before.id]
        self.tickets[self.before.id] = replace(self.before, version=undone.version + 1)
        self.before = None
        return undone

    def _row(self, room: int, name: str, capacity: int) -> RoomRow:
        own = sorted((one for one in self.tickets.values() if one.room == room), key=lambda one: one.at)
        return RoomRow(room, name, capacity, own, SHUT.get(room, ()))


def room_name(room: int) -> str:
    """Give the name of one of the made-up rooms."""
    return next(name for _, rooms in ROOMS for number, name, _ in rooms if number == room)


def span_of(at: int, length: int) -> str:
    """Give a stretch's wall times."""
    return text.span(STARTS_AT + at * UNIT, STARTS_AT + (at + length) * UNIT, ZONE)


def fresh() -> Night:
    """Give the night as it stands at 21:38."""
    return Night({ticket.id: ticket for ticket in map(_ticket, range(1, 100), BOOKINGS.strip().splitlines())})


_nights: OrderedDict[str, Night] = OrderedDict()


def night_of(tab: str) -> Night:
    """Give a browser tab's own night; the oldest are forgotten."""
    night = _nights.setdefault(tab, fresh())
    _nights.move_to_end(tab)
    while len(_nights) > REMEMBERED:
        _nights.popitem(last=False)
    return night


def crowded() -> Board:
    """Give 20 rooms with 300 bookings, for measuring."""
    rooms = [RoomRow(room, f"Room {room}", 8, _row_of_fifteen(room)) for room in range(1, 21)]
    group = RoomGroup("Rooms", rooms)
    return Board(
        day=DAY,
        starts_at=STARTS_AT,
        units=UNITS,
        zone=ZONE,
        groups=[group],
        now=NOW,
        look=Look(density="compact"),
        seen="1",
    )


def _row_of_fifteen(room: int) -> list[Ticket]:
    names = [line.split(maxsplit=6)[6] for line in BOOKINGS.strip().splitlines()]
    statuses = ["completed"] * 5 + ["checked_in"] + ["confirmed"] * 8 + ["pending"]
    return [
        Ticket(
            id=room * 100 + place,
            room=room,
            at=place * 8,
            length=6,
            status=status,
            name=names[(room * 7 + place) % len(names)],
            span=span_of(place * 8, 6),
            version=1,
            party=4,
            url=f"/_ui/board/{room * 100 + place}/",
        )
        for place, status in enumerate(statuses)
    ]


def _ticket(number: int, line: str) -> Ticket:
    room, start, end, status, party, marks, name = line.split(maxsplit=6)
    at, stop = _unit(start), _unit(end)
    return Ticket(
        id=number,
        room=int(room),
        at=at,
        length=stop - at,
        status=status,
        name=name,
        span=span_of(at, stop - at),
        version=1,
        party=int(party),
        has_note=marks == "n",
        is_celebration=marks == "c",
        is_fixed=status in {"held", "completed", "no_show"},
        url=f"/_ui/board/{number}/",
    )


def _unit(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    since = timedelta(hours=(hours - 18) % 24, minutes=minutes)
    return since // UNIT
