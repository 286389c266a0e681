"""A business night as the rooms board needs it.

One query for the rows, whatever their number; rooms, hours and rules come from what the process remembers of
the set-up. Positions and words are made here, so that templates only print.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext

from accounts.venue_scope import present_rooms
from bookings.board import IN_THE_WAY, IN_USE, Board, Ghost, RoomGroup, RoomRow, Shut, Ticket, joined
from bookings.domain.axis import UNIT, Axis, axis_around
from bookings.domain.interval import Interval, subtract
from bookings.domain.lifecycle import LIVE, Status
from bookings.domain.opening import Night, NoSuchDay
from bookings.domain.paying import Paid, Standing
from bookings.domain.rules import is_out_of_use
from bookings.hues import PAID_HUES, room_hues, source_hues
from bookings.looks import USUAL, Look
from bookings.models import Occupancy, Room
from bookings.models.occupancy import Kind
from bookings.selectors.setup import Setup
from bookings.takings import standings_of
from boom.core import outbox, text

# What the board shows: everything somebody is expected for, was there for, or cannot be sold.
ON_BOARD = LIVE | {Status.COMPLETED, Status.NO_SHOW, Status.BLOCKED}
# A customer's hold is theirs, and what is over cannot be moved.
MOVABLE = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.BLOCKED})
# An evening runs over its closing time by an hour or two, not by more.
RUNS_OVER = timedelta(hours=6)
SNAP_MINUTES = 15
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom a board is drawn and what they may do on it; `booking_url` opens a booking (0 for its id)."""

    may_move: bool = False
    may_block: bool = False
    booking_url: str = "/dashboard/bookings/0/"
    look: Look = USUAL


