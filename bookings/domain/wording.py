"""How durations and times read in a sentence, the same wherever a rule explains itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from boom.core.time import wall_clock

UNITS = (("day", 24 * 60), ("hour", 60), ("minute", 1))


def counted(number: int, noun: str) -> str:
    """Give "1 hour" or "3 hours"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_words(duration: timedelta) -> str:
    """Give a duration in days, hours and minutes ("1 hour 30 minutes"); whole minutes, rounded down."""
    left = duration // timedelta(minutes=1)
    parts = []
    for noun, minutes in UNITS:
        number, left = divmod(left, minutes)
        if number:
            parts.append(counted(number, noun))
    return " ".join(parts) or "0 minutes"


def clock(instant: datetime, zone: ZoneInfo, *, twelve_hour: bool = False) -> str:
    """Give what the venue's clock shows then: "21:30", or "9:30 pm"."""
    shown = wall_clock(instant, zone)
    if not twelve_hour:
        return f"{shown:%H:%M}"
    half, hour = divmod(shown.hour, 12)
    return f"{hour or 12}:{shown:%M} {'pm' if half else 'am'}"


def day_in_words(day: date) -> str:
    """Give "Saturday 7 March 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def between(least: str, most: str) -> str:
    """Give a range, or the one thing it holds: "2 to 6", "4"."""
    return least if least == most else f"{least} to {most}"
