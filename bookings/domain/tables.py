"""Tables as people send them: bytes in some encoding, cells parted by some sign, a heading in some words."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

# utf-8 refuses what is none; the last takes anything, so it comes last.
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "latin-1")
DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 10_000
# Every column is a choice on the page that names them; no list of customers has so many.
MOST_COLUMNS = 200
# What stands in the place of a row that was taken out.
GONE = "***"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class NotATable(ValueError):
    """The file cannot be read as a table. The message says why, for people."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file read: its heading, and the rows below it as cells; `numbers` are the rows' lines in the file."""

    encoding: str
    delimiter: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read_table(content: bytes, *, encoding: str = "", delimiter: str = "", most_rows: int) -> Table:
    """Read a CSV file; encoding and delimiter are found out where none is given.

    Empty rows are left out. Raises NotATable, also for more than `most_rows`.
    """
    found = encoding or detect_encoding(content)
    try:
        text = content.decode(found)
    except (UnicodeDecodeError, LookupError) as error:
        raise NotATable("The file cannot be read in that encoding. Choose another.") from error
    if "\x00" in text:
        raise NotATable("That is no CSV file. Save it as CSV in your spreadsheet program.")
    text = unicodedata.normalize("NFC", text)
    sign = delimiter or _sign_of(text)
    heading: tuple[str, ...] | None = None
    rows, numbers = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        for cells in reader:
            row = tuple(cell.strip() for cell in cells)
            if not any(row):
                continue
            if heading is None:
                heading = row
                continue
            rows.append(row)
            numbers.append(reader.line_num)
            if len(rows) > most_rows:
                raise NotATable(f"The file has more than {most_rows:,} rows. Split it.")
    except csv.Error as error:
        raise NotATable(f"Line {reader.line_num} cannot be read as CSV.") from error
    if heading is None or not rows:
        raise NotATable("The file needs a heading and at least one row.")
    if len(heading) > MOST_COLUMNS:
        raise NotATable(f"The file has more than {MOST_COLUMNS} columns. Leave some out.")
    return Table(found, sign, heading, tuple(rows), tuple(numbers))


def without_rows(
    content: bytes, *, encoding: str, delimiter: str, goes: Callable[[Sequence[str]], bool]
) -> tuple[bytes, set[int]]:
    """The file with a mark in the place of each row below the heading that `goes`, and those rows' lines.

    Every other row stands on the line it stood on; where none goes, the file is as it was. Nobody is made of
    the mark: it has no address or number. Raises csv.Error, and UnicodeDecodeError for another encoding.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    is_heading, gone = True, set()
    reader = csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=delimiter)
    for cells in reader:
        row = [cell.strip() for cell in cells]
        if not is_heading and any(row) and goes(row):
            # Line breaks within its cells are kept, so that rows below keep their numbers.
            cells = [GONE + "\n" * sum(len(cell.splitlines()) - 1 for cell in cells if cell)]
            gone.add(reader.line_num)
        is_heading = is_heading and not any(row)
        writer.writerow(cells)
    return (written.getvalue().encode(encoding) if gone else content), gone


def only_rows(content: bytes, *, encoding: str, delimiter: str, numbers: Container[int]) -> bytes:
    """The file with its heading and the rows on these lines alone; they stand on the lines they stood on.

    Raises csv.Error, and UnicodeDecodeError for another encoding.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    is_heading, before = True, 0
    reader = csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=delimiter)
    for cells in reader:
        if is_heading or reader.line_num in numbers:
            writer.writerow(cells)
        else:
            writer.writerows([] for _ in range(reader.line_num - before))
        is_heading, before = is_heading and not any(cell.strip() for cell in cells), reader.line_num
    return written.getvalue().encode(encoding)


def heading_key(title: str) -> str:
    """What a heading is known again by: a digest, as a file without one has somebody's name there."""
    return hashlib.sha256(_letters(title).encode() or title.encode()).hexdigest()[:24]


def is_in_encoding(content: bytes, encoding: str) -> bool:
    """Whether a file can be read in an encoding."""
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _sign_of(text: str) -> str:
    try:
        return detect_delimiter(text)
    except csv.Error as error:
        raise NotATable("Line 1 cannot be read as CSV.") from error


def detect_encoding(content: bytes) -> str:
    """The likeliest encoding of a text file: what its first bytes say, else UTF-8, else Windows'."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    for name in ("utf-8-sig", "cp1252"):
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"


def detect_delimiter(text: str) -> str:
    """The sign that parts the heading's cells, quotes respected; of two the one that does so more often."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {sign: len(next(csv.reader([first], delimiter=sign), [])) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])


def guess_columns(heading: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which column is which field: the first whose heading is one of the field's names; letters only count.

    Each column is used once; fields that no heading names are left out.
    """
    plain = [_letters(title) for title in heading]
    found: dict[str, int] = {}
    for field, words in names.items():
        wanted = {_letters(word) for word in words}
        place = next(
            (place for place, title in enumerate(plain) if title in wanted and place not in found.values()),
            None,
        )
        if place is not None:
            found[field] = place
    return found


def cell(row: Sequence[str], place: int | None) -> str:
    """A row's cell, bounded; empty where the row is shorter or the field has no column."""
    if place is None or place >= len(row):
        return ""
    return row[place][:LONGEST_CELL]


def _letters(words: str) -> str:
    folded = unicodedata.normalize("NFKD", words).casefold()
    return re.sub(r"[^a-z0-9]", "", folded)
