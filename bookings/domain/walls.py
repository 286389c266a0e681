"""Times of a night as values of a form, and back to the one instant they mean.

Hours count on past midnight, as on a printed timetable: 24:30 of Saturday night is half past midnight,
whatever the night's hours. So a time keeps its meaning when the day beside it in the form is changed.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval
from boom.core.time import local_to_utc

# Marks the second of two equal wall times, on a night the clocks go back.
AGAIN = "+"
_VALUE = re.compile(r"(\d{1,2}):([0-5]\d)(\+?)", re.ASCII)
# A night ends within two days, or three where the zone has left one out.
MOST_HOURS = 3 * 24


def wall_value(instant: datetime, day: date, zone: ZoneInfo) -> str:
    """Give an instant as a time of the night of `day`: "22:15", "24:30", "25:30+" for a second 01:30."""
    local = instant.astimezone(zone)
    hours = (local.date() - day).days * 24 + local.hour
    return f"{hours:02}:{local:%M}{AGAIN if local.fold else ''}"


def instant_on(value: str, day: date, zone: ZoneInfo) -> datetime:
    """Give the instant that `wall_value` writes as `value` for the night of `day`.

    Raises ValueError for what is no time, SkippedTime (one, too) for a time that the clocks jump over.
    """
    found = _VALUE.fullmatch(value)
    if found is None or int(found[1]) > MOST_HOURS:
        raise ValueError("A time of a night looks like 22:15.")
    days, hour = divmod(int(found[1]), 24)
    local = datetime.combine(day + timedelta(days=days), time(hour, int(found[2])))
    return local_to_utc(local, zone, ambiguous="second" if found[3] else "first")


def steps(span: Interval, step: timedelta) -> list[datetime]:
    """Give the instants of a span, `step` apart, its end left out."""
    count = -(-span.duration // step)
    return [span.start + number * step for number in range(count)]
