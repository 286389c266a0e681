"""Prepaid hours: what a customer has, and a pack as the price engine wants it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.venue_scope import present_whole
from bookings.domain.pricing import changes
from bookings.domain.pricing.scope import Scope
from bookings.models import HourPack, RuleState
from bookings.selectors.merging import family_of

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PackShown:
    """A pack on its customer's page; `can_pay`: something is left of it and its day has not passed."""

    pack: HourPack
    can_pay: bool


def pack_of(
    row: HourPack, *, booking_id: int | None = None, customer_id: int | None = None
) -> changes.HourPack:
    """A pack as its rule; what the booking itself takes of it is there for it again."""
    own = row.uses.filter(booking_id=booking_id).first() if booking_id else None
    return changes.HourPack(
        id=row.pk,
        name=row.name,
        minutes_left=row.minutes_left + (own.minutes if own else 0),
        scope=Scope(rooms=frozenset(row.room_ids), weekdays=frozenset(row.weekdays), last=row.good_until),
        # A pack that was withdrawn goes on paying for what it paid for.
        is_active=row.state == RuleState.ACTIVE or own is not None,
        is_theirs=customer_id is None or _are_one(row.customer_id, customer_id),
    )


def _are_one(owner_id: int, customer_id: int) -> bool:
    """Whether two records are of the same person: one, or one merged into the other."""
    return owner_id == customer_id or owner_id in family_of([customer_id])


def packs_of_customer(customer_id: int, *, today: date) -> Sequence[PackShown]:
    """Every pack of a customer and of whoever was merged into them, the newest first; at most MOST_SHOWN."""
    theirs = Q(customer_id=customer_id) | Q(customer__merged_into_id=customer_id)
    rows = HourPack.objects.filter(theirs).select_related("venue")
    limit = present_whole()
    if limit is not None:
        rows = rows.filter(venue_id__in=limit)
    return [
        PackShown(row, row.state == RuleState.ACTIVE and row.minutes_left > 0 and _is_good(row, today))
        for row in rows.order_by("-id")[:MOST_SHOWN]
    ]


def packs_to_pay_with(customer_id: int | None, venue_id: int, *, also: int | None = None) -> list[HourPack]:
    """The packs a booking of this customer could be paid with, the oldest first, and the one it has."""
    if customer_id is None:
        return []
    rows: Iterable[HourPack] = HourPack.objects.filter(
        customer_id__in=family_of([customer_id]), venue_id=venue_id
    ).order_by("id")
    return [row for row in rows if row.pk == also or (row.state == RuleState.ACTIVE and row.minutes_left)]


def _is_good(row: HourPack, today: date) -> bool:
    return row.good_until is None or today <= row.good_until
