"""Prices that do not add up: lines against the total, and the currency against the venue's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.integrity import Fix, Found, Problem, checks
from bookings.checks.words import about
from bookings.models import Booking
from bookings.services.repairs import lines_total, mend_price
from boom.core import text
from boom.core.money import Money


def _to_lines(key: str, asked: Mapping[str, str], now: datetime) -> None:
    mend_price(booking_id=int(key), now=now)


@checks(
    "money",
    word("Prices add up"),
    fixes=[Fix("lines", word("Set the total to its lines"), "bookings.change_setup", _to_lines)],
)
def look_at_money(now: datetime) -> Found:
    """Bookings whose total is not the sum of its lines, is negative, or is in another currency."""
    problems: list[Problem] = []
    seen = 0
    priced = (
        Booking.objects.exclude(total_minor=None).select_related("room__venue", "customer").order_by("id")
    )
    for row in priced.iterator(chunk_size=1000):
        seen += 1
        found = _wrong_with(row)
        if found:
            problems.append(about(row, found))
    without = Booking.objects.filter(total_minor=None).exclude(quote=[])
    rows = without.select_related("room__venue", "customer").order_by("id")
    problems += [about(row, gettext("it has lines and no total")) for row in rows]
    return Found.of(problems, gettext("Prices looked at: %(count)d") % {"count": seen})


def _wrong_with(row: Booking) -> str:
    venue = row.room.venue
    total = row.total_minor or 0
    if total < 0:
        return gettext("its price is below nothing")
    if row.currency != venue.currency:
        return gettext("its price is in %(currency)s, the venue’s in %(venue)s") % {
            "currency": row.currency or "–",
            "venue": venue.currency,
        }
    if not row.quote:
        return ""
    try:
        lines = lines_total(row, row.currency)
    except (ValueError, KeyError, TypeError):
        return gettext("its lines cannot be read")
    if lines == total:
        return ""
    return gettext("its lines sum to %(lines)s, its total says %(total)s") % {
        "lines": text.price(Money(lines, venue.currency)),
        "total": text.price(Money(total, venue.currency)),
    }
