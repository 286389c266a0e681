"""What is mailed when a webhook was switched off."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications import webhook_letters
from notifications.handlers import deliver_to_each


@outbox.handles(
    "webhook.disabled",
    name="notifications.mail_webhook_disabled",
    label="Word to managers that a webhook was switched off",
)
def mail_disabled_webhook(message: OutboxMessage, now: datetime) -> None:
    """Tell each of those who may switch it on again."""
    deliver_to_each(
        message,
        webhook_letters.who_connects(),
        key=f"fact.{message.pk}.manager",
        write=partial(webhook_letters.write_letter, message.payload),
        now=now,
    )
