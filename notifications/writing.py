"""Letters to guests beside the news of their booking: one way for all, in the business's words or Boom's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from bookings.models import Booking, Venue
from notifications.composing import Block, block_of, compose, one_line_of, page
from notifications.languages import spoken
from notifications.letters import Letter, greeting_name, night_in_words, tidy, when_in_words
from notifications.models import Channel
from notifications.providers.email import one_line
from notifications.words import Text, text_for
from tenants.models import Business

# Of a letter that no venue's name stands over: the colour that venues start with.
USUAL_ACCENT = Venue().brand_colour


@dataclass(frozen=True, slots=True)
class Facts:
    """What one letter is about. `values`: its placeholders beside those that each has, with the `link` of its
    button; `visit`: when and where, for the table; `code`: a voucher's.
    """

    name: str
    values: Mapping[str, str]
    button: str = ""
    visit: Mapping[str, Any] | None = None
    code: str = ""
    calendar: tuple[bytes, str] | None = field(default=None, repr=False)


def write(
    kind: str,
    facts: Facts,
    business: Business,
    *,
    venue: Venue | None,
    language: str,
    said: Text | None = None,
) -> Letter:
    """The letter of this `kind`, to be called where that language is spoken (`notifications.languages`).

    In words that are `said`, or else the business's or Boom's. Without a venue it is the whole business's.
    """
    said = said or text_for(kind, Channel.EMAIL, language=language)
    values = values_of(facts, business, venue=venue)
    words = compose(said.body, values, _blocks(facts, business, venue))
    return Letter(
        subject=one_line(one_line_of(said.subject, values), longest=200),
        text=tidy(words.text),
        html=page(
            words.html,
            business=business,
            accent=venue.brand_colour if venue else USUAL_ACCENT,
            language=said.language or spoken(language),
        ),
        sender_name=venue.name if venue else business.name,
        reply_to=venue.email if venue else "",
        calendar=facts.calendar,
    )


def values_of(facts: Facts, business: Business, *, venue: Venue | None) -> dict[str, str]:
    """What each placeholder stands for; a name that advertises is none."""
    name = greeting_name(facts.name)
    return {
        "customerName": name,
        "greeting": gettext("Hello %(name)s,") % {"name": name} if name else gettext("Hello,"),
        "businessName": venue.name if venue else business.name,
        **facts.values,
    }


def somebody(name: str) -> str:
    """Whom something is from; a name that advertises is none."""
    return greeting_name(name) or gettext("Somebody")


def visit_of(booking: Booking, *, people: int | None = None, price: str = "") -> dict[str, Any]:
    """When, where and how many come, for the table of a letter. Needs room and venue."""
    visit = {
        "when": when_in_words(booking),
        "night": night_in_words(booking),
        "room": booking.room.name,
        "people": people,
    }
    return {"visits": [visit], "price": price}


def _blocks(facts: Facts, business: Business, venue: Venue | None) -> dict[str, Block]:
    context = {"business": business, "venue": venue, "page": business.url("/")}
    button = {"link": facts.values.get("link", ""), "label": facts.button}
    blocks = {
        "button": block_of("way", button) if facts.button else None,
        "code": block_of("vouchers/code", {"code": facts.code}) if facts.code else None,
        "details": block_of("bookings/facts", context | dict(facts.visit)) if facts.visit else None,
        "contact": block_of("bookings/contact", context) if venue else None,
    }
    return {name: block for name, block in blocks.items() if block is not None}
