"""iCalendar as text (RFC 5545): thousands of events at once, every value escaped, every line folded.

For feeds alone, where a library that builds a tree of objects first takes ten times as long; single entries
are made by it (bookings.calendar_file). What others read of this is held against three parsers by tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

# A line has at most so many octets, without its end (RFC 5545, 3.1).
LONGEST_LINE = 75
END = "\r\n"
# Characters that no value may hold: controls but for the line feed, which is written as \n; and halves of
# surrogate pairs, which no UTF-8 has.
_UNWRITABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a feed; instants are aware."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    status: str


def calendar(entries: Iterable[Entry], *, name: str, product: str, refresh: str = "PT15M") -> Iterator[str]:
    """The whole file in pieces: its head, an event each, its end. `refresh` is how often to come back."""
    yield _lines(
        "BEGIN:VCALENDAR",
        f"PRODID:{product}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}",
        f"X-PUBLISHED-TTL:{refresh}",
    )
    for entry in entries:
        yield event(entry)
    yield _lines("END:VCALENDAR")


def event(entry: Entry) -> str:
    """One event."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{text(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{instant(entry.stamp)}",
        f"DTSTART:{instant(entry.starts_at)}",
        f"DTEND:{instant(entry.ends_at)}",
        f"SUMMARY:{text(entry.summary)}",
    ]
    if entry.location:
        lines.append(f"LOCATION:{text(entry.location)}")
    if entry.description:
        lines.append(f"DESCRIPTION:{text(entry.description)}")
    return _lines(*lines, f"STATUS:{entry.status}", "TRANSP:OPAQUE", "END:VEVENT")


def text(value: str) -> str:
    """A value that can end no line and begin no property, whatever somebody typed."""
    return _UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).translate(_ESCAPED)


def instant(at: datetime) -> str:
    """An instant in UTC: "20261121T190000Z"."""
    at = at.astimezone(UTC)
    return f"{at.year:04d}{at.month:02d}{at.day:02d}T{at.hour:02d}{at.minute:02d}{at.second:02d}Z"


def fold(line: str) -> str:
    """A line as it is sent: cut into pieces of at most LONGEST_LINE octets, never within a character."""
    # Most are short and plain; then characters are octets.
    if len(line) <= LONGEST_LINE and line.isascii():
        return line
    raw = line.encode()
    if len(raw) <= LONGEST_LINE:
        return line
    pieces, start, room = [], 0, LONGEST_LINE
    while start < len(raw):
        end = min(start + room, len(raw))
        # Octets 10xxxxxx go on with a character.
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end].decode())
        # The blank that begins what goes on counts, too.
        start, room = end, LONGEST_LINE - 1
    return f"{END} ".join(pieces)


def _lines(*lines: str) -> str:
    return END.join(map(fold, lines)) + END
