"""Rules of prices in a line each, for the owner's lists. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from bookings.models import AddOn, Adjustment, Package, PriceList, PromoCode, Rate, RuleState, Tax, Venue
from bookings.models.prices import ListBasis, RatePer
from bookings.models.scopes import HolidayRule, SizeKind
from bookings.price_words import add_on_words
from boom.core import text
from boom.core.money import Money

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
HOUR = 60


@dataclass(frozen=True)
class ListShown:
    """A price list and where it stands: draft, scheduled, in force, replaced, archived."""

    row: PriceList
    state: str
    words: str
    rates: int


def states(lists: Sequence[PriceList], today: date) -> list[ListShown]:
    """Say which list holds today for each way of counting, which come later and which are over."""
    shown = []
    for row in lists:
        words = ""
        if row.valid_from is not None:
            said = {
                ListBasis.VISIT: gettext("For visits from %(day)s on"),
                ListBasis.BOOKING: gettext("For bookings made from %(day)s on"),
            }
            words = said[ListBasis(row.basis)] % {"day": date_format(row.valid_from, "j M Y")}
        shown.append(ListShown(row, _state(row, lists, today), words, len(row.rates.all())))
    return shown


def _state(row: PriceList, lists: Sequence[PriceList], today: date) -> str:
    if row.state != RuleState.ACTIVE or row.valid_from is None:
        return str(row.state)
    if row.valid_from > today:
        return "scheduled"
    newer = [
        each
        for each in lists
        if each.state == RuleState.ACTIVE
        and each.basis == row.basis
        and each.valid_from is not None
        and row.valid_from < each.valid_from <= today
    ]
    return "replaced" if newer else "in_force"


def in_words(rule: Any, venue: Venue) -> str:
    """A rule in a line: how much, then where and when where that is not everywhere."""
    parts = [_what(rule, venue.currency)]
    if hasattr(rule, "weekdays"):
        parts += scope_words(rule)
    return ", ".join(part for part in parts if part)


def rate_words(rate: Rate, currency: str) -> str:
    """What a rate costs: "£40 an hour", "£5 a person"."""
    unit = gettext("hour") if rate.unit_minutes == HOUR else gettext("half hour")
    words = {
        RatePer.HOUR: gettext("%(price)s a %(unit)s"),
        RatePer.PERSON_HOUR: gettext("%(price)s a person and %(unit)s"),
        RatePer.PERSON: gettext("%(price)s a person"),
        RatePer.BOOKING: gettext("%(price)s for the booking"),
    }[RatePer(rate.per)]
    return words % {"price": text.price(Money(rate.price_minor, currency)), "unit": unit}


def rate_terms(rate: Rate, currency: str) -> str:
    """What else a rate asks for, in a line."""
    parts = []
    if rate.included_heads:
        parts.append(gettext("%(count)s people included") % {"count": rate.included_heads})
    if rate.minimum_heads:
        parts.append(gettext("at least %(count)s people") % {"count": rate.minimum_heads})
    if rate.minimum_minutes:
        parts.append(gettext("at least %(length)s") % {"length": text.duration(rate.minimum_minutes)})
    if rate.minimum_spend_minor:
        spend = text.price(Money(rate.minimum_spend_minor, currency))
        parts.append(gettext("minimum spend %(spend)s") % {"spend": spend})
    return ", ".join([*parts, *scope_words(rate)])


def hours_words(rate: Rate) -> str:
    """The hours of a night a rate is for; "all night" for all of it."""
    if rate.starts is None or rate.ends is None:
        return gettext("all night")
    return f"{rate.starts:%H:%M}–{rate.ends:%H:%M}"


def scope_words(rule: Any) -> list[str]:
    """Where, when and for whom a rule holds, as far as it says."""
    parts = []
    if rule.weekdays:
        parts.append(" ".join(gettext(DAYS[day]) for day in sorted(rule.weekdays)))
    if rule.starts_on or rule.ends_on:
        first = date_format(rule.starts_on, "j M") if rule.starts_on else ""
        last = date_format(rule.ends_on, "j M Y") if rule.ends_on else ""
        parts.append(f"{first} – {last}".strip())
    if rule.holidays != HolidayRule.ALSO:
        parts.append(str(HolidayRule(rule.holidays).label))
    if rule.room_ids:
        words = ngettext("%(count)s room", "%(count)s rooms", len(rule.room_ids))
        parts.append(words % {"count": len(rule.room_ids)})
    parts += rule.categories
    if rule.party_min or rule.party_max:
        bounds = f"{rule.party_min or 1}–{rule.party_max}" if rule.party_max else f"{rule.party_min}+"
        parts.append(gettext("parties of %(people)s") % {"people": bounds})
    return parts


def _what(rule: Any, currency: str) -> str:
    if isinstance(rule, (AddOn, Package)):
        price = text.price(Money(rule.price_minor, currency))
        if isinstance(rule, Package):
            return gettext("%(amount)s a person") % {"amount": price} if rule.per_person else price
        words = add_on_words(rule, currency)
        return (
            gettext("%(price)s, %(count)s at a time") % {"price": words, "count": rule.stock}
            if rule.stock
            else words
        )
    if isinstance(rule, Tax):
        way = gettext("inside prices") if rule.is_included else gettext("on top")
        return f"{rule.rate / 1000:g} %, {way}"
    if isinstance(rule, PromoCode):
        used = gettext("%(used)s of %(cap)s used") if rule.cap else gettext("%(used)s used")
        return f"{rule.code}, {_size(rule, currency)}, " + used % {"used": rule.used, "cap": rule.cap}
    if isinstance(rule, Adjustment):
        return f"{'+' if rule.is_surcharge else '−'}{_size(rule, currency)}"
    return _size(rule, currency) if hasattr(rule, "kind") else ""


def _size(rule: Any, currency: str) -> str:
    if rule.kind == SizeKind.PERCENT:
        return f"{rule.value / 1000:g} %"
    amount = text.price(Money(rule.value, currency))
    return gettext("%(amount)s a person") % {"amount": amount} if rule.kind == SizeKind.PERSON else amount
