"""A guest's name for a screen that strangers read."""

from __future__ import annotations

LONGEST = 24


def short_name(name: str) -> str:
    """The first name and the letter of the last: "Priya N."; an address becomes nobody's, empty stays empty.

    Whoever waits knows which one they are; nobody else learns who they were.
    """
    words = [word for word in name.split() if "@" not in word and not any(sign.isdigit() for sign in word)]
    if not words:
        return ""
    first = words[0][:LONGEST]
    return f"{first} {words[-1][0]}." if len(words) > 1 else first
