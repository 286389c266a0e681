"""What RFC 5545 says of a calendar's text, read from its own grammar and from no library."""

from __future__ import annotations

import re

LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(;[A-Za-z0-9-]+=("[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*)'
    r":(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "X-WR-CALNAME", "NAME", "COMMENT"}
# Of a text: a backslash begins an escape, and bare commas and semicolons there are none.
TEXT = re.compile(r"([^\\;,]|\\[\\;,nN])*")
INSTANT = re.compile(r"\d{8}T\d{6}Z")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"}


def problems_of(raw: bytes) -> list[str]:
    """Everything that is wrong; an empty list for what is as the standard wants it."""
    found = []
    if not raw.endswith(b"\r\n"):
        found.append("the last line does not end")
    if b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        found.append("a line ends with half of CRLF")
    lines = raw.split(b"\r\n")[:-1]
    found += [f"line {number} is too long" for number, line in enumerate(lines) if len(line) > 75]
    for number, line in enumerate(lines):
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"line {number} is cut within a character")
    if found:
        return found
    return _of_lines(re.sub("\r\n[ \t]", "", raw.decode()).split("\r\n")[:-1])


def _of_lines(lines: list[str]) -> list[str]:
    parsed = [LINE.fullmatch(line) for line in lines]
    found = [
        f"no property: {line[:60]!r}" for line, match in zip(lines, parsed, strict=True) if match is None
    ]
    pairs = [(match["name"].upper(), match["value"]) for match in parsed if match is not None]
    found += _of_nesting(pairs)
    found += [problem for name, value in pairs for problem in _of_value(name, value)]
    uids = [value for name, value in pairs if name == "UID"]
    if len(set(uids)) != len(uids):
        found.append("two events have one UID")
    if lines[:1] != ["BEGIN:VCALENDAR"] or "VERSION:2.0" not in lines:
        found.append("it is no calendar of version 2.0")
    return found


def _of_nesting(pairs: list[tuple[str, str]]) -> list[str]:
    """Parts that do not begin or end; what an event has not, or twice."""
    found: list[str] = []
    open_parts: list[str] = []
    seen: list[str] = []
    for name, value in pairs:
        if name == "BEGIN":
            open_parts.append(value)
            seen = []
        elif name != "END":
            seen.append(name)
        elif not open_parts or open_parts.pop() != value:
            found.append(f"{value} ends and did not begin")
        elif value == "VEVENT":
            found += [f"an event has {seen.count(each)} {each}" for each in ONCE if seen.count(each) != 1]
    return found + ([f"{open_parts} never ends"] if open_parts else [])


def _of_value(name: str, value: str) -> list[str]:
    if name in TEXTS and not TEXT.fullmatch(value):
        return [f"{name} has something unescaped: {value[:60]!r}"]
    if name in {"DTSTAMP", "DTSTART", "DTEND"} and not INSTANT.fullmatch(value):
        return [f"{name} is no instant: {value}"]
    return []
