"""The bell itself: it may ring twice for one booking, as every handler may."""

from __future__ import annotations

from datetime import datetime

from boom.core import outbox
from boom.core.models import OutboxMessage

rung: list[int] = []


@outbox.handles("booking.confirmed", name="doorbell.ring", label="Doorbell")
def ring(message: OutboxMessage, now: datetime) -> None:
    rung.append(message.payload["booking"])
