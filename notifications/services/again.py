"""Sending a message once more, because somebody asked."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Conflict, NotFound
from boom.core.models import DeliveryState, OutboxDelivery
from notifications.models import Message, MessageState
from notifications.words import is_worded

# One fact may be told to the guest and to the venue.
TO_THE_VENUE = ("notifications.mail_own_change", "notifications.mail_guest_message")


class NotToBeSentAgain(Conflict):
    code = "not-to-be-sent-again"
    message = "This message cannot be sent again."


def can_resend(message: Message) -> bool:
    """Whether a press sends it again: what was given up is tried again, a booking's letter written anew."""
    if message.state == MessageState.DEAD:
        return True
    return message.state == MessageState.SENT and message.booking_id is not None and is_worded(message.kind)


@service
def resend(*, letter_id: int, now: datetime) -> None:
    """Have a message sent again, to the address its guest has now and about the booking as it stands now.

    What was given up goes back in line; what was sent is written anew, as a message of its own. Raises
    NotFound, NotToBeSentAgain.
    """
    message = Message.objects.select_for_update().filter(pk=letter_id).first()
    if message is None:
        raise NotFound(_("There is no such message."))
    if not can_resend(message):
        raise NotToBeSentAgain
    if message.state == MessageState.DEAD and (delivery := _dead_delivery(message)) is not None:
        outbox.retry_dead(delivery.pk, now=now)
    elif message.booking_id is not None and is_worded(message.kind):
        outbox.publish("message.resend_asked", about=message.kind, booking=message.booking_id)
    else:
        raise NotToBeSentAgain


def _dead_delivery(message: Message) -> OutboxDelivery | None:
    """The work that was given up with it. What made the message stands in its key, or in the fact."""
    dead = OutboxDelivery.objects.filter(state=DeliveryState.DEAD, message__kind=message.kind)
    prefix, _dot, rest = message.dedupe_key.partition(".")
    if prefix == "fact":
        # A message that was asked for again came of another kind of fact than the letter's.
        fact_id = int(rest.partition(".")[0])
        of_fact = OutboxDelivery.objects.filter(state=DeliveryState.DEAD, message_id=fact_id)
        is_ours = Q(handler__in=TO_THE_VENUE)
        return of_fact.filter(is_ours if rest.endswith(".venue") else ~is_ours).order_by("id").first()
    return dead.filter(message__payload__key=message.dedupe_key).order_by("id").first()
