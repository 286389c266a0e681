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
from notifications.letters import LONGEST_TEXT, Letter, greeting_name, tidy, when_in_words
from notifications.providers.email import one_line
from tenants.models import Business


def write_link_letter(customer: Customer, business: Business, *, sender: str, now: datetime) -> Letter:
    """The letter with a fresh link to a customer's own page. `sender` is whose name it goes under."""
    token = issue_customer_link(customer_id=customer.pk, now=now)
    context = {
        "business": business,
        "name": greeting_name(customer.name),
        "link": business.url(f"/my/{token}/"),
    }
    with speaking(customer.locale):
        return _letter("link", context, sender_name=sender, reply_to="")


def write_sent_back(
    booking: Booking, payload: Mapping[str, Any], business: Business, *, now: datetime
) -> Letter:
    """That a payment goes back to the card: too late for the slot, or more than was due.

    Needs room, venue and customer; `payload` is the fact's (amount_minor, currency, is_late).
    """
    venue, is_late = booking.room.venue, bool(payload["is_late"])
    token = "" if is_late else issue_manage_link(booking_id=booking.pk, now=now)
    with speaking(language_of(booking)):
        context = {
            "business": business,
            "name": greeting_name(booking.guest_name),
            "amount": text.money(Money(payload["amount_minor"], payload["currency"])),
            "when": when_in_words(booking),
            "room": booking.room.name,
            "is_late": is_late,
            "link": business.url("/" if is_late else f"/booked/{token}/"),
        }
        return _letter("sent_back", context, sender_name=venue.name, reply_to=venue.email)


def write_pay_link(asked: PayLink, business: Business) -> Letter:
    """So much is to be paid, by a link that does nothing else."""
    venue = asked.booking.room.venue
    with speaking(language_of(asked.booking)):
        context = {
            "business": business,
            "name": greeting_name(asked.name),
            "amount": text.money(asked.amount),
            "when": when_in_words(asked.booking),
            "room": asked.booking.room.name,
            "words": asked.words,
            "until": text.day(asked.expires_at, venue.zone, style="full", locale=venue.locale),
            "link": business.url(asked.path),
        }
        return _letter("pay_link", context, sender_name=venue.name, reply_to=venue.email)


def text_of_pay_link(asked: PayLink, business: Business) -> str:
    """The same as a text message, its link whole."""
    venue, link = asked.booking.room.venue, business.url(asked.path)
    with speaking(language_of(asked.booking)):
        said = gettext("%(venue)s: %(amount)s to pay for %(when)s, by %(until)s. %(words)s") % {
            "venue": venue.name,
            "amount": text.money(asked.amount),
            "when": when_in_words(asked.booking),
            "until": text.day(asked.expires_at, venue.zone, style="full", locale=venue.locale),
            "words": asked.words,
        }
        return f"{one_line(said, longest=LONGEST_TEXT - len(link) - 1)} {link}"


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
