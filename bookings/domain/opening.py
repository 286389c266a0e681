"""When a venue or a room is open, as instants, and which business day an instant belongs to.

Hours are wall-clock times with a zone. A row whose closing is not after its opening ends on the next day
(18:00-04:00, also 18:00-00:00); equal times mean 24 hours.

**The business day.** The day of a date begins at midnight, unless the hours of the date before run past
midnight: then it begins when those close, or at its own first opening if that comes sooner. It ends where the
next one begins. So every instant belongs to exactly one day, days follow each other without gaps, Friday's
02:00 belongs to Friday as long as Friday is open, and the empty hours before the first opening belong to the
calendar date. A closed day is a day like any other, less what the night before takes of it. A date that the
zone left out (moving over the date line) has none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval, clip, merge, total
from boom.core.time import (
    clock_change,
    closing_to_utc,
    date_exists,
    day_starts_at,
    opening_to_utc,
    wall_clock,
)

DAY = timedelta(days=1)
# No venue's calendar reaches beyond; a date typed into an address does, and must not overflow.
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(2199, 12, 30)
# A schedule may live as long as its process: it forgets rather than grows.
MOST_REMEMBERED = 4096


class NoSuchDay(ValueError):
    """The zone left this date out, or it lies beyond any calendar, so nothing can happen on it."""

    def __init__(self, day: date, zone: ZoneInfo) -> None:
        super().__init__(f"There is no {day.isoformat()} in {zone.key}.")


@dataclass(frozen=True, slots=True, order=True)
class DayHours:
    """One stretch on the sign: wall-clock times; `closes <= opens` means on the next day, equal 24 hours."""

    opens: time
    closes: time

    @property
    def runs_past_midnight(self) -> bool:
        return self.closes <= self.opens


@dataclass(frozen=True, slots=True, order=True)
class WeeklyHours:
    """One stretch on a sign, in wall-clock times; `closes <= opens` is on the next day, equal 24 hours."""

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError("A weekday is 0 (Monday) to 6 (Sunday).")


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """Dates from `starts_on` to `ends_on`, both included, whose hours replace the weekly ones; no hours:
    closed.
    """

    starts_on: date
    ends_on: date
    hours: tuple[DayHours, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError("A special day cannot end before it starts.")

    @property
    def is_closed(self) -> bool:
        return not self.hours

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Schedule:
    """The hours of a venue, or of a room in it, in the venue's zone.

    Special days go before weekly hours, and own special days before `inherited` ones (a room's before its
    venue's). Of several that cover a date the one with the fewest dates holds, so "closed on the 15th" beats
    "summer hours"; of equally long ones the one given last. `rooms` are schedules of rooms with hours of
    their own: they widen the venue's business day, so that what happens in a room open longer still belongs
    to the night it began.

    Keep one instance for as long as the hours stay the same: it remembers what it has worked out.
    """

    zone: ZoneInfo
    hours: tuple[WeeklyHours, ...]
    special_days: tuple[SpecialDay, ...] = ()
    inherited: tuple[SpecialDay, ...] = ()
    rooms: tuple["Schedule", ...] = ()
    _stretches: dict[date, tuple[Interval, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _starts: dict[date, datetime] = field(default_factory=dict, init=False, repr=False, compare=False)

    def for_room(
        self, *, hours: Iterable[WeeklyHours] = (), special_days: Iterable[SpecialDay] = ()
    ) -> "Schedule":
        """The schedule of a room in this venue.

        On a weekday with rows of its own the room keeps to those, on others to the venue's. Special days of
        its own go before the venue's, and those before the weekly hours of either.
        """
        own = tuple(hours)
        weekdays = {row.weekday for row in own}
        kept = tuple(row for row in self.hours if row.weekday not in weekdays)
        return Schedule(self.zone, own + kept, tuple(special_days), self.special_days)

    def with_rooms(self, rooms: "Iterable[Schedule]") -> "Schedule":
        """The venue's schedule with the rooms that have their own hours taken into its business day."""
        return replace(self, rooms=tuple(rooms))

    def special_on(self, day: date) -> SpecialDay | None:
        """The special day that holds on that date, if one does."""
        for level in (self.special_days, self.inherited):
            covering = [special for special in reversed(level) if special.covers(day)]
            if covering:
                return min(covering, key=lambda special: special.ends_on - special.starts_on)
        return None

    def hours_on(self, day: date) -> tuple[DayHours, ...]:
        """The stretches on the sign for that date, special days considered; none if closed."""
        special = self.special_on(day)
        if special is not None:
            return tuple(sorted(special.hours))
        return tuple(
            sorted(DayHours(row.opens, row.closes) for row in self.hours if row.weekday == day.weekday())
        )

    def stretches_of(self, day: date) -> tuple[Interval, ...]:
        """When the hours of that date are open, past midnight included; merged.

        A stretch that lies wholly in an hour lost by the clocks going forward does not happen.
        """
        known = self._stretches.get(day)
        if known is None:
            if len(self._stretches) >= MOST_REMEMBERED:
                self._stretches.clear()
            self._stretches[day] = known = tuple(merge(self._expand(day)))
        return known

    def _expand(self, day: date) -> Iterable[Interval]:
        if not date_exists(day, self.zone):
            return
        for hours in self.hours_on(day):
            closing_day = day + DAY if hours.runs_past_midnight else day
            # Signs have no seconds: hours imported with some lose them, or no start would fit the grid.
            opens = datetime.combine(day, hours.opens).replace(second=0, microsecond=0)
            closes = datetime.combine(closing_day, hours.closes).replace(second=0, microsecond=0)
            opens_at, closes_at = opening_to_utc(opens, self.zone), closing_to_utc(closes, self.zone)
            if opens_at < closes_at:
                yield Interval(opens_at, closes_at)

    def day_starts_at(self, day: date) -> datetime:
        """The first instant of a business day; see the rule at the top of this module."""
        known = self._starts.get(day)
        if known is None:
            if len(self._starts) >= MOST_REMEMBERED:
                self._starts.clear()
            self._starts[day] = known = self._work_out_start(day)
        return known

    def _work_out_start(self, day: date) -> datetime:
        starts_at = day_starts_at(day, self.zone)
        everything = (self, *self.rooms)
        yesterday = _date_before(day, self.zone)
        closings = [
            part.stretches_of(yesterday)[-1].end for part in everything if part.stretches_of(yesterday)
        ]
        if closings and max(closings) > starts_at:
            openings = [part.stretches_of(day)[0].start for part in everything if part.stretches_of(day)]
            starts_at = min([max(closings), *openings])
        return starts_at

    def day_span(self, day: date) -> Interval:
        """A business day from beginning to end. Raises NoSuchDay."""
        if not FIRST_DAY <= day <= LAST_DAY or not date_exists(day, self.zone):
            raise NoSuchDay(day, self.zone)
        return Interval(self.day_starts_at(day), self.day_starts_at(_date_after(day, self.zone)))


@dataclass(frozen=True, slots=True)
class Night:
    """A business day as a venue or room lives it.

    span: the whole business day, closed hours included; the nights of a venue follow each other without gaps.
    stretches: when it is open within that day; sorted, apart.
    open: the same, but each whole: with what reaches into the days before and after (a venue that never
    closes).
    special: the special day that holds, if any.
    """

    date: date
    zone: ZoneInfo
    span: Interval
    stretches: tuple[Interval, ...]
    open: tuple[Interval, ...]
    special: SpecialDay | None

    @property
    def is_closed(self) -> bool:
        return not self.stretches

    @property
    def is_open_throughout(self) -> bool:
        """Whether it does not close in the whole of its business day."""
        return self.stretches == (self.span,)

    @property
    def opens_at(self) -> datetime | None:
        return self.stretches[0].start if self.stretches else None

    @property
    def closes_at(self) -> datetime | None:
        return self.stretches[-1].end if self.stretches else None

    @property
    def open_for(self) -> timedelta:
        """Elapsed time it is open: 9 or 11 hours on a ten-hour night with a clock change."""
        return total(self.stretches)


def business_day(instant: datetime, schedule: Schedule) -> date:
    """Give the business day an instant belongs to, by the venue's schedule; see the module."""
    shown = wall_clock(instant, schedule.zone).date()
    if not FIRST_DAY <= shown <= LAST_DAY:
        return shown
    # A clock that goes back over midnight shows yesterday's date once more after the new day has begun.
    for day in (_date_after(shown, schedule.zone), shown):
        if schedule.day_starts_at(day) <= instant:
            return day
    return _date_before(shown, schedule.zone)


def night(day: date, schedule: Schedule, *, venue: Schedule | None = None) -> Night:
    """Give the business day `day` as `schedule` lives it.

    For a room pass its own schedule and its venue's, which says where the day begins and ends. Raises
    NoSuchDay.
    """
    span = (venue or schedule).day_span(day)
    around = merge(
        stretch
        for near in (day - 2 * DAY, day - DAY, day, day + DAY, day + 2 * DAY)
        for stretch in schedule.stretches_of(near)
    )
    return Night(
        date=day,
        zone=schedule.zone,
        span=span,
        stretches=tuple(clip(around, span)),
        open=tuple(stretch for stretch in around if stretch.overlaps(span)),
        special=schedule.special_on(day),
    )


def open_intervals(day: date, schedule: Schedule, *, venue: Schedule | None = None) -> list[Interval]:
    """Give when it is open on a business day; sorted, apart, no minute in two days. Raises NoSuchDay."""
    return list(night(day, schedule, venue=venue).stretches)


def open_between(within: Interval, schedule: Schedule) -> list[Interval]:
    """Give when it is open within any span, over as many days as that takes; sorted, apart."""
    day = wall_clock(within.start, schedule.zone).date() - 2 * DAY
    last = wall_clock(within.end, schedule.zone).date() + DAY
    stretches: list[Interval] = []
    while day <= last:
        stretches += schedule.stretches_of(day)
        day += DAY
    return clip(stretches, within)


@dataclass(frozen=True, slots=True)
class UnusualNight:
    """A night that a clock change makes longer or shorter than its sign says."""

    date: date
    nominal: timedelta
    actual: timedelta


def unusual_nights(first: date, last: date, schedule: Schedule) -> list[UnusualNight]:
    """Give the nights from `first` to `last`, both included, that a clock change makes longer or shorter."""
    never_changing = _with_zone(schedule, ZoneInfo("UTC"))
    unusual = []
    day = first
    while day <= last:
        if date_exists(day, schedule.zone) and _has_clock_change(schedule.day_span(day), schedule.zone):
            nominal, actual = (night(day, hours).open_for for hours in (never_changing, schedule))
            if nominal != actual:
                unusual.append(UnusualNight(day, nominal, actual))
        day += DAY
    return unusual


def _has_clock_change(span: Interval, zone: ZoneInfo) -> bool:
    return clock_change(span.start, span.end, zone) is not None


def _with_zone(schedule: Schedule, zone: ZoneInfo) -> Schedule:
    return replace(schedule, zone=zone, rooms=tuple(_with_zone(room, zone) for room in schedule.rooms))


def _date_before(day: date, zone: ZoneInfo) -> date:
    """The calendar date before, over a date that the zone left out."""
    before = day - DAY
    return before if date_exists(before, zone) else _date_before(before, zone)


def _date_after(day: date, zone: ZoneInfo) -> date:
    after = day + DAY
    return after if date_exists(after, zone) else _date_after(after, zone)
