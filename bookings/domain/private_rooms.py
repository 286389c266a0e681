"""Private rooms: which of them are open for whoever asks at the moment, by a link, a code, or a booking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

NONE: Mapping[int, int | None] = MappingProxyType({})
# The link that opened each room; None where it is open for what is booked there already.
_opened: ContextVar[Mapping[int, int | None]] = ContextVar("boom_opened_rooms", default=NONE)


@contextmanager
def opening(rooms: Mapping[int, int | None]) -> Iterator[None]:
    """Run the block with these private rooms open, by room id, beside those that are open already."""
    token = _opened.set({**_opened.get(), **rooms})
    try:
        yield
    finally:
        _opened.reset(token)


def is_opened(room_id: int) -> bool:
    """Whether a private room is open for whoever asks. Nobody has it open unless an edge says so."""
    return room_id in _opened.get()


def opened_by(room_id: int) -> int | None:
    """The link that opened a room; None for none."""
    return _opened.get().get(room_id)
