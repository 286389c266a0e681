"""What customers are told of their bookings: one mail a fact, in the venue's words.

Order matters: claimed in one transaction, sent outside of any, marked in another. A worker killed between
the provider's yes and our mark repeats that one message, under the same Message-ID.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from accounts.models import User
from billing.measures import measures
from bookings.domain.lifecycle import Status
from bookings.evidence import Told, knows_what_was_told
from bookings.models import Booking, Customer, GuestMessage, WaitlistEntry
from bookings.pay_links import pay_link
from boom.core import outbox
from boom.core.faultpoints import reach
from boom.core.models import OutboxMessage
from notifications import services, waitlist_letters
from notifications.customer_letters import (
    write_guest_message,
    write_link_letter,
    write_own_change,
    write_pay_link,
    write_sent_back,
)
from notifications.errors import MailRefused, MailServerAway
from notifications.letters import Letter, write_letter
from notifications.mail_marks import mark_of
from notifications.models import Broadcast, Channel, Message, MessageState
from notifications.own_senders import send_for
from notifications.providers import email
from notifications.samples import write_sample
from notifications.services.broadcasts import BROADCAST
from notifications.services.texting import why_suppressed
from notifications.services.timing import FOLLOW_UP, REMINDER, why_no_visit
from notifications.words import Text
from tenants.context import current_business
from tenants.models import Business

# Which facts a customer is told of, and what a list of failures calls that.
TOLD = {
    "booking.confirmed": "Confirmation to the customer",
    "booking.created": "Confirmation to the customer",
    "booking.moved": "Word of a new time or room to the customer",
    "booking.changed": "Word to the customer that their party or extras are changed",
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
    if reason := why_not(message.kind, booking, now):
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return

    def write(business: Business) -> Letter:
        return write_letter(message.kind, booking, business, now=now)

    deliver_letter(ours, write, now)


for _kind, _label in TOLD.items():
    outbox.handles(
        _kind, name=f"notifications.mail_{_kind.partition('.')[2]}", only=wants_telling, label=_label
    )(mail_customer)


def why_not(kind: str, booking: Booking, now: datetime) -> str:
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


def why_not_again(kind: str, booking: Booking, now: datetime) -> str:
    """The same of what is said once more, about the booking as it stands now."""
    if kind in {REMINDER, FOLLOW_UP}:
        return why_no_visit(kind, booking, {"starts_at": booking.starts_at.isoformat()}, now)
    return why_not(kind, booking, now)


def mail_visit(message: OutboxMessage, now: datetime) -> None:
    """Remind of a visit, or thank for it. Not where it was cancelled or moved since it was written down."""
    payload = message.payload
    booking = Booking.objects.select_related("room__venue", "customer").filter(pk=payload["booking"]).first()
    if booking is None or booking.customer is None or not booking.customer.email:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=payload["key"],
        to_address=booking.customer.email,
        booking_id=booking.pk,
        now=now,
    )
    if ours is None:
        return
    reach("message.claimed")
    if reason := why_no_visit(message.kind, booking, payload, now):
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return
    deliver_letter(ours, lambda business: write_letter(message.kind, booking, business, now=now), now)


outbox.handles(REMINDER, name="notifications.mail_reminder", label="Reminder to the customer")(mail_visit)
outbox.handles(
    FOLLOW_UP, name="notifications.mail_follow_up", label="Thanks to the customer after the visit"
)(mail_visit)


@outbox.handles(BROADCAST, name="notifications.mail_broadcast", label="Word to everybody of some nights")
def mail_broadcast(message: OutboxMessage, now: datetime) -> None:
    """Tell one guest what everybody of some nights is told. Not those who are not expected any more."""
    payload = message.payload
    said = Broadcast.objects.get(pk=payload["broadcast"])
    booking = Booking.objects.select_related("room__venue", "customer").filter(pk=payload["booking"]).first()
    if booking is None or booking.customer is None or not booking.customer.email:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=payload["key"],
        to_address=booking.customer.email,
        booking_id=booking.pk,
        now=now,
    )
    if ours is None:
        return
    reach("message.claimed")
    if booking.status not in EXPECTED:
        reason = f"The booking is {Status(booking.status).label.lower()}."
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return
    words = Text(said.subject, said.body)
    deliver_letter(
        ours, lambda business: write_letter(message.kind, booking, business, now=now, said=words), now
    )


def mail_waiting(message: OutboxMessage, now: datetime) -> None:
    """Tell somebody that they are on the waiting list, or that they have an offer."""
    entry = WaitlistEntry.objects.select_related("venue", "room").filter(pk=message.payload["entry"]).first()
    if entry is None or not entry.email:
        return
    offer = waitlist_letters.offer_of(message.payload)
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.customer",
        to_address=entry.email,
        booking_id=offer.booking_id if offer else None,
        now=now,
    )
    if ours is None:
        return
    reach("message.claimed")
    if reason := waitlist_letters.why_not(message.kind, entry, offer, now):
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return

    def write(business: Business) -> Letter:
        return waitlist_letters.write_letter(message.kind, entry, offer, business, now=now)

    deliver_letter(ours, write, now)


outbox.handles(
    "waitlist.joined",
    name="notifications.mail_waitlist_joined",
    only=wants_telling,
    label="Word to a guest that they are on the waiting list",
)(mail_waiting)
outbox.handles(
    "waitlist.offered",
    name="notifications.mail_waitlist_offered",
    only=wants_telling,
    label="Offer to a guest on the waiting list",
)(mail_waiting)


@outbox.handles(
    "customers.link_asked",
    name="notifications.mail_customer_link",
    # Asked for by somebody who never booked here: there is nobody to write to.
    only=lambda payload: payload["customer"] is not None,
    label="Log-in link to a customer",
)
def mail_customer_link(message: OutboxMessage, now: datetime) -> None:
    """Send a customer the link to their page, to the address on record and to no other."""
    customer = Customer.objects.filter(pk=message.payload["customer"]).exclude(email="").first()
    if customer is None:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.customer",
        to_address=customer.email,
        booking_id=None,
        now=now,
    )
    if ours is not None:

        def write(business: Business) -> Letter:
            return write_link_letter(customer, business, now=now)

        deliver_letter(ours, write, now)


@outbox.handles(
    "message.trial_asked",
    name="notifications.mail_trial",
    only=lambda payload: payload.get("channel", Channel.EMAIL) == Channel.EMAIL,
    label="Trial mail to your team",
)
def mail_trial(message: OutboxMessage, now: datetime) -> None:
    """Send a text that is being written to whoever writes it, about a real booking."""
    said = message.payload
    booking = Booking.objects.select_related("room__venue", "customer").filter(pk=said["booking"]).first()
    if booking is None:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.trial",
        to_address=said["to"],
        booking_id=None,
        now=now,
    )
    if ours is not None:
        words = Text(said["subject"], said["body"])

        def write(business: Business) -> Letter:
            return write_sample(
                said["about"], booking, business, now=now, said=words, language=said.get("language", "")
            )

        deliver_letter(ours, write, now)


@outbox.handles(
    "message.resend_asked",
    name="notifications.mail_again",
    only=lambda payload: payload.get("channel", Channel.EMAIL) == Channel.EMAIL,
    label="Message that was asked for again",
)
def mail_again(message: OutboxMessage, now: datetime) -> None:
    """Write a letter about a booking anew, as it stands now."""
    kind = message.payload["about"]
    booking = (
        Booking.objects.select_related("room__venue", "customer")
        .filter(pk=message.payload["booking"])
        .first()
    )
    if booking is None or booking.customer is None or not booking.customer.email:
        return
    ours = services.claim_message(
        kind=kind,
        dedupe_key=f"fact.{message.pk}.again",
        to_address=booking.customer.email,
        booking_id=booking.pk,
        now=now,
    )
    if ours is None:
        return
    reach("message.claimed")
    reason = why_not_again(kind, booking, now)
    if reason:
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return
    deliver_letter(ours, lambda business: write_letter(kind, booking, business, now=now), now)


@outbox.handles(
    "guest_message.sent", name="notifications.mail_guest_message", label="A guest’s message to the venue"
)
def mail_guest_message(message: OutboxMessage, now: datetime) -> None:
    """Send the venue what a guest wrote. Where the venue has no address it only stands to answer."""
    said = (
        GuestMessage.objects.select_related("booking__room__venue", "booking__customer")
        .filter(pk=message.payload["guest_message"])
        .first()
    )
    if said is None or not said.booking.room.venue.email:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.venue",
        to_address=said.booking.room.venue.email,
        booking_id=said.booking_id,
        now=now,
    )
    if ours is not None:
        deliver_letter(ours, lambda business: write_guest_message(said, business), now)


@outbox.handles(
    "booking.changed",
    name="notifications.mail_own_change",
    label="Word to the venue that a guest changed their booking",
)
def mail_own_change(message: OutboxMessage, now: datetime) -> None:
    """Tell the venue what a guest changed by the link. Without an address it stands in the history only."""
    booking = (
        Booking.objects.select_related("room__venue", "customer")
        .filter(pk=message.payload["booking"])
        .first()
    )
    if booking is None or not booking.room.venue.email:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.venue",
        to_address=booking.room.venue.email,
        booking_id=booking.pk,
        now=now,
    )
    if ours is not None:
        before = message.payload["before"]
        deliver_letter(ours, lambda business: write_own_change(booking, before, business), now)


@outbox.handles(
    "payment.sent_back",
    name="notifications.mail_payment_sent_back",
    label="Word to the customer that a payment goes back to the card",
)
def mail_sent_back(message: OutboxMessage, now: datetime) -> None:
    """Tell the customer that a payment goes back: it came too late, or was more than due."""
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
    if ours is not None:
        payload = message.payload
        deliver_letter(ours, lambda business: write_sent_back(booking, payload, business, now=now), now)


@outbox.handles(
    "payment.link_asked", name="notifications.mail_pay_link", label="Link to pay by to a customer"
)
def mail_pay_link(message: OutboxMessage, now: datetime) -> None:
    """Send somebody the link to pay by; nothing where it is paid or taken back by then."""
    asked = pay_link(message.payload["link"], now=now)
    if asked is None or not asked.email:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.customer",
        to_address=asked.email,
        booking_id=asked.booking.pk,
        now=now,
    )
    if ours is not None:
        deliver_letter(ours, lambda business: write_pay_link(asked, business), now)


@knows_what_was_told
def mails_about(booking_id: int) -> list[Told]:
    """The mails that went out to whoever booked."""
    sent = Message.objects.filter(
        Q(kind__startswith="booking.") | Q(kind=REMINDER),
        booking_id=booking_id,
        state=MessageState.SENT,
        channel=Channel.EMAIL,
    )
    return [
        Told(
            mail.sent_at,
            gettext("A mail went to %(address)s: %(subject)s")
            % {"address": mail.to_address, "subject": mail.subject},
        )
        for mail in sent.exclude(sent_at=None).order_by("id")
        if mail.sent_at is not None
    ]


@measures("messages")
def count_mails(since: datetime) -> int:
    """Mails that went out since an instant, for the platform's record of usage."""
    return Message.objects.filter(sent_at__gte=since).count()


