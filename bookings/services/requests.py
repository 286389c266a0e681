"""Requests for rooms that need a yes: nobody waits for ever."""

from __future__ import annotations

from datetime import datetime

from bookings.domain.lifecycle import Status
from bookings.models import Booking
from bookings.selectors.setup import setup_of
from bookings.services.occupying import publish
from boom.core.db import service


@service
def expire_requests(*, now: datetime) -> int:
    """Let every request go that nobody answered in time; its room is free again. Returns how many."""
    overdue = list(
        Booking.objects.filter(status=Status.PENDING, answer_by__lte=now)
        .select_related("room__venue")
        .order_by("id")
        .select_for_update(of=("self",), skip_locked=True)
    )
    for booking in overdue:
        booking.status = Status.EXPIRED
        booking.version += 1
        booking.save(update_fields=["status", "version"])
        publish("booking.lapsed", booking, setup_of(booking.room.venue).hours)
    return len(overdue)
