"""The text staff copy for a guest once a booking is made: its placeholders, and a booking put into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.domain import texts
from bookings.domain.reference import shown
from bookings.models import FieldSubject, FormField, Occupancy, Venue
from bookings.selectors.fields import in_words
from boom.core import text
from boom.core.money import Money

# The names are those of Boom Karaoke, the single-venue app: texts written there go on working.
PLACEHOLDERS: dict[str, str | Promise] = {
    "customerName": _("the guest’s name"),
    "email": _("their e-mail"),
    "phone": _("their phone"),
    "roomName": _("the room"),
    "roomCapacity": _("how many people it takes"),
    "date": _("the day"),
    "time": _("from when to when"),
    "duration": _("how long"),
    "partySize": _("how many people come"),
    "confirmationCode": _("the reference"),
    "totalPrice": _("the price"),
    "status": _("confirmed, to confirm …"),
    "source": _("how they booked"),
    "notes": _("the guest’s note"),
    "specialRequests": _("the same as notes"),
    "businessName": _("your name"),
    "businessPhone": _("your phone"),
    "businessEmail": _("your e-mail"),
    "businessAddress": _("your address"),
    "businessWebsite": _("the address of your booking page"),
    "confirmationMessage": _("your words of welcome: the description of your venue"),
    "generatedDate": _("today"),
}
OWN = "own."
DEFAULT = """\
Hello {{customerName}},

your booking at {{businessName}}:
{{date}}, {{time}} ({{duration}})
{{roomName}}{{#if partySize}}, {{partySize}} people{{/if}}
{{#if totalPrice}}Price: {{totalPrice}}
{{/if}}Reference: {{confirmationCode}}
{{#if notes}}Your note: {{notes}}
{{/if}}
{{#if businessAddress}}{{businessAddress}}
{{/if}}{{#if businessPhone}}{{businessPhone}}
{{/if}}{{businessWebsite}}
"""


def own_placeholders(fields: Iterable[FormField]) -> dict[str, FormField]:
    """The venue's own questions as placeholders: "own.song-list" for "Song list"; of alike ones the first."""
    found: dict[str, FormField] = {}
    for field in fields:
        if not field.builtin:
            found.setdefault(OWN + (_slug(field.label) or f"field-{field.key}"), field)
    return found


def fields_about_bookings(venue: Venue) -> list[FormField]:
    """All of them, archived ones too: old texts name them. One query."""
    return list(FormField.objects.filter(venue=venue, subject=FieldSubject.BOOKING).in_order())


def known_names(fields: Iterable[FormField]) -> set[str]:
    """Every placeholder a text may use."""
    return {*PLACEHOLDERS, *own_placeholders(fields)}


def text_for(row: Occupancy, fields: Iterable[FormField], *, website: str, now: datetime) -> str:
    """A booking in its venue's words; needs its room, venue and customer loaded."""
    venue = row.room.venue
    return texts.render(venue.confirmation_text or DEFAULT, values_of(row, fields, website=website, now=now))


def values_of(
    row: Occupancy, fields: Iterable[FormField], *, website: str, now: datetime
) -> Mapping[str, str]:
    """What each placeholder stands for."""
    venue, customer = row.room.venue, row.customer
    twelve = venue.clock_format == "12"
    total = Money(row.total_minor, row.currency) if row.total_minor and row.currency else None
    own = {
        name: in_words(field, row.answers[field.key], venue)
        for name, field in own_placeholders(fields).items()
        if field.key in row.answers
    }
    return own | {
        "customerName": row.title,
        "email": customer.email if customer else "",
        "phone": text.phone(customer.phone) if customer and customer.phone else "",
        "roomName": row.room.name,
        "roomCapacity": str(row.room.capacity_max),
        "date": text.day(row.starts_at, venue.zone, style="full", locale=venue.locale),
        "time": text.span(row.starts_at, row.ends_at, venue.zone, twelve_hours=twelve),
        "duration": text.duration(row.ends_at - row.starts_at),
        "partySize": str(row.party_size or ""),
        "confirmationCode": shown(row.reference) if row.reference else "",
        "totalPrice": text.price(total) if total else "",
        "status": text.status_word(row.status),
        "source": row.get_source_display(),
        "notes": row.note,
        "specialRequests": row.note,
        "businessName": venue.name,
        "businessPhone": text.phone(venue.phone) if venue.phone else "",
        "businessEmail": venue.email,
        "businessAddress": venue.address,
        "businessWebsite": website,
        "confirmationMessage": venue.description,
        "generatedDate": text.day(now, venue.zone, style="full", locale=venue.locale),
    }


def _slug(label: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-")
    return words[:40]
