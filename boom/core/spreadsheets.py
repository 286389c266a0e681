"""Text that a spreadsheet program may open without running it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

# A cell that begins like this is a formula to Excel, LibreOffice and Google Sheets (OWASP: CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: object) -> str:
    """A value as text that no spreadsheet takes for a formula: an apostrophe in front says "text".

    A number is no formula, also below zero: as text it would not be summed. An instant stands as ISO 8601
    has it, with its offset.
    """
    if isinstance(cell, Decimal | int):
        return str(cell)
    if isinstance(cell, datetime):
        return cell.isoformat()
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def as_typed(cell: str) -> str:
    """A cell of a file as somebody meant it: without the apostrophe that `harmless` puts in front."""
    text = cell.strip()
    is_ours = text.startswith("'") and text[1:].lstrip(" ").startswith(FORMULA_STARTS)
    return text[1:] if is_ours else text


def csv_line(cells: Iterable[object]) -> str:
    """One line of a CSV file (RFC 4180), every cell harmless."""
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()
