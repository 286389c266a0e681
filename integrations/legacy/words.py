"""Text columns: taken as typed, nothing cut (R13)."""

from __future__ import annotations

from integrations.legacy.cells import as_text, filled, storable
from integrations.legacy.findings import Findings
from integrations.legacy.source import Row

# The longest name another system is likely to show whole; longer ones are kept all the same.
LONG_NAME = 200


def typed_text(row: Row, column: str, findings: Findings) -> str:
    """The column's text as it stands, empty for NULL; warns when a character had to be replaced."""
    text = as_text(row[column]) or ""
    kept = storable(text)
    if kept != text:
        findings.warn(
            row.table,
            row.id,
            "unreadable-characters",
            f"{column} had characters that cannot be stored; shown as \N{REPLACEMENT CHARACTER}",
        )
    return kept


def typed_name(row: Row, column: str, fallback: str, findings: Findings) -> str:
    """A name as typed, or `fallback` with a warning where there is none."""
    if filled(row[column]) is None:
        findings.warn(row.table, row.id, "no-name", f"has no {column}; called {fallback!r}")
        return fallback
    return typed_text(row, column, findings)


def fitted(row: Row, column: str, text: str, longest: int, findings: Findings) -> str:
    """`text`, or its beginning with an ellipsis where it is longer; the whole of it goes into the report."""
    if len(text) <= longest:
        return text
    findings.warn(
        row.table,
        row.id,
        "text-shortened",
        f"{column} is longer than {longest} characters and was cut; whole: {text}",
    )
    return text[: longest - 1] + "…"
