"""What a business uses of its plan, counted from its own rows, and what a smaller plan would ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Q

from billing.domain.plans import Limits
from billing.domain.quota import Meter, Metric, RoomInUse, month_of, month_span
from bookings.domain.lifecycle import LIVE, Status
from bookings.models import Booking, Room, RoomState
from tenants.models import Business

# The same as the triggers' conditions (migration 0040); a test holds them together.
GIVEN_BACK = (Status.CANCELLED, Status.EXPIRED)
STORED_BYTES = 'SELECT coalesce(sum(octet_length("full") + octet_length(small)), 0) FROM bookings_photo'


def rooms_in_use(*, now: datetime) -> list[RoomInUse]:
    """The rooms that count against the plan, in the owner's order, with what is booked ahead in each."""
    ahead = Count("occupancies", filter=Q(occupancies__status__in=LIVE, occupancies__ends_at__gt=now))
    opens = Q(planned__contains=[{"state": RoomState.ACTIVE}]) | Q(
        planned__contains=[{"state": RoomState.HIDDEN, "ends_on": None}]
    )
    rooms = (
        Room.objects.filter(Q(state__in=(RoomState.ACTIVE, RoomState.HIDDEN)) | opens)
        .annotate(ahead=ahead)
        .order_by("venue__order", "venue_id", "order", "id")
    )
    return [RoomInUse(room.pk, room.name, room.ahead, room.state == RoomState.HIDDEN) for room in rooms]


def bookings_in(month: date, zone: ZoneInfo) -> int:
    """How many bookings count against the plan in a calendar month of the zone."""
    begins, ends = month_span(month, zone)
    return (
        Booking.objects.filter(starts_at__gte=begins, starts_at__lt=ends, placed=True, continues=None)
        .exclude(status__in=GIVEN_BACK)
        .count()
    )


def stored_bytes() -> int:
    """What the business's pictures take."""
    with connection.cursor() as cursor:
        cursor.execute(STORED_BYTES)
        return int(cursor.fetchone()[0])


def meters_of(business: Business, limits: Limits, *, now: datetime) -> Sequence[Meter]:
    """How much of these limits is used at present: rooms, and bookings of the present month."""
    zone = ZoneInfo(business.time_zone)
    return [
        Meter(Metric.ROOMS, len(rooms_in_use(now=now)), limits.rooms),
        Meter(Metric.BOOKINGS, bookings_in(month_of(now, zone), zone), limits.bookings_a_month),
    ]
