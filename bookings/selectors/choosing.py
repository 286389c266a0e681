"""Which room could be had when, and whatever is in the way, by name: for staff only."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.db.models.functions import TruncSecond
from django.utils.translation import gettext

from bookings.domain.availability import gap_blockers
from bookings.domain.blockers import Blocker, are_soft
from bookings.domain.interval import Interval
from bookings.domain.rules import Request
from bookings.domain.turnover import Conflict, OccupiedRow, Rule, conflicts, occupied_row
from bookings.models import GapRule, Occupancy, Room
from bookings.selectors.occupied import occupied_rows
from bookings.selectors.picker import having
from bookings.selectors.quoting import quoted
from bookings.selectors.rules import blockers
from bookings.selectors.setup import Setup
from boom.core import text
from boom.core.money import Money

MOST_NAMED = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class RoomOption:
    """A room for a wanted time: what it costs, and every reason against it, those of its rules first."""

    room: Room
    price: Money
    reasons: tuple[Blocker, ...]
    # What is worth knowing though it speaks against nothing: a hole that would be left.
    warning: str = ""

    @property
    def is_free(self) -> bool:
        """Nothing speaks against it."""
        return not self.reasons

    @property
    def is_possible(self) -> bool:
        """Free, or only rules say no, which staff may set aside with a reason."""
        return are_soft(list(self.reasons))

    @property
    def why_not(self) -> str:
        """All reasons in one line."""
        return " ".join(reason.message for reason in self.reasons)


def rooms_for(
    setup: Setup,
    span: Interval,
    party_size: int | None,
    *,
    now: datetime,
    leaving_out: int | None = None,
    feature_ids: Collection[int] = (),
) -> list[RoomOption]:
    """Every room of the board for that time: free ones first, the smallest that fits on top.

    So that bigger rooms stay free for bigger parties. `leaving_out` is the booking that is being moved.
    With `feature_ids` only rooms that have all of these.
    """
    rooms = having(setup.rooms, [each for each in setup.features if each.pk in feature_ids])
    kept = {room.pk: occupied_row(room.pk, span, setup.policies[room.pk]) for room in rooms}
    against = _taken(setup, kept, span, now=now, leaving_out=leaving_out)
    holes = _holes(setup, span, now=now, leaving_out=leaving_out)
    options = []
    for room in rooms:
        rules = blockers(room, span, party_size, setup.hours, by_staff=True, now=now)
        price = quoted(setup, room.pk, span, party_size, now=now, online=False).total
        reasons = (*rules, *against.get(room.pk, ()))
        warning = "" if reasons else holes.get(room.pk, "")
        options.append(RoomOption(room, price, reasons, warning))
    return sorted(options, key=_best_first)


def in_the_way(
    setup: Setup,
    room_id: int,
    span: Interval,
    *,
    now: datetime,
    is_block: bool = False,
    leaving_out: int | None = None,
) -> list[Blocker]:
    """Who or what keeps a room from being had then, earliest first. Blocks need no turnover."""
    policy = None if is_block else setup.policies.get(room_id)
    kept = {room_id: occupied_row(room_id, span, policy)}
    return _taken(setup, kept, span, now=now, leaving_out=leaving_out).get(room_id, [])


def _holes(setup: Setup, span: Interval, *, now: datetime, leaving_out: int | None) -> dict[int, str]:
    """The rooms in which a booking then would leave a hole nobody can book, where the venue wants to know."""
    if setup.venue.gap_rule == GapRule.OFF:
        return {}
    day = setup.hours.business_day(span.start)
    rows = occupied_rows(
        [room.pk for room in setup.rooms],
        setup.reach(day, day, span.duration),
        now=now,
        leaving_out=leaving_out,
    )
    today = setup.hours.business_day(now)
    found = {
        room.pk: gap_blockers(setup.room_day(room, day), rows, Request(span), now=now, today=today)
        for room in setup.rooms
    }
    return {room_id: each[0].message for room_id, each in found.items() if each}


def _best_first(option: RoomOption) -> tuple[bool, bool, int, int, int, int]:
    room = option.room
    return (
        not option.is_free,
        not option.is_possible,
        room.capacity_max,
        room.price_per_hour_minor,
        room.order,
        room.pk,
    )


def _taken(
    setup: Setup, kept: dict[int, OccupiedRow], span: Interval, *, now: datetime, leaving_out: int | None
) -> dict[int, list[Blocker]]:
    rows = occupied_rows(kept, span, now=now, leaving_out=leaving_out)
    found = {room_id: conflicts(wanted, rows) for room_id, wanted in kept.items()}
    return {room_id: named for room_id, named in by_name(setup, found).items() if named}


def by_name(setup: Setup, found: Mapping[Key, Sequence[Conflict]]) -> dict[Key, list[Blocker]]:
    """Conflicts as reasons that name who is there, a few of each. One query, whatever their number."""
    shown = {key: each[:MOST_NAMED] for key, each in found.items()}
    present = _present(setup, [conflict.row for each in shown.values() for conflict in each])
    return {
        key: [
            _named(there, conflict, setup)
            for conflict, there in zip(each, _those_of(each, present, setup), strict=True)
        ]
        for key, each in shown.items()
    }


def _present(setup: Setup, rows: Iterable[OccupiedRow]) -> list[Occupancy]:
    """Who is in these rooms, or in those that share their space, from any of these starts on."""
    wanted = {(row[0], row[1]) for row in rows}
    if not wanted:
        return []
    starts = [Interval.from_epoch(start, start + 1).start for _, start in wanted]
    return list(
        Occupancy.objects.visible()
        .occupying()
        .in_rooms(sorted(setup.touching(room for room, _ in wanted)))
        .filter(starts_at__gte=min(starts), starts_at__lt=max(starts) + timedelta(seconds=1))
        .annotate(second=TruncSecond("starts_at", tzinfo=UTC))
        .filter(second__in=starts)
        .for_calendar()
        .select_related("room")
        .order_by("starts_at", "id")
    )


def _those_of(
    conflicts: Sequence[Conflict], present: Sequence[Occupancy], setup: Setup
) -> Iterator[Occupancy | None]:
    """Whose row each conflict is: one of the room itself, or of one that shares its space; nobody's twice."""
    left = list(present)
    for conflict in conflicts:
        room_id, start, end, *_ = conflict.row
        rooms = setup.touching([room_id])
        found = min(
            (row for row in left if row.room_id in rooms and row.span.epoch == (start, end)),
            key=lambda row: row.room_id != room_id,
            default=None,
        )
        if found is not None:
            left.remove(found)
        yield found


def _named(there: Occupancy | None, conflict: Conflict, setup: Setup) -> Blocker:
    span, twelve = conflict.span, setup.venue.clock_format == "12"
    shown = text.span(span.start, span.end, setup.venue.zone, twelve_hours=twelve)
    if there is not None and there.room_id != conflict.row[0]:
        # It is the other room that says why this one is taken.
        shown = gettext("%(span)s in %(room)s") % {"span": shown, "room": there.room.name}
    values = {"name": there.title if there else gettext("Somebody"), "span": shown}
    *_, is_block = conflict.row
    if is_block:
        return Blocker("blocked", gettext("Blocked %(span)s: %(name)s.") % values, hard=True)
    if Rule.NO_OVERLAP in conflict.rules:
        return Blocker("taken", gettext("%(name)s has it %(span)s.") % values, hard=True)
    sentence = gettext("Too close to %(name)s, %(span)s, to get the room ready in between.") % values
    return Blocker("turnover", sentence, hard=True)
