"""Whatever somebody typed, the calendar is as RFC 5545 wants it, and three parsers read what was meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import ics
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from integrations.domain.calendar_text import Entry, calendar, fold, text
from tests.integrations.calendars.rfc5545 import problems_of

START = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
EVIL = "Ann\r\nATTENDEE:mailto:eve@example.com\nEND:VEVENT\r\nBEGIN:VALARM; a, b\\c \x00\x1b\x85\u2028é😀"


def entry(**given: object) -> Entry:
    values = {
        "uid": "C4D7KX@velvet.localhost",
        "sequence": 3,
        "stamp": START,
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
        "summary": "Ann (4)",
        "location": "Echo, Velvet",
        "description": "C4D-7KX\n+44 20 7946 0000",
        "status": "CONFIRMED",
    }
    return Entry(**values | given)  # type: ignore[arg-type]


def written(*entries: Entry, name: str = "Velvet") -> bytes:
    return "".join(calendar(entries, name=name, product="-//Boom//Test//EN")).encode()


def plain(words: str) -> str:
    """What of a text can be in a calendar at all."""
    return "".join(
        each for each in words.replace("\r\n", "\n").replace("\r", "\n") if each == "\n" or each.isprintable()
    )


def test_three_parsers_read_back_what_was_written():
    raw = written(entry(), entry(uid="D4D7KX@velvet.localhost", status="TENTATIVE"))

    by_icalendar = Calendar.from_ical(raw).walk("VEVENT")
    by_vobject = vobject.readOne(raw.decode()).vevent_list
    by_ics = sorted(ics.Calendar(raw.decode()).events, key=lambda each: each.uid)

    assert [str(each["SUMMARY"]) for each in by_icalendar] == ["Ann (4)"] * 2
    assert [each.summary.value for each in by_vobject] == ["Ann (4)"] * 2
    assert [each.name for each in by_ics] == ["Ann (4)"] * 2
    assert {each.decoded("DTSTART") for each in by_icalendar} == {START}
    assert {each.dtstart.value for each in by_vobject} == {START}
    assert {each.begin.datetime for each in by_ics} == {START}
    assert by_vobject[0].description.value == by_ics[0].description == "C4D-7KX\n+44 20 7946 0000"


@pytest.mark.parametrize("field", ["summary", "location", "description", "uid"])
def test_what_somebody_typed_can_begin_no_line_of_its_own(field: str):
    raw = written(entry(**{field: EVIL}), name=EVIL)

    events = Calendar.from_ical(raw).walk("VEVENT")
    assert problems_of(raw) == []
    assert len(events) == 1
    assert "ATTENDEE" not in events[0]
    assert [part.name for part in Calendar.from_ical(raw).walk()] == ["VCALENDAR", "VEVENT"]


@given(words=st.text(max_size=300), name=st.text(max_size=100))
def test_any_text_is_read_back_by_two_parsers(words: str, name: str):
    raw = written(entry(summary=f"s{words}", description=f"d{words}", location=f"l{words}"), name=name)

    assert problems_of(raw) == []
    event = Calendar.from_ical(raw).walk("VEVENT")[0]
    other = vobject.readOne(raw.decode()).vevent
    for key in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        assert plain(str(event[key])) == plain(f"{key[0].lower()}{words}")
        assert plain(getattr(other, key.lower()).value) == plain(f"{key[0].lower()}{words}")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_a_long_line_is_folded_by_octets_and_unfolds_to_itself(line: str):
    folded = fold(line)

    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


def test_values_are_escaped():
    assert text("a,b;c\\d\r\ne\rf\ng\x00h") == "a\\,b\\;c\\\\d\\ne\\nf\\ngh"


def test_control_the_validator_sees_what_is_wrong():
    good = written(entry())

    assert problems_of(good) == []
    assert problems_of(good.replace(b"\r\n", b"\n"))
    assert problems_of(good.replace(b"SUMMARY:Ann", b"SUMMARY:Ann, Bob"))
    assert problems_of(good.replace(b"UID:", b"X-UID:"))
    assert problems_of(good.replace(b"END:VEVENT\r\n", b""))
    assert problems_of(good.replace(b"DTSTART:2026", b"DTSTART:26"))
    assert problems_of(good + b"garbage\r\n")
    assert problems_of(good.replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 80))
