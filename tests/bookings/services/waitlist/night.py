"""What frees the room on the night that people wait for, and what the list makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.models import Booking, WaitlistOffer
from bookings.services.cancelling import cancel_booking
from boom.core import outbox
from boom.core.models import OutboxMessage
from tests.factories import at

HALF_PAST = timedelta(minutes=30)
EIGHT = at("2026-11-21 20:00")


def cancel(booking: Booking, now: datetime) -> None:
    booking.refresh_from_db()
    cancel_booking(booking_id=booking.pk, version=booking.version, now=now, override_reason="They called")


def react(now: datetime) -> None:
    """Do for every fact so far what the worker would do."""
    for message in list(OutboxMessage.objects.order_by("id")):
        for registration in outbox.handlers_for(message.kind, message.payload):
            if registration.name.startswith("bookings.waitlist"):
                registration.handler(message, now)


def offers() -> list[tuple[str, str, str]]:
    """Every offer: whose, from when, its state."""
    return [
        (offer.entry.name, offer.starts_at.astimezone(EIGHT.tzinfo).strftime("%H:%M"), offer.state)
        for offer in WaitlistOffer.objects.select_related("entry").order_by("id")
    ]
