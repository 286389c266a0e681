"""Letters to people whom a guest asked along: the invitation, and word of a change after their yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from bookings.invitee_file import invitee_file
from bookings.invitee_links import token_of
from bookings.models import Answer, Booking, Invitee
from bookings.selectors.groups import GONE
from bookings.selectors.invitees import is_ahead
from notifications.languages import language_of, speaking
from notifications.letters import Letter, when_in_words
from notifications.writing import Facts, somebody, visit_of, write
from tenants.models import Business

BUTTONS = {
    "invitee.invited": word("Say whether you come"),
    "invitee.news": word("See it, or change your answer"),
    "invitee.off": word("See it, or change your answer"),
}


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
    return _letter("invitee.invited", invitee, business, calendar=None)


def write_news(invitee: Invitee, business: Business, *, now: datetime) -> Letter:
    """How the visit stands now, or that it is called off, with the entry that replaces the one they have."""
    file = invitee_file(invitee, host=business.host, now=now)
    kind = "invitee.off" if invitee.booking.status in GONE else "invitee.news"
    return _letter(kind, invitee, business, calendar=file)


def facts_of_visit(booking: Booking, name: str, *, label: str, link: str) -> Facts:
    """What somebody who was asked along reads of a visit. Needs room and venue."""
    values = {
        # Both names are typed by whoever booked: no advertising in them.
        "hostName": somebody(booking.title),
        "when": when_in_words(booking),
        "roomName": booking.room.name,
        "link": link,
    }
    return Facts(name, values, label, visit_of(booking))


def _letter(kind: str, invitee: Invitee, business: Business, *, calendar: tuple[bytes, str] | None) -> Letter:
    booking = invitee.booking
    path = reverse("public:invited", urlconf="boom.urls_tenant", args=[token_of(invitee)])
    language = language_of(booking)
    with speaking(language):
        facts = facts_of_visit(booking, invitee.name, label=gettext(BUTTONS[kind]), link=business.url(path))
        return write(
            kind, replace(facts, calendar=calendar), business, venue=booking.room.venue, language=language
        )
