"""Files of other systems as one kind of list: what is a spreadsheet or a calendar becomes CSV at the door."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.domain.tables import MOST_COLUMNS
from bookings.services.imports import MOST_ROWS
from boom.core.errors import Invalid
from boom.core.workbook_reading import NotAWorkbook, first_sheet, is_workbook
from integrations.calendar_rows import HEADING, calendar_rows, is_calendar, zone_of_calendar
from integrations.errors import CalendarUnreadable


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as CSV; `zone` is what a calendar says of its clocks."""

    content: bytes
    is_calendar: bool = False
    zone: str = ""


def list_file(content: bytes, *, now: datetime) -> ListFile:
    """A file as it was sent, as CSV. Raises Invalid, beside the field, for what is damaged or too large."""
    if is_workbook(content):
        try:
            rows = first_sheet(content, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
        except NotAWorkbook as error:
            raise Invalid(fields={"file": str(error)}) from error
        return ListFile(_csv(rows))
    if is_calendar(content):
        try:
            found = calendar_rows(content, now=now, most_rows=MOST_ROWS)
            return ListFile(_csv([HEADING, *found]), is_calendar=True, zone=zone_of_calendar(content))
        except CalendarUnreadable as error:
            raise Invalid(fields={"file": error.message}) from error
    return ListFile(content)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
