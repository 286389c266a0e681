"""Reading calendars of others: which stretches are busy, however they are written down.

What comes from outside is bounded in every way: octets, events, repetitions. Events that repeat are laid out
one by one; all-day ones last from midnight to midnight on the venue's clock, and so do times without a zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from bookings.domain.interval import Interval, clip, merge
from integrations.errors import CalendarUnreadable

MOST_EVENTS = 2_000
MOST_STRETCHES = 3_000
# Nobody has a room taken every hour for years: such rules are mistakes or worse.
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
FREE = "TRANSPARENT"
GONE = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar says of a window: busy stretches, apart and sorted; why some of it was left out."""

    busy: list[Interval]
    left_out: list[str]


def read_calendar(raw: bytes, *, within: Interval, zone: tzinfo, own_host: str) -> Reading:
    """The busy stretches of a calendar within a window. Our own entries (UIDs at `own_host`) are left out:
    else a room would block itself through a calendar that reads us.

    Raises CalendarUnreadable for what is no calendar.
    """
    calendar = _parsed(raw)
    left_out: list[str] = []
    events = list(islice(_counting(calendar, own_host, left_out), MOST_EVENTS + 1))
    if len(events) > MOST_EVENTS:
        raise CalendarUnreadable(f"It has more than {MOST_EVENTS} events.")
    plain = Calendar()
    for part in calendar.walk("VTIMEZONE"):
        plain.add_component(part)
    for event in events:
        plain.add_component(event)
    return Reading(clip(merge(_laid_out(plain, within, zone, left_out)), within), left_out)


def _parsed(raw: bytes) -> Calendar:
    try:
        calendar = Calendar.from_ical(raw)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise CalendarUnreadable from error
    if not isinstance(calendar, Calendar) or calendar.name != "VCALENDAR":
        raise CalendarUnreadable
    return calendar


def _counting(calendar: Calendar, own_host: str, left_out: list[str]) -> Iterator[Any]:
    """The events that keep somebody busy."""
    for event in calendar.walk("VEVENT"):
        if str(event.get("TRANSP", "")).upper() == FREE or str(event.get("STATUS", "")).upper() == GONE:
            continue
        if str(event.get("UID", "")).endswith(f"@{own_host}"):
            continue
        if "DTSTART" not in event:
            left_out.append("an event without a start")
        elif _repeats_too_often(event):
            left_out.append("an event that repeats more often than daily")
        else:
            yield event


def _repeats_too_often(event: Any) -> bool:
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if {str(each).upper() for each in rule.get("FREQ", [])} & TOO_OFTEN:
            return True
        if {"BYHOUR", "BYMINUTE", "BYSECOND"} & {name.upper() for name in rule}:
            return True
    return False


def _laid_out(calendar: Calendar, within: Interval, zone: tzinfo, left_out: list[str]) -> Iterator[Interval]:
    """Every stretch of every event in the window, those of events that repeat one by one."""
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    # A day before: what is all day, or in a zone of its own, may begin on the day before ours.
    found = 0
    for event in query.after(within.start - timedelta(days=1)):
        stretch = _stretch(event, zone)
        if stretch is None:
            continue
        if stretch.start >= within.end:
            return
        found += 1
        if found > MOST_STRETCHES:
            left_out.append(f"what comes after {MOST_STRETCHES} events")
            return
        yield stretch


def _stretch(event: Any, zone: tzinfo) -> Interval | None:
    """From when to when an event is; None for a moment without any length."""
    try:
        start = event["DTSTART"].dt
        if "DTEND" in event:
            end = event["DTEND"].dt
        elif "DURATION" in event:
            end = start + event["DURATION"].dt
        else:
            end = start + timedelta(days=1) if not isinstance(start, datetime) else start
        starts_at, ends_at = _instant(start, zone), _instant(end, zone)
        return Interval(starts_at, ends_at) if starts_at < ends_at else None
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None


def _instant(at: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), zone).astimezone(UTC)
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)
