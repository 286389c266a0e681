"""Rooms booked as one."""

from __future__ import annotations

from bookings.domain.lifecycle import Status
from bookings.errors import BookingUnknown
from bookings.models import Booking

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
