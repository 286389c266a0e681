"""How a row takes a room: locks in order, stale holds swept, the constraints decide, refusals worded.

Every service that occupies (create, hold, move, resize, restore, block, import) goes through `occupying`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from bookings.domain.lifecycle import Status
from bookings.domain.policy import Policy
from bookings.errors import OVERLAPS, RoomUnknown
from bookings.models import Occupancy, Room
from bookings.selectors.schedules import VenueHours
from boom.core import outbox
from boom.core.actor import current_actor
from boom.core.db import lock_rooms, refusing


def room_for_change(room_id: int) -> Room:
    """A room with its venue. Raises RoomUnknown."""
    room = Room.objects.select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise RoomUnknown
    return room


@contextmanager
def occupying(*room_ids: int, now: datetime) -> Iterator[None]:
    """Write rows that take these rooms within the block; holds whose time is up give way first.

    Raises SlotTaken or TurnoverTooShort when a constraint refuses, Busy when a lock cannot be had in time.
    """
    lock_rooms(*room_ids)
    sweep_holds(room_ids, now=now)
    with refusing(OVERLAPS):
        yield


def sweep_holds(room_ids: Iterable[int] | None, *, now: datetime) -> list[int]:
    """Expire the holds (of these rooms; None: of all) whose time is up. Returns the rooms they were in.

    A constraint cannot look at the clock, so whoever wants a room sweeps it first, in the same transaction.
    """
    overdue = Occupancy.objects.filter(status=Status.HELD, held_until__lte=now)
    if room_ids is not None:
        overdue = overdue.filter(room_id__in=list(room_ids))
    rows = list(overdue.select_for_update(skip_locked=room_ids is None).values_list("id", "room_id"))
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE bookings_occupancy SET status = 'expired', version = version + 1 WHERE id = ANY(%s)",
                [[row_id for row_id, _ in rows]],
            )
    return [room_id for _, room_id in rows]


def held_span(occupancy: Occupancy, policy: Policy | None) -> None:
    """Set the turnover columns from the room's policy; None (a block) keeps nothing free around it."""
    before = policy.buffer_before if policy else None
    after = policy.buffer_after if policy else None
    occupancy.hold_from = occupancy.starts_at - before if before else occupancy.starts_at
    occupancy.hold_until = occupancy.ends_at + after if after else occupancy.ends_at


def publish(
    kind: str,
    occupancy: Occupancy,
    hours: VenueHours,
    *,
    also_rooms: Iterable[int] = (),
    also_instants: Iterable[datetime] = (),
    **more: object,
) -> None:
    """Write the fact of a change: the rooms and business nights it touched, and whose page sent it."""
    days = {hours.business_day(instant).isoformat() for instant in (occupancy.starts_at, *also_instants)}
    outbox.publish(
        kind,
        booking=occupancy.pk,
        rooms=sorted({occupancy.room_id, *also_rooms}),
        days=sorted(days),
        by=current_actor().client,
        **more,
    )
