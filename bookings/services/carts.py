"""What a customer is about to book at once: several rooms, several times, taken out again one by one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.models import Booking
from bookings.selectors.groups import UNFINISHED, held_together
from bookings.services.holds import give_back, hold_slot, was_taken_out
from bookings.services.links import pass_links_on
from bookings.services.waitlist_outcomes import is_offer
from boom.core.db import lock_rooms, service


@service
def drop_held(*, booking_id: int, part_id: int) -> int:
    """Take one out of the cart that `booking_id` is in; the rest stays held. Returns whom the links open.

    Without the one the links opened they open the next; the last of a cart, what is not in it, and an offer
    from the waiting list stay: that is answered on its own page.
    """
    locked = Booking.objects.select_for_update(of=("self",)).select_related("room__venue").order_by("pk")
    rows = locked.filter(pk__in=held_together(booking_id))
    # Another window may have been faster: what is booked or taken out by now is none of it.
    parts = {part.pk: part for part in rows if part.status in UNFINISHED and not was_taken_out(part)}
    if part_id not in parts or len(parts) == 1 or is_offer(parts[part_id]):
        return booking_id
    dropped = parts.pop(part_id)
    # So that nothing brings it back with the rest.
    dropped.held_until = None
    if dropped.status == Status.HELD:
        give_back(dropped)
    else:
        dropped.version += 1
        dropped.save(update_fields=["held_until", "version"])
    if dropped.reference == dropped.group_reference:
        first = min(parts)
        for part in parts.values():
            part.group_reference = parts[first].reference
            part.version += 1
            part.save(update_fields=["group_reference", "version"])
    if part_id != booking_id:
        return booking_id
    heir = min(parts)
    pass_links_on(booking_id=booking_id, to=heir)
    return heir


@service
def hold_instead(*, booking_id: int, part_id: int, room_id: int, span: Interval, now: datetime) -> int:
    """Put another room or time into a cart in the place of one that is gone; returns whom the links open.

    Raises as `hold_slot` does.
    """
    parts = Booking.objects.filter(pk__in=held_together(booking_id))
    party = parts.filter(pk=part_id).values_list("party_size", flat=True).first()
    # Rooms are locked before rows, by everybody.
    lock_rooms(room_id, *parts.values_list("room_id", flat=True))
    # Both, or neither, within another service's transaction too.
    with transaction.atomic():
        # First the one that is gone, so that a full cart has a place.
        opened = drop_held(booking_id=booking_id, part_id=part_id)
        hold_slot(room_id=room_id, span=span, party_size=party or 1, now=now, beside=opened)
    return opened
