"""Letters that are not news of a booking: a customer's link to their page, a guest's words to the venue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from bookings.domain.reference import shown
from bookings.models import Customer, GuestMessage
from bookings.services.customer_links import issue_customer_link
from notifications.letters import Letter, greeting_name, tidy, when_in_words
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
    return _letter("link", context, sender_name=sender, reply_to="")


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
