"""What open pages are told about money: which rooms and nights to draw anew, never an amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookings.live import tell_of_occupancies
from boom.core.live import CALENDAR, Fact, Notice, announces


@announces("payment.*")
def tell_of_money(facts: Sequence[Fact], version: str) -> Iterator[Notice]:
    """To the board as any change of a booking's is told; nobody's free times change by it."""
    return (notice for notice in tell_of_occupancies(facts, version) if notice.group == CALENDAR)
