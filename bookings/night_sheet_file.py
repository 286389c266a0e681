"""The night sheet as a PDF: what the page shows, on paper that can be folded and written on."""

from __future__ import annotations

from django.utils.translation import gettext

from bookings.selectors.night_sheet import NightSheet, SheetLine
from boom.core import text
from boom.core.pdf import Column, Page


def night_sheet_file(sheet: NightSheet, *, title: str, detail: str, foot: str, language: str) -> bytes:
    """A4 across, one line a booking, a table a part; the headings come again on each page."""
    page = Page(title=f"{title}, {detail}", foot=foot, landscape=True, language=language)
    page.heading(title, detail=detail)
    if not sheet.parts:
        page.words(gettext("Nobody is booked."))
    for part in sheet.parts:
        if part.title:
            page.section(part.title)
        page.rows(_columns(), [_cells(line) for line in part.lines])
    return page.as_bytes()


def _columns() -> list[Column]:
    return [
        Column(gettext("Time"), 11, is_bold=True),
        Column(gettext("Room"), 11),
        Column(gettext("Guest"), 19, is_bold=True),
        Column(gettext("Phone"), 14),
        Column(gettext("People"), 6, "RIGHT"),
        Column(gettext("Status"), 10),
        Column(gettext("Notes"), 30),
        Column(gettext("To pay"), 9, "RIGHT"),
    ]


def _cells(line: SheetLine) -> tuple[str, ...]:
    return (
        line.time,
        line.room,
        line.name,
        line.phone,
        str(line.party or ""),
        text.status_word(line.status),
        "\n".join(line.notes),
        line.due.format() if line.due is not None else "",
    )
