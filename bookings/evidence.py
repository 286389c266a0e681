"""What apps above know of what a guest was told about a booking, for whoever has to show it.

Bookings and payments do not know who sends what. A source is asked with the booking's key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Told:
    """That a guest was told something at an instant."""

    at: datetime
    words: str


Source = Callable[[int], list[Told]]

_sources: list[Source] = []


def knows_what_was_told(source: Source) -> Source:
    """Register who knows."""
    _sources.append(source)
    return source


def told_about(booking_id: int) -> list[Told]:
    """Everything the guest of a booking was told, the oldest first."""
    return sorted((told for source in _sources for told in source(booking_id)), key=lambda told: told.at)
