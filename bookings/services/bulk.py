"""Many bookings at once: a past made elsewhere. The same constraints and the same record; nobody is told."""

from __future__ import annotations

from collections.abc import Sequence

from bookings.errors import OVERLAPS
from bookings.models import Customer, Occupancy
from boom.core import outbox
from boom.core.db import lock_rooms, refusing, service

BATCH = 500


@service
def record_customers(customers: Sequence[Customer]) -> list[Customer]:
    """Add customers as they are. Returns them with their keys."""
    return Customer.objects.bulk_create(customers, batch_size=BATCH)


@service
def record_bookings(rows: Sequence[Occupancy]) -> int:
    """Add bookings and blocks as they are, all or none. Returns how many.

    Rules of the venue are not asked: what happened, happened. That two do not overlap, the database sees to:
    raises SlotTaken. Publishes one quiet fact, so that pages catch up and no customer hears of it.
    """
    lock_rooms(*{row.room_id for row in rows})
    with refusing(OVERLAPS):
        Occupancy.objects.bulk_create(rows, batch_size=BATCH)
    outbox.publish("bookings.recorded", count=len(rows), quiet=True)
    return len(rows)
