"""What the drawer and the form of a new booking show of prices: choices, lines, what it would cost by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import LIVE
from bookings.domain.pricing.terms import PLAIN, Terms
from bookings.forms.extras import StaffExtrasForm
from bookings.models import Occupancy, Room
from bookings.price_words import Price, price_of
from bookings.selectors.customer_search import customer_reached_at
from bookings.selectors.hour_packs import packs_to_pay_with
from bookings.selectors.quoting import price_change, quoted
from bookings.selectors.setup import Setup, setup_of
from bookings.views.answers import Choice
from bookings.views.pages import address
from boom.core import text
from boom.core.money import Money

AGREE = "bookings.override_price"


def extras_of(request: HttpRequest, row: Occupancy, data: Any = None) -> StaffExtrasForm:
    """What goes into the price of a booking, as it is or as posted."""
    rules, terms = setup_of(row.room.venue).price_rules, Terms.from_json(row.price_terms)
    return StaffExtrasForm(
        data,
        venue_id=row.room.venue_id,
        rules=rules,
        occasion=None,
        online=False,
        terms=terms,
        packs=packs_to_pay_with(row.customer_id, row.room.venue_id, also=terms.pack_id),
        may_agree=request.user.has_perm(AGREE),
        auto_id="price-%s",
    )


def extras_for(
    request: HttpRequest, setup: Setup, values: Mapping[str, Any] | None, *, email: str, phone: str
) -> StaffExtrasForm:
    """What goes into the price of a new booking, as it is typed (None: nothing is yet).

    With the prepaid hours of whoever has that address or number (E.164), for staff who may see customers.
    """
    guest = customer_reached_at(email, phone) if request.user.has_perm("bookings.view_customers") else None
    packs = packs_to_pay_with(guest.pk if guest else None, setup.venue.pk)
    return StaffExtrasForm(
        values,
        venue_id=setup.venue.pk,
        rules=setup.price_rules,
        occasion=None,
        online=False,
        packs=packs,
        may_agree=request.user.has_perm(AGREE),
        auto_id="new-%s",
    )


def price_of_new(
    setup: Setup, room: Room, span: Interval, people: int | None, extras: StaffExtrasForm, *, now: Any
) -> tuple[Price, list[str]]:
    """What a new booking would cost with what is typed so far, and what of it cannot be had."""
    terms = extras.terms() if extras.is_bound and extras.is_valid() else PLAIN
    made = quoted(setup, room.pk, span, people, terms, now=now, online=False)
    return price_of(made, room.name, for_staff=True), [problem.message for problem in made.problems]


@dataclass(frozen=True, slots=True)
class ByNow:
    """What a booking would cost by the rules in force, and how much more that is."""

    total: Money
    more: str


def by_now(row: Occupancy) -> ByNow | None:
    """The present price where it is another than the agreed one; None where there is nothing to ask."""
    if row.status not in LIVE or not row.quote or row.room.state == "archived":
        return None
    change = price_change(setup_of(row.room.venue), row)
    if change is None or change.is_same:
        return None
    sign = "+" if change.difference.minor > 0 else ""
    return ByNow(change.new.total, f"{sign}{change.difference.format()}")


def reprice_choice(row: Occupancy) -> tuple[Choice, ...]:
    """The toast's way to the new price after a move that kept the agreed one."""
    found = by_now(row)
    if found is None:
        return ()
    label = _("Reprice to %(price)s") % {"price": text.price(found.total)}
    return (Choice(label, address("booking-price", row.pk), {"new": "1", "version": str(row.version)}),)
