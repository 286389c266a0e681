"""Blocks: rooms closed off, once; listed, moved, opened again and brought back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from bookings.api.asked import SpanBody, span_of
from bookings.api.bookings import ORDERS, SEE
from bookings.domain.lifecycle import Status
from bookings.errors import BookingUnknown
from bookings.models import Block
from bookings.services import blocks as services
from bookings.services import undo
from bookings.services.bookings import move_booking
from boom.core import clock
from boom.rest.endpoints import ApiRequest, Made, endpoint, version_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Id, Instant, Key, Sparse, line

router = Router()
BLOCK = "bookings.block_room"
TAGS = ["Blocks"]
MOST_ROOMS = 50


class BlockShape(Sparse):
    """A stretch in which a room cannot be sold."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Block"})

    id: int
    status: Status = Field(description="blocked, or released.")
    venue_id: int
    room_id: int
    room: str = Field(description="The room's name.")
    starts_at: datetime
    ends_at: datetime
    reason: str
    series_id: int | None
    created_at: datetime
    version: int


class BlockList(BaseModel):
    """A piece of the list."""

    data: list[BlockShape]
    next_cursor: str | None


class BlocksMade(BaseModel):
    """The blocks that were made, a room each."""

    data: list[BlockShape]


class BlockQuery(ListFieldsQuery):
    """Which blocks; released ones only where they are asked for."""

    venue_id: Id | None = None
    room_id: Id | None = None
    series_id: Id | None = None
    is_released: bool = False
    starts_from: Instant | None = None
    starts_before: Instant | None = None


class NewBlock(Body):
    """Rooms to close off: all of them, or none."""

    room_ids: list[Key] = Field(min_length=1, max_length=MOST_ROOMS)
    starts_at: Instant
    ends_at: Instant
    reason: Annotated[str, line(300)] = ""


@endpoint(router, "GET", "/blocks", needs=SEE, gives=BlockList, tags=TAGS)
def list_blocks(request: ApiRequest, query: BlockQuery = Query(...)) -> Piece:
    """Blocks, by start."""
    named = {
        "room__venue_id": query.venue_id,
        "room_id": query.room_id,
        "series_id": query.series_id,
        "status": Status.RELEASED if query.is_released else Status.BLOCKED,
        "starts_at__gte": query.starts_from,
        "starts_at__lt": query.starts_before,
    }
    found = Block.objects.get_queryset().visible().select_related("room")
    found = found.filter(**{name: value for name, value in named.items() if value is not None})
    return piece_of(found, query, block_shape, order=ORDERS["starts_at"])


@endpoint(router, "POST", "/blocks", needs=BLOCK, gives=BlocksMade, status=201, tags=TAGS)
def create_blocks(request: ApiRequest, body: NewBlock) -> Made:
    """Close rooms off for a while; where one is taken then, none is closed."""
    made = services.block_rooms(
        room_ids=body.room_ids,
        spans=[span_of(body.starts_at, body.ends_at)],
        reason=body.reason,
        now=clock.now(),
    )
    shapes = [_told(each.pk) for each in made]
    return Made(BlocksMade(data=shapes), f"/api/v1/blocks/{made[0].pk}")


@endpoint(router, "GET", "/blocks/{block_id}", needs=SEE, gives=BlockShape, tags=TAGS)
def get_block(request: ApiRequest, block_id: Id = Path(...), query: FieldsQuery = Query(...)) -> BlockShape:
    """A block. Its ETag is its version."""
    return _told(block_id)


@endpoint(
    router, "POST", "/blocks/{block_id}/move", needs=BLOCK, gives=BlockShape, conditional=True, tags=TAGS
)
def move_block(request: ApiRequest, body: SpanBody, block_id: Id = Path(...)) -> BlockShape:
    """Give a block another room, time or length."""
    move_booking(
        booking_id=block_id,
        room_id=body.room_id,
        span=span_of(body.starts_at, body.ends_at),
        version=version_known(request, _row(block_id).version),
        now=clock.now(),
    )
    return _told(block_id)


@endpoint(router, "DELETE", "/blocks/{block_id}", needs=BLOCK, gives=BlockShape, conditional=True, tags=TAGS)
def release_block(request: ApiRequest, block_id: Id = Path(...)) -> BlockShape:
    """Open the room again; `undo` closes it as it was."""
    version = version_known(request, _row(block_id).version, required=False)
    services.release_block(block_id=block_id, version=version, now=clock.now())
    return _told(block_id)


@endpoint(
    router, "POST", "/blocks/{block_id}/undo", needs=BLOCK, gives=BlockShape, conditional=True, tags=TAGS
)
def undo_block(request: ApiRequest, block_id: Id = Path(...)) -> BlockShape:
    """Take back the newest change of a block: the one that made the version If-Match names."""
    undo.undo_change(
        booking_id=block_id,
        version=version_known(request, _row(block_id).version),
        now=clock.now(),
        tell_customer=False,
    )
    return _told(block_id)


def block_shape(block: Any) -> BlockShape:
    """A block with its room loaded."""
    own = {"id", "venue_id", "room", "status"}
    return BlockShape(
        id=block.pk,
        status=Status(block.status),
        venue_id=block.room.venue_id,
        room=block.room.name,
        **{name: getattr(block, name) for name in BlockShape.model_fields if name not in own},
    )


def _row(block_id: int) -> Block:
    found = Block.objects.get_queryset().visible().select_related("room").filter(pk=block_id).first()
    if found is None:
        raise BookingUnknown
    return found


def _told(block_id: int) -> BlockShape:
    return block_shape(_row(block_id))
