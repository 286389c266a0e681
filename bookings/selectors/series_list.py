"""All series of a venue: what repeats, when it comes next, how many nights are to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Min, Q, QuerySet

from accounts.venue_scope import present_rooms
from bookings.domain.lifecycle import LIVE, Status
from bookings.models import Series

PAGE = 50
STANDS = sorted({*LIVE, Status.BLOCKED})


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series in the list; `next_at` is None where no night is to come."""

    series: Series
    next_at: datetime | None
    to_come: int

    @property
    def missed(self) -> int:
        """Nights that could not be written when their turn came, and that nobody has settled."""
        return 0 if self.series.ended_at else len(self.series.missed)


def visible_series() -> QuerySet[Series]:
    """Series of rooms that whoever asks may touch."""
    rooms = present_rooms()
    return Series.objects.all() if rooms is None else Series.objects.filter(room_id__in=rooms)


def series_page_of(venue_id: int, *, now: datetime, past_too: bool = False, number: Any = 1) -> Page[Any]:
    """A page of lines, the next to come first, then those without a night to come. Two queries.

    Without `past_too` those only that have nights to come, or whose missed nights wait for somebody.
    """
    ahead = Q(occupancies__status__in=STANDS, occupancies__ends_at__gt=now)
    found = (
        visible_series()
        .filter(room__venue_id=venue_id)
        .select_related("room__venue", "customer")
        .annotate(
            next_at=Min("occupancies__starts_at", filter=ahead), to_come=Count("occupancies", filter=ahead)
        )
        .order_by(F("next_at").asc(nulls_last=True), "-id")
    )
    if not past_too:
        unsettled = Q(ended_at__isnull=True) & ~Q(missed=[])
        found = found.filter(Q(to_come__gt=0) | unsettled)
    page: Page[Any] = Paginator(found, PAGE).get_page(number)
    page.object_list = [SeriesLine(each, each.next_at, each.to_come) for each in page.object_list]
    return page
