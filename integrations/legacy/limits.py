"""Notes on bookings that break the business's own limits.

The old app never checked, so none is refused for it (R6).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from boom.core.time import closing_to_utc, opening_to_utc
from integrations.legacy.bookings import HOLDING, PlannedBooking
from integrations.legacy.findings import Findings
from integrations.legacy.hours import PlannedDay
from integrations.legacy.settings import PlannedSettings


def note_broken_limits(
    bookings: Iterable[PlannedBooking],
    days: Sequence[PlannedDay],
    settings: PlannedSettings,
    zone: ZoneInfo,
    findings: Findings,
) -> None:
    """Note each booking that holds or wants its room outside the hours, or is too short or too long.

    `days` are seven, Monday first, in `zone`.
    """
    for booking in bookings:
        if booking.status not in HOLDING:
            continue
        minutes = (booking.ends_at - booking.starts_at) / timedelta(minutes=1)
        if settings.min_duration is not None and minutes < settings.min_duration:
            findings.note(
                "bookings",
                booking.id,
                "too-short",
                f"{minutes:g} min; the shortest is {settings.min_duration}",
            )
        if settings.max_duration is not None and minutes > settings.max_duration:
            findings.note(
                "bookings", booking.id, "too-long", f"{minutes:g} min; the longest is {settings.max_duration}"
            )
        if not _is_within_hours(booking, days, zone):
            findings.note(
                "bookings", booking.id, "outside-hours", "lies outside the opening hours, in part or whole"
            )


def _is_within_hours(booking: PlannedBooking, days: Sequence[PlannedDay], zone: ZoneInfo) -> bool:
    first = booking.starts_at.astimezone(zone).date() - timedelta(days=1)
    last = booking.ends_at.astimezone(zone).date()
    covered_until = booking.starts_at
    for offset in range((last - first).days + 1):
        opened = _opened(first + timedelta(days=offset), days, zone)
        if opened and opened[0] <= covered_until < opened[1]:
            covered_until = opened[1]
    return covered_until >= booking.ends_at


def _opened(day: date, days: Sequence[PlannedDay], zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """What `day` is open for, UTC; its hours may end on the day after."""
    hours = days[day.weekday()]
    if hours.opens is None or hours.closes is None:
        return None
    closing_day = day + timedelta(days=1) if hours.closes <= hours.opens else day
    return (
        opening_to_utc(datetime.combine(day, hours.opens), zone),
        closing_to_utc(datetime.combine(closing_day, hours.closes), zone),
    )
