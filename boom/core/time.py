"""Local wall time and UTC instants, and the only place where one becomes the other.

Instants are aware datetimes in UTC. Wall times are naive datetimes that mean something only beside a zone. On
a night with a clock change a wall time may not exist (the clock jumps over it) or exist twice; every function
here says what it does then.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

MINUTE = timedelta(minutes=1)


class UnknownZone(ValueError):
    """The name is not a zone of the IANA database."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no time zone called “{name}”.")
        self.name = name


class SkippedTime(ValueError):
    """The clock jumps over this wall time, so it never happens."""

    def __init__(self, local: datetime, zone: ZoneInfo) -> None:
        super().__init__(
            f"{local:%H:%M} does not exist on {local:%d %B %Y} in {zone.key}: the clocks go forward over it."
        )
        self.local = local
        self.zone = zone


class AmbiguousTime(ValueError):
    """The clock shows this wall time twice, so it has to be said which one is meant."""

    def __init__(self, local: datetime, zone: ZoneInfo) -> None:
        super().__init__(
            f"{local:%H:%M} happens twice on {local:%d %B %Y} in {zone.key}: the clocks go back. "
            "Say which one."
        )
        self.local = local
        self.zone = zone


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - {"Factory", "localtime"}


def zone_named(name: str) -> ZoneInfo:
    """Give the zone with this IANA name. Raises UnknownZone for anything else."""
    if name not in _zone_names():
        raise UnknownZone(name)
    return ZoneInfo(name)


def _readings(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both instants PEP 495 gives a wall time.

    Equal as a rule; first < second if the time happens twice, and first > second if the clock jumps over it.
    """
    if local.tzinfo is not None:
        raise ValueError("A wall time is naive; this one already carries a zone.")
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


def local_to_utc(
    local: datetime,
    zone: ZoneInfo,
    *,
    ambiguous: Literal["refuse", "first", "second"] = "refuse",
    skipped: Literal["refuse", "later"] = "refuse",
) -> datetime:
    """Give the instant at which the clocks of `zone` show the naive `local`.

    A wall time that happens twice raises AmbiguousTime unless `ambiguous` picks one. One that never happens
    raises SkippedTime unless `skipped` is "later": then it moves forward by what the clock jumps, as RFC 5545
    (3.3.5) reads it, so 02:30 in a lost hour becomes 03:30.
    """
    first, second = _readings(local, zone)
    if first < second:
        if ambiguous == "refuse":
            raise AmbiguousTime(local, zone)
        return first if ambiguous == "first" else second
    if second < first and skipped == "refuse":
        raise SkippedTime(local, zone)
    return first


def opening_to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant a door with `local` on its sign opens: the earliest that wall time can mean.

    Twice on the clock: the first. Never on the clock: the moment the clock jumps over it (03:00 for 02:30 in
    an hour lost at 02:00), so that whatever is open from then on is open.
    """
    first, second = _readings(local, zone)
    if second < first:
        return _change_between(second, first, zone)
    return first


def closing_to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant a door with `local` on its sign closes: the latest that wall time can mean.

    Twice on the clock: the second. Never on the clock: forward by what the clock jumps, which is when the
    door would have closed had nobody touched the clock. Guests who came for the time on the sign get all of
    it.
    """
    return local_to_utc(local, zone, ambiguous="second", skipped="later")


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the instant of the one clock change in (before, after], to the second."""
    return _first_instant(lambda at: _offset(at, zone) != _offset(before, zone), before, after)


def _first_instant(is_so: Callable[[datetime], bool], before: datetime, after: datetime) -> datetime:
    """Halve (before, after] down to the first whole second at which `is_so` holds; it must at `after`."""
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_so(before + timedelta(seconds=middle)) else (middle, high)
    return before + timedelta(seconds=high)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None, "an aware datetime has an offset"
    return offset


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Show an instant on the clocks of `zone`; stays aware, for showing only, never for arithmetic."""
    if instant.tzinfo is None:
        raise ValueError("An instant is aware; this one has no zone.")
    return instant.astimezone(zone)


def wall_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    """Give what the clocks of `zone` show at `instant`, as a naive datetime."""
    return to_local(instant, zone).replace(tzinfo=None, fold=0)


def clock_change(start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the instant in (start, end] at which the clocks of `zone` change, if they do.

    For spans of a few days: no zone changes and changes back within a week.
    """
    if _offset(start, zone) == _offset(end, zone):
        return None
    return _change_between(start.astimezone(UTC), end.astimezone(UTC), zone)


def day_starts_at(day: date, zone: ZoneInfo) -> datetime:
    """Give the first instant of a calendar day in `zone`.

    That is midnight, or the end of the jump that swallows midnight.
    A date that a zone has left out (30 December 2011 in Pacific/Apia) starts where the next one does.
    """
    return opening_to_utc(datetime.combine(day, time.min), zone)


def week_begins_on(day: date, first_weekday: int) -> date:
    """Give the first date of the week that `day` is in, for weeks from `first_weekday` (0 is Monday)."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def date_exists(day: date, zone: ZoneInfo) -> bool:
    """Tell whether `zone` had that date at all; moving over the date line leaves one out."""
    return day_starts_at(day, zone) < day_starts_at(day + timedelta(days=1), zone)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Give the time that really passes between two instants.

    Python's own subtraction of two datetimes in one zone counts what the clocks show, an hour wrong on nights
    with a clock change; this one does not.
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("Only between instants does time pass; a wall time has no place on that line.")
    return end.astimezone(UTC) - start.astimezone(UTC)


def elapsed_minutes(start: datetime, end: datetime) -> int:
    """Give the whole minutes that pass between two instants, rounded down; negative if `end` is earlier."""
    return elapsed(start, end) // MINUTE
