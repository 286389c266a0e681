"""What files become at the door: spreadsheets and calendars a list, and what is none is refused by name."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from bookings.domain.tables import MOST_COLUMNS
from boom.core import workbook_reading
from boom.core.errors import Invalid
from integrations.list_files import list_file
from tests.conftest import TONIGHT


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(list_file(content, now=TONIGHT).content.decode(), newline="")))


def calendar(*events: str, more: str = "") -> bytes:
    text = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{more}{text}\nEND:VCALENDAR\n".encode()


def test_a_spreadsheet_comes_with_its_days_numbers_and_ticks():
    content = workbook(
        ["Start", "Time", "Price", "Active", "Name"],
        [TONIGHT.replace(tzinfo=None), TONIGHT.time(), 40.5, True, "Ann, Bo"],
        [],
        [None, None, 12.0, None, "=1+1"],
    )

    assert rows_of(content) == [
        ["Start", "Time", "Price", "Active", "Name"],
        ["2026-11-21 19:00:00", "19:00:00", "40.5", "yes", "Ann, Bo"],
        # A formula is what it came to, and nobody has worked this one out.
        ["", "", "12"],
    ]


def far_away() -> bytes:
    """A sheet of two cells, the second a million rows below and as far to the right as sheets go."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Name", "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (workbook_reading.MOST_UNPACKED + 1))
    return out.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 9}">' for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    + "]><a>&h;</a>"
)


def laughing() -> bytes:
    """Entities that unfold to a thousand million."""
    source, out = io.BytesIO(workbook(["Name"], ["Ann"])), io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, LAUGHS if name.endswith("workbook.xml") else before.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bomb, "unpacks to more than 60 MB"),
        (laughing, "cannot be read"),
        (far_away, "more than 20,000 rows"),
        (lambda: b"PK\x03\x04 and nothing else", "damaged"),
        (lambda: workbook(["Name"], ["Ann"])[:-200], "damaged"),
        (lambda: workbook(["Name"] * (MOST_COLUMNS + 1), ["Ann"]), "more than 200 columns"),
        (lambda: b"BEGIN:VCALENDAR\nnonsense", "calendar"),
    ],
    ids=["bomb", "laughing", "far-away", "no-archive", "cut-off", "wide", "no-calendar"],
)
def test_what_is_damaged_or_too_large_is_refused_by_name(content, words: str):
    with pytest.raises(Invalid) as refused:
        list_file(content(), now=TONIGHT)

    assert words in refused.value.fields["file"]


def test_a_calendar_of_too_many_events_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("integrations.list_files.MOST_ROWS", 2)
    daily = "UID:d\nDTSTART:20261101T200000Z\nDTEND:20261101T210000Z\nRRULE:FREQ=DAILY"

    with pytest.raises(Invalid) as refused:
        list_file(calendar(daily), now=TONIGHT)

    assert refused.value.fields == {"file": "It has more than 2 events."}


def test_words_that_are_kept_once_and_stand_in_every_row_are_no_more_than_a_list_holds():
    """A long text in each of a million cells, or on each day of two years, is a few kilobytes on its way."""
    long = "x" * workbook_reading.LONGEST_CELL
    sheet = workbook(["Name"] * 200, *[[long] * 200] * 11)
    event = f"DTSTART:20261121T190000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nDESCRIPTION:{long}x"
    days = calendar(*(f"UID:{number}\n{event}" for number in range(6)))

    for content in (sheet, days):
        with pytest.raises(Invalid) as refused:
            list_file(content, now=TONIGHT)
        assert "more text than any list" in refused.value.fields["file"]
    assert max(len(row[7]) for row in rows_of(calendar(f"UID:1\n{event}"))) == len(long)


def test_events_come_as_their_program_wrote_them():
    content = calendar(
        "UID:1\nSUMMARY:Ann\\, and friends\nLOCATION:Echo\nDTSTART;TZID=America/New_York:20261125T200000\n"
        "DTEND;TZID=America/New_York:20261125T220000\nATTENDEE:mailto:ann@example.com\nSTATUS:CONFIRMED",
        "UID:2\nSUMMARY:Floating\nDTSTART:20261126T200000\nDURATION:PT90M",
        "UID:3\nSUMMARY:All day\nDTSTART;VALUE=DATE:20261127",
        "UID:4\nSUMMARY:Called off\nDTSTART:20261128T200000Z\nDTEND:20261128T210000Z\nSTATUS:CANCELLED",
        more="X-WR-TIMEZONE:Europe/Berlin\n",
    )

    heading, *rows = rows_of(content)

    assert heading == ["UID", "Room", "Start", "End", "Name", "E-mail", "Status", "Note"]
    assert rows == [
        ["1", "Echo", "2026-11-26T01:00:00+00:00", "2026-11-26T03:00:00+00:00", "Ann, and friends",
         "ann@example.com", "confirmed", ""],
        ["2", "", "2026-11-26T20:00:00", "2026-11-26T21:30:00", "Floating", "", "", ""],
        ["3", "", "2026-11-27", "2026-11-28", "All day", "", "", ""],
        ["4", "", "2026-11-28T20:00:00+00:00", "2026-11-28T21:00:00+00:00", "Called off", "",
         "cancelled", ""],
    ]  # fmt: skip
    assert list_file(content, now=TONIGHT).zone == "Europe/Berlin"


def test_what_repeats_is_laid_out_for_a_year_each_turn_with_a_name_of_its_own():
    weekly = (
        "UID:w\nSUMMARY:League\nDTSTART;TZID=Europe/London:20261001T200000\n"
        "DTEND;TZID=Europe/London:20261001T220000\nRRULE:FREQ=WEEKLY\n"
        "EXDATE;TZID=Europe/London:20261008T200000"
    )
    moved = (
        "UID:w\nSUMMARY:League\nRECURRENCE-ID;TZID=Europe/London:20261029T200000\n"
        "DTSTART;TZID=Europe/London:20261030T190000\nDTEND;TZID=Europe/London:20261030T210000"
    )
    hourly = "UID:h\nSUMMARY:Too often\nDTSTART:20261001T200000Z\nDTEND:20261001T203000Z\nRRULE:FREQ=HOURLY"

    _, *rows = rows_of(calendar(weekly, moved, hourly))
    turns = {row[0]: row[2] for row in rows if row[0].startswith("w/")}

    # On the wall clock, whatever the zone does in between.
    assert turns["w/2026-10-01T19:00:00+00:00"] == "2026-10-01T19:00:00+00:00"
    assert turns["w/2026-11-05T20:00:00+00:00"] == "2026-11-05T20:00:00+00:00"
    assert turns["w/2026-10-29T20:00:00+00:00"] == "2026-10-30T19:00:00+00:00"
    assert "w/2026-10-08T19:00:00+00:00" not in turns
    assert max(turns.values()) < "2027-11-24"
    assert [row[2:5] + row[7:] for row in rows if row[0] == "h"] == [
        ["", "", "Too often", "repeats more often than daily. "]
    ]
