"""Bookings that were brought over and clash with another, each with what is in its way and where else it
fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings.domain.lifecycle import LIVE, Status
from bookings.models import Booking, Occupancy
from bookings.selectors.alternatives import alternatives_to

MOST_SHOWN = 50
# A past one can no longer be placed elsewhere, but it can be settled.
WAITING = (LIVE | {Status.COMPLETED}) - {Status.HELD}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One of them: those it clashes with, and free rooms and times of that night (as refusals offer them)."""

    booking: Booking
    others: list[Occupancy]
    offers: list[dict[str, Any]]


def unplaced() -> list[Booking]:
    """Those that wait for a decision, the next first."""
    rows = Booking.objects.visible().filter(placed=False, status__in=WAITING)
    return list(rows.select_related("room__venue", "customer").order_by("starts_at", "id"))


def imported_count() -> int:
    """How many bookings came from the old app."""
    return Booking.objects.exclude(legacy_id="").count()


def conflicts(*, now: datetime) -> list[Conflict]:
    """The first MOST_SHOWN that wait, with what it takes to decide."""
    rows = unplaced()[:MOST_SHOWN]
    keys = {str(key) for row in rows for key in row.clashes_with}
    known = {
        other.legacy_id: other
        for other in Occupancy.objects.visible()
        .filter(legacy_id__in=keys)
        .select_related("room__venue", "customer")
    }
    return [
        Conflict(
            row,
            [known[str(key)] for key in row.clashes_with if str(key) in known],
            _offers(row, now),
        )
        for row in rows
    ]


def _offers(row: Booking, now: datetime) -> list[dict[str, Any]]:
    if row.ends_at <= now:
        return []
    return alternatives_to(
        room=row.room, span=row.span, party_size=row.party_size, now=now, leaving_out=row.pk
    )
