"""What guests said: messages that wait for an answer, and how visits were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count

from accounts.venue_scope import present_limit, present_rooms
from bookings.domain.lifecycle import CANCELLABLE, Status
from bookings.models import Booking, GuestMessage, Rating
from bookings.selectors.merging import family_of

MOST_OPEN = 200
MOST_PAST = 50


@dataclass(frozen=True, slots=True)
class RoomRating:
    """The mean of a room's ratings, to one decimal, and how many there are."""

    stars: float
    count: int


def open_guest_messages() -> list[GuestMessage]:
    """Messages that nobody has answered, the oldest first, with their bookings; at most MOST_OPEN."""
    waiting = GuestMessage.objects.filter(answered_at=None).select_related(
        "booking__room__venue", "booking__customer"
    )
    limit, rooms = present_limit(), present_rooms()
    if rooms is not None:
        waiting = waiting.filter(booking__room_id__in=rooms)
    elif limit is not None:
        waiting = waiting.filter(booking__room__venue_id__in=limit)
    return list(waiting.order_by("id")[:MOST_OPEN])


def guest_messages_of(booking_id: int) -> list[GuestMessage]:
    """All that a customer wrote about a booking, the oldest first."""
    return list(GuestMessage.objects.filter(booking_id=booking_id).order_by("id"))


def rating_of(booking_id: int) -> Rating | None:
    """How the visit was, if its customer said."""
    return Rating.objects.filter(booking_id=booking_id).first()


def ratings_of_rooms(room_ids: Iterable[int]) -> Mapping[int, RoomRating]:
    """The mean rating of each of these rooms; those without any are left out. One query."""
    rows = (
        Rating.objects.filter(booking__room_id__in=list(room_ids))
        .order_by()
        .values("booking__room_id")
        .annotate(mean=Avg("stars"), count=Count("id"))
    )
    return {row["booking__room_id"]: RoomRating(round(row["mean"], 1), row["count"]) for row in rows}


def latest_ratings(room_id: int, *, limit: int = 10) -> list[Rating]:
    """What was said of a room last, with the bookings."""
    said = Rating.objects.filter(booking__room_id=room_id).select_related("booking__customer")
    return list(said.order_by("-id")[:limit])


@dataclass(frozen=True, slots=True)
class OwnBookings:
    """A customer's bookings: to come, the next first; and past, the last first."""

    coming: list[Booking]
    past: list[Booking]


def own_bookings(customer_id: int, *, now: datetime) -> OwnBookings:
    """Every booking of a customer at this business, whichever venue; what was never finished is none."""
    theirs = (
        Booking.objects.filter(customer_id__in=family_of([customer_id]))
        .exclude(status__in=[Status.HELD, Status.EXPIRED])
        .select_related("room__venue")
    )
    expected = sorted({*CANCELLABLE, Status.CHECKED_IN} - {Status.HELD})
    coming = theirs.filter(ends_at__gt=now, status__in=expected).order_by("starts_at", "id")
    past = theirs.exclude(pk__in=coming.values("pk")).order_by("-starts_at", "-id")
    return OwnBookings(list(coming), list(past[:MOST_PAST]))
