"""What follows from the platform's facts about money. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from datetime import datetime

from billing.services import events
from boom.core import outbox
from boom.core.models import OutboxMessage


@outbox.handles(events.FACT, name="billing.apply_event", label="An event of Stripe's")
def apply_event(message: OutboxMessage, now: datetime) -> None:
    """Fold what Stripe has of an event's object."""
    events.apply_event(event_id=message.payload["event"], now=now)
