"""What is mailed when a webhook was switched off."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications import services, webhook_letters
from notifications.handlers import deliver_letter


@outbox.handles(
    "webhook.disabled",
    name="notifications.mail_webhook_disabled",
    label="Word to managers that a webhook was switched off",
)
def mail_disabled_webhook(message: OutboxMessage, now: datetime) -> None:
    """Tell each of those who may switch it on again."""
    for person in webhook_letters.who_connects():
        ours = services.claim_message(
            kind=message.kind,
            dedupe_key=f"fact.{message.pk}.manager.{person.pk}",
            to_address=person.email,
            booking_id=None,
            now=now,
        )
        if ours is not None:
            deliver_letter(ours, partial(webhook_letters.write_letter, message.payload, person), now)
