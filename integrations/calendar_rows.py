"""A calendar of another program as rows of a list of bookings: what repeats is laid out within a window."""

from __future__ import annotations

import time as watch
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bookings.domain.interval import Interval
from integrations.calendar_reading import (
    LONGEST_S,
    NONSENSE,
    PARTS,
    parsed,
    repeats_too_often,
    series_of,
)
from integrations.errors import CalendarUnreadable

BEGINNING = b"BEGIN:VCALENDAR"
HEADING = ("UID", "Room", "Start", "End", "Name", "E-mail", "Status", "Note")
# Repeating events are laid out from so long ago to so far ahead; single ones come whenever they are.
BACK, AHEAD = timedelta(days=366), timedelta(days=366)
# What repeats has its words on every row: a description of a megabyte would be one some hundred times.
LONGEST_TEXT, MOST_TEXT = 10_000, 20_000_000


def is_calendar(content: bytes) -> bool:
    """Whether a file begins as iCalendar files do."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[: len(BEGINNING)].upper() == BEGINNING


def calendar_rows(content: bytes, *, now: datetime, most_rows: int) -> list[tuple[str, ...]]:
    """The events of a calendar under HEADING, by their start. Times with a zone come with their offset, those
    without one and all-day ones as the calendar has them. An event that cannot be laid out is a row without a
    start, so that its line is refused and named.

    Raises CalendarUnreadable for what is no calendar, has more than `most_rows`, or takes too long.
    """
    events = parsed(content).walk("VEVENT")
    if len(events) > most_rows:
        raise CalendarUnreadable(f"It has more than {most_rows:,} events.")
    try:
        return _rows(events, Interval(now - BACK, now + AHEAD), most_rows, watch.monotonic() + LONGEST_S)
    except NONSENSE as error:
        raise CalendarUnreadable from error


def zone_of_calendar(content: bytes) -> str:
    """The zone a calendar says its times without one are in; empty where it says none."""
    return str(parsed(content).get("X-WR-TIMEZONE", ""))


def _rows(events: Sequence[Any], within: Interval, most_rows: int, ends_at: float) -> list[tuple[str, ...]]:
    repeating = {str(each.get("UID", "")) for each in events if "RRULE" in each or "RDATE" in each}
    found, many = [], []
    for event in events:
        if str(event.get("UID", "")) not in repeating:
            found.append(_row(event))
        elif repeats_too_often(event):
            found.append(_unread(event, "repeats more often than daily"))
        else:
            many.append(event)
    turns: set[tuple[str, ...]] = set()
    said = sum(len(words) for row in found for words in row)
    series, first = series_of(many), within.start
    for last in [*(within.start + part for part in PARTS), within.end]:
        for each in series:
            # Who begins before a part is in the part before as well.
            new = {_row(turn, is_one_of_many=True) for turn in each.between(first, last)} - turns
            turns |= new
            said += sum(len(words) for row in new for words in row)
            if said > MOST_TEXT:
                raise CalendarUnreadable("Its events hold more text than any list.")
            if watch.monotonic() > ends_at:
                raise CalendarUnreadable("It takes too long to work out which times it means.")
        if len(found) + len(turns) > most_rows:
            raise CalendarUnreadable(f"It has more than {most_rows:,} events.")
        first = last
    return sorted([*found, *turns], key=lambda row: (row[2], row))


def _row(event: Any, *, is_one_of_many: bool = False) -> tuple[str, ...]:
    start = _at(event, "DTSTART")
    if start is None:
        return _unread(event, "has no start")
    uid = _text(event, "UID")
    if is_one_of_many and uid:
        # Stable also for one that was moved: which turn of the series it is.
        uid = f"{uid}/{_written(_at(event, 'RECURRENCE-ID') or start)}"
    return (uid, _text(event, "LOCATION"), _written(start), _end(event, start), *_rest(event))


def _unread(event: Any, why: str) -> tuple[str, ...]:
    name, email, status, note = _rest(event)
    return (
        _text(event, "UID"),
        _text(event, "LOCATION"),
        "",
        "",
        name,
        email,
        status,
        f"{why}. {note}",
    )


def _rest(event: Any) -> tuple[str, str, str, str]:
    status = str(event.get("STATUS", "")).lower()
    return _text(event, "SUMMARY"), _address(event), status, _text(event, "DESCRIPTION")


def _end(event: Any, start: date | datetime) -> str:
    end = _at(event, "DTEND")
    if end is None and "DURATION" in event:
        end = start + event["DURATION"].dt
    if end is None:
        end = start if isinstance(start, datetime) else start + timedelta(days=1)
    return _written(end)


def _at(event: Any, name: str) -> date | datetime | None:
    try:
        at = event[name].dt
    except (KeyError, AttributeError, ValueError):
        return None
    return at if isinstance(at, date) else None


def _written(at: date | datetime) -> str:
    if isinstance(at, datetime):
        if at.tzinfo is not None:
            at = at.astimezone(UTC)
        return at.replace(microsecond=0).isoformat()
    return at.isoformat()


def _text(event: Any, name: str) -> str:
    return str(event.get(name, ""))[:LONGEST_TEXT].replace("\x00", "").strip()


def _address(event: Any) -> str:
    """Whom it is with, where a program says it."""
    found = event.get("ATTENDEE", [])
    for each in found if isinstance(found, list) else [found]:
        kind, _, address = str(each).partition(":")
        if kind.lower() == "mailto":
            return address.strip()[:LONGEST_TEXT]
    return ""
