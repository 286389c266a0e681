"""Rooms booked as one."""

from __future__ import annotations

from bookings.models import Booking


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
