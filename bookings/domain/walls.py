"""Wall times of one business night: as values of a form, and back to the one instant they mean."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval
from boom.core.time import SkippedTime, local_to_utc, wall_clock

# Marks the second of two equal wall times, on a night the clocks go back.
AGAIN = "+"


def wall_value(instant: datetime, zone: ZoneInfo) -> str:
    """Give "22:15"; "01:30+" for the second time the clock shows 01:30."""
    local = instant.astimezone(zone)
    return f"{local:%H:%M}{AGAIN if local.fold else ''}"


def instant_on(value: str, span: Interval, zone: ZoneInfo, *, ends: bool = False) -> datetime:
    """Give the instant of a night (`span`, its whole business day) that `wall_value` writes as `value`.

    Something that `ends` then may do so as the night does, but not as it begins. Raises ValueError for what
    is no time, SkippedTime for one that the night does not have.
    """
    wall = time.fromisoformat(value.removesuffix(AGAIN))
    if wall.tzinfo is not None:
        raise ValueError("A wall time has no offset.")
    first = wall_clock(span.start, zone).date()
    days = (wall_clock(span.end, zone).date() - first).days
    for day in (first + timedelta(days=count) for count in range(days + 1)):
        local = datetime.combine(day, wall)
        try:
            instant = local_to_utc(local, zone, ambiguous="second" if value.endswith(AGAIN) else "first")
        except SkippedTime:
            continue
        if (span.start < instant <= span.end) if ends else instant in span:
            return instant
    raise SkippedTime(datetime.combine(first, wall), zone)


def steps(span: Interval, step: timedelta) -> list[datetime]:
    """Give the instants of a span, `step` apart, its end left out."""
    count = -(-span.duration // step)
    return [span.start + number * step for number in range(count)]
