"""What was taken for bookings: known above this app, which says so here. Without it, nothing was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import Q

from bookings.domain.paying import NOTHING_TAKEN, Charge, Standing, Taken, charge_of
from bookings.models import Occupancy

Source = Callable[[Collection[int]], Mapping[int, Taken]]

_sources: list[Source] = []


def knows_takings(source: Source) -> Source:
    """Register who knows what was taken for bookings, by their keys; those without any may be left out."""
    if source not in _sources:
        _sources.append(source)
    return source


def taken_for(booking_ids: Collection[int]) -> Mapping[int, Taken]:
    """What was taken for each of these bookings. A query for any number of them."""
    return _sources[0](booking_ids) if _sources and booking_ids else {}


def standings_of(booking_ids: Iterable[int]) -> Mapping[int, Standing]:
    """How each of these bookings stands: one of a group as the whole group does, which is paid as one.

    Two queries, three where there are groups. What has no currency had no price and is left out.
    """
    wanted = set(booking_ids)
    rows = _rows(Q(pk__in=wanted)) if wanted else {}
    if groups := {row.group for row in rows.values() if row.group}:
        rows |= _rows(Q(group_reference__in=groups))
    taken = taken_for(rows.keys())
    accounts: dict[str, list[_Row]] = defaultdict(list)
    for row in rows.values():
        accounts[row.group or f"#{row.id}"].append(row)
    found: dict[int, Standing] = {}
    for together in accounts.values():
        currency = next((row.currency for row in together if row.currency), "")
        if not currency:
            continue
        standing = Standing.of(currency, [(row.charge, taken.get(row.id, NOTHING_TAKEN)) for row in together])
        found |= {row.id: standing for row in together if row.id in wanted}
    return found


def is_settled(booking: Occupancy) -> bool:
    """Whether a booking has a price, money was taken for it, and nothing more is due."""
    standing = standings_of([booking.pk]).get(booking.pk)
    return standing is not None and bool(standing.counted) and not standing.due


class _Row(NamedTuple):
    """What of a booking decides what it costs."""

    id: int
    group: str
    status: str
    total_minor: int | None
    fee_minor: int | None
    currency: str
    voucher_minor: int | None

    @property
    def charge(self) -> Charge:
        return charge_of(self.status, self.total_minor, self.fee_minor, self.voucher_minor or 0)


def _rows(of: Q) -> dict[int, _Row]:
    columns = ("id", "group_reference", "status", "total_minor", "fee_minor", "currency")
    found = Occupancy.objects.filter(of).values_list(*columns, "price_terms__voucher_minor")
    return {row[0]: _Row(*row) for row in found}
