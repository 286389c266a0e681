"""How full a venue is over many nights: rooms by seven days, and a month of days."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext, ngettext

from accounts.venue_scope import present_rooms
from bookings.domain.interval import Interval, clip, total
from bookings.domain.lifecycle import LIVE, Status
from bookings.domain.opening import Night, NoSuchDay
from bookings.models import Occupancy, Room
from bookings.models.occupancy import Kind
from bookings.selectors.setup import Setup
from boom.core import text
from boom.core.time import week_begins_on

DAY = timedelta(days=1)
ZERO = timedelta(0)
# What fills a room: whoever is expected, was there, or is there.
FILLS = (LIVE - {Status.HELD}) | {Status.COMPLETED}

Address = Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A room on a night: bookings that begin then, and how much of its opening they take, 0 to 100."""

    url: str
    count: int
    share: int
    is_closed: bool

    @property
    def words(self) -> str:
        """What follows the number, for people and screen readers."""
        return ngettext("booking", "bookings", self.count)


@dataclass(frozen=True, slots=True)
class DayHead:
    """A night as the head of a column or a day of a month."""

    date: date
    label: str
    url: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class RoomWeek:
    """A room with its seven cells."""

    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven nights of all rooms."""

    days: Sequence[DayHead]
    rows: Sequence[RoomWeek]
    count: int
    has_examples: bool = False


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A night of a month: bookings, hours sold, how full all rooms together are; why it is closed."""

    head: DayHead
    is_in_month: bool
    count: int
    sold: str
    share: int
    is_closed: bool
    special: str

    @property
    def words(self) -> str:
        """What follows the number."""
        return ngettext("booking", "bookings", self.count)


@dataclass(frozen=True, slots=True)
class Month:
    """Whole weeks around a month, Monday first."""

    weeks: Sequence[Sequence[MonthDay]]
    count: int
    has_examples: bool = False


@dataclass(frozen=True, slots=True)
class _Filled:
    """What was sold, by room and night; `taken` counts what rooms that share its space have sold, too."""

    count: dict[tuple[int, date], int]
    sold: dict[tuple[int, date], timedelta]
    taken: dict[tuple[int, date], timedelta]
    has_examples: bool


def week_of(setup: Setup, first: date, *, now: datetime, address: Address) -> Week:
    """The seven nights from `first`. `address` gives a night's page. One query."""
    nights = _nights(setup, first, 7)
    filled = _filled(setup, nights)
    today = setup.hours.business_day(now)
    days = [_head(setup, night.date, today, address) for night in nights]
    rows = [
        RoomWeek(room.name, [_cell(setup, room, night.date, filled, address) for night in nights])
        for room in setup.rooms
    ]
    return Week(days, rows, sum(filled.count.values()), filled.has_examples)


