"""What customers are told of their bookings: one mail a fact, in the venue's words.

Order matters: claimed in one transaction, sent outside of any, marked in another. A worker killed between
the provider's yes and our mark repeats that one message, under the same Message-ID.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bookings.domain.lifecycle import Status
from bookings.models import Booking
from boom.core import outbox
from boom.core.faultpoints import reach
from boom.core.models import OutboxMessage
from notifications import services
from notifications.errors import MailRefused, MailServerAway
from notifications.letters import write_letter
from notifications.models import Message
from notifications.providers import email
from tenants.context import current_business

# Which facts a customer is told of, and what a list of failures calls that.
TOLD = {
    "booking.confirmed": "Confirmation to the customer",
    "booking.created": "Confirmation to the customer",
    "booking.moved": "Word of a new time or room to the customer",
    "booking.cancelled": "Word of a cancellation to the customer",
    "booking.restored": "Word to the customer that the booking stands again",
    "booking.requested": "Word to the customer that their request waits for an answer",
    "booking.declined": "Word of a no to the customer",
    "booking.lapsed": "Word to the customer that nobody answered their request",
}
EXPECTED = frozenset({Status.PENDING, Status.CONFIRMED})


def wants_telling(payload: Mapping[str, Any]) -> bool:
    """Not for imports and made-up pasts, nor where staff chose not to tell."""
    return not payload.get("quiet", False) and bool(payload.get("tell_customer", True))


def mail_customer(message: OutboxMessage, now: datetime) -> None:
    """Tell the customer of one fact by e-mail. Nothing when they left no address."""
    booking = (
        Booking.objects.select_related("room__venue", "customer")
        .filter(pk=message.payload["booking"])
        .first()
    )
    if booking is None or booking.customer is None or not booking.customer.email:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.customer",
        to_address=booking.customer.email,
        booking_id=booking.pk,
        now=now,
    )
    if ours is None:
        return
    reach("message.claimed")
    if reason := _why_not(message.kind, booking, now):
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return
    _send(ours, booking, now)


for _kind, _label in TOLD.items():
    outbox.handles(
        _kind, name=f"notifications.mail_{_kind.partition('.')[2]}", only=wants_telling, label=_label
    )(mail_customer)


def _why_not(kind: str, booking: Booking, now: datetime) -> str:
    """Why this news is none any more; empty when it still is. A later fact has a message of its own."""
    if booking.ends_at <= now:
        return "The booking is over."
    is_cancelled = booking.status == Status.CANCELLED
    if kind == "booking.requested" and booking.status != Status.PENDING:
        return "The request is answered."
    if kind == "booking.lapsed":
        return "" if booking.status == Status.EXPIRED else "The request is answered."
    if kind in {"booking.cancelled", "booking.declined"}:
        return "" if is_cancelled else "The booking stands again."
    return "" if booking.status in EXPECTED else f"The booking is {Status(booking.status).label.lower()}."


def _send(message: Message, booking: Booking, now: datetime) -> None:
    business = current_business()
    assert business is not None, "bookings live in a business's schema"
    try:
        email.check_address(message.to_address)
        letter = write_letter(message.kind, booking, business, now=now)
        email.send(letter.to_mail(to=message.to_address, message_id=message.message_id))
    except MailRefused as error:
        services.mark_failed(message_id=message.pk, reason=error.message, for_good=True)
        raise outbox.GiveUp(error.message) from error
    except MailServerAway as error:
        if error.is_known:
            services.mark_postponed(message_id=message.pk, reason=error.message)
            seconds = random.uniform(20, 40)  # noqa: S311 - so that not all come back at once
            raise outbox.Later(error.message, after=timedelta(seconds=seconds)) from error
        services.mark_failed(message_id=message.pk, reason=error.message, for_good=False)
        raise
    reach("message.accepted")
    services.mark_sent(message_id=message.pk, subject=letter.subject, now=now)
