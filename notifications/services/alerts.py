"""Telling the team in Boom itself, and keeping in mind who has looked."""

from __future__ import annotations

from boom.core import outbox
from boom.core.db import service
from notifications.models import AlertsSeen, StaffAlert
from notifications.services.chats import tell_chats


@service
def raise_alert(*, fact_id: int, kind: str, venue_id: int, booking_id: int | None, detail: str = "") -> bool:
    """Put one thing on the bell; open pages and chats hear of it. False where the fact is there already."""
    alert, made = StaffAlert.objects.get_or_create(
        fact_id=fact_id,
        defaults={
            "kind": kind, "venue_id": venue_id, "booking_id": booking_id, "detail": detail[:200],
        },
    )  # fmt: skip
    if made:
        outbox.publish("alert.raised", alert=alert.pk)
        tell_chats(alert)
    return made


@service
def mark_seen(*, user_id: int, last_id: int) -> None:
    """Somebody has looked at the bell, up to this alert. Never back."""
    AlertsSeen.objects.get_or_create(user_id=user_id)
    AlertsSeen.objects.filter(user_id=user_id, last_id__lt=last_id).update(last_id=last_id)
