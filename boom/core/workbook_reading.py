"""Reading a spreadsheet's first sheet as text, bounded in every way: a small file may unpack to a large."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl  # type: ignore[import-untyped]

MAGIC = b"PK\x03\x04"
# Whatever a list of 20,000 rows may be made of unpacks to less.
MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500
# Rows that are empty count as well: a sheet may claim a million of them in a few bytes.
MOST_WALKED = 100_000
# A long text is kept once, and each cell that has it says so in a few bytes.
LONGEST_CELL, MOST_TEXT = 10_000, 20_000_000


class NotAWorkbook(ValueError):
    """The file cannot be read as a spreadsheet. The message says why, for people."""


def is_workbook(content: bytes) -> bool:
    """Whether a file begins as XLSX files do."""
    return content.startswith(MAGIC)


def first_sheet(content: bytes, *, most_rows: int, most_columns: int) -> list[list[str]]:
    """The rows of the first sheet that are not empty, as text: days and times as ISO 8601 has them, numbers
    with a point, formulas as what they came to when the file was saved.

    Raises NotAWorkbook, also for more rows or columns than that.
    """
    _insist_on_size(content)
    try:
        with warnings.catch_warnings():
            # Styles and links that it does not know are none of ours.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            return _rows_of(book.worksheets[0], most_rows, most_columns)
    except NotAWorkbook:
        raise
    # What the hardened parser refuses is a ValueError, too.
    except (
        ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, EOFError, OSError,
        zipfile.BadZipFile, zlib.error, NotImplementedError, ParseError,
    ) as error:  # fmt: skip
        raise NotAWorkbook("The spreadsheet cannot be read. Save it as XLSX or CSV once more.") from error


def _insist_on_size(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise NotAWorkbook("The spreadsheet is damaged. Save it as XLSX or CSV once more.") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotAWorkbook("The spreadsheet unpacks to more than 60 MB. Save the one sheet as CSV.")


def _rows_of(sheet: object, most_rows: int, most_columns: int) -> list[list[str]]:
    # What a sheet says of its own size is not to be trusted.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    found: list[list[str]] = []
    said = 0
    for walked, cells in enumerate(sheet.iter_rows(values_only=True)):  # type: ignore[attr-defined]
        if len(found) > most_rows + 1 or walked > MOST_WALKED:
            raise NotAWorkbook(f"The file has more than {most_rows:,} rows. Split it.")
        row = [_text(cell)[:LONGEST_CELL] for cell in cells[: most_columns + 1]]
        said += sum(map(len, row))
        if said > MOST_TEXT:
            raise NotAWorkbook("The spreadsheet holds more text than any list. Save the one sheet as CSV.")
        while row and not row[-1]:
            row.pop()
        if len(row) > most_columns:
            raise NotAWorkbook(f"The file has more than {most_columns} columns. Leave some out.")
        if row:
            found.append(row)
    return found


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        # Kept as a fraction of a day, so a second may be missing at the end.
        rounded = cell.replace(microsecond=0)
        return rounded.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
