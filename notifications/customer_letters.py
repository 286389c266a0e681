"""Letters that are not news of a booking to its customer: the link to their page; to the venue, what a guest
wrote or changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext

from bookings.domain.pricing import Quote
from bookings.domain.reference import shown
from bookings.models import Booking, Customer, GuestMessage
from bookings.pay_links import PayLink
from bookings.services.customer_links import issue_customer_link
from bookings.services.links import issue_manage_link
from boom.core import text
from boom.core.money import Money
from notifications.languages import language_of, speaking
from notifications.letters import LONGEST_TEXT, Letter, fitted, tidy, when_in_words
from notifications.models import Channel
from notifications.more_words import PAY_LINK
from notifications.providers.email import one_line
from notifications.words import Text, text_for
from notifications.writing import Facts, values_of, write
from tenants.models import Business


def write_link_letter(customer: Customer, business: Business, *, now: datetime) -> Letter:
    """The letter with a fresh link to the customer's page, which is good for a day."""
    token = issue_customer_link(customer_id=customer.pk, now=now)
    with speaking(customer.locale):
        facts = facts_of_page(customer.name, link=business.url(f"/my/{token}/"))
        return write("customers.link_asked", facts, business, venue=None, language=customer.locale)


def facts_of_page(name: str, *, link: str) -> Facts:
    """What the letter with a link to the customer's page says."""
    return Facts(name, {"link": link}, gettext("See your bookings"))


def write_sent_back(
    booking: Booking, payload: Mapping[str, Any], business: Business, *, now: datetime
) -> Letter:
    """A payment goes back to the card: it came too late for the slot, or was more than due.

    `payload`: amount_minor, currency, is_late. Needs room, venue and customer.
    """
    is_late = bool(payload["is_late"])
    token = "" if is_late else issue_manage_link(booking_id=booking.pk, now=now)
    amount = Money(payload["amount_minor"], payload["currency"])
    link = business.url("/" if is_late else f"/booked/{token}/")
    language = language_of(booking)
    with speaking(language):
        facts = facts_of_sent_back(booking, amount, is_late=is_late, link=link)
        return write("payment.sent_back", facts, business, venue=booking.room.venue, language=language)


def facts_of_sent_back(booking: Booking, amount: Money, *, is_late: bool, link: str) -> Facts:
    """What goes back to whoever booked, and why. Needs room and venue."""
    shown_amount = text.money(amount)
    values = {
        "amount": shown_amount,
        "tooLate": shown_amount if is_late else "",
        "tooMuch": "" if is_late else shown_amount,
        "when": when_in_words(booking),
        "roomName": booking.room.name,
        "link": link,
    }
    label = gettext("See what is free instead") if is_late else gettext("Your booking")
    return Facts(booking.guest_name, values, label)


def write_pay_link(asked: PayLink, business: Business) -> Letter:
    """So much is to be paid, by a link that does nothing else."""
    language = language_of(asked.booking)
    with speaking(language):
        facts = facts_of_pay_link(asked, link=business.url(asked.path))
        return write(PAY_LINK, facts, business, venue=asked.booking.room.venue, language=language)


def facts_of_pay_link(asked: PayLink, *, link: str) -> Facts:
    """What is to be paid for what, and until when. Needs the booking's room and venue."""
    booking, venue = asked.booking, asked.booking.room.venue
    values = {
        "amount": text.money(asked.amount),
        "when": when_in_words(booking),
        "roomName": booking.room.name,
        "message": asked.words,
        "until": text.day(asked.expires_at, venue.zone, style="full", locale=venue.locale),
        "link": link,
    }
    return Facts(asked.name, values, gettext("Pay by card"))


def text_of_pay_link(
    asked: PayLink, business: Business, *, said: Text | None = None, language: str = ""
) -> str:
    """The same as a text message, its link whole; in words that are `said`, else the business's or Boom's."""
    language = language or language_of(asked.booking)
    with speaking(language):
        said = said or text_for(PAY_LINK, Channel.SMS, language=language)
        facts = facts_of_pay_link(asked, link=business.url(asked.path))
        values = values_of(facts, business, venue=asked.booking.room.venue)
        return fitted(said.body, values, longest=LONGEST_TEXT)


def write_guest_message(message: GuestMessage, business: Business) -> Letter:
    """A guest's words for the venue; an answer goes to the guest. Needs booking, room, venue and customer."""
    booking = message.booking
    guest_email = booking.customer.email if booking.customer else ""
    context = {
        "business": business,
        "title": one_line(booking.title, longest=60),
        "reference": shown(booking.reference),
        "when": when_in_words(booking),
        "room": booking.room.name,
        "words": message.words,
        "answerable": bool(guest_email),
        "link": business.url(f"/dashboard/bookings/{booking.pk}/"),
    }
    return _letter("message", context, sender_name=business.name, reply_to=guest_email)


def write_own_change(booking: Booking, before: Mapping[str, Any], business: Business) -> Letter:
    """What a guest changed by the link of their booking, for the venue. Needs room, venue and customer.

    `before`: people, total_minor and room (its id) as they were. The booking is told as it is by now.
    """
    guest_email = booking.customer.email if booking.customer else ""
    context = {
        "business": business,
        "title": one_line(booking.title, longest=60),
        "reference": shown(booking.reference),
        "when": when_in_words(booking),
        "room": booking.room.name,
        "changes": list(_changes(booking, before)),
        "link": business.url(f"/dashboard/bookings/{booking.pk}/"),
    }
    return _letter("changed", context, sender_name=business.name, reply_to=guest_email)


def _changes(booking: Booking, before: Mapping[str, Any]) -> Iterator[str]:
    if before["room"] != booking.room_id:
        yield gettext("Another room: %(room)s") % {"room": booking.room.name}
    if before["people"] != booking.party_size:
        people = {"before": before["people"] or 0, "after": booking.party_size or 0}
        yield gettext("People: %(before)s before, %(after)s now") % people
    if not booking.currency:
        return
    old, new = (Money(minor or 0, booking.currency) for minor in (before["total_minor"], booking.total_minor))
    yield gettext("Price: %(before)s before, %(after)s now") % {"before": old.format(), "after": new.format()}
    extras = [
        line.rule for line in Quote.from_json(booking.quote, booking.currency).lines if line.code == "add-on"
    ]
    if extras:
        yield gettext("With it: %(extras)s") % {"extras": ", ".join(extras)}


def _letter(name: str, context: dict[str, Any], *, sender_name: str, reply_to: str) -> Letter:
    path = f"emails/customers/{name}"
    return Letter(
        subject=one_line(render_to_string(f"{path}.subject.txt", context), longest=200),
        text=tidy(render_to_string(f"{path}.txt", context)),
        html=render_to_string(f"{path}.html", context),
        sender_name=sender_name,
        reply_to=reply_to,
        calendar=None,
    )
