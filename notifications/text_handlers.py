"""What guests are told by text message, where their venue chose so: one text a fact, beside the mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import uniform

from django.urls import reverse

from billing.domain.features import Feature
from billing.selectors import allows
from bookings.models import Booking
from bookings.pay_links import pay_link
from boom.core import outbox
from boom.core.faultpoints import reach
from boom.core.models import OutboxMessage
from notifications import services
from notifications.customer_letters import text_of_pay_link
from notifications.errors import TextRefused, TextServiceAway
from notifications.handlers import wants_telling, why_not, why_not_again
from notifications.letters import write_text, write_whatsapp
from notifications.models import Channel, Message
from notifications.providers import sms
from notifications.samples import write_sample_text
from notifications.services.texting import why_suppressed
from notifications.services.timing import REMINDER, times_of, why_no_visit
from notifications.whatsapp import Filled, takes_whatsapp
from notifications.words import TEXTED, Text
from tenants.context import current_business
from tenants.models import Business

SOON_S = (20.0, 40.0)


def text_customer(message: OutboxMessage, now: datetime) -> None:
    """Tell the customer of one fact by text message. Nothing where the venue did not choose it, or there is
    no number.
    """
    booking = (
        Booking.objects.select_related("room__venue", "customer")
        .filter(pk=message.payload["booking"])
        .first()
    )
    if booking is None or booking.customer is None or not booking.customer.phone:
        return
    if message.kind not in times_of(booking.room.venue).texts or not may_text():
        return
    key = message.payload["key"] if message.kind == REMINDER else f"fact.{message.pk}.customer"
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"{key}.sms",
        to_address=booking.customer.phone,
        booking_id=booking.pk,
        now=now,
        channel=Channel.SMS,
    )
    if ours is None:
        return
    reach("message.claimed")
    if message.kind == REMINDER:
        reason = why_no_visit(message.kind, booking, message.payload, now)
    else:
        reason = why_not(message.kind, booking, now)
    if reason:
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return
    _deliver_about(booking, ours, now)


for _kind in sorted(TEXTED):
    outbox.handles(
        _kind,
        name=f"notifications.text_{_kind.replace('.', '_')}",
        only=wants_telling,
        label="Text message to the customer",
    )(text_customer)


@outbox.handles(
    "message.resend_asked",
    name="notifications.text_again",
    only=lambda payload: payload.get("channel") == Channel.SMS,
    label="Text message that was asked for again",
)
def text_again(message: OutboxMessage, now: datetime) -> None:
    """Write a text about a booking anew, as it stands now, to the number its guest has now."""
    kind = message.payload["about"]
    booking = (
        Booking.objects.select_related("room__venue", "customer")
        .filter(pk=message.payload["booking"])
        .first()
    )
    if booking is None or booking.customer is None or not booking.customer.phone or not may_text():
        return
    ours = services.claim_message(
        kind=kind,
        dedupe_key=f"fact.{message.pk}.again.sms",
        to_address=booking.customer.phone,
        booking_id=booking.pk,
        now=now,
        channel=Channel.SMS,
    )
    if ours is None:
        return
    reach("message.claimed")
    if reason := why_not_again(kind, booking, now):
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return
    _deliver_about(booking, ours, now, as_text=message.payload.get("as_text", False))


@outbox.handles(
    "payment.link_asked", name="notifications.text_pay_link", label="Link to pay by, by text message"
)
def text_pay_link(message: OutboxMessage, now: datetime) -> None:
    """Text somebody the link to pay by; nothing where it is paid or taken back by then."""
    asked = pay_link(message.payload["link"], now=now)
    if asked is None or not asked.phone or not may_text():
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.customer.sms",
        to_address=asked.phone,
        booking_id=asked.booking.pk,
        now=now,
        channel=Channel.SMS,
    )
    if ours is not None:
        deliver_text(ours, partial(text_of_pay_link, asked), now)


@outbox.handles(
    "message.trial_asked",
    name="notifications.text_trial",
    only=lambda payload: payload.get("channel") == Channel.SMS,
    label="Trial text message to your team",
)
def text_trial(message: OutboxMessage, now: datetime) -> None:
    """Send a text that is being written to whoever writes it, about a real booking."""
    said = message.payload
    booking = Booking.objects.select_related("room__venue", "customer").filter(pk=said["booking"]).first()
    if booking is None or not may_text():
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.trial.sms",
        to_address=said["to"],
        booking_id=None,
        now=now,
        channel=Channel.SMS,
    )
    if ours is not None:
        words = Text("", said["body"])

        def write(business: Business) -> str:
            return write_sample_text(
                said["about"], booking, business, now=now, said=words, language=said["language"]
            )

        deliver_text(ours, write, now)


def may_text() -> bool:
    """Whether the business's plan has text messages."""
    return allows(current_business(), Feature.SMS)


def _deliver_about(booking: Booking, ours: Message, now: datetime, *, as_text: bool = False) -> None:
    """Tell whoever booked by WhatsApp where they said yes to it, else by text message."""
    sid = "" if as_text else takes_whatsapp(ours.kind, booking)
    by_whatsapp = partial(write_whatsapp, ours.kind, sid, booking, now=now) if sid else None
    deliver_text(ours, partial(write_text, ours.kind, booking, now=now), now, by_whatsapp=by_whatsapp)


def deliver_text(
    message: Message,
    write: Callable[[Business], str],
    now: datetime,
    *,
    by_whatsapp: Callable[[Business], Filled] | None = None,
) -> None:
    """Send what `write` writes, outside of any transaction, and mark what came of it. Where `by_whatsapp` is
    given that goes first, and the text only where WhatsApp does not take it.
    """
    business = current_business()
    assert business is not None, "bookings live in a business's schema"
    went_by_whatsapp = False
    try:
        if reason := why_suppressed(Channel.SMS, message.to_address):
            raise TextRefused(reason)
        words, provider_id = "", ""
        if by_whatsapp is not None:
            words, provider_id = _send_by_whatsapp(message, by_whatsapp(business), business)
            went_by_whatsapp = bool(provider_id)
        if not went_by_whatsapp:
            words = write(business)
            provider_id = sms.carrier().send(_text(message, words, business), was_tried=message.attempts > 1)
    except TextRefused as error:
        services.mark_failed(message_id=message.pk, reason=error.message, for_good=True)
        raise outbox.GiveUp(error.message) from error
    except TextServiceAway as error:
        if error.is_known:
            services.mark_postponed(message_id=message.pk, reason=error.message)
            seconds = uniform(*SOON_S)  # noqa: S311 - so that not all come back at once
            raise outbox.Later(error.message, after=timedelta(seconds=seconds)) from error
        services.mark_failed(message_id=message.pk, reason=error.message, for_good=False)
        raise
    reach("message.accepted")
    services.mark_sent(
        message_id=message.pk,
        subject=words[:200],
        now=now,
        provider_id=provider_id,
        by_whatsapp=went_by_whatsapp,
    )


def _send_by_whatsapp(message: Message, what: Filled, business: Business) -> tuple[str, str]:
    """Its words and key; no key where WhatsApp refuses it, for the number or the template."""
    text = replace(_text(message, what.words, business), template=what.sid, variables=what.variables)
    try:
        return what.words, sms.carrier().send(text, was_tried=message.attempts > 1)
    except TextRefused:
        return what.words, ""


def _text(message: Message, words: str, business: Business) -> sms.Text:
    return sms.Text(
        to=message.to_address,
        words=words,
        key=message.message_id,
        report_to=business.url(reverse("hooks:twilio-status", urlconf="boom.urls_tenant")),
        since=message.created_at,
    )
