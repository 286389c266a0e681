"""The waiting list: what fits whom, who is first, and how long they have to say yes. Pure.

What is free is asked of `availability`, by the rules that customers book by; so a booking that was shortened
or a party that left early counts as soon as its row says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.domain.availability import RoomDay, Wish, slots
from bookings.domain.interval import Interval
from bookings.domain.turnover import OccupiedRow
from boom.core.time import wall_clock

DAY = timedelta(days=1)
MINUTES_A_DAY = 24 * 60
# Nobody can answer in less; what starts sooner is for whoever stands at the door.
SHORTEST_OFFER = timedelta(minutes=5)
# Two people side by side in the line are this far apart, so that others can be put between them.
RANK_STEP = 2**20


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in line: the nights from `first_day` to `last_day`, both included, and what they want then.

    `earliest` and `latest` bound the start, both included, in minutes of the wall clock since 0:00 of the
    night's date (25 * 60 is one o'clock after midnight); None leaves that side open. `room_ids` None takes
    any room. `passed` are stretches that they were offered and did not take.
    """

    key: int
    first_day: date
    last_day: date
    duration: timedelta
    party_size: int
    earliest: int | None = None
    latest: int | None = None
    room_ids: frozenset[int] | None = None
    passed: tuple[tuple[int, Interval], ...] = ()

    def wants(self, day: date) -> bool:
        """Whether a night is one of theirs."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class NightRooms:
    """The rooms of one business night, smallest first, and the rows that are in the way."""

    day: date
    rooms: Sequence[RoomDay]
    rows: Sequence[OccupiedRow]


@dataclass(frozen=True, slots=True)
class Fit:
    """What could be offered to whom."""

    key: int
    room_id: int
    span: Interval


def night_minute(start: datetime, day: date, zone: ZoneInfo) -> int:
    """Give the minutes of the wall clock from 0:00 of the night's date: half past one after it is 1530."""
    shown = wall_clock(start, zone)
    return (shown.date() - day).days * MINUTES_A_DAY + shown.hour * 60 + shown.minute


def is_in_window(minute: int, earliest: int | None, latest: int | None) -> bool:
    """Whether a start is within what somebody wants, bounds included."""
    return (earliest is None or minute >= earliest) and (latest is None or minute <= latest)


def was_passed(passed: Iterable[tuple[int, Interval]], room_id: int, span: Interval) -> bool:
    """Whether somebody was offered that room for some of that time and did not take it."""
    return any(room_id == room and span.overlaps(stretch) for room, stretch in passed)


def fits(waiting: Waiting, night: NightRooms, *, now: datetime, today: date) -> Iterator[Fit]:
    """Give what they could have that night by time, of rooms free at the same time the smallest first.

    By the customers' own rules: opening hours, start grid, notice, lengths, party, buffers. Nothing that
    starts too soon to be answered, nor what they were offered before.
    """
    wish = Wish(waiting.duration, now, today, waiting.party_size)
    rooms = [room for room in night.rooms if waiting.room_ids is None or room.room_id in waiting.room_ids]
    starts = [(second, place) for place, room in enumerate(rooms) for second in slots(room, night.rows, wish)]
    length = int(waiting.duration.total_seconds())
    for second, place in sorted(starts):
        span, room = Interval.from_epoch(second, second + length), rooms[place]
        minute = night_minute(span.start, night.day, room.night.zone)
        if not is_in_window(minute, waiting.earliest, waiting.latest):
            continue
        if answer_until(now, starts_at=span.start, usual=SHORTEST_OFFER) is None:
            continue
        if not was_passed(waiting.passed, room.room_id, span):
            yield Fit(waiting.key, room.room_id, span)


def first_fit(
    line: Iterable[Waiting],
    nights: Sequence[NightRooms],
    *,
    now: datetime,
    today: date,
    leaving_out: frozenset[Fit] = frozenset(),
) -> Fit | None:
    """Give what to offer to whom: the first in line for whom anything fits, the soonest night of theirs.

    `leaving_out` are fits that turned out not to be there any more.
    """
    for waiting in line:
        for night in nights:
            if not waiting.wants(night.day):
                continue
            found = (fit for fit in fits(waiting, night, now=now, today=today) if fit not in leaving_out)
            if (fit := next(found, None)) is not None:
                return fit
    return None


def answer_until(now: datetime, *, starts_at: datetime, usual: timedelta) -> datetime | None:
    """Give until when an offer made now stands, on the minute: `usual`, or half of what is left if less.

    Never less than SHORTEST_OFFER, never past the start; None when it starts too soon to be offered at all.
    """
    left = starts_at - now
    if left <= SHORTEST_OFFER:
        return None
    until = now + min(usual, max(SHORTEST_OFFER, left / 2))
    whole = until.replace(second=0, microsecond=0)
    return whole if whole - now >= SHORTEST_OFFER else min(whole + timedelta(minutes=1), starts_at)


def is_wait_over(now: datetime, *, expires_at: datetime) -> bool:
    """Whether the last start that somebody wanted lies behind."""
    return now >= expires_at


def rank_between(before: int | None, after: int | None) -> int | None:
    """Give a place between two neighbours in the line; None where nobody fits between and all must move up.

    `before` None: in front of all; `after` None: behind all.
    """
    if before is None and after is None:
        return 0
    if before is None:
        return after - RANK_STEP if after is not None else 0
    if after is None:
        return before + RANK_STEP
    middle = (before + after) // 2
    return middle if before < middle < after else None


def spread(count: int) -> list[int]:
    """Give so many places, evenly apart, for a line that is numbered anew."""
    return [RANK_STEP * number for number in range(1, count + 1)]
