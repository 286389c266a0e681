"""What lines of a list come to, in words."""

from __future__ import annotations

from typing import Any

from bookings.models import CustomerImport, ImportKind, ImportLine
from bookings.selectors.list_fields import FIELDS
from boom.core import text
from boom.core.money import Money

# Columns that a list calls otherwise.
CALLED = {"price_per_hour_minor": "price", "state": "is_active"}


def label_of(found: CustomerImport, name: str) -> str:
    """A field of a list of its kind, as people call it."""
    return str(FIELDS[found.kind].labels.get(CALLED.get(name, name), name))


def added_words(found: CustomerImport, line: ImportLine) -> str:
    """What a new line is beside its name: a booking's room and time, what is said of a room."""
    if found.kind == ImportKind.ROOMS:
        said = [(label_of(found, name), _words(found, name, value)) for name, value in _said_of(line)]
        return ", ".join(f"{label}: {words}" for label, words in said if words)
    place = line.booking or line
    if found.venue is None or place.room is None or place.starts_at is None or place.ends_at is None:
        return ""
    starts, ends = (at.astimezone(found.venue.zone) for at in (place.starts_at, place.ends_at))
    return f"{place.room.name}, {starts:%Y-%m-%d %H:%M}–{ends:%H:%M}"


def _said_of(line: ImportLine) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in (line.after or {}).items() if name != "name"]


def changes_of(found: CustomerImport, line: ImportLine) -> list[tuple[str, str, str]]:
    """What a line changes: the field, what is here, what the list says."""
    before, after = line.before or {}, line.after or {}
    return [
        (label_of(found, name), _words(found, name, before.get(name)), _words(found, name, after[name]))
        for name in after
    ]


def _words(found: CustomerImport, name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name == "price_per_hour_minor" and found.venue is not None:
        return text.price(Money(value, found.venue.currency))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
