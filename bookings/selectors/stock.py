"""How many of an add-on are there for a time: what has a stock, less the most that is out at any instant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bookings.domain.interval import Interval
from bookings.domain.pricing import Quote
from bookings.domain.pricing.quotes import Problem
from bookings.domain.pricing.terms import Terms
from bookings.models import AddOn, BookedAddOn


class Stock:
    """The add-ons among `add_on_ids` that have a stock, and what is out of them within `window`.

    Two queries, whatever is asked of it then. `leaving_out` are bookings whose own share does not count. A
    look ahead only: the database decides (sql/bookings_keep_claims.sql).
    """

    def __init__(
        self, add_on_ids: Iterable[int], window: Interval, *, leaving_out: Collection[int] = ()
    ) -> None:
        known = AddOn.objects.filter(pk__in=set(add_on_ids), stock__isnull=False)
        self.names: dict[int, str] = {}
        self._stocks: dict[int, int] = {}
        for key, name, stock in known.values_list("id", "name", "stock"):
            self.names[key], self._stocks[key] = name, stock or 0
        out = BookedAddOn.objects.filter(
            add_on_id__in=self._stocks, starts_at__lt=window.end, ends_at__gt=window.start
        ).exclude(booking_id__in=list(leaving_out))
        rows = out.values_list("add_on_id", "quantity", "starts_at", "ends_at") if self._stocks else []
        self._out = [(key, count, Interval(start, end)) for key, count, start, end in rows]

    def left(self, add_on_id: int, span: Interval) -> int | None:
        """How many can be had for all of `span`; None where there is no end of them."""
        stock = self._stocks.get(add_on_id)
        if stock is None:
            return None
        out = [(count, each) for key, count, each in self._out if key == add_on_id and each.overlaps(span)]
        # The most that are out can only change where somebody begins.
        moments = {max(each.start, span.start) for _, each in out}
        most = max((sum(count for count, each in out if at in each) for at in moments), default=0)
        return max(stock - most, 0)

    def missing(self, wanted: Mapping[int, int], span: Interval) -> list[Problem]:
        """What of that cannot be had then, in words."""
        found = []
        for key, count in sorted(wanted.items()):
            left = self.left(key, span)
            if left is not None and count > left:
                name = self.names[key]
                words = f"Only {left} of {name} left then." if left else f"None of {name} are left then."
                found.append(Problem("add-on-gone", words, "add_ons"))
        return found


def missing_add_ons(
    terms: Terms, quote: Quote, span: Interval, *, heads: int, leaving_out: int
) -> list[Problem]:
    """What of a quote's add-ons is out to others at the booking's time. Two queries where it has any."""
    wanted = dict(terms.stock(quote, heads=heads))
    return Stock(wanted, span, leaving_out=[leaving_out]).missing(wanted, span) if wanted else []
