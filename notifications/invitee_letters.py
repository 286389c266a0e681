"""Letters to people whom a guest asked along: the invitation, and word of a change after their yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from bookings.invitee_file import invitee_file
from bookings.invitee_links import token_of
from bookings.models import Answer, Invitee
from bookings.selectors.groups import GONE
from bookings.selectors.invitees import is_ahead
from notifications.languages import language_of, speaking
from notifications.letters import Letter, greeting_name, night_in_words, tidy, when_in_words
from notifications.providers.email import one_line
from tenants.models import Business


def why_no_invitation(invitee: Invitee, now: datetime) -> str:
    """Why an invitation is none any more; empty when it still is."""
    if invitee.revoked_at is not None:
        return "They are not on the guest list any more."
    return "" if is_ahead(invitee.booking, now=now) else "The visit is off, or over."


def why_no_news(about: str, invitee: Invitee, now: datetime) -> str:
    """Why word of a change is none any more. A later change has a message of its own."""
    if invitee.revoked_at is not None or invitee.answer != Answer.YES:
        return "They do not come."
    booking = invitee.booking
    if booking.ends_at <= now:
        return "The booking is over."
    if about == "booking.cancelled":
        return "" if booking.status in GONE else "The booking stands again."
    return "" if is_ahead(booking, now=now) else "The visit is off."


def write_invitation(invitee: Invitee, business: Business) -> Letter:
    """That somebody is asked along, with their link. Needs booking, room, venue and customer."""
    return _letter("invited", invitee, business, calendar=None)


def write_news(invitee: Invitee, business: Business, *, now: datetime) -> Letter:
    """How the visit stands now, or that it is called off, with the entry that replaces the one they have."""
    file = invitee_file(invitee, host=business.host, now=now)
    return _letter("off" if invitee.booking.status in GONE else "changed", invitee, business, calendar=file)


def _letter(name: str, invitee: Invitee, business: Business, *, calendar: tuple[bytes, str] | None) -> Letter:
    booking = invitee.booking
    venue = booking.room.venue
    path = reverse("public:invited", urlconf="boom.urls_tenant", args=[token_of(invitee)])
    with speaking(language_of(booking)):
        context: dict[str, Any] = {
            "business": business,
            "venue": venue,
            # Both names are typed by whoever booked: no advertising in them.
            "name": greeting_name(invitee.name),
            "host": greeting_name(booking.title),
            "when": when_in_words(booking),
            "night": night_in_words(booking),
            "room": booking.room.name,
            "link": business.url(path),
            "page": business.url("/"),
        }
        template = f"emails/invitees/{name}"
        return Letter(
            subject=one_line(render_to_string(f"{template}.subject.txt", context), longest=200),
            text=tidy(render_to_string(f"{template}.txt", context)),
            html=render_to_string(f"{template}.html", context),
            sender_name=venue.name,
            reply_to=venue.email,
            calendar=calendar,
        )
