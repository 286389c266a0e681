"""Prepaid hours of a customer: sold by staff, withdrawn, brought back. Bookings take them by their terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.venue_scope import Place, may_see_place
from bookings.errors import PackOfAnother, PackUnknown, PackWithdrawn
from bookings.models import HourPack, Occupancy, PackUse, Room, RuleState, Venue
from bookings.selectors.merging import family_of
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


def keep_all_prepaid(booking: Occupancy) -> None:
    """Let a booking that stands again take its prepaid minutes anew, in a row that has yet to be saved.

    Raises PackWithdrawn where that takes more of a withdrawn pack than it has.
    """
    terms = booking.price_terms
    if "pack" not in terms:
        return
    use = PackUse.objects.select_related("pack").filter(booking_id=booking.pk).first()
    wanted = int(terms.get("pack_minutes", 0))
    if wanted and wanted > (use.minutes if use else 0):
        pack = use.pack if use else HourPack.objects.filter(pk=terms.get("pack")).first()
        if pack is None or pack.state != RuleState.ACTIVE:
            raise PackWithdrawn
    booking.price_terms = {name: value for name, value in terms.items() if name != "pack_kept"}


def insist_on_owner(booking: Occupancy) -> None:
    """Raise PackOfAnother for a booking that is paid with prepaid hours its customer does not have."""
    pack_id = booking.price_terms.get("pack")
    if pack_id is None:
        return
    theirs = family_of([booking.customer_id]) if booking.customer_id is not None else []
    if not HourPack.objects.filter(pk=pack_id, customer_id__in=theirs).exists():
        raise PackOfAnother


def _set_state(pack_id: int, state: RuleState) -> HourPack:
    pack = HourPack.objects.select_for_update().filter(pk=pack_id).first()
    if pack is None or not may_see_place(Place(pack.venue_id)):
        raise PackUnknown
    if pack.state != state:
        pack.state = state
        pack.save(update_fields=["state"])
    return pack
