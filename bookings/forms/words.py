"""A few words of text that a press carries along: a reason, a note."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST_REASON = 300


def words(values: Mapping[str, str], name: str, *, longest: int = LONGEST_REASON) -> str:
    """What was typed there, trimmed and cut; without the one character that no database takes."""
    return values.get(name, "").replace("\x00", "").strip()[:longest].strip()
