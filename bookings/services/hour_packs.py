"""Prepaid hours of a customer: sold by staff, withdrawn, brought back. Bookings take them by their terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.venue_scope import Place, may_see_place
from bookings.errors import PackUnknown
from bookings.models import HourPack, Room, RuleState, Venue
from bookings.services.customer_records import for_change
from boom.core.db import service
from boom.core.errors import Invalid

MOST_MINUTES = 1000 * 60


@service
def sell_hours(
    *,
    customer_id: int,
    venue_id: int,
    name: str,
    minutes: int,
    price_minor: int,
    room_ids: Sequence[int] = (),
    weekdays: Sequence[int] = (),
    good_until: date | None = None,
    note: str = "",
    idempotency_key: str | None = None,
) -> HourPack:
    """Note that a customer has paid `price_minor` for time in these rooms (none: all) and on these weekdays.

    `good_until` is the last business night it pays for. The same `idempotency_key` again gives the same pack.
    Raises CustomerUnknown, Invalid for no time, a price below zero, or rooms of another venue.
    """
    customer = for_change(customer_id)
    if idempotency_key:
        before = HourPack.objects.filter(idempotency_key=idempotency_key).first()
        if before is not None:
            return before
    venue = Venue.objects.filter(pk=venue_id).first()
    if venue is None or not may_see_place(Place(venue_id)):
        raise Invalid(fields={"venue": "There is no such venue."})
    if not 0 < minutes <= MOST_MINUTES:
        raise Invalid(fields={"hours": "Between a minute and a thousand hours."})
    if price_minor < 0:
        raise Invalid(fields={"price": "A price cannot be below zero."})
    if not name.strip():
        raise Invalid(fields={"name": "Give it a name."})
    rooms = sorted(set(room_ids))
    if Room.objects.filter(pk__in=rooms, venue_id=venue_id).count() != len(rooms):
        raise Invalid(fields={"rooms": "There is no such room here."})
    return HourPack.objects.create(
        venue=venue,
        customer=customer,
        name=name.strip(),
        minutes_bought=minutes,
        minutes_left=minutes,
        price_minor=price_minor,
        room_ids=rooms,
        weekdays=sorted(set(weekdays)),
        good_until=good_until,
        note=note.strip(),
        idempotency_key=idempotency_key,
    )


@service
def withdraw_hours(*, pack_id: int) -> HourPack:
    """Let a pack pay for nothing new; what it has paid for stays paid. Twice changes nothing.

    Raises PackUnknown.
    """
    return _set_state(pack_id, RuleState.ARCHIVED)


@service
def bring_hours_back(*, pack_id: int) -> HourPack:
    """Let a withdrawn pack pay again. Raises PackUnknown."""
    return _set_state(pack_id, RuleState.ACTIVE)


def _set_state(pack_id: int, state: RuleState) -> HourPack:
    pack = HourPack.objects.select_for_update().filter(pk=pack_id).first()
    if pack is None or not may_see_place(Place(pack.venue_id)):
        raise PackUnknown
    if pack.state != state:
        pack.state = state
        pack.save(update_fields=["state"])
    return pack
