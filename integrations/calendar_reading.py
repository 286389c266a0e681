"""Reading calendars of others: which stretches are busy, however they are written down.

What comes from outside is bounded in every way: octets, events, repetitions, time. Events that repeat are
laid out one by one; all-day ones last from midnight to midnight on the venue's clock, and so do times without
a zone.
"""

from __future__ import annotations

import time as watch
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

import recurring_ical_events
from icalendar import Calendar
from recurring_ical_events import CalendarQuery

from bookings.domain.interval import Interval, clip, merge
from integrations.errors import CalendarUnreadable

MOST_EVENTS = 2_000
MOST_STRETCHES = 3_000
# Nobody has a room taken every hour for years: such rules are mistakes or worse.
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
FREE = "TRANSPARENT"
GONE = "CANCELLED"
DAY = timedelta(days=1)
# The window is laid out in parts that grow, so that what is too full is known for it early.
PARTS = (7 * DAY, 30 * DAY, 120 * DAY)
# A rule that never comes true (the 30th of February) is looked for through thousands of years.
LONGEST_S = 8.0
# What the libraries raise at nonsense that they do not know for it.
NONSENSE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar says of a window: busy stretches, apart and sorted; why some of it was left out."""

    busy: list[Interval]
    left_out: list[str]


def read_calendar(
    raw: bytes, *, within: Interval, zone: tzinfo, own_host: str, longest_s: float = LONGEST_S
) -> Reading:
    """The busy stretches of a calendar within a window. Our own entries (UIDs at `own_host`) are left out:
    else a room would block itself through a calendar that reads us.

    Raises CalendarUnreadable for what is no calendar, too much, or not worked out in about `longest_s`.
    """
    ends_at = watch.monotonic() + longest_s
    try:
        calendar = parsed(raw)
        left_out: list[str] = []
        events = list(islice(_counting(calendar, own_host, left_out), MOST_EVENTS + 1))
        if len(events) > MOST_EVENTS:
            raise CalendarUnreadable(f"It has more than {MOST_EVENTS} events.")
        found = _laid_out(series_of(events), within, zone, left_out, ends_at)
    except NONSENSE as error:
        raise CalendarUnreadable from error
    return Reading(clip(merge(found), within), left_out)


def parsed(raw: bytes) -> Calendar:
    """A file as a calendar. Raises CalendarUnreadable."""
    try:
        calendar = Calendar.from_ical(raw)
    except NONSENSE as error:
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
        elif repeats_too_often(event):
            left_out.append("an event that repeats more often than daily")
        else:
            yield event


def repeats_too_often(event: Any) -> bool:
    """Whether an event's rule has it more often than daily: a mistake or worse."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if {str(each).upper() for each in rule.get("FREQ", [])} & TOO_OFTEN:
            return True
        if {"BYHOUR", "BYMINUTE", "BYSECOND"} & {name.upper() for name in rule}:
            return True
        # Every no days: for ever on the same.
        if any(int(each) < 1 for each in rule.get("INTERVAL", [])):
            return True
    return False


def series_of(events: Iterable[Any]) -> list[CalendarQuery]:
    """What belongs together, each by itself: an event with its repetitions and those that were moved."""
    together: dict[str, Calendar] = {}
    for number, event in enumerate(events):
        together.setdefault(str(event.get("UID", f"\n{number}")), Calendar()).add_component(event)
    return [recurring_ical_events.of(each, skip_bad_series=True) for each in together.values()]


def _laid_out(
    series: Iterable[CalendarQuery], within: Interval, zone: tzinfo, left_out: list[str], ends_at: float
) -> list[Interval]:
    """Every stretch of every event in the window, those of events that repeat one by one, by start."""
    found: set[Interval] = set()
    # A day before: what is all day, or in a zone of its own, may begin on the day before ours.
    first = within.start - DAY
    for last in [*(within.start + part for part in PARTS if within.start + part < within.end), within.end]:
        for each in series:
            found.update(_stretches(each.between(first, last), zone, before=within.end))
            if watch.monotonic() > ends_at:
                raise CalendarUnreadable("It takes too long to work out which times it means.")
        if len(found) > MOST_STRETCHES:
            left_out.append(f"what comes after {MOST_STRETCHES} events")
            return sorted(found)[:MOST_STRETCHES]
        first = last
    return sorted(found)


def _stretches(events: Iterable[Any], zone: tzinfo, *, before: datetime) -> Iterator[Interval]:
    for event in events:
        stretch = _stretch(event, zone)
        if stretch is not None and stretch.start < before:
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
    except NONSENSE:
        return None


def _instant(at: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), zone).astimezone(UTC)
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)
