"""What a cell of the legacy file holds. SQLite keeps no column to its declared type, so each is checked."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

Cell = None | int | float | str | bytes

# From here on a float no longer holds every whole number.
_EXACT_BELOW = 1e15
_UUID_BYTES, _UUID_DIGITS = 16, 32
# No whole number in these tables needs more digits; reading longer ones would only cost time.
_LONGEST_NUMBER = 20

_WHOLE = re.compile(r"[+-]?[0-9]+(\.0*)?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})


def as_text(cell: Cell) -> str | None:
    """The cell as text, nothing cut; a number as its digits, None for NULL."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "surrogateescape")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_BELOW:
        return str(int(cell))
    return str(cell)


def filled(cell: Cell) -> str | None:
    """The cell's text without outer white space, or None when nothing is left."""
    return (as_text(cell) or "").strip() or None


def storable(text: str) -> str:
    """`text` with what PostgreSQL cannot hold (NUL, bytes that were no UTF-8) shown as U+FFFD."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def row_key(cell: Cell) -> str | None:
    """An id as an opaque key: equal for 7, 7.0 and '7', and for every spelling of one UUID; None for NULL."""
    if isinstance(cell, bytes) and len(cell) == _UUID_BYTES:
        return str(UUID(bytes=cell))
    text = filled(cell)
    if text is None:
        return None
    bare = text.strip("{}").replace("-", "")
    if len(bare) == _UUID_DIGITS:
        try:
            return str(UUID(hex=bare))
        except ValueError:
            return storable(text)
    return storable(text)


def rising(key: str) -> tuple[int, int, str]:
    """Sorts keys as "ids in rising order": whole numbers by value, then all others as text."""
    if re.fullmatch(r"-?[0-9]{1,30}", key):
        return (0, int(key), key)
    return (1, 0, key)


def as_whole(cell: Cell) -> int | None:
    """The cell as a whole number, or None when it is not one. Takes 4, 4.0 and '4'."""
    text = filled(cell)
    if text is None or not _WHOLE.fullmatch(text) or len(text) > _LONGEST_NUMBER:
        return None
    return int(text.split(".")[0])


def as_truth(cell: Cell) -> tuple[bool | None, bool]:
    """The cell as yes or no, and whether it was written as a word.

    Drivers that were sent text stored the words 'true' and 'false', and the old app took 'false' for
    true; None means neither yes nor no could be read.
    """
    text = filled(cell)
    if text is None:
        return None, False
    word = text.casefold()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE, word not in {"0", "1"}
    return None, True


def is_set(cell: Cell) -> bool:
    """Whether a "deleted at" cell says deleted: anything but NULL, empty text and nought."""
    return filled(cell) not in {None, "0"}


def as_stamp(cell: Cell) -> datetime | None:
    """A `created_at` or `updated_at`: UTC where no zone is given; None when it cannot be read."""
    text = filled(cell)
    if text is None:
        return None
    try:
        stamp = datetime.fromisoformat(text)
        return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
