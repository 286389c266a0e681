"""Answers that come back by text message, and addresses that take no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings.domain.lifecycle import Status
from bookings.errors import NotPossibleNow, RulesBroken
from bookings.models import Booking
from bookings.services.own import cancel_own_booking
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import NotFound
from notifications.languages import language_of, speaking
from notifications.models import Channel, Message, MessageState, Outcome, Suppression, TextReply
from notifications.models.replies import Did

YES = frozenset({"c", "confirm", "yes", "y", "ok", "1"})
NO = frozenset({"x", "cancel", "no", "n", "2"})
STOP = frozenset({"stop", "stopall", "unsubscribe", "end", "quit"})
START = frozenset({"start", "unstop"})
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What a guest is told back; empty where nothing is."""

    did: str
    words: str


@service
def take_reply(*, provider_id: str, from_number: str, words: str, now: datetime) -> Answer:
    """Do what a guest's text message asks for: confirm, cancel under the venue's terms, or stop.

    It is about the next booking that a text was sent to this number about. The same message again is answered
    and does nothing. What is none of these words waits for a person.
    """
    before = TextReply.objects.filter(provider_id=provider_id).first()
    if before is not None:
        return Answer(before.did, "")
    word = words.strip().strip(".!").lower()
    booking = _booking_of(from_number, now)
    if word in STOP:
        suppress(channel=Channel.SMS, address=from_number, reason=str(_("Asked for no more texts.")))
        answer = Answer(Did.NOTHING, "")
    elif word in START:
        Suppression.objects.filter(channel=Channel.SMS, address=from_number).delete()
        answer = Answer(Did.NOTHING, "")
    elif booking is not None and word in YES:
        answer = Answer(Did.CONFIRMED, _told(booking, gettext_noop("Thank you, see you then.")))
    elif booking is not None and word in NO:
        answer = _cancel(booking, now)
    else:
        answer = Answer(Did.NOTHING, "")
    TextReply.objects.create(
        provider_id=provider_id,
        from_number=from_number,
        words=words[:LONGEST_WORDS],
        booking=booking,
        did=answer.did,
    )
    if booking is not None:
        outbox.publish("text.replied", booking=booking.pk, did=str(answer.did))
    return answer


def _booking_of(number: str, now: datetime) -> Booking | None:
    """The next booking that a text to this number was about and that still stands."""
    ids = Message.objects.filter(
        channel=Channel.SMS, to_address=number, state=MessageState.SENT, booking__isnull=False
    ).values("booking_id")
    standing = Booking.objects.filter(
        pk__in=ids, starts_at__gt=now, status__in=[Status.CONFIRMED, Status.PENDING]
    )
    return standing.select_related("room__venue", "customer").order_by("starts_at", "id").first()


def _cancel(booking: Booking, now: datetime) -> Answer:
    try:
        cancel_own_booking(booking_id=booking.pk, version=None, reason=str(_("By text message")), now=now)
    except (RulesBroken, NotPossibleNow):
        return Answer(
            Did.TOO_LATE,
            _told(booking, gettext_noop("It is too late to cancel by text message. Please call us.")),
        )
    return Answer(Did.CANCELLED, _told(booking, gettext_noop("Your booking is cancelled.")))


def _told(booking: Booking, words: str) -> str:
    """What a guest reads, in their language."""
    with speaking(language_of(booking)):
        return _(words)


@service
def note_outcome(*, provider_id: str, delivered: bool, reason: str) -> bool:
    """What whoever carried a message says became of it. False for one that is not ours.

    What WhatsApp could not deliver is sent as a text message instead, once.
    """
    message = Message.objects.select_for_update().filter(provider_id=provider_id).first()
    if message is None:
        return False
    is_news = message.outcome != Outcome.BOUNCED
    message.outcome = Outcome.DELIVERED if delivered else Outcome.BOUNCED
    message.last_error = "" if delivered else reason[:500]
    message.save(update_fields=["outcome", "last_error"])
    if not delivered and is_news and message.by_whatsapp and message.booking_id is not None:
        # Not everybody who said yes has it: what did not arrive there goes by text message.
        outbox.publish(
            "message.resend_asked",
            about=message.kind,
            booking=message.booking_id,
            channel=Channel.SMS,
            as_text=True,
        )
    return True


@service
def suppress(*, channel: str, address: str, reason: str) -> Suppression:
    """Send nothing more to an address by this channel."""
    row, _made = Suppression.objects.get_or_create(
        channel=channel, address=address.lower(), defaults={"reason": reason[:300]}
    )
    return row


@service
def lift_suppression(*, suppression_id: int) -> None:
    """Try an address again. Raises NotFound."""
    deleted, _each = Suppression.objects.filter(pk=suppression_id).delete()
    if not deleted:
        raise NotFound(_("There is no such address on the list."))


def why_suppressed(channel: str, address: str) -> str:
    """Why nothing is sent there; empty where it is."""
    found = Suppression.objects.filter(channel=channel, address=address.lower()).first()
    return found.reason if found else ""
