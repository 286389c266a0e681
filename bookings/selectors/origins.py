"""Where bookings came from, and what they were worth: for managers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext

from bookings.domain.lifecycle import SOLD, Status
from bookings.domain.origins import in_words
from bookings.models import Booking, Source, Venue
from boom.core.money import Money

MOST_LINES = 200
NEVER_WERE = (Status.HELD, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class OriginLine:
    """One door, or one advertisement or site behind it: bookings, those that stand, what these are worth."""

    door: str
    origin: str
    bookings: int
    standing: int
    worth: Money


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a venue's bookings of a period came from; `lines` the worthiest first, at most MOST_LINES."""

    lines: Sequence[OriginLine]
    bookings: int
    worth: Money


def origins_of(venue: Venue, *, since: datetime, until: datetime) -> Origins:
    """Bookings taken between two instants by where they came from; what nobody finished is left out.

    Worth is of those that stand: what was cancelled or never used brought nothing. One query.
    """
    stands = Q(status__in=sorted(SOLD))
    rows = (
        Booking.objects.visible()
        .filter(room__venue=venue, created_at__gte=since, created_at__lt=until)
        .exclude(status__in=NEVER_WERE)
        .order_by()
        .values("source", "came_from")
        .annotate(
            count=Count("id"),
            standing=Count("id", filter=stands),
            worth=Sum("total_minor", filter=stands),
        )
        .order_by(F("worth").desc(nulls_last=True), "-count", "source", "came_from")[:MOST_LINES]
    )
    doors = dict(Source.choices)
    lines = [
        OriginLine(
            str(doors.get(row["source"]) or gettext("Not noted")),
            in_words(row["came_from"]),
            row["count"],
            row["standing"],
            Money(row["worth"] or 0, venue.currency),
        )
        for row in rows
    ]
    worth = Money.total((line.worth for line in lines), venue.currency)
    return Origins(lines, sum(line.bookings for line in lines), worth)
