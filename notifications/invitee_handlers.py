"""Who is written to of those whom guests asked along: one mail a fact, as in `notifications.handlers`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bookings.models import Invitee
from bookings.services.invitees import INVITED, NEWS
from boom.core import outbox
from boom.core.faultpoints import reach
from boom.core.models import OutboxMessage
from notifications import services
from notifications.handlers import deliver_letter
from notifications.invitee_letters import why_no_invitation, why_no_news, write_invitation, write_news
from notifications.letters import Letter
from notifications.models import Message, MessageState
from tenants.models import Business

# A visit that is moved to and fro is no reason to fill others' postboxes.
MOST_NEWS_A_DAY = 5
DAY = timedelta(days=1)


@outbox.handles(INVITED, name="notifications.mail_invitation", label="Invitation to a guest list")
def mail_invitation(message: OutboxMessage, now: datetime) -> None:
    """Send somebody who was asked along their link."""
    invitee = _invitee(message)
    if invitee is None:
        return

    _send(
        message,
        invitee,
        now,
        key=f"fact.{message.pk}.invitee",
        why_not=why_no_invitation(invitee, now),
        write=lambda business: write_invitation(invitee, business),
    )


@outbox.handles(NEWS, name="notifications.mail_invitee_news", label="Word of a change to a guest list")
def mail_news(message: OutboxMessage, now: datetime) -> None:
    """Tell somebody who said yes that the visit has changed, is off, or stands again."""
    invitee = _invitee(message)
    if invitee is None:
        return
    told = Message.objects.filter(
        kind=NEWS, booking_id=invitee.booking_id, to_address=invitee.email, state=MessageState.SENT
    )
    reason = why_no_news(message.payload["about"], invitee, now)
    if not reason and told.filter(sent_at__gt=now - DAY).count() >= MOST_NEWS_A_DAY:
        reason = "They heard of enough changes today."
    _send(
        message,
        invitee,
        now,
        key=message.payload["key"],
        why_not=reason,
        write=lambda business: write_news(invitee, business, now=now),
    )


def _invitee(message: OutboxMessage) -> Invitee | None:
    """Whom a fact is about; None where they have no address (any more)."""
    found = Invitee.objects.select_related("booking__room__venue", "booking__customer")
    return found.filter(pk=message.payload["invitee"]).exclude(email="").first()


def _send(
    message: OutboxMessage,
    invitee: Invitee,
    now: datetime,
    *,
    key: str,
    why_not: str,
    write: Callable[[Business], Letter],
) -> None:
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=key,
        to_address=invitee.email,
        booking_id=invitee.booking_id,
        now=now,
    )
    if ours is None:
        return
    reach("message.claimed")
    if why_not:
        services.mark_skipped(message_id=ours.pk, reason=why_not)
    else:
        deliver_letter(ours, write, now)
