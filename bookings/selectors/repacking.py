"""Whether a request could be had if others changed rooms: the plan for it, in rows and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.repacking import Floating, Plan, make_room
from bookings.domain.rules import Request, is_party_welcome, room_blockers
from bookings.domain.turnover import OccupiedRow
from bookings.models import Occupancy, Room
from bookings.models.occupancy import Kind
from bookings.selectors.free import smallest_first
from bookings.selectors.occupied import LONGEST_TURNOVER, occupied_rows
from bookings.selectors.rules import blockers
from bookings.selectors.setup import Setup


@dataclass(frozen=True, slots=True)
class Move:
    """One booking that would change rooms."""

    row: Occupancy
    room: Room


@dataclass(frozen=True, slots=True)
class Repacking:
    """A plan: the room the request gets once these have moved, at their own times."""

    room: Room
    moves: Sequence[Move]


def repacking_for(setup: Setup, span: Interval, party_size: int | None, *, now: datetime) -> Repacking | None:
    """The plan with the fewest moves that lets a party have a room for `span`; None if there is none.

    Only bookings that nobody has come for yet are moved, into rooms of the same kind that suit them. Two
    queries.
    """
    rooms = [
        room
        for room in smallest_first(setup.rooms)
        if not blockers(room, span, party_size, setup.hours, by_staff=True, now=now)
    ]
    if not rooms:
        return None
    rows = {row.pk: row for row in _movable(setup, span, now)}
    floating = [_floating(row, setup) for row in rows.values()]
    plan: Plan | None = make_room(
        span, [room.pk for room in rooms], floating, _fixed(setup, span, rows, now), setup.policies
    )
    if plan is None:
        return None
    by_id = {room.pk: room for room in setup.rooms}
    moves = [Move(rows[key], by_id[room_id]) for key, room_id in plan.moves.items()]
    return Repacking(by_id[plan.room_id], sorted(moves, key=lambda move: (move.row.starts_at, move.row.pk)))


def _movable(setup: Setup, span: Interval, now: datetime) -> list[Occupancy]:
    """Bookings around the time that may change rooms: not begun, with no turnover of their own."""
    around = Interval(span.start - timedelta(hours=24), span.end + timedelta(hours=24))
    return list(
        Occupancy.objects.filter(
            room_id__in=[room.pk for room in setup.rooms],
            kind=Kind.BOOKING,
            status__in=[Status.PENDING, Status.CONFIRMED],
            placed=True,
            starts_at__gt=now,
            own_buffer_before__isnull=True,
            own_buffer_after__isnull=True,
        )
        .overlapping(around)
        .select_related("customer", "room__venue")
        .order_by("starts_at", "id")
    )


def _floating(row: Occupancy, setup: Setup) -> Floating:
    """The rooms that suit a booking as well as its own: of the same kind, for as many people."""
    night = setup.hours.business_day(row.starts_at)
    suits = [
        room.pk
        for room in smallest_first(setup.rooms)
        if room.category == row.room.category
        and is_party_welcome(row.party_size, setup.policies[room.pk])
        and not room_blockers(room.standing_on(night))
        and _is_open(room, Request(row.span), setup)
    ]
    return Floating(row.pk, row.room_id, row.span, tuple(dict.fromkeys([*suits, row.room_id])))


def _is_open(room: Room, request: Request, setup: Setup) -> bool:
    night = setup.night(setup.hours.business_day(request.span.start), room.pk)
    return any(stretch.contains(request.span) for stretch in night.open)


def _fixed(setup: Setup, span: Interval, movable: dict[int, Occupancy], now: datetime) -> list[OccupiedRow]:
    """Everything else that keeps a room: blocks, parties that are there, holds."""
    window = Interval(span.start - LONGEST_TURNOVER, span.end + LONGEST_TURNOVER)
    floats = {(row.room_id, *row.span.epoch) for row in movable.values()}
    rows = occupied_rows([room.pk for room in setup.rooms], window, now=now)
    return [row for row in rows if (row[0], row[1], row[2]) not in floats]
