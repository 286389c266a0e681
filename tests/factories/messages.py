"""Makers of messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bookings.models import Booking
from notifications.models import Message


def make_message(booking: Booking, *, now: datetime, **given: Any) -> Message:
    """A confirmation that went out."""
    number = Message.objects.count()
    values = {
        "kind": "booking.confirmed",
        "dedupe_key": f"fact.{number}.customer",
        "to_address": "ann@example.com",
        "subject": "You’re booked",
        "state": "sent",
        "sent_at": now,
        "message_id": f"<{number}@example.com>",
    } | given
    return Message.objects.create(booking=booking, **values)
