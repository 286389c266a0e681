"""What did not work in the background, in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookings.domain.reference import shown
from bookings.models import Booking
from boom.core import outbox
from boom.core.models import DeliveryState, OutboxDelivery

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """A delivery that failed: what was to be done, about which booking, why it did not work, since when.

    `is_dead` waits for a person; the others are tried again by themselves at `next_at`.
    """

    delivery_id: int
    label: str
    booking_id: int | None
    reference: str
    reason: str
    since: datetime
    next_at: datetime
    attempts: int
    is_dead: bool


def troubles() -> list[Trouble]:
    """What was given up, newest first, then what is being tried again, the next first; at most 200 each."""
    deliveries = [*outbox.dead_deliveries()[:MOST_SHOWN], *outbox.struggling_deliveries()[:MOST_SHOWN]]
    keys = {delivery.message.payload.get("booking") for delivery in deliveries}
    references = dict(Booking.objects.filter(pk__in=keys - {None}).values_list("pk", "reference"))
    registered = outbox.registered_handlers()
    return [
        _trouble(
            delivery, references, registered[delivery.handler].label if delivery.handler in registered else ""
        )
        for delivery in deliveries
    ]


def _trouble(delivery: OutboxDelivery, references: dict[int, str], label: str) -> Trouble:
    booking_id = delivery.message.payload.get("booking")
    reference = references.get(booking_id, "")
    return Trouble(
        delivery_id=delivery.pk,
        label=label or delivery.handler,
        booking_id=booking_id if reference else None,
        reference=shown(reference) if reference else "",
        reason=delivery.last_error,
        since=delivery.message.created_at,
        next_at=delivery.due_at,
        attempts=delivery.attempts,
        is_dead=delivery.state == DeliveryState.DEAD,
    )
