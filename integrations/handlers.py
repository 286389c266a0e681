"""What integrations do once something has been committed: webhooks are written and sent, calendars read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from billing.domain.features import Feature
from billing.selectors import allows
from boom.core import outbox
from boom.core.models import OutboxMessage
from integrations.domain.events import event_of, facts_told
from integrations.external_reading import read_external
from integrations.models import LinkedCalendar, SyncedEvent, WebhookEndpoint
from integrations.selectors.webhooks import still_allowed
from integrations.sending import deliver_webhook
from integrations.services.sync_events import note_bookings
from integrations.services.webhook_deliveries import write_deliveries
from integrations.sync_writing import leave_account, write_event
from integrations.webhook_bodies import body_of, event_id_of
from tenants.context import current_business


def _is_anybody_listening(payload: Mapping[str, Any]) -> bool:
    """So that businesses without webhooks have no deliveries of them made."""
    return WebhookEndpoint.objects.listening().exists()


def write_webhooks(message: OutboxMessage, now: datetime) -> None:
    """Write an event for every endpoint that wants it, as things stand now; none where the plan has none."""
    if not allows(current_business(), Feature.CUSTOM_INTEGRATIONS):
        return
    kind = event_of(message.kind)
    listening = [each for each in WebhookEndpoint.objects.listening().order_by("id") if each.wants(kind)]
    wanted = [each.pk for each in still_allowed(listening, now=now)]
    found = body_of(kind, message.payload, message.created_at) if kind and wanted else None
    if found is None:
        return
    body, about = found
    write_deliveries(
        event_id=event_id_of(message.pk), kind=kind, body=body, endpoint_ids=wanted, about=about, now=now
    )


for _fact in sorted(facts_told()):
    outbox.handles(
        _fact,
        name=f"integrations.webhooks_of_{_fact.replace('.', '_')}",
        only=_is_anybody_listening,
        label="Events for other programs",
    )(write_webhooks)


@outbox.handles("webhook.due", name="integrations.send_webhook", label="Webhook")
def send_webhook(message: OutboxMessage, now: datetime) -> None:
    """Send one, and what else waits for the same endpoint."""
    deliver_webhook(message.payload["delivery"], now=now)


def _is_any_linked(payload: Mapping[str, Any]) -> bool:
    """So that businesses without calendars at Google or Outlook have no deliveries of them made."""
    return LinkedCalendar.objects.exists()


@outbox.handles(
    "booking.*", name="integrations.note_bookings", only=_is_any_linked, label="Booking for a calendar"
)
def note_changed_bookings(message: OutboxMessage, now: datetime) -> None:
    """Have the calendars that rooms are kept in step with follow a booking."""
    told = [message.payload.get("booking"), *message.payload.get("bookings", [])]
    note_bookings(booking_ids=[key for key in told if isinstance(key, int)], now=now)


@outbox.handles(
    "customer.erased", name="integrations.note_erased", only=_is_any_linked, label="Booking for a calendar"
)
def note_erased_customer(message: OutboxMessage, now: datetime) -> None:
    """Take a name out of calendars that must not be known any more."""
    keys = SyncedEvent.objects.filter(booking__customer_id=message.payload["customer"])
    note_bookings(booking_ids=list(keys.values_list("booking_id", flat=True)), now=now)


@outbox.handles("synced_event.due", name="integrations.write_event", label="Booking into a calendar")
def write_event_now(message: OutboxMessage, now: datetime) -> None:
    """Write a booking into a linked calendar, or take it out."""
    business = current_business()
    assert business is not None, "calendars live in a business's schema"
    write_event(message.payload["event"], business, now=now)


@outbox.handles("calendar_account.left", name="integrations.leave_account", label="Calendar account to leave")
def leave_account_now(message: OutboxMessage, now: datetime) -> None:
    """Give a grant back."""
    leave_account(message.payload["account"], now=now)


@outbox.handles("calendar.due", name="integrations.read_calendar", label="Calendar to read")
def read_calendar_now(message: OutboxMessage, now: datetime) -> None:
    """Read a calendar that was just added, or that somebody wants read again."""
    business = current_business()
    assert business is not None, "calendars live in a business's schema"
    read_external(message.payload["calendar"], business, now=now)
