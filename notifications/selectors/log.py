"""What was said about a booking, for those who look after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from notifications.events import EVENTS
from notifications.models import Message, MessageState, Outcome, Suppression
from notifications.services.again import can_resend

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a booking's log. `at` is when it went out, or was written down; `why` is a reason, if any;
    `tone` how it is marked. `left_alone`: why nothing more is sent to that address, on its newest line.
    """

    letter_id: int
    title: str
    to: str
    subject: str
    tone: str
    state_words: str
    why: str
    at: datetime
    can_resend: bool
    left_alone: str = ""


def said_about(booking_id: int) -> list[Said]:
    """The newest messages about a booking, newest first; at most 20."""
    rows = list(Message.objects.filter(booking_id=booking_id).order_by("-id")[:MOST_SHOWN])
    words = {
        MessageState.DUE: _("is about to go out"),
        MessageState.SENDING: _("is going out"),
        MessageState.SENT: _("sent"),
        MessageState.FAILED: _("is tried again"),
        MessageState.DEAD: _("given up"),
        MessageState.SKIPPED: _("not needed any more"),
    }
    fates = {
        Outcome.DELIVERED: _("delivered"),
        Outcome.BOUNCED: _("came back"),
        Outcome.COMPLAINED: _("reported as spam"),
    }
    left_alone = _left_alone(rows)
    return [
        Said(
            letter_id=row.pk,
            title=str(EVENTS[row.kind].title) if row.kind in EVENTS else row.kind,
            to=f"{row.to_address} (WhatsApp)" if row.by_whatsapp else row.to_address,
            subject=row.subject,
            tone=_tone(row),
            state_words=fates[Outcome(row.outcome)] if row.outcome else words[MessageState(row.state)],
            why=row.last_error,
            at=row.sent_at or row.created_at,
            can_resend=can_resend(row),
            # Said once an address: the newest line has it.
            left_alone=left_alone.pop((row.channel, row.to_address.lower()), ""),
        )
        for row in rows
    ]


def _tone(row: Message) -> str:
    if row.state == MessageState.DEAD or row.outcome in {Outcome.BOUNCED, Outcome.COMPLAINED}:
        return "warn"
    return "good" if row.state == MessageState.SENT else "plain"


def _left_alone(rows: Sequence[Message]) -> dict[tuple[str, str], str]:
    """Of the addresses these went to, those that take no more, by channel and address, and why."""
    found = Suppression.objects.filter(address__in={row.to_address.lower() for row in rows})
    return {(each.channel, each.address): each.reason for each in found}
