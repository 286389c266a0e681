"""Mails to one of the team about what others did: what, whose booking, when and where, and a way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from bookings.domain.reference import shown
from bookings.models import Booking
from boom.core.money import Money
from notifications.composing import page
from notifications.letters import Letter, night_in_words, tidy, when_in_words
from notifications.providers.email import one_line
from notifications.topics import ANSWERS
from notifications.unsubscribing import staff_token
from tenants.models import Business


def write_staff_letter(booking: Booking, payload: Mapping[str, Any], business: Business) -> Letter:
    """The letter that a `staff_mail.due` promised. Needs room and venue."""
    venue, title = booking.room.venue, _title(payload)
    about = ", ".join(part for part in (booking.title, booking.room.name, when_in_words(booking)) if part)
    context = {
        "business": business,
        "title": title,
        "rows": list(_rows(booking, payload)),
        "link": business.url(f"/dashboard/bookings/{booking.pk}/"),
        "label": gettext("Open the booking"),
        "choose": business.url("/dashboard/alerts/mails/"),
    }
    off = off_link(payload["user"], payload["topic"], business)
    return Letter(
        subject=one_line(f"{title}: {about}", longest=200),
        text=tidy(render_to_string("emails/staff/letter.txt", context | {"off": off})),
        html=page(
            render_to_string("emails/staff/letter.html", context),
            business=business,
            accent=venue.brand_colour,
            unsubscribe=off,
        ),
        sender_name="Boom",
        reply_to="",
        unsubscribe=off,
    )


def off_link(user_id: int, topic: str, business: Business) -> str:
    """Where one press ends mails of a topic to one of the team."""
    path = reverse("letters:staff-off", urlconf="boom.urls_tenant", args=[staff_token(user_id, topic)])
    return business.url(path)


def _title(payload: Mapping[str, Any]) -> str:
    kind = payload["about"]
    if kind == "booking.confirmed" and payload["topic"] == ANSWERS:
        return gettext("Request accepted")
    if kind == "payment.given_back" and payload["amount_minor"] is not None:
        amount = Money(payload["amount_minor"], payload["currency"]).format()
        return gettext("Refund of %(amount)s") % {"amount": amount}
    return {
        "booking.confirmed": gettext("New booking"),
        "booking.created": gettext("New booking"),
        "booking.requested": gettext("Request that waits for an answer"),
        "booking.lapsed": gettext("Request that nobody answered in time"),
        "booking.declined": gettext("Request declined"),
        "booking.moved": gettext("Booking moved"),
        "booking.changed": gettext("Booking changed"),
        "booking.restored": gettext("Booking stands again"),
        "booking.cancelled": gettext("Booking cancelled"),
        "payment.given_back": gettext("Refund"),
    }[kind]


def _rows(booking: Booking, payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Labels and what stands beside them."""
    if booking.title:
        yield gettext("For"), booking.title
    yield gettext("When"), when_in_words(booking)
    if night := night_in_words(booking):
        yield gettext("Night"), night
    yield (
        gettext("Room"),
        gettext("%(room)s, %(venue)s")
        % {
            "room": booking.room.name,
            "venue": booking.room.venue.name,
        },
    )
    if booking.party_size:
        yield gettext("People"), str(booking.party_size)
    if booking.reference:
        yield gettext("Reference"), shown(booking.reference)
    if booking.cancellation_reason and payload["about"] in {"booking.cancelled", "booking.declined"}:
        yield gettext("Why"), booking.cancellation_reason
    if payload["did"]:
        yield gettext("Done by"), payload["did"]
    if more := payload["count"] - 1:
        words = ngettext("%(count)s more booking", "%(count)s more bookings", more)
        yield gettext("At the same time"), words % {"count": more}
