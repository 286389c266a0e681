"""Links by which somebody pays for a booking: known above this app, which says so here, for whoever writes
letters about them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bookings.models import Booking
from boom.core.money import Money


@dataclass(frozen=True, slots=True)
class PayLink:
    """What a letter says of a link. `path` is the link itself, on the venue's host."""

    booking: Booking
    email: str
    phone: str
    name: str
    words: str
    amount: Money
    path: str
    expires_at: datetime


Source = Callable[[int, datetime], PayLink | None]

_known: list[Source] = []


def knows_pay_links(source: Source) -> Source:
    """Register who knows a link by its key; None for one that nobody can pay by (any more)."""
    if source not in _known:
        _known.append(source)
    return source


def pay_link(link_id: int, *, now: datetime) -> PayLink | None:
    """What a letter says of a link; None where there is nothing to pay by it (any more)."""
    return _known[0](link_id, now) if _known else None
