"""What a guest's own change leaves to give back, and what becomes of it: known above this app, which says so
here. Without it, nothing becomes of it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from bookings.models import Booking
from bookings.takings import standings_of
from boom.core.money import Money


class GivesBack(Protocol):
    """Who knows a venue's rule for it."""

    def words(self, booking: Booking, amount: Money) -> str:
        """What a guest reads beforehand about so much that would be owed back to them."""
        ...

    def give(self, *, booking_id: int, amount: Money, now: datetime) -> None:
        """Do with what is owed back as the rule says, within the change's own transaction."""
        ...


_known: list[GivesBack] = []


def knows_the_way_back(source: GivesBack) -> GivesBack:
    """Register who knows."""
    if source not in _known:
        _known.append(source)
    return source


def way_back_words(booking: Booking, less: Money) -> str:
    """What becomes of the money if a booking asks for so much `less` of it; nothing where none comes back.

    Two queries, three for a group, and those of the rule.
    """
    standing = standings_of([booking.pk]).get(booking.pk)
    if standing is None or not _known or less.minor <= 0:
        return ""
    amount = standing.back_if_less(less.minor)
    return _known[0].words(booking, amount) if amount else ""


@contextmanager
def giving_back(booking_id: int, *, now: datetime) -> Iterator[None]:
    """Give back by the venue’s rule what a guest’s change within the block leaves over, and no more.

    What was owed before waits for staff as it did.
    """
    before = _owed(booking_id)
    yield
    after = _owed(booking_id)
    if _known and before is not None and after is not None and after > before:
        _known[0].give(booking_id=booking_id, amount=after - before, now=now)


def _owed(booking_id: int) -> Money | None:
    standing = standings_of([booking_id]).get(booking_id)
    return standing.to_give_back if standing is not None else None
