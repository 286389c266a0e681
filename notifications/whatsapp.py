"""What guests are told by WhatsApp: words that Meta approves once, with places for a booking's own values.

A business may write there first by an approved template alone, and only to somebody who said yes. So the
words are Boom's, the same for all, in English; whoever reads another language gets a text message in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from bookings.domain.texts import names_in
from bookings.models import Booking, Consent, Purpose
from notifications.composing import one_line_of
from notifications.languages import language_of, spoken
from notifications.providers import templates

# Neither begins nor ends with a place for a value: Meta approves no such template.
_BOOKED = "Your booking at {{businessName}}: {{when}}, {{roomName}}. Look it up here: {{link}} See you!"
WORDS: Mapping[str, str] = {
    "booking.confirmed": _BOOKED,
    "booking.created": _BOOKED,
    "booking.moved": (
        "Your booking at {{businessName}} has changed to {{when}}, {{roomName}}. "
        "Look it up here: {{link}} See you!"
    ),
    "booking.cancelled": "Your booking at {{businessName}} on {{when}} is cancelled.",
    "visit.reminder_due": (
        "See you at {{businessName}} {{when}}, {{roomName}}: {{link}} Reply C to confirm, X to cancel."
    ),
}
# For values that are empty: a template has no empty places.
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with a booking's values: its key with Twilio, the values by place, and how it reads."""

    sid: str
    variables: Mapping[str, str]
    words: str


def takes_whatsapp(kind: str, booking: Booking) -> str:
    """The key of the template that tells whoever booked of an event by WhatsApp; empty where a text does.

    Needs the booking's room, venue and customer.
    """
    sid = settings.WHATSAPP_TEMPLATES.get(kind, "") if settings.WHATSAPP_IS_ON and kind in WORDS else ""
    if not sid or booking.customer_id is None or spoken(language_of(booking)) != "en":
        return ""
    if not agreed_to_whatsapp(booking.customer_id):
        return ""
    return sid if templates.is_approved(sid) else ""


def agreed_to_whatsapp(customer_id: int) -> bool:
    """Whether a customer's newest answer is yes."""
    said = Consent.objects.filter(customer_id=customer_id, purpose=Purpose.WHATSAPP).order_by("-at", "-id")
    newest = said.first()
    return newest is not None and newest.is_given


def filled(kind: str, sid: str, values: Mapping[str, str]) -> Filled:
    """A template with the values that its places stand for."""
    names = places_of(kind)
    given = {name: one_line_of(f"{{{{{name}}}}}", values).strip() or NOTHING for name in names}
    numbered = {str(place): given[name] for place, name in enumerate(names, start=1)}
    return Filled(sid, numbered, one_line_of(WORDS[kind], given))


def places_of(kind: str) -> list[str]:
    """What the places of a template stand for, from the first on."""
    return list(dict.fromkeys(names_in(WORDS[kind])))


def body_of(kind: str) -> str:
    """A template's words as Twilio takes them, with numbers for places."""
    body = WORDS[kind]
    for place, name in enumerate(places_of(kind), start=1):
        body = body.replace(f"{{{{{name}}}}}", f"{{{{{place}}}}}")
    return body