def deliver_to_each(
    fact: OutboxMessage,
    people: Iterable[User],
    *,
    key: str,
    write: Callable[[User, Business], Letter],
    now: datetime,
) -> None:
    """Tell several of the team of one fact, each by a message of their own (`key` and who it is).

    Raises GiveUp where an address takes no mail, after the others were told: it keeps it from nobody.
    """
    refused: list[outbox.GiveUp] = []
    for person in people:
        ours = services.claim_message(
            kind=fact.kind,
            dedupe_key=f"{key}.{person.pk}",
            to_address=person.email,
            booking_id=None,
            now=now,
        )
        if ours is not None:
            try:
                deliver_letter(ours, partial(write, person), now)
            except outbox.GiveUp as error:
                refused.append(error)
    if refused:
        raise refused[0]


def deliver_letter(message: Message, write: Callable[[Business], Letter], now: datetime) -> None:
    """Send what `write` writes, outside of any transaction, and mark what came of it."""
    business = current_business()
    assert business is not None, "bookings live in a business's schema"
    try:
        email.check_address(message.to_address)
        if reason := why_suppressed(Channel.EMAIL, message.to_address):
            raise MailRefused(reason)
        letter = write(business)
        mark = mark_of(business.pk, message.pk)
        mail = letter.to_mail(to=message.to_address, message_id=message.message_id, mark=mark)
        provider_id = send_for(message, mail, now)
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
    services.mark_sent(message_id=message.pk, subject=letter.subject, now=now, provider_id=provider_id)