def month_of(setup: Setup, month: date, *, now: datetime, address: Address) -> Month:
    """The weeks that `month` (any day of it) touches. One query."""
    begins = month.replace(day=1)
    ends = (begins + 31 * DAY).replace(day=1) - DAY
    first = week_begins_on(begins, setup.venue.week_starts)
    nights = _nights(setup, first, ((ends - first).days // 7 + 1) * 7)
    filled = _filled(setup, nights)
    today = setup.hours.business_day(now)
    days = [
        _month_day(setup, night, filled, head=_head(setup, night.date, today, address), month=begins)
        for night in nights
    ]
    in_month = [day for day in days if day.is_in_month]
    weeks = [days[at : at + 7] for at in range(0, len(days), 7)]
    return Month(weeks, sum(day.count for day in in_month), filled.has_examples)


def _nights(setup: Setup, first: date, count: int) -> list[Night]:
    found = []
    for number in range(count):
        try:
            found.append(setup.night(first + number * DAY))
        except NoSuchDay:
            continue
    return found


def _filled(setup: Setup, nights: Sequence[Night]) -> _Filled:
    """Bookings by the night they begin in, and the time of each that lies within its room's opening hours."""
    window = Interval(nights[0].span.start, nights[-1].span.end)
    own = present_rooms()
    # What shares the space of somebody's rooms takes their time, though they do not see what it is.
    of = (
        Occupancy.objects.visible()
        if own is None
        else Occupancy.objects.in_rooms(sorted(setup.touching(own)))
    )
    rows = (
        of.filter(
            Q(placed=True) | Q(is_example=True),
            room__venue_id=setup.venue.pk,
            kind=Kind.BOOKING,
            status__in=FILLS,
            starts_at__gte=window.start,
            starts_at__lt=window.end,
        )
        .order_by()
        .values_list("room_id", "starts_at", "ends_at", "is_example")
    )
    starts = [night.span.start for night in nights]
    count: dict[tuple[int, date], int] = defaultdict(int)
    spans: dict[tuple[int, date], list[Interval]] = defaultdict(list)
    has_examples = False
    for room_id, starts_at, ends_at, is_example in rows:
        has_examples |= is_example
        key = (room_id, nights[bisect_right(starts, starts_at) - 1].date)
        count[key] += own is None or room_id in own
        spans[key].append(Interval(starts_at, ends_at))
    all_spans = _with_shared(setup, spans)
    return _Filled(count, _lengths(setup, spans), _lengths(setup, all_spans), has_examples)


def _with_shared(
    setup: Setup, spans: Mapping[tuple[int, date], list[Interval]]
) -> Mapping[tuple[int, date], list[Interval]]:
    """The same with what each room has taken from it by rooms that share its space."""
    if not setup.shares:
        return spans
    taken: dict[tuple[int, date], list[Interval]] = defaultdict(list)
    for (room_id, day), theirs in spans.items():
        for other in setup.touching([room_id]):
            taken[other, day] += theirs
    return taken


def _lengths(
    setup: Setup, spans: Mapping[tuple[int, date], list[Interval]]
) -> dict[tuple[int, date], timedelta]:
    return {
        (room_id, day): total(_within(theirs, setup.night(day, room_id).open))
        for (room_id, day), theirs in spans.items()
    }


def _within(spans: Iterable[Interval], opening: Sequence[Interval]) -> list[Interval]:
    return [part for stretch in opening for part in clip(spans, stretch)]


def _cell(setup: Setup, room: Room, day: date, filled: _Filled, address: Address) -> Cell:
    open_for = setup.night(day, room.pk).open_for
    key = (room.pk, day)
    return Cell(
        url=address(day),
        count=filled.count.get(key, 0),
        share=_share(filled.taken.get(key, ZERO), open_for),
        is_closed=not open_for and not filled.count.get(key),
    )


def _month_day(setup: Setup, night: Night, filled: _Filled, *, head: DayHead, month: date) -> MonthDay:
    keys = [(room.pk, night.date) for room in setup.rooms]
    sold = sum((filled.sold.get(key, ZERO) for key in keys), ZERO)
    taken = sum((filled.taken.get(key, ZERO) for key in keys), ZERO)
    open_for = sum((setup.night(night.date, room.pk).open_for for room in setup.rooms), ZERO)
    return MonthDay(
        head=head,
        is_in_month=night.date.month == month.month,
        count=sum(filled.count.get(key, 0) for key in keys),
        sold=gettext("%(length)s sold") % {"length": text.duration(sold)} if sold else "",
        share=_share(taken, open_for),
        is_closed=not open_for,
        special=night.special.reason if night.special else "",
    )


def _head(setup: Setup, day: date, today: date, address: Address) -> DayHead:
    venue = setup.venue
    label = f"{text.day(day, venue.zone, style='weekday')} {day.day}"
    return DayHead(day, label, address(day), day == today)


def _share(sold: timedelta, open_for: timedelta) -> int:
    return min(100, round(100 * (sold / open_for))) if open_for else 0
