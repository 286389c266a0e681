"""Spreadsheets as a stream: one XLSX workbook (ECMA-376), written row by row, never whole in memory.

Cells are typed, so no text is ever taken for a formula; what XML cannot hold is left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from xml.sax.saxutils import escape

Cell = str | int | float | Decimal | datetime | None

# What one sheet can hold; a longer export goes on on the next.
MOST_ROWS = 1_048_576
# What one cell can hold.
LONGEST_TEXT = 32_767
ROWS_AT_A_TIME = 500
# Day 0 of a workbook's calendar.
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks know wall time only

# Characters that XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "application/vnd.openxmlformats-package"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Style 0 is plain, 1 a day with its time, 2 a heading.
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
TYPE = f"{_TYPES}.sheet"


class _Sink:
    """Where the archive writes; what has come is taken out after each piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        found, self._pieces = b"".join(self._pieces), []
        return found


def workbook(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> Iterator[bytes]:
    """Pieces of an XLSX file with these rows under a bold line of headings; `title` names the sheet.

    A datetime stands as its wall time. More than a million rows go on on further sheets.
    """
    sink = _Sink()
    names: list[str] = []
    remaining = iter(rows)
    first: list[Sequence[Cell]] = list(islice(remaining, 1))
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        while first or not names:
            names.append(_sheet_name(title, len(names)))
            rest = islice(chain(first, remaining), MOST_ROWS - 1)
            with archive.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=True) as sheet:
                for piece in _sheet(headings, rest):
                    sheet.write(piece.encode())
                    if taken := sink.taken():
                        yield taken
            first = list(islice(remaining, 1))
        for path, text in _frame(names):
            archive.writestr(path, text)
    yield sink.taken()


def _sheet(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'
    yield _row(headings, style=2)
    remaining = iter(rows)
    while some := list(islice(remaining, ROWS_AT_A_TIME)):
        yield "".join(map(_row, some))
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[Cell], style: int = 0) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(cell: Cell, style: int) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, datetime):
        since = cell.replace(tzinfo=None) - EPOCH
        return f'<c s="1"><v>{since.days + since.seconds / 86400:.10f}</v></c>'
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return f"<c><v>{cell}</v></c>"
    text = escape(_UNWRITABLE.sub("", str(cell))[:LONGEST_TEXT])
    styled = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{styled}><is><t xml:space="preserve">{text}</t></is></c>'


def _sheet_name(title: str, number: int) -> str:
    """At most 31 characters, without those that addresses of cells use."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", _UNWRITABLE.sub("", title)).strip()[:27] or "Sheet"
    return escape(f"{plain} {number + 1}" if number else plain, {'"': "&quot;"})


def _frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What makes sheets a workbook: path and text of each part."""
    paths = [f"worksheets/sheet{number}.xml" for number in range(1, len(names) + 1)]
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    parts = "".join(_override(f"/xl/{path}", "worksheet") for path in paths)
    relations = "".join(
        _relation(f"rId{number}", "worksheet", path) for number, path in enumerate(paths, start=1)
    )
    yield "xl/styles.xml", _STYLES
    yield (
        "xl/workbook.xml",
        (f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'),
    )
    yield "xl/_rels/workbook.xml.rels", _relationships(relations + _relation("rIdS", "styles", "styles.xml"))
    yield "_rels/.rels", _relationships(_relation("rId1", "officeDocument", "xl/workbook.xml"))
    yield (
        "[Content_Types].xml",
        (
            f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f"{_override('/xl/workbook.xml', 'sheet.main')}{_override('/xl/styles.xml', 'styles')}"
            f"{parts}</Types>"
        ),
    )


def _relationships(inside: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _override(path: str, kind: str) -> str:
    return f'<Override PartName="{path}" ContentType="{_TYPES}.{kind}+xml"/>'