class Row(NamedTuple):
    """What a ticket needs of an occupancy."""

    id: int
    kind: str
    room_id: int
    starts_at: datetime
    ends_at: datetime
    status: str
    placed: bool
    party_size: int | None
    guest_name: str
    customer_name: str | None
    reason: str
    has_note: bool
    version: int
    series_id: int | None = None
    source: str = ""
    is_example: bool = False

    @property
    def has_room(self) -> bool:
        """As `Occupancy.has_room`."""
        return self.placed or self.is_example

    @property
    def span(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    @property
    def title(self) -> str:
        """As `Occupancy.title`, for people; of an example it says that it is one."""
        title = self._title
        return gettext("Example: %(name)s") % {"name": title} if self.is_example else title

    @property
    def _title(self) -> str:
        if self.kind == Kind.BLOCK:
            return self.reason or gettext("Blocked")
        unnamed = gettext("Online checkout") if self.status == Status.HELD else gettext("Walk-in")
        return self.guest_name or self.customer_name or unnamed


@dataclass(frozen=True)
class NightOf:
    """One business night of a venue with its rows, before it becomes a board."""

    setup: Setup
    night: Night
    axis: Axis
    rows: Sequence[Row]
    rooms: Sequence[Room]
    today: date
    # Rows of rooms that whoever asks may not see, but that share the space of theirs: taken, no more is said.
    hidden: Sequence[Row] = ()

    @property
    def opens(self) -> str:
        """The hours on the sign: "18:00 to 04:00", "Open around the clock", or nothing on a closed day."""
        if not self.night.stretches:
            return ""
        if self.night.is_open_throughout:
            return gettext("Open around the clock")
        venue = self.setup.venue
        twelve = venue.clock_format == "12"
        return gettext("%(opens)s to %(closes)s") % {
            "opens": text.clock(self.night.stretches[0].start, self.night.zone, twelve_hours=twelve),
            "closes": text.clock(self.night.stretches[-1].end, self.night.zone, twelve_hours=twelve),
        }

    @property
    def closed_because(self) -> str:
        """Why the venue is closed that day; empty when it is open, or simply never open then."""
        special = self.night.special
        return special.reason if special and not self.night.stretches else ""


def board_of(
    setup: Setup,
    day: date,
    *,
    now: datetime,
    viewer: Viewer,
    room_ids: Iterable[int] | None = None,
) -> tuple[Board, NightOf]:
    """A night's board, and the night behind it. `room_ids` narrows what is drawn, not what counts.

    The board's mark for live updates (`seen`) is read before the rows: what is committed in between is asked
    for again, never missed. Raises NoSuchDay for a date the zone left out.
    """
    seen = outbox.current_version()
    found = night_of(setup, day, now=now)
    return board_from(found, seen=seen, now=now, viewer=viewer, room_ids=room_ids), found


def night_of(setup: Setup, day: date, *, now: datetime) -> NightOf:
    """A business night with every row that shows on its board. Raises NoSuchDay."""
    night = setup.night(day)
    window, today = Interval(night.span.start, night.span.end + RUNS_OVER), setup.hours.business_day(now)
    rows = _giving_way(setup, _rows(setup, window, now=now))
    found = night_with(setup, day, rows, today=today, now=now)
    own = present_rooms()
    others = setup.touching(own) - own if own is not None else frozenset()
    if not others:
        return found
    hidden = _rows(setup, window, now=now, room_ids=others)
    return replace(found, hidden=[row for row in hidden if row.span.overlaps(found.axis.span)])


def night_with(
    setup: Setup,
    day: date,
    rows: list[Row],
    *,
    today: date,
    now: datetime,
    rooms: Sequence[Room] | None = None,
) -> NightOf:
    """A business night with these rows, in order of time. `rooms` are all there are, where not today's."""
    night = setup.night(day)
    axis = _axis(setup, night, rows, now=now if day == today else None)
    shown = [row for row in rows if row.span.overlaps(axis.span)]
    return NightOf(setup, night, axis, shown, _rooms(setup, shown, rooms), today)


def shows_on_board(row: Occupancy, now: datetime) -> bool:
    """Whether a row belongs on a board at all; `_rows` asks the database the same."""
    return row.status in ON_BOARD and not row.is_overdue_hold(now)


def row_of(occupancy: Occupancy, customer_name: str | None) -> Row:
    """What a ticket needs of an occupancy that is at hand; `_rows` asks the database for the same."""
    return Row(
        id=occupancy.pk,
        kind=occupancy.kind,
        room_id=occupancy.room_id,
        starts_at=occupancy.starts_at,
        ends_at=occupancy.ends_at,
        status=occupancy.status,
        placed=occupancy.placed,
        party_size=occupancy.party_size,
        guest_name=occupancy.guest_name,
        customer_name=customer_name,
        reason=occupancy.reason,
        has_note=bool(occupancy.note or occupancy.staff_note),
        version=occupancy.version,
        series_id=occupancy.series_id,
        source=occupancy.source,
        is_example=occupancy.is_example,
    )


def _giving_way(setup: Setup, rows: list[Row]) -> list[Row]:
    """Without examples that somebody has booked over since: they keep their rooms from nobody."""
    if not any(row.is_example for row in rows):
        return rows
    real = [
        (setup.touching([row.room_id]), row.span) for row in rows if row.placed and row.status in IN_THE_WAY
    ]
    return [
        row
        for row in rows
        if not row.is_example
        or not any(row.room_id in rooms and row.span.overlaps(span) for rooms, span in real)
    ]


def _rows(
    setup: Setup, window: Interval, *, now: datetime, room_ids: Iterable[int] | None = None
) -> list[Row]:
    """A venue's rows that whoever asks may see, or those of some rooms."""
    of = Occupancy.objects.visible() if room_ids is None else Occupancy.objects.in_rooms(sorted(room_ids))
    found = (
        of.filter(room__venue_id=setup.venue.pk, status__in=ON_BOARD)
        .exclude(status=Status.HELD, held_until__lte=now)
        .overlapping(window)
        .annotate(
            has_note=ExpressionWrapper(~Q(note="") | ~Q(staff_note=""), output_field=BooleanField()),
        )
        .order_by("starts_at", "id")
        .values_list(
            "id",
            "kind",
            "room_id",
            "starts_at",
            "ends_at",
            "status",
            "placed",
            "party_size",
            "guest_name",
            "customer__name",
            "reason",
            "has_note",
            "version",
            "series_id",
            "source",
            "is_example",
        )
    )
    return [Row._make(row) for row in found]


def _axis(setup: Setup, night: Night, rows: list[Row], *, now: datetime | None) -> Axis:
    """From the first opening to the last closing of any room, and the night's own bookings in any case."""
    open_spans = [*night.stretches]
    for room in setup.rooms:
        if room.pk in setup.hours.rooms:
            open_spans += setup.night(night.date, room.pk).stretches
    own = [row.span for row in rows if row.starts_at in night.span and row.kind == Kind.BOOKING]
    spans = [*open_spans, *own] or [usual_hours(setup, night)]
    return axis_around(spans, night.zone, now=now)


def usual_hours(setup: Setup, night: Night) -> Interval:
    """What a closed night would look like: the hours of the next open one, or twelve hours from noon."""
    for days in range(1, 8):
        try:
            other = setup.night(night.date + days * DAY)
        except (NoSuchDay, OverflowError):
            continue
        if other.stretches:
            return Interval(other.stretches[0].start - days * DAY, other.stretches[-1].end - days * DAY)
    noon = night.span.start + (night.span.end - night.span.start) / 2
    return Interval.lasting(noon, timedelta(hours=12))


def _rooms(setup: Setup, rows: Sequence[Row], known_rooms: Sequence[Room] | None) -> list[Room]:
    """The rooms in use, and any taken out of use that somebody is booked into all the same."""
    known = {room.pk for room in setup.rooms}
    stray = {row.room_id for row in rows if row.has_room and row.room_id not in known}
    if not stray:
        return list(setup.rooms)
    if known_rooms is not None:
        return [*setup.rooms, *(room for room in known_rooms if room.pk in stray)]
    return [*setup.rooms, *Room.objects.filter(pk__in=stray).in_order()]


def board_from(
    found: NightOf,
    *,
    seen: str,
    now: datetime,
    viewer: Viewer,
    room_ids: Iterable[int] | None = None,
) -> Board:
    """A night's rows as its board, for a viewer."""
    venue, axis = found.setup.venue, found.axis
    tickets: dict[int, list[Ticket]] = defaultdict(list)
    loose: list[Ticket] = []
    hues = room_hues(found.rooms) if viewer.look.colour == "room" else {}
    sources = source_hues(found.setup.venue.source_colours)
    sold = [row.id for row in found.rows if row.kind != Kind.BLOCK and not row.is_example]
    paid = standings_of(sold) if viewer.look.colour == "paid" else {}
    for row in found.rows:
        ticket = _ticket(row, found, viewer, _hue(row, viewer.look.colour, hues, sources, paid))
        if row.has_room:
            tickets[row.room_id].append(ticket)
        else:
            loose.append(ticket)
    return Board(
        day=found.night.date,
        starts_at=axis.starts_at,
        units=axis.units,
        zone=found.night.zone,
        groups=[*_loose_group(loose), *_groups(found.rooms, tickets, found)],
        now=now if found.night.date == found.today else None,
        step=viewer.look.step or math.gcd(SNAP_MINUTES, venue.slot_step) * timedelta(minutes=1) // UNIT or 1,
        seen=seen,
        twelve_hours=venue.clock_format == "12",
        may_change=viewer.may_move,
        look=viewer.look,
        only=None if room_ids is None else frozenset(room_ids),
    )


def _ticket(row: Row, found: NightOf, viewer: Viewer, hue: str) -> Ticket:
    axis, venue = found.axis, found.setup.venue
    shown = axis.clip(row.span)
    assert shown is not None, "only rows that overlap the axis become tickets"
    at, length = shown
    is_block = row.kind == Kind.BLOCK
    may_move = viewer.may_block if is_block else viewer.may_move
    return Ticket(
        id=row.id,
        room=row.room_id,
        at=at,
        length=length,
        status=row.status,
        name=row.title,
        span=text.span(row.starts_at, row.ends_at, found.night.zone, twelve_hours=venue.clock_format == "12"),
        version=row.version,
        party=row.party_size or 0,
        has_note=row.has_note,
        is_in_series=row.series_id is not None,
        is_example=row.is_example,
        # What reaches over the board's edge would lose the rest of itself when moved by it.
        is_fixed=not may_move or row.status not in MOVABLE or shown != axis.place(row.span),
        url=viewer.booking_url.replace("/0/", f"/{row.id}/"),
        hue=hue,
    )


def _hue(
    row: Row,
    colour: str,
    rooms: dict[int, str],
    sources: dict[str, str],
    paid: Mapping[int, Standing],
) -> str:
    """The colour of a row's edge; blocks and checkouts under way have none."""
    if row.kind == Kind.BLOCK or row.status == Status.HELD:
        return ""
    match colour:
        case "room":
            return rooms.get(row.room_id, "") if row.has_room else ""
        case "source":
            return sources.get(row.source, "")
        case "paid":
            standing = paid.get(row.id)
            return PAID_HUES[standing.state if standing else Paid.NO_PRICE]
        case _:
            return ""


def _loose_group(tickets: list[Ticket]) -> list[RoomGroup]:
    """Rows for bookings without a room; those at the same time go into rows of their own."""
    lanes: list[list[Ticket]] = []
    for ticket in tickets:
        lane = next((lane for lane in lanes if lane[-1].end <= ticket.at), None)
        if lane is None:
            lanes.append([ticket])
        else:
            lane.append(ticket)
    names = [gettext("Unassigned"), *[gettext("Also unassigned")] * (len(lanes) - 1)]
    rows = [RoomRow(-number, names[number], tickets=lane) for number, lane in enumerate(lanes)]
    return [RoomGroup("", rows)] if rows else []


def _groups(rooms: Sequence[Room], tickets: dict[int, list[Ticket]], found: NightOf) -> list[RoomGroup]:
    """Rooms by category, the categories in the order of their first rooms."""
    by_category: dict[str, list[RoomRow]] = {}
    shut, ghosts = _ShutTimes(found), _ghosts(found)
    for room in rooms:
        row = RoomRow(
            room.pk,
            room.name,
            room.capacity_max,
            tickets[room.pk],
            shut.of(room),
            room.colour,
            ghosts.get(room.pk, ()),
        )
        by_category.setdefault(room.category, []).append(row)
    unnamed = gettext("Other rooms") if len(by_category) > 1 else ""
    return [RoomGroup(category or unnamed, rows) for category, rows in by_category.items()]


def _ghosts(found: NightOf) -> dict[int, list[Ghost]]:
    """What each room that shares its space has taken from it by the rows of the others."""
    shares = found.setup.shares
    if not shares:
        return {}
    names = {room.pk: room.name for room in found.rooms}
    ghosts: dict[int, list[Ghost]] = defaultdict(list)
    for row in (*found.rows, *found.hidden):
        others = shares.get(row.room_id, frozenset()) if row.placed and row.status in IN_THE_WAY else ()
        for room_id in others:
            ghosts[room_id].append(_ghost(row, found, names.get(row.room_id)))
    return {room_id: joined(each) for room_id, each in ghosts.items()}


def _ghost(row: Row, found: NightOf, room: str | None) -> Ghost:
    """A row as it shows in a room that shares its space; without its `room` it is not said whose."""
    shown = found.axis.clip(row.span)
    assert shown is not None, "only rows that overlap the axis become ghosts"
    twelve = found.setup.venue.clock_format == "12"
    values = {
        "room": gettext("another room") if room is None else room,
        "name": gettext("somebody") if room is None else row.title,
        "span": text.span(row.starts_at, row.ends_at, found.night.zone, twelve_hours=twelve),
    }
    words = gettext("Taken through %(room)s, %(span)s: %(name)s.") % values
    is_in_use = row.status in IN_USE
    return Ghost(*shown, (row.id,), values["name"], values["room"], words, is_in_use=is_in_use)


class _ShutTimes:
    """When rooms cannot be sold that night; rooms with the venue's hours share one answer."""

    def __init__(self, found: NightOf) -> None:
        self._found = found
        self._venue_wide = self._outside(found.night)

    def of(self, room: Room) -> list[Shut]:
        setup = self._found.setup
        if is_out_of_use(room.standing_on(self._found.night.date)):
            return [Shut(0, self._found.axis.units)]
        if room.pk not in setup.hours.rooms:
            return self._venue_wide
        return self._outside(setup.night(self._found.night.date, room.pk))

    def _outside(self, night: Night) -> list[Shut]:
        axis = self._found.axis
        clipped = (axis.clip(gap) for gap in subtract([axis.span], night.open))
        return [Shut(*shown) for shown in clipped if shown]
