"""Letters to people on the waiting list: that they are on it, and that something is free for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from bookings.models import OfferState, WaitlistEntry, WaitlistOffer
from bookings.waitlist_links import token_of
from bookings.waitlist_words import days_words, wish_words
from boom.core import text
from boom.core.money import Money
from notifications.languages import language_for, speaking
from notifications.letters import Letter, greeting_name, night_in_words, tidy, when_in_words
from notifications.providers.email import one_line
from tenants.models import Business

LETTERS = {"waitlist.joined": "joined", "waitlist.offered": "offered"}


def offer_of(payload: Mapping[str, Any]) -> WaitlistOffer | None:
    """The offer a fact is about, with its hold; None for a fact without one."""
    key = payload.get("offer")
    found = WaitlistOffer.objects.select_related("booking__room__venue", "booking__customer", "room")
    return found.filter(pk=key).first() if key else None


def why_not(kind: str, entry: WaitlistEntry, offer: WaitlistOffer | None, now: datetime) -> str:
    """Why this news is none any more; empty when it still is."""
    if not entry.is_waiting:
        return "They are not on the waiting list any more."
    if kind == "waitlist.offered" and (offer is None or offer.state != OfferState.LIVE or offer.until <= now):
        return "The offer is over."
    return ""


def write_letter(
    kind: str, entry: WaitlistEntry, offer: WaitlistOffer | None, business: Business, *, now: datetime
) -> Letter:
    """The letter about a fact of this kind, with the link to their own page. KeyError for another kind."""
    venue = entry.venue
    with speaking(language_for(None, venue)):
        path = reverse("public:waitlist-place", urlconf="boom.urls_tenant", args=[token_of(entry)])
        context = {
            "business": business,
            "venue": venue,
            "name": greeting_name(entry.name),
            "days": days_words(entry),
            "wish": wish_words(entry),
            "link": business.url(path),
            "page": business.url("/"),
            **(_of_offer(offer) if offer is not None else {}),
        }
        name = f"emails/waitlist/{LETTERS[kind]}"
        return Letter(
            subject=one_line(render_to_string(f"{name}.subject.txt", context), longest=200),
            text=tidy(render_to_string(f"{name}.txt", context)),
            html=render_to_string(f"{name}.html", context),
            sender_name=venue.name,
            reply_to=venue.email,
        )


def _of_offer(offer: WaitlistOffer) -> dict[str, Any]:
    booking = offer.booking
    venue = booking.room.venue
    has_price = bool(booking.total_minor and booking.currency)
    return {
        "room": offer.room.name,
        "when": when_in_words(booking),
        "night": night_in_words(booking),
        "people": booking.party_size,
        "price": text.money(Money(booking.total_minor or 0, booking.currency)) if has_price else "",
        "until": gettext("%(day)s, %(time)s")
        % {
            "day": text.day(offer.until, venue.zone, locale=venue.locale),
            "time": text.clock(offer.until, venue.zone, twelve_hours=venue.clock_format == "12"),
        },
    }
