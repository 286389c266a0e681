"""A customer in words: facts, figures, a line a booking."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.wording import Entry
from bookings.domain.reference import shown
from bookings.models import Booking, Customer, Venue
from bookings.selectors.customers import Figures
from bookings.views.drawer_facts import Fact
from boom.core import text
from boom.core.money import Money


def tiles_of(figures: Figures) -> list[dict[str, str]]:
    """Visits, spending, no-shows and cancellations as tiles."""
    spent = " + ".join(text.price(amount) for amount in figures.spent) or "–"
    coming = _("%(count)s to come") % {"count": figures.coming} if figures.coming else ""
    return [
        {"label": _("Visits"), "value": str(figures.visits), "change": coming},
        {"label": _("Spent"), "value": spent},
        {"label": _("No-shows"), "value": str(figures.no_shows)},
        {"label": _("Cancelled"), "value": str(figures.cancelled)},
    ]


def facts_of(customer: Customer, figures: Figures, *, venue: Venue, now: datetime) -> list[Fact]:
    """What is known of a customer, what they are called by first."""
    found = []
    if customer.phone:
        found.append(Fact(_("Phone"), text.phone(customer.phone), f"tel:{customer.phone}"))
    if customer.email:
        found.append(Fact(_("E-mail"), customer.email, f"mailto:{customer.email}"))
    if customer.contact_by:
        found.append(Fact(_("Reach by"), customer.get_contact_by_display()))
    if customer.price_class:
        found.append(Fact(_("Class"), customer.price_class))
    if customer.favourite_room:
        found.append(Fact(_("Favourite room"), customer.favourite_room.name))
    if customer.locale:
        found.append(Fact(_("Language"), dict(settings.LANGUAGES).get(customer.locale, customer.locale)))
    if figures.first_visit is not None and figures.last_visit is not None:
        found.append(Fact(_("Last visit"), day_with_year(figures.last_visit, venue, now)))
        found.append(Fact(_("First visit"), day_with_year(figures.first_visit, venue, now)))
    found.append(Fact(_("On record since"), day_with_year(customer.created_at, venue, now)))
    return found


def day_with_year(instant: datetime, venue: Venue, now: datetime) -> str:
    """Give "Sat 21 Nov", with the year unless it is this one."""
    day = text.day(instant, venue.zone, locale=venue.locale)
    local = instant.astimezone(venue.zone)
    return day if local.year == now.astimezone(venue.zone).year else f"{day} {local.year}"


def booking_line(booking: Booking, *, now: datetime) -> dict[str, Any]:
    """A booking in its customer's history, on the clock of its own venue."""
    venue = booking.room.venue
    begins = text.clock(booking.starts_at, venue.zone, twelve_hours=venue.clock_format == "12")
    total = ""
    if booking.total_minor is not None and booking.currency:
        total = text.price(Money(booking.total_minor, booking.currency))
    return {
        "id": booking.pk,
        "when": f"{day_with_year(booking.starts_at, venue, now)}, {begins}",
        "room": booking.room.name if booking.placed else _("No room yet"),
        "venue": venue.name,
        "reference": shown(booking.reference) if booking.reference else "",
        "status": booking.status,
        "party": str(booking.party_size or ""),
        "total": total,
        "url": reverse("dashboard:booking", args=[booking.pk]),
    }


def trail_of(entry: Entry, zone: ZoneInfo, now: datetime, *, undo_url: str = "") -> dict[str, Any]:
    """A line of a customer's own history."""
    return {
        "actor": entry.actor,
        "words": entry.words,
        "change": entry.change,
        "time": text.ago(entry.at, now),
        "exact": f"{text.day(entry.at, zone)}, {text.clock(entry.at, zone)}",
        "at": entry.at,
        "undo_url": undo_url,
    }
