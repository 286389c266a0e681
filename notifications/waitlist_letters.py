"""Letters to people on the waiting list: that they are on it, and that something is free for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from bookings.models import Booking, OfferState, WaitlistEntry, WaitlistOffer
from bookings.waitlist_links import token_of
from bookings.waitlist_words import days_words, wish_words
from boom.core import text
from boom.core.money import Money
from notifications.languages import language_for, speaking
from notifications.letters import Letter, when_in_words
from notifications.writing import Facts, visit_of, write
from tenants.models import Business


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
    language = language_for(None, venue)
    with speaking(language):
        path = reverse("public:waitlist-place", urlconf="boom.urls_tenant", args=[token_of(entry)])
        values = {"days": days_words(entry), "wish": wish_words(entry), "link": business.url(path)}
        if offer is None:
            facts = Facts(entry.name, values, gettext("See where you stand"))
        else:
            facts = facts_of_offer(offer.booking, entry.name, until=offer.until, link=business.url(path))
        return write(kind, facts, business, venue=venue, language=language)


def facts_of_offer(booking: Booking, name: str, *, until: datetime, link: str) -> Facts:
    """What an offer says: of the booking that holds the room for them. Needs room and venue."""
    venue = booking.room.venue
    has_price = bool(booking.total_minor and booking.currency)
    price = text.money(Money(booking.total_minor or 0, booking.currency)) if has_price else ""
    values = {
        "when": when_in_words(booking),
        "roomName": booking.room.name,
        "partySize": str(booking.party_size or ""),
        "totalPrice": price,
        "link": link,
        "until": gettext("%(day)s, %(time)s")
        % {
            "day": text.day(until, venue.zone, locale=venue.locale),
            "time": text.clock(until, venue.zone, twelve_hours=venue.clock_format == "12"),
        },
    }
    visit = visit_of(booking, people=booking.party_size, price=price)
    return Facts(name, values, gettext("See the offer"), visit)
