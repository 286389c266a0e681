"""Makers of messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bookings.models import Booking
from notifications.alert_words import FOR_CHATS
from notifications.models import Chat, Message
from notifications.services.chats import add_chat


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


def make_chat(**given: Any) -> Chat:
    """A chat that is told of all there is; nobody answers at its address."""
    values = {
        "name": "Floor",
        "kind": "slack",
        "url": "https://hooks.slack.example/services/T1/B1/abcd",
        "kinds": FOR_CHATS,
        "venue_id": None,
    } | given
    return add_chat(**values)
