"""A price in words: each line of a quote for customers and staff, its taxes, what is due when. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext

from bookings.domain.pricing import Line, Quote
from bookings.domain.pricing.extras import AddOn, Each
from bookings.domain.pricing.rates import Per
from bookings.models import AddOn as AddOnRow
from bookings.selectors.price_preview import FromPrice
from boom.core import text
from boom.core.money import Money

HOUR = timedelta(hours=1)
# How long one unit of a line lasts, for units that are time.
_TIMES = {"hour": 60, "30 min": 30, "person-hour": 60, "person-30 min": 30}


@dataclass(frozen=True)
class PriceLine:
    """An item of a price: what, how reckoned, how much."""

    label: str
    note: str
    amount: Money


@dataclass(frozen=True)
class Price:
    """A price as `components/lines.html` shows it."""

    lines: list[PriceLine]
    total: Money
    tax_note: str = ""
    voucher: Money | None = None
    deposit: Money | None = None
    rest: Money | None = None


def price_of(quote: Quote, room: str, *, for_staff: bool = False) -> Price:
    """A quote in words. Staff read the reasons that staff gave, customers what is off."""
    is_split = bool(quote.due_now) or quote.voucher is not None
    return Price(
        lines=[line_words(line, room, for_staff=for_staff) for line in quote.lines],
        total=quote.total,
        tax_note=tax_words(quote),
        voucher=-quote.voucher if quote.voucher else None,
        deposit=quote.due_now or None,
        rest=quote.due_later if is_split else None,
    )


def kept_quote(lines: list[Mapping[str, Any]], terms: Mapping[str, Any], currency: str) -> Quote:
    """The quote of a booking with what its terms say of paying it."""
    made = Quote.from_json(lines, currency)
    deposit, voucher = terms.get("deposit_minor"), terms.get("voucher_minor")
    return Quote(
        made.lines,
        made.total,
        deposit=Money(deposit, currency) if deposit else None,
        deposit_rule=terms.get("deposit_rule", ""),
        voucher=Money(voucher, currency) if voucher else None,
        pack_minutes=terms.get("pack_minutes", 0),
        price_list=terms.get("price_list", ""),
    )


def line_words(line: Line, room: str, *, for_staff: bool = False) -> PriceLine:
    """One line: what it is for, and how it was reckoned."""
    return PriceLine(_label(line, room, for_staff=for_staff), _note(line), line.amount)


def _label(line: Line, room: str, *, for_staff: bool) -> str:
    rule = {"rule": line.rule, "room": room}
    labels = {
        "room": gettext("%(room)s, %(rule)s") % rule if line.rule else room,
        "heads": gettext("More people, %(rule)s") % rule,
        "minimum-time": gettext("Up to the shortest time, %(rule)s") % rule,
        "minimum-spend": gettext("Up to the minimum spend, %(rule)s") % rule,
        "promo": gettext("Code %(rule)s") % rule,
        "pack": gettext("Prepaid: %(rule)s") % rule,
        "staff": gettext("Taken off: %(rule)s") % rule if for_staff else gettext("Discount"),
        "agreed": gettext("Agreed: %(rule)s") % rule if for_staff else gettext("Agreed price"),
    }
    return labels.get(line.code) or line.rule or line.code


def _note(line: Line) -> str:
    price = text.price(line.unit_price)
    if line.code == "included":
        return gettext("%(count)s included") % {"count": int(line.quantity)}
    if line.code == "tax":
        return f"{percent_words(line.quantity)} %"
    if line.unit in _TIMES:
        return _time_note(line, price)
    count = int(line.quantity)
    if line.unit == "person":
        words = ngettext("%(count)s person at %(price)s", "%(count)s people at %(price)s", count)
        return words % {"count": count, "price": price}
    if line.unit == "piece" and count > 1:
        return gettext("%(count)s at %(price)s") % {"count": count, "price": price}
    return ""


def _time_note(line: Line, price: str) -> str:
    people = line.heads if line.unit.startswith("person") else None
    units = line.quantity / people if people else line.quantity
    minutes = int(units * _TIMES[line.unit])
    words = {"length": text.duration(minutes), "price": price, "people": people}
    is_half = _TIMES[line.unit] != HOUR // timedelta(minutes=1)
    if people and is_half:
        return gettext("%(length)s for %(people)s at %(price)s a half hour each") % words
    if people:
        return gettext("%(length)s for %(people)s at %(price)s an hour each") % words
    if is_half:
        return gettext("%(length)s at %(price)s a half hour") % words
    return gettext("%(length)s at %(price)s an hour") % words


def tax_words(quote: Quote) -> str:
    """The taxes inside the price, named and summed; empty for none."""
    inside = [tax for tax in quote.taxes if tax.is_included and tax.amount]
    parts = [
        gettext("%(amount)s %(tax)s (%(percent)s %%)")
        % {"amount": tax.amount.format(), "tax": tax.name, "percent": percent_words(tax.percent)}
        for tax in inside
    ]
    return gettext("Includes %(taxes)s") % {"taxes": ", ".join(parts)} if parts else ""


def percent_words(percent: Fraction) -> str:
    """Give "20", "12.5"."""
    return f"{float(percent):g}"


def from_words(found: FromPrice | None) -> str:
    """What a room begins at: "£30 an hour", "from £20 an hour"; nothing for nothing."""
    if found is None:
        return ""
    words = {
        Per.HOUR: (gettext("from %(price)s an hour"), gettext("%(price)s an hour")),
        Per.PERSON_HOUR: (
            gettext("from %(price)s a person and hour"),
            gettext("%(price)s a person and hour"),
        ),
        Per.PERSON: (gettext("from %(price)s a person"), gettext("%(price)s a person")),
        Per.BOOKING: (gettext("from %(price)s"), gettext("%(price)s")),
    }
    least, only = words[found.per]
    return (least if found.is_least else only) % {"price": text.price(found.amount)}


def add_on_words(add_on: AddOn | AddOnRow, currency: str) -> str:
    """What one costs: "£15 each", "£5 a person"."""
    price = {"price": text.price(Money(add_on.price_minor, currency))}
    words = {
        Each.PIECE: gettext("%(price)s each"),
        Each.BOOKING: gettext("%(price)s"),
        Each.PERSON: gettext("%(price)s a person"),
        Each.HOUR: gettext("%(price)s an hour"),
        Each.PERSON_HOUR: gettext("%(price)s a person and hour"),
    }
    return words[Each(add_on.each)] % price
