"""Which starts can be booked: open, less what is occupied, less what policy forbids, on the start grid.

A room on one business day is a row of minutes, one bit each in a Python integer; a booking in the way clears
the starts it makes impossible, buffers included, with one operation. Rows come as integers from the database
and starts go out as integers; ten rooms with a hundred bookings take a fraction of a millisecond. `why_not`
gives the reasons for each start that is not offered, by the same rules; a test holds the two against each
other and against a plain model, minute by minute.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import zip_longest

from bookings.domain.blockers import Blocker
from bookings.domain.gaps import wasted, window, without_holes
from bookings.domain.grid import pieces
from bookings.domain.interval import Interval, subtract
from bookings.domain.opening import Night
from bookings.domain.policy import Policy
from bookings.domain.pricing.quotes import hourly
from bookings.domain.room_plan import ACTIVE, Standing
from bookings.domain.rules import (
    OPEN,
    Request,
    check,
    earliest_start,
    is_length_allowed,
    is_party_welcome,
    is_within_horizon,
)
from bookings.domain.turnover import OccupiedRow, as_blocker, conflicts, occupied_row
from bookings.domain.wording import in_words
from boom.core.money import Money

SECONDS = 60
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RoomDay:
    """A room on one business day: all there is to know for offering it. `order` is the owner's."""

    room_id: int
    night: Night
    policy: Policy
    price_per_hour: Money
    order: int = 0
    # What the room is that night, by its plan.
    standing: Standing = OPEN
    # What a span costs a party that books now, where that is more than time at the price an hour.
    price_of: Callable[[Interval, int | None, datetime], Money] | None = None
    # Whether starts that leave a hole nobody can book are kept back where another start leaves none.
    spares_gaps: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for, and when they look: `now`, and the venue's business day of it.

    `starts_within` narrows the starts, not the ends, to a window.
    """

    duration: timedelta
    now: datetime
    today: date
    party_size: int | None = None
    starts_within: Interval | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A start that can be booked, with what it costs."""

    room_id: int
    span: Interval
    price: Money


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What is free instead, nearest first.

    same_room: other times in the room asked for. same_time: other rooms at the time asked for, smallest
    first. elsewhere: other rooms at other times, only when the first two are empty.
    """

    same_room: tuple[Offer, ...]
    same_time: tuple[Offer, ...]
    elsewhere: tuple[Offer, ...]

    @property
    def all(self) -> tuple[Offer, ...]:
        """Everything, other rooms and other times taking turns, so that the first few hold some of both."""
        turns = zip_longest(self.same_time, self.same_room)
        return tuple(offer for pair in turns for offer in pair if offer is not None) + self.elsewhere


def slots(room: RoomDay, rows: Iterable[OccupiedRow], wish: Wish) -> list[int]:
    """Give every start of the day at which the room can be booked as wished: seconds since 1970 UTC, rising.

    `rows` are the occupying ones that touch the day, of this room or of any. Starts belong to the business
    day; what they start may run on past its end where the room stays open. A start of the grid is offered if
    and only if the whole length is open, no row is in the way and policy allows it; so every gap in which a
    start leaves room enough is offered.
    """
    return _starts(room, [row for row in rows if row[0] == room.room_id], wish)


def slots_by_room(rooms: Iterable[RoomDay], rows: Iterable[OccupiedRow], wish: Wish) -> dict[int, list[int]]:
    """Give the slots of many rooms, by room id; rooms without any have an empty list."""
    by_room = _by_room(rows)
    return {room.room_id: _starts(room, by_room[room.room_id], wish) for room in rooms}


def offers(rooms: Iterable[RoomDay], rows: Iterable[OccupiedRow], wish: Wish) -> list[Offer]:
    """Give the slots of all rooms with their prices, by room as given, then by start."""
    by_room = _by_room(rows)
    return [offer for room in rooms for offer in _offers_of(room, by_room[room.room_id], wish)]


def any_room_offers(rooms: Iterable[RoomDay], rows: Iterable[OccupiedRow], wish: Wish) -> list[Offer]:
    """Give each start at which any room can be booked, once, with the smallest room that fits; by start.

    So that bigger rooms stay free for bigger parties.
    """
    best: dict[datetime, Offer] = {}
    for offer in offers(_smallest_first(rooms), rows, wish):
        best.setdefault(offer.span.start, offer)
    return [best[start] for start in sorted(best)]


def smallest_fitting_room(
    rooms: Iterable[RoomDay], rows: Iterable[OccupiedRow], start: datetime, wish: Wish
) -> RoomDay | None:
    """Give the smallest room that can be booked at `start` as wished; of equally large ones the cheapest."""
    by_room = _by_room(rows)
    at_start = replace(wish, starts_within=Interval.lasting(start, MINUTE))
    return next(
        (room for room in _smallest_first(rooms) if slots(room, by_room[room.room_id], at_start)), None
    )


def why_not(
    room: RoomDay,
    rows: Iterable[OccupiedRow],
    request: Request,
    *,
    now: datetime,
    today: date,
    twelve_hour: bool = False,
) -> list[Blocker]:
    """Give every reason why the room cannot be booked like that; empty if it can.

    The rules of policy in their order, then what is in the way, by time. Names no customer.
    """
    wanted, rows = occupied_row(room.room_id, request.span, room.policy), list(rows)
    return [
        *check(
            request,
            room.policy,
            room.night,
            now=now,
            today=today,
            standing=room.standing,
            twelve_hour=twelve_hour,
        ),
        *(
            as_blocker(conflict, room.night.zone, twelve_hour=twelve_hour)
            for conflict in conflicts(wanted, rows)
        ),
        *(gap_blockers(room, rows, request, now=now, today=today) if room.spares_gaps else ()),
    ]


def nearest_alternatives(
    rooms: Sequence[RoomDay],
    rows: Iterable[OccupiedRow],
    *,
    room_id: int,
    start: datetime,
    wish: Wish,
    limit: int = 4,
) -> Alternatives:
    """Give what can be booked instead of `room_id` at `start`: at most `limit` of each kind, nearest first.

    Of two times equally far off the later one comes first; rooms at the same time come smallest first.
    """
    found = offers(_smallest_first(rooms), rows, wish)

    def distance(offer: Offer) -> tuple[timedelta, bool]:
        return abs(offer.span.start - start), offer.span.start < start

    same_room = sorted((offer for offer in found if offer.room_id == room_id), key=distance)
    same_room = [offer for offer in same_room if offer.span.start != start]
    same_time = [offer for offer in found if offer.room_id != room_id and offer.span.start == start]
    elsewhere = [] if same_room or same_time else sorted(found, key=distance)
    return Alternatives(tuple(same_room[:limit]), tuple(same_time[:limit]), tuple(elsewhere[:limit]))


def free(room: RoomDay, rows: Iterable[OccupiedRow]) -> list[Interval]:
    """Give when the room is open and has nobody in it on its business day; turnover not considered."""
    taken = [Interval.from_epoch(row[1], row[2]) for row in rows if row[0] == room.room_id]
    return subtract(room.night.stretches, taken)


def gap_blockers(
    room: RoomDay, rows: Iterable[OccupiedRow], request: Request, *, now: datetime, today: date
) -> list[Blocker]:
    """Give why a start that is free is kept back: it would leave a hole, and others leave a smaller one.

    Nothing for a start that cannot be had for other reasons. Asked of any room, whatever its rule.
    """
    own = [row for row in rows if row[0] == room.room_id]
    wish = Wish(request.span.duration, now, today, request.party_size)
    free_starts = _read(*_free_starts(room, own, wish))
    start = request.span.epoch[0]
    if start not in free_starts:
        return []
    spared = without_holes(free_starts, own, room.night.open, room.policy, request.span.duration)
    if start in spared:
        return []
    first, last = window(*request.span.epoch, own, [span.epoch for span in room.night.open], room.policy)
    lost = timedelta(seconds=wasted(*request.span.epoch, first, last, room.policy))
    sentence = f"It would leave {in_words(lost)} that nobody can book; another start leaves less."
    return [Blocker("leaves-a-gap", sentence, hard=False)]


def _starts(room: RoomDay, rows: Sequence[OccupiedRow], wish: Wish) -> list[int]:
    """The free starts, without those that leave holes where the room spares them."""
    starts = _read(*_free_starts(room, rows, wish))
    if not room.spares_gaps or not starts:
        return starts
    return without_holes(starts, rows, room.night.open, room.policy, wish.duration)


def _by_room(rows: Iterable[OccupiedRow]) -> defaultdict[int, list[OccupiedRow]]:
    by_room: defaultdict[int, list[OccupiedRow]] = defaultdict(list)
    for row in rows:
        by_room[row[0]].append(row)
    return by_room


def _smallest_first(rooms: Iterable[RoomDay]) -> list[RoomDay]:
    return sorted(
        rooms,
        key=lambda room: (room.policy.capacity_max, room.price_per_hour.minor, room.order, room.room_id),
    )


def _offers_of(room: RoomDay, rows: list[OccupiedRow], wish: Wish) -> Iterable[Offer]:
    starts = _starts(room, rows, wish)
    if not starts:
        return
    length = int(wish.duration.total_seconds())
    spans = [Interval.from_epoch(start, start + length) for start in starts]
    if room.price_of is not None:
        for span in spans:
            yield Offer(room.room_id, span, room.price_of(span, wish.party_size, wish.now))
        return
    # The base price knows only how long: the same for all starts.
    price = hourly(room.price_per_hour.minor, spans[0], room.price_per_hour.currency).total
    for span in spans:
        yield Offer(room.room_id, span, price)


def _free_starts(room: RoomDay, rows: Iterable[OccupiedRow], wish: Wish) -> tuple[int, int]:
    """The minute of the day's beginning since 1970, and a bit for each minute after it that can be booked."""
    policy = room.policy
    span_start, span_end = room.night.span.epoch
    day = range(span_start // SECONDS, -(-span_end // SECONDS))
    may_book = (
        room.standing.state == ACTIVE
        and is_within_horizon(room.night.date, policy, wish.today)
        and is_length_allowed(wish.duration, policy)
        and is_party_welcome(wish.party_size, policy)
    )
    if not may_book:
        return day.start, 0
    starts = _open_starts(room.night, policy.slot_step, wish.duration, day.start)
    starts &= _not_before(earliest_start(policy, wish.now), day.start)
    if wish.starts_within is not None:
        starts &= _not_before(wish.starts_within.start, day.start)
        starts &= ~_not_before(wish.starts_within.end, day.start)
    return day.start, starts & ~_taken_starts(rows, policy, wish.duration, day)


def _open_starts(night: Night, step: timedelta, duration: timedelta, base: int) -> int:
    """A bit for each minute on the grid from which the whole duration is open."""
    step_minutes = step // MINUTE
    starts = 0
    for stretch in night.stretches:
        closes_at = next(whole.end for whole in night.open if whole.contains(stretch))
        last_start = closes_at - duration
        for first, end in pieces(stretch, step, night.zone):
            last = min(end - MINUTE, last_start)
            if first <= last:
                count = (last - first) // step + 1
                starts |= _every(step_minutes, count) << (int(first.timestamp()) // SECONDS - base)
    return starts


def _not_before(instant: datetime, base: int) -> int:
    """A bit for each minute that starts at `instant` or later, without end; a begun minute does not count."""
    whole_second = instant.replace(microsecond=0)
    second = int(whole_second.timestamp()) + (whole_second < instant)
    return -1 << max(0, -(-second // SECONDS) - base)


def _taken_starts(rows: Iterable[OccupiedRow], policy: Policy, duration: timedelta, day: range) -> int:
    """A bit for each minute of the day at which a start would run into a row.

    Beside a booking a start has to leave both buffers: it lies at or after the later of the row's
    `hold_until` and its end plus our buffer before, or ends by the earlier of the row's `hold_from` and its
    start less our buffer after.
    """
    before, after = (int(buffer.total_seconds()) for buffer in (policy.buffer_before, policy.buffer_after))
    length = int(duration.total_seconds())
    taken = 0
    for _, starts_at, ends_at, hold_from, hold_until, is_block in rows:
        if is_block:
            last_before, first_after = starts_at, ends_at
        else:
            last_before, first_after = min(hold_from, starts_at - after), max(hold_until, ends_at + before)
        # Strictly between: ending as the row begins, or starting as it ends, is back to back.
        low = max(day.start, (last_before - length) // SECONDS + 1) - day.start
        high = min(day.stop, -(-first_after // SECONDS)) - day.start
        if low < high:
            taken |= ((1 << (high - low)) - 1) << low
    return taken


def _every(step: int, count: int) -> int:
    """`count` bits, `step` apart, from the lowest: 1001001 for (3, 3)."""
    return ((1 << step * count) - 1) // ((1 << step) - 1)


def _read(base: int, bits: int) -> list[int]:
    """The seconds since 1970 of the minutes whose bit is set."""
    digits = bin(bits)[:1:-1]
    found = []
    minute = digits.find("1")
    while minute >= 0:
        found.append((base + minute) * SECONDS)
        minute = digits.find("1", minute + 1)
    return found
