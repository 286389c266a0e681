"""What was said about a booking, for those who look after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from notifications.events import EVENTS
from notifications.models import Message, MessageState
from notifications.services.again import can_resend

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a booking's log. `at` is when it went out, or was written down; `why` is a reason, if any."""

    letter_id: int
    title: str
    to: str
    subject: str
    state: str
    state_words: str
    why: str
    at: datetime
    can_resend: bool


def said_about(booking_id: int) -> list[Said]:
    """The newest messages about a booking, newest first; at most 20."""
    rows = Message.objects.filter(booking_id=booking_id).order_by("-id")[:MOST_SHOWN]
    words = {
        MessageState.DUE: _("is about to go out"),
        MessageState.SENDING: _("is going out"),
        MessageState.SENT: _("sent"),
        MessageState.FAILED: _("is tried again"),
        MessageState.DEAD: _("given up"),
        MessageState.SKIPPED: _("not needed any more"),
    }
    return [
        Said(
            letter_id=row.pk,
            title=str(EVENTS[row.kind].title) if row.kind in EVENTS else row.kind,
            to=row.to_address,
            subject=row.subject,
            state=row.state,
            state_words=words[MessageState(row.state)],
            why=row.last_error,
            at=row.sent_at or row.created_at,
            can_resend=can_resend(row),
        )
        for row in rows
    ]
