"""What is booked as one: several rooms, several times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bookings.domain.lifecycle import Status
from bookings.errors import BookingUnknown
from bookings.models import Booking

# Nobody is expected any more.
GONE = frozenset({Status.CANCELLED, Status.EXPIRED})
# Somebody is still typing their details, or has stopped.
UNFINISHED = frozenset({Status.HELD, Status.EXPIRED})


def parts_of(booking_id: int) -> list[Booking]:
    """All bookings of the group a booking is in, itself included, by id; it alone when it is in none.

    Those taken out of a cart before it was confirmed are none. Empty for a booking that is not there.
    """
    bookings = Booking.objects.select_related("room__venue", "customer")
    booking = bookings.filter(pk=booking_id).first()
    if booking is None or not booking.group_reference:
        return [booking] if booking is not None else []
    group = bookings.filter(group_reference=booking.group_reference).order_by("id")
    return [part for part in group if part.pk == booking_id or part.status != "expired"]


def own_parts_of(booking_id: int) -> list[Booking]:
    """Those of `parts_of` that are of the booking's own customer, for whoever has its link.

    Staff may have given one of them to somebody else since: that is no business of this one's customer.
    """
    parts = parts_of(booking_id)
    own = next((part.customer_id for part in parts if part.pk == booking_id), None)
    return [part for part in parts if part.customer_id == own]


def cart_of(booking: Booking) -> list[Booking]:
    """A hold and those in the same cart, by id, with rooms and venue; it alone when it is in none."""
    if not booking.group_reference:
        return [booking]
    rows = Booking.objects.select_related("room__venue").filter(pk__in=held_together(booking.pk))
    return list(rows.order_by("id"))


def by_time(parts: Iterable[Booking]) -> list[list[Booking]]:
    """Those of a group that come at one time together, in order of time; what is off stands by itself."""
    found: dict[tuple[datetime, datetime, bool], list[Booking]] = {}
    for part in parts:
        found.setdefault((part.starts_at, part.ends_at, part.status in GONE), []).append(part)
    return [found[key] for key in sorted(found)]


def held_together(booking_id: int) -> list[int]:
    """The ids of a hold and of those in the same cart, rising. Raises BookingUnknown."""
    booking = Booking.objects.filter(pk=booking_id).first()
    if booking is None:
        raise BookingUnknown
    if not booking.group_reference:
        return [booking.pk]
    group = Booking.objects.filter(group_reference=booking.group_reference, status__in=UNFINISHED)
    # A room that was taken out of the cart is not brought back with the rest.
    held = group.exclude(status=Status.EXPIRED, held_until__isnull=True).values_list("pk", flat=True)
    return sorted({booking.pk, *held})
