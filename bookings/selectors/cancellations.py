"""Why bookings were called off, and what that cost: for managers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from bookings.domain.lifecycle import Status
from bookings.models import Booking, Venue
from boom.core.money import Money

MOST_REASONS = 100


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason (empty: none was given): how many bookings, what they were worth, what was kept of it."""

    reason: str
    bookings: int
    no_shows: int
    worth: Money
    kept: Money


@dataclass(frozen=True, slots=True)
class Cancellations:
    """What was called off of a venue since an instant; `lines` the most frequent reason first."""

    lines: Sequence[ReasonLine]
    bookings: int
    no_shows: int
    worth: Money
    kept: Money


def cancellations_of(venue: Venue, *, since: datetime, until: datetime) -> Cancellations:
    """Bookings that would have begun between two instants and were cancelled or never used, by reason.

    Reasons count together however they are written large or small. One query.
    """
    found = (
        Booking.objects.visible()
        .filter(
            room__venue=venue,
            status__in=[Status.CANCELLED, Status.NO_SHOW],
            starts_at__gte=since,
            starts_at__lt=until,
        )
        .values("cancellation_reason")
        .annotate(
            count=Count("id"),
            gone=Count("id", filter=Q(status=Status.NO_SHOW)),
            worth=Sum("total_minor"),
            kept=Sum("fee_minor"),
        )
        .order_by("-count", "cancellation_reason")[:MOST_REASONS]
    )
    merged: dict[str, ReasonLine] = {}
    for row in found:
        key = row["cancellation_reason"].strip().casefold()
        line = ReasonLine(
            row["cancellation_reason"].strip(),
            row["count"],
            row["gone"],
            Money(row["worth"] or 0, venue.currency),
            Money(row["kept"] or 0, venue.currency),
        )
        merged[key] = _together(merged[key], line) if key in merged else line
    lines = sorted(merged.values(), key=lambda line: (-line.bookings, line.reason))
    return Cancellations(
        lines,
        sum(line.bookings for line in lines),
        sum(line.no_shows for line in lines),
        Money.total((line.worth for line in lines), venue.currency),
        Money.total((line.kept for line in lines), venue.currency),
    )


def _together(one: ReasonLine, other: ReasonLine) -> ReasonLine:
    return ReasonLine(
        one.reason,
        one.bookings + other.bookings,
        one.no_shows + other.no_shows,
        one.worth + other.worth,
        one.kept + other.kept,
    )
