"""What goes on the team's bell: what guests do by themselves, what banks do, what nobody answered."""

from __future__ import annotations

from datetime import datetime

from audit.models import AuditEvent
from bookings.models import GuestMessage, Occupancy
from boom.core import outbox
from boom.core.models import OutboxMessage
from boom.core.money import Money
from notifications.cause_words import words_of
from notifications.domain.bounces import Cause
from notifications.models.replies import Did
from notifications.services.alerts import raise_alert
from notifications.services.bounces import CAME_BACK

# Of these only what the team did not do itself.
BY_GUESTS = (
    "booking.confirmed",
    "booking.requested",
    "booking.cancelled",
    "booking.moved",
    "booking.changed",
    "booking.late",
)
ALWAYS = (
    "booking.lapsed",
    "guest_message.sent",
    "text.replied",
    CAME_BACK,
    "dispute.opened",
    "payment.refund_returned",
)


def alert_team(message: OutboxMessage, now: datetime) -> None:
    """Put a fact on the bell, unless the team made it itself, or it was brought over from elsewhere."""
    payload = message.payload
    row = Occupancy.objects.select_related("room").filter(pk=payload.get("booking")).first()
    if row is None and "guest_message" in payload:
        said = (
            GuestMessage.objects.select_related("booking__room").filter(pk=payload["guest_message"]).first()
        )
        row = said.booking if said else None
    if message.kind in BY_GUESTS and (row is None or _is_the_teams(message, row)):
        return
    venue_id = row.room.venue_id if row is not None else payload.get("venue")
    if venue_id is None:
        return
    raise_alert(
        fact_id=message.pk,
        kind=message.kind,
        venue_id=venue_id,
        booking_id=row.pk if row is not None else None,
        detail=_detail(message),
    )


def _is_the_teams(message: OutboxMessage, row: Occupancy) -> bool:
    """Whether one of the team, their program or Boom by itself made the change: the record says who."""
    events = AuditEvent.objects.filter(
        table="bookings_occupancy", entity_id=str(row.pk), transaction_id=message.transaction_id
    )
    return events.filter(actor_kind__in=["person", "api_key", "system", "super_admin"]).exists()


def _detail(message: OutboxMessage) -> str:
    payload = message.payload
    if message.kind == "text.replied":
        return str(Did(payload["did"]).label)
    if message.kind == CAME_BACK:
        return words_of(Cause(payload["cause"]))
    if "amount_minor" in payload and payload.get("currency"):
        return Money(payload["amount_minor"], payload["currency"]).format()
    return ""


for _kind in (*BY_GUESTS, *ALWAYS):
    outbox.handles(
        _kind,
        name=f"notifications.alert_{_kind.replace('.', '_')}",
        only=lambda payload: not payload.get("quiet", False),
        label="Word to your team in Boom",
    )(alert_team)
