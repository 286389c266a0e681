"""A made-up week around today in a venue's own rooms and hours. Plain: the same every time for one set-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.policy import Policy

# A week: two nights that are over, tonight, and four to come.
DAYS_BEFORE, DAYS_AFTER = 2, 5
A_NIGHT, TONIGHT = 3, 6
LONGEST = timedelta(hours=3)
ARRIVED = timedelta(minutes=30)
# Where in a stretch of opening a party begins: as a share of what is left of it.
PLACES = (0.3, 0.6, 0.1, 0.8, 0.45, 0.0, 1.0)
PARTIES = (4, 6, 2, 8, 5, 3, 10)
NAMES = (
    "Amara Okafor",
    "Jonas Lindqvist",
    "Mei Tanaka",
    "Rosa Marchetti",
    "Theo Papadakis",
    "Leila Haddad",
    "Sam Whitlock",
    "Ines Carvalho",
    "Piotr Zielinski",
    "Noor Rahman",
    "Clara Weiss",
    "Mateo Fuentes",
    "Freya Nielsen",
    "Kofi Mensah",
    "Hana Kim",
    "Oliver Grant",
    "Yasmin Demir",
    "Luca Moretti",
    "Ada Byrne",
    "Ravi Menon",
    "Sofia Novak",
    "Emil Berg",
    "Zuri Otieno",
    "Nina Laurent",
)


@dataclass(frozen=True, slots=True)
class RoomNight:
    """When a room is open on a business night, and what may be booked there."""

    room_id: int
    stretches: tuple[Interval, ...]
    policy: Policy


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up stay, or with the status BLOCKED a block: no name and no people."""

    room_id: int
    span: Interval
    status: Status
    name: str = ""
    party_size: int | None = None


Taken = Callable[[int, Interval], bool]


def example_week(
    nights: Sequence[Sequence[RoomNight]], *, tonight: int, now: datetime, taken: Taken
) -> list[Example]:
    """A few stays a night and a block, in order of time; none where `taken` says that somebody has the room.

    `nights` follow each other, `tonight` is the index of the present one. What is over is completed, one of
    them a no-show; whoever would be there now is checked in; of those to come one waits for a yes. Empty
    where no room is open long enough for its shortest booking.
    """
    stays: list[tuple[int, RoomNight, Interval]] = []
    for number, rooms in enumerate(nights):
        wanted = TONIGHT if number == tonight else A_NIGHT
        mine: list[tuple[RoomNight, Interval]] = []
        for room, span in _tries(rooms, number, now=now if number == tonight else None):
            if len(mine) < wanted and not taken(room.room_id, span) and not _meets(mine, room, span):
                mine.append((room, span))
        stays += [(number, room, span) for room, span in mine]
    stays.sort(key=lambda stay: (stay[2].start, stay[1].room_id))
    statuses = _statuses([(number, span) for number, _, span in stays], tonight, now)
    names, parties = cycle(NAMES), cycle(PARTIES)
    found = [
        Example(room.room_id, span, status, next(names), _fitting(next(parties), room.policy))
        for (_, room, span), status in zip(stays, statuses, strict=True)
    ]
    block = _block(nights[tonight + 1 :], found, taken) if found else None
    return sorted([*found, *([block] if block else [])], key=lambda each: each.span.start)


def _tries(
    rooms: Sequence[RoomNight], number: int, *, now: datetime | None
) -> Iterator[tuple[RoomNight, Interval]]:
    """Places of a night to try, each room in turn. Of tonight first some that have begun, then those to come:
    a board is looked at for what happens next.
    """
    turn = number % len(rooms) if rooms else 0
    in_turn = [*rooms[turn:], *rooms[:turn]]
    grid = _grid(in_turn)
    if now is None:
        yield from grid
        return
    begun = [(room, span) for room in in_turn if (span := _around(room, now)) is not None]
    yield from begun[: len(rooms) // 3 + 1]
    yield from sorted(grid, key=lambda each: each[1].start <= now)


def _grid(in_turn: Sequence[RoomNight]) -> list[tuple[RoomNight, Interval]]:
    return [
        (room, span)
        for lap in range(len(PLACES))
        for at, room in enumerate(in_turn)
        for stretch in room.stretches
        if (span := _placed(room, stretch, PLACES[(lap + at) % len(PLACES)], lap + at)) is not None
    ]


def _placed(room: RoomNight, stretch: Interval, share: float, number: int) -> Interval | None:
    """A stay that begins at a start of the grid and ends before the room closes; None: it is too short."""
    lengths = [each for each in room.policy.durations if each <= min(LONGEST, stretch.duration)]
    if not lengths:
        lengths = [each for each in room.policy.durations[:1] if each <= stretch.duration]
    if not lengths:
        return None
    length = lengths[(number * 2 + len(lengths) // 2) % len(lengths)]
    steps = int((stretch.duration - length) / room.policy.slot_step * share)
    return Interval.lasting(stretch.start + steps * room.policy.slot_step, length)


def _around(room: RoomNight, now: datetime) -> Interval | None:
    """A stay of a room that is open now, whose party has been there for a while."""
    step = room.policy.slot_step
    for stretch in room.stretches:
        span = _placed(room, stretch, 0, 0)
        if span is None or not stretch.start <= now < stretch.end:
            continue
        since = min(now - ARRIVED, stretch.end - span.duration)
        start = stretch.start + max((since - stretch.start) // step, 0) * step
        if start <= now < start + span.duration:
            return Interval.lasting(start, span.duration)
    return None


def _meets(mine: Sequence[tuple[RoomNight, Interval]], room: RoomNight, span: Interval) -> bool:
    between = max(room.policy.buffer_before, room.policy.buffer_after)
    wide = Interval(span.start - between, span.end + between)
    return any(each.room_id == room.room_id and wide.overlaps(other) for each, other in mine)


def _statuses(stays: Sequence[tuple[int, Interval]], tonight: int, now: datetime) -> list[Status]:
    found = [
        Status.COMPLETED if span.end <= now else Status.CHECKED_IN if span.start <= now else Status.CONFIRMED
        for _, span in stays
    ]
    over = [at for at, status in enumerate(found) if status == Status.COMPLETED]
    if len(over) > 1:
        found[over[len(over) // 2]] = Status.NO_SHOW
    ahead = [at for at, status in enumerate(found) if status == Status.CONFIRMED]
    # Tonight's last, if somebody else is confirmed for tonight; else one of the days after.
    of_tonight = [at for at in ahead if stays[at][0] == tonight]
    if len(of_tonight) > 1:
        found[of_tonight[-1]] = Status.PENDING
    elif len(ahead) > 1:
        found[ahead[1]] = Status.PENDING
    return found


def _block(nights: Sequence[Sequence[RoomNight]], stays: Sequence[Example], taken: Taken) -> Example | None:
    """A room closed off for as long as its shortest booking, on the first night that has a place for it."""
    for rooms in nights:
        for room in reversed(rooms):
            for stretch in room.stretches:
                length = room.policy.min_duration
                if length > stretch.duration:
                    continue
                span = Interval.lasting(stretch.start, length)
                meets = any(each.room_id == room.room_id and span.overlaps(each.span) for each in stays)
                if not meets and not taken(room.room_id, span):
                    return Example(room.room_id, span, Status.BLOCKED)
    return None


def _fitting(party: int, policy: Policy) -> int:
    return max(policy.capacity_min, min(party, policy.capacity_max))
