"""Where the clocks of the world change, found by looking, for tests that want every change there is."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)


class Change(NamedTuple):
    """The clocks of `zone` go forward by `by` (back if negative) at `at`."""

    zone: ZoneInfo
    at: datetime
    by: timedelta

    @property
    def reads_before(self) -> datetime:
        """What the clock would show at that instant had nobody touched it."""
        return self.reads_after - self.by

    @property
    def reads_after(self) -> datetime:
        return self.at.astimezone(self.zone).replace(tzinfo=None, fold=0)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


@cache
def changes_of(name: str) -> tuple[Change, ...]:
    """Each clock change of one zone from 2024 to 2035."""
    zone = ZoneInfo(name)
    found: list[Change] = []
    week = FIRST
    while week < LAST:
        before, after = _offset(week, zone), _offset(week + WEEK, zone)
        if before != after:
            low, high = 0, int(WEEK.total_seconds())
            while high - low > 1:
                middle = (low + high) // 2
                is_before = _offset(week + timedelta(seconds=middle), zone) == before
                low, high = (middle, high) if is_before else (low, middle)
            found.append(Change(zone, week + timedelta(seconds=high), after - before))
        week += WEEK
    return tuple(found)


@cache
def every_change() -> tuple[Change, ...]:
    """Each clock change of 2024 to 2035, once: of zones that change alike, the first stands for all."""
    seen: dict[tuple[object, ...], Change] = {}
    for name in sorted(available_timezones()):
        for change in changes_of(name):
            seen.setdefault((change.at, change.by, change.reads_after), change)
    return tuple(seen.values())
