"""The life of a message: claimed, then sent, failed or not needed. Sending itself is not done in here."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from boom.core.db import present_schema, service
from boom.core.outbox import MOST_ATTEMPTS, Later
from notifications.models import Channel, Message, MessageState

# A worker that has not said by then what became of it is taken for dead. Longer than a mail may take
# (EMAIL_TOTAL_TIMEOUT), shorter than the delivery's own lease.
LEASE_FOR = timedelta(seconds=settings.DELIVERY_LEASE_S * 2 / 3)
OVER = frozenset({MessageState.SENT, MessageState.SKIPPED})


@service
def claim_message(
    *,
    kind: str,
    dedupe_key: str,
    to_address: str,
    booking_id: int | None,
    now: datetime,
    channel: str = Channel.EMAIL,
) -> Message | None:
    """Take a message into one's hands, making it at the first time. None when it has been dealt with.

    Raises Later while another worker has it.
    """
    Message.objects.bulk_create(
        [
            Message(
                kind=kind,
                channel=channel,
                dedupe_key=dedupe_key,
                to_address=to_address,
                booking_id=booking_id,
                message_id=message_id_of(dedupe_key),
            )
        ],
        ignore_conflicts=True,
    )
    message = Message.objects.select_for_update().get(dedupe_key=dedupe_key)
    if message.state in OVER:
        return None
    if message.leased_until is not None and message.leased_until > now:
        raise Later("Another worker is sending it.", after=message.leased_until - now)
    # One that was given up and is tried again by hand has all its attempts before it, as its delivery has.
    message.attempts = 1 if message.state == MessageState.DEAD else message.attempts + 1
    message.state = MessageState.SENDING
    message.leased_until = now + LEASE_FOR
    message.to_address = to_address
    message.save(update_fields=["state", "attempts", "leased_until", "to_address"])
    return message


@service
def mark_sent(
    *, message_id: int, subject: str, now: datetime, provider_id: str = "", by_whatsapp: bool = False
) -> None:
    """The provider said yes; `provider_id` is its key, where it gave one."""
    Message.objects.filter(pk=message_id).update(
        state=MessageState.SENT,
        provider_id=provider_id,
        by_whatsapp=by_whatsapp,
        subject=subject,
        sent_at=now,
        leased_until=None,
        last_error="",
    )


@service
def mark_failed(*, message_id: int, reason: str, for_good: bool) -> None:
    """It did not go out; `for_good` when it never will, by itself."""
    message = Message.objects.select_for_update().get(pk=message_id)
    message.state = (
        MessageState.DEAD if for_good or message.attempts >= MOST_ATTEMPTS else MessageState.FAILED
    )
    message.leased_until = None
    message.last_error = reason[:500]
    message.save(update_fields=["state", "leased_until", "last_error"])


@service
def mark_postponed(*, message_id: int, reason: str) -> None:
    """Nobody was asked, as the provider is known to be away; no attempt is counted."""
    Message.objects.filter(pk=message_id).update(
        state=MessageState.FAILED,
        attempts=F("attempts") - 1,
        leased_until=None,
        last_error=reason[:500],
    )


@service
def mark_skipped(*, message_id: int, reason: str) -> None:
    """What it would have said is not true any more."""
    Message.objects.filter(pk=message_id).update(
        state=MessageState.SKIPPED, leased_until=None, last_error=reason[:500]
    )


def message_id_of(dedupe_key: str) -> str:
    """The Message-ID (RFC 5322) of a message, the same at every attempt; says nothing about the business."""
    digest = hashlib.sha256(f"{present_schema()}\x00{dedupe_key}".encode()).hexdigest()[:32]
    return f"<{digest}@{settings.BASE_DOMAIN}>"
