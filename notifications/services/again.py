"""Sending a message once more, because somebody asked."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Conflict, NotFound
from boom.core.models import DeliveryState, OutboxDelivery
from notifications.models import Channel, Message, MessageState
from notifications.words import TEXTED, is_of_booking

# One fact may be told by mail and by text, be put on the bell and sent to other programs: each its own work.
WORK_OF = {Channel.EMAIL: "notifications.mail_", Channel.SMS: "notifications.text_"}
# And by mail to the guest and to the venue.
TO_THE_VENUE = ("notifications.mail_own_change", "notifications.mail_guest_message")


class NotToBeSentAgain(Conflict):
    code = "not-to-be-sent-again"
    message = "This message cannot be sent again."


def can_resend(message: Message) -> bool:
    """Whether a press sends it again: what was given up is tried again, a booking's letter written anew."""
    if message.state == MessageState.DEAD:
        return True
    return message.state == MessageState.SENT and message.booking_id is not None and _can_be_written(message)


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
    elif message.booking_id is not None and _can_be_written(message):
        outbox.publish(
            "message.resend_asked", about=message.kind, booking=message.booking_id, channel=message.channel
        )
    else:
        raise NotToBeSentAgain


def _can_be_written(message: Message) -> bool:
    """Whether there are words for it that can be written anew, by the way it went."""
    return message.kind in TEXTED if message.channel == Channel.SMS else is_of_booking(message.kind)


def _dead_delivery(message: Message) -> OutboxDelivery | None:
    """The work that was given up with it. What made the message stands in its key, or in the fact."""
    dead = OutboxDelivery.objects.filter(
        state=DeliveryState.DEAD, handler__startswith=WORK_OF[Channel(message.channel)]
    )
    prefix, _dot, rest = message.dedupe_key.partition(".")
    if prefix == "fact":
        # A message that was asked for again came of another kind of fact than the letter's.
        of_fact = dead.filter(message_id=int(rest.partition(".")[0]))
        is_ours = Q(handler__in=TO_THE_VENUE)
        return of_fact.filter(is_ours if rest.endswith(".venue") else ~is_ours).order_by("id").first()
    # A fact that is told both ways has one key, which a text's is made of.
    key = message.dedupe_key.removesuffix(".sms")
    return dead.filter(message__kind=message.kind, message__payload__key=key).order_by("id").first()
