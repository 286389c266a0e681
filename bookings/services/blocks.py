"""Closing a room off for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import product

from django.db import transaction

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.errors import NotPossibleNow, SlotTaken
from bookings.models import Block
from bookings.selectors.alternatives import offering_alternatives
from bookings.selectors.setup import setup_of
from bookings.services.occupying import for_change, held_span, occupying, publish, room_for_change
from boom.core.db import lock_rooms, service


def block_room(*, room_id: int, span: Interval, reason: str, now: datetime) -> Block:
    """Close a room off for `span`. Raises SlotTaken where a booking or another block is in the way."""
    with offering_alternatives(room_id=room_id, span=span, party_size=None, now=now):
        return _block_room(room_id=room_id, span=span, reason=reason, now=now)


@service
def _block_room(*, room_id: int, span: Interval, reason: str, now: datetime) -> Block:
    room = room_for_change(room_id)
    block = Block(
        kind="block",
        room=room,
        starts_at=span.start,
        ends_at=span.end,
        status=Status.BLOCKED,
        reason=reason.strip(),
    )
    held_span(block, None)
    with occupying(room_id, now=now):
        block.save(force_insert=True)
    publish("block.created", block, setup_of(room.venue).hours)
    return block


@service
def block_rooms(
    *, room_ids: Iterable[int], spans: Iterable[Interval], reason: str, now: datetime
) -> list[Block]:
    """Close several rooms off, each for every one of `spans`: all of it, or nothing.

    Raises SlotTaken (details: "room_id" and "starts_at" of the first that is taken), RoomUnknown.
    """
    wanted, made = list(spans), []
    rooms = [room_for_change(room_id) for room_id in sorted(set(room_ids))]
    lock_rooms(*(room.pk for room in rooms))
    # All of it, or nothing, within another service's transaction too.
    with transaction.atomic():
        for room, span in product(rooms, wanted):
            try:
                made.append(_block_room(room_id=room.pk, span=span, reason=reason, now=now))
            except SlotTaken as error:
                error.details |= {"room_id": room.pk, "starts_at": span.start.isoformat()}
                raise
    return made


@service
def release_block(*, block_id: int, version: int | None, now: datetime) -> Block:
    """Open the room again. Raises ChangedMeanwhile, NotPossibleNow for what is no block any more."""
    block = for_change(block_id, version=version)
    if block.status == Status.RELEASED:
        return block  # type: ignore[return-value]
    if block.status != Status.BLOCKED:
        raise NotPossibleNow
    block.status = Status.RELEASED
    block.version += 1
    block.save(update_fields=["status", "version"])
    publish("block.released", block, setup_of(block.room.venue).hours)
    return block  # type: ignore[return-value]
