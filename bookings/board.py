"""What the rooms board shows for one business night, ready for its templates.

Positions count units of five minutes from the board's start, so they are right on a night with a clock
change: the units that pass, not what the clocks say. Labels carry the venue's wall time. Pure: rows come from
a selector, `now` is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from bookings.looks import USUAL, Look
from boom.core import placing, text
from boom.core.placing import UNITS_AN_HOUR

UNIT = timedelta(minutes=5)
UNIT_MINUTES = 5
PACE_UNITS = 6
SOON_UNITS = 12
ARRIVING_UNITS = 18
# The board's page has the list for phones, too; a night of three hundred has a page of its own.
MOST_IN_SHORT_AGENDA = 40
# From here on the pace bar turns ember: the last tenth is when somebody has to be sent away.
NEARLY_FULL = 90

WAITING = frozenset({"pending", "confirmed"})
# What keeps a room from being sold right now; a no-show has given it back.
IN_THE_WAY = frozenset({"held", "pending", "confirmed", "checked_in", "completed", "blocked"})
IN_USE = IN_THE_WAY - {"blocked"}
EXPECTED = IN_USE - {"held"}


@dataclass(frozen=True)
class Ticket:
    """A booking or block on the board. `at` and `length` in units; `span` its wall times ("21:15–23:15")."""

    id: int
    room: int
    at: int
    length: int
    status: str
    name: str
    span: str
    version: int
    party: int = 0
    has_note: bool = False
    is_celebration: bool = False
    is_in_series: bool = False
    # Made up, to show what a week looks like; its name says so.
    is_example: bool = False
    # May not be moved by this person, or at all: finished, held by a customer, no permission.
    is_fixed: bool = False
    url: str = ""
    # The colour of its edge: a number of the style sheet's, an owner's own #rrggbb, or none.
    hue: str = ""
    # Minutes the guest is late, and percent of the time that has passed; the board fills them in.
    late: int = 0
    progress: int = 0

    @property
    def end(self) -> int:
        """The unit at which it is over."""
        return self.at + self.length

    @property
    def starts(self) -> str:
        """Its first wall time."""
        return self.span.split(text.DASH)[0]

    @property
    def ends(self) -> str:
        """Its last wall time."""
        return self.span.split(text.DASH)[-1]

    @property
    def classes(self) -> str:
        """Its place on the board, and whether ember has to draw the eye to it."""
        progress = f" {placing.share(self.progress)}" if self.progress else ""
        return f"{placing.position(self.at, self.length)}{progress}{' is-late' if self.late else ''}"

    @property
    def has_own_hue(self) -> bool:
        """Whether its colour is an owner's own, which no style sheet knows."""
        return self.hue.startswith("#")

    @property
    def words(self) -> str:
        """What a screen reader adds to the visible words: "people, Confirmed, has a note"."""
        parts = [gettext("people")] if self.party else []
        parts.append(text.status_word(self.status))
        if self.is_celebration:
            parts.append(gettext("celebration"))
        if self.has_note:
            parts.append(gettext("has a note"))
        return ", ".join(parts)

    def seen_at(self, minute: int | None) -> Ticket:
        """Give it as it stands a number of minutes into the board (None: another day): how late, how far."""
        if minute is None:
            return self
        since, left = minute - self.at * UNIT_MINUTES, self.end * UNIT_MINUTES - minute
        if self.status == "checked_in" and since > 0:
            return replace(self, progress=min(100, round(100 * since / (self.length * UNIT_MINUTES))))
        if self.status in WAITING and since >= UNIT_MINUTES and left > 0:
            return replace(self, late=since)
        return self


@dataclass(frozen=True)
class Shut:
    """A stretch in which a room cannot be sold."""

    at: int
    length: int


@dataclass(frozen=True)
class Ghost:
    """A stretch in which a room is taken through rooms that share its space: its parts, or its whole.

    `keys` are the bookings it is taken by, `names` theirs and `rooms` where they are; `words` say all of it.
    Stretches that overlap are one.
    """

    at: int
    length: int
    keys: tuple[int, ...]
    names: str
    rooms: str
    words: str
    is_in_use: bool = True

    @property
    def end(self) -> int:
        """The unit at which it is over."""
        return self.at + self.length

    def joined(self, other: Ghost) -> Ghost:
        """Both as one, from the first beginning to the last end."""
        end = max(self.end, other.end)
        rooms = self.rooms if other.rooms in self.rooms.split(", ") else f"{self.rooms}, {other.rooms}"
        return Ghost(
            at=self.at,
            length=end - self.at,
            keys=(*self.keys, *other.keys),
            names=f"{self.names}, {other.names}",
            rooms=rooms,
            words=f"{self.words} {other.words}",
            is_in_use=self.is_in_use or other.is_in_use,
        )


def joined(ghosts: Iterable[Ghost]) -> list[Ghost]:
    """Ghosts of one room by time, those that overlap as one."""
    found: list[Ghost] = []
    for ghost in sorted(ghosts, key=lambda each: (each.at, each.keys)):
        if found and ghost.at < found[-1].end:
            found[-1] = found[-1].joined(ghost)
        else:
            found.append(ghost)
    return found


@dataclass(frozen=True)
class RoomRow:
    """A room with its tickets, in order of time. 0, -1, -2 … hold bookings that have no room yet."""

    id: int
    name: str
    capacity: int = 0
    tickets: Sequence[Ticket] = ()
    shut: Sequence[Shut] = ()
    # The owner's own, #rrggbb; empty where none was chosen.
    colour: str = ""
    # What is taken through rooms that share its space.
    ghosts: Sequence[Ghost] = ()

    @property
    def is_loose(self) -> bool:
        """Whether this is the row of bookings without a room."""
        return self.id <= 0

    def seen_at(self, minute: int | None) -> RoomRow:
        """Give it as it stands that many minutes into the board."""
        return replace(self, tickets=[ticket.seen_at(minute) for ticket in self.tickets])

    def is_free_at(self, unit: int) -> bool:
        """Whether the room is open then, and nobody and nothing is in it, or in what it shares."""
        in_the_way = (ticket for ticket in self.tickets if ticket.status in IN_THE_WAY)
        taken: list[Shut | Ghost | Ticket] = [*self.shut, *self.ghosts, *in_the_way]
        return not any(stretch.at <= unit < stretch.at + stretch.length for stretch in taken)


@dataclass(frozen=True)
class RoomGroup:
    """Rooms of one kind under one title ("Small"); an empty title stands for the row without a room."""

    name: str
    rooms: Sequence[RoomRow]

    def seen_at(self, minute: int | None) -> RoomGroup:
        """Give it as it stands that many minutes into the board."""
        return replace(self, rooms=[row.seen_at(minute) for row in self.rooms])


@dataclass(frozen=True)
class Hour:
    """A mark on the axis; `new_day` names the day that begins there ("Sun 22")."""

    at: int
    label: str
    new_day: str = ""


@dataclass(frozen=True)
class Pace:
    """Rooms in use during one half hour."""

    at: int
    label: str
    rooms: int
    share: int

    @property
    def is_full(self) -> bool:
        """Whether (nearly) no room is left to sell."""
        return self.share >= NEARLY_FULL


@dataclass(frozen=True)
class Pulse:
    """What needs somebody now; each count is a filter of the board."""

    late: int
    soon: int
    in_rooms: int
    free: int
    to_confirm: int


@dataclass(frozen=True)
class AgendaEntry:
    """A booking in tonight's list."""

    ticket: Ticket
    room: str
    minutes_left: int


@dataclass(frozen=True)
class AgendaSection:
    """Bookings that ask for the same next step. Kinds: late, soon, in, later, done."""

    kind: str
    entries: Sequence[AgendaEntry]


@dataclass(frozen=True)
class Board:
    """One business night of one venue.

    `starts_at` is an aware instant on a whole local hour; `units` long; `step` is the snap in units (3 = 15
    minutes); `now` an instant, or None on other days. `seen` is the last change the rows show (live.js asks
    for all since).
    """

    day: date
    starts_at: datetime
    units: int
    zone: ZoneInfo
    groups: Sequence[RoomGroup]
    now: datetime | None = None
    step: int = 3
    seen: str = "0"
    twelve_hours: bool = False
    may_change: bool = True
    look: Look = USUAL
    # The rooms to draw; None for all. What counts (pulse, pace, agenda) counts all of them.
    only: frozenset[int] | None = None

    @property
    def density(self) -> str:
        """Comfortable, or compact: names only."""
        return self.look.density

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", [group.seen_at(self.minute_now) for group in self.groups])

    @cached_property
    def rows(self) -> list[RoomRow]:
        """All rooms, in the board's order."""
        return [row for group in self.groups for row in group.rooms]

    @cached_property
    def now_at(self) -> int | None:
        """The unit of now, or None when now is not on this board."""
        if self.now is None:
            return None
        unit = (self.now - self.starts_at) // UNIT
        return unit if 0 <= unit < self.units else None

    @property
    def minute_now(self) -> int | None:
        """Whole minutes from the board's start to now, or None when now is not on this board."""
        if self.now is None or self.now_at is None:
            return None
        return (self.now - self.starts_at) // text.MINUTE

    @property
    def starts_ms(self) -> str:
        """The board's start for JavaScript: milliseconds since 1970."""
        return str(int(self.starts_at.timestamp() * 1000))

    @property
    def now_ms(self) -> str:
        """Now for JavaScript, so that a browser's wrong clock does not move the line."""
        return str(int(self.now.timestamp() * 1000)) if self.now else ""

    @property
    def now_label(self) -> str:
        """The time on the now line."""
        return text.clock(self.now, self.zone, twelve_hours=self.twelve_hours) if self.now else ""

    @property
    def room_count(self) -> int:
        """How many rooms there are, the row without a room aside."""
        return sum(not row.is_loose for row in self.rows)

    @cached_property
    def loose(self) -> list[RoomRow]:
        """The rows of bookings without a room."""
        return [row for row in self.rows if row.is_loose]

    @cached_property
    def shown_groups(self) -> list[RoomGroup]:
        """The groups of rooms to draw, those without a room left out."""
        wanted = (
            RoomGroup(group.name, [row for row in group.rooms if self._draws(row)]) for group in self.groups
        )
        return [group for group in wanted if group.rooms]

    def _draws(self, row: RoomRow) -> bool:
        return not row.is_loose and (self.only is None or row.id in self.only)

    @property
    def has_examples(self) -> bool:
        """Whether any of it is made up."""
        return any(ticket.is_example for row in self.rows for ticket in row.tickets)

    @property
    def booking_count(self) -> int:
        """How many bookings the night has: whoever came, comes or is there."""
        return sum(ticket.status in EXPECTED for row in self.rows for ticket in row.tickets)

    @property
    def clock_label(self) -> str:
        """The clock on the venue's wall, with its weekday; empty on other days' boards."""
        if self.now is None:
            return ""
        return f"{text.day(self.now, self.zone, style='weekday')} {self.now_label}"

    @property
    def shown_count(self) -> int:
        """How many rooms are drawn."""
        return sum(len(group.rooms) for group in self.shown_groups)

    @cached_property
    def midnight_at(self) -> int | None:
        """The unit at which the date changes, if it does on this board."""
        return next((hour.at for hour in self.hours if hour.new_day), None)

    @cached_property
    def hours(self) -> list[Hour]:
        """A mark a passing hour. On a night with a clock change a label repeats, or is left out."""
        return list(_hours(self.starts_at, self.units, self.zone, twelve_hours=self.twelve_hours))

    @cached_property
    def pace(self) -> list[Pace]:
        """Rooms in use, half hour by half hour."""
        return [self._pace_at(unit) for unit in range(0, self.units, PACE_UNITS)]

    @cached_property
    def pulse(self) -> Pulse | None:
        """What needs somebody now; None on other days."""
        now = self.now_at
        if now is None:
            return None
        tickets = [ticket for row in self.rows for ticket in row.tickets]
        return Pulse(
            late=sum(ticket.late > 0 for ticket in tickets),
            soon=sum(ticket.status in WAITING and now <= ticket.at <= now + SOON_UNITS for ticket in tickets),
            in_rooms=sum(ticket.status == "checked_in" for ticket in tickets),
            free=sum(not row.is_loose and row.is_free_at(now) for row in self.rows),
            to_confirm=sum(ticket.status == "pending" for ticket in tickets),
        )

    @cached_property
    def agenda(self) -> list[AgendaSection]:
        """Tonight as a list: Late, Arriving, In rooms, Later; on other days all of it as "later"."""
        entries = [self._entry(ticket, row.name) for row in self.rows for ticket in row.tickets]
        by_kind: dict[str, list[AgendaEntry]] = {"late": [], "soon": [], "in": [], "later": [], "done": []}
        for entry in sorted(entries, key=lambda entry: (entry.ticket.at, entry.ticket.id)):
            kind = self._kind(entry)
            if kind:
                by_kind[kind].append(entry)
        by_kind["in"].sort(key=lambda entry: entry.minutes_left)
        return [AgendaSection(kind, found) for kind, found in by_kind.items() if found]

    @property
    def agenda_count(self) -> int:
        """How many bookings the list has."""
        return sum(len(section.entries) for section in self.agenda)

    @cached_property
    def short_agenda(self) -> list[AgendaSection]:
        """The list's beginning: what comes next, bounded, none that are over."""
        left = MOST_IN_SHORT_AGENDA
        sections = []
        for section in self.agenda:
            if section.kind == "done" or not left:
                continue
            entries = section.entries[:left]
            left -= len(entries)
            sections.append(AgendaSection(section.kind, entries))
        return sections

    def _kind(self, entry: AgendaEntry) -> str:
        now = self.now_at
        status = entry.ticket.status
        if status == "checked_in":
            return "in"
        if status in {"completed", "no_show"}:
            return "done"
        if status not in WAITING:
            return ""
        if entry.ticket.late:
            return "late"
        if now is None:
            return "later"
        return "soon" if entry.ticket.at <= now + ARRIVING_UNITS else "later"

    def _entry(self, ticket: Ticket, room: str) -> AgendaEntry:
        left = 0 if self.minute_now is None else max(0, ticket.end * UNIT_MINUTES - self.minute_now)
        return AgendaEntry(ticket, room, left)

    def _pace_at(self, unit: int) -> Pace:
        busy = sum(_is_used(row, unit) for row in self.rows if not row.is_loose)
        label = text.clock(self.starts_at + unit * UNIT, self.zone, twelve_hours=self.twelve_hours)
        return Pace(unit, label, busy, round(100 * busy / self.room_count) if self.room_count else 0)


def _is_used(row: RoomRow, unit: int) -> bool:
    used: list[Ticket | Ghost] = [
        *(ticket for ticket in row.tickets if ticket.status in IN_USE),
        *(ghost for ghost in row.ghosts if ghost.is_in_use),
    ]
    return any(stretch.at < unit + PACE_UNITS and unit < stretch.end for stretch in used)


def _hours(starts_at: datetime, units: int, zone: ZoneInfo, *, twelve_hours: bool) -> Iterator[Hour]:
    before = starts_at.astimezone(zone).date()
    for unit in range(0, units, UNITS_AN_HOUR):
        instant = starts_at + unit * UNIT
        local = instant.astimezone(zone)
        is_new = local.date() != before
        before = local.date()
        label = text.clock(instant, zone, twelve_hours=twelve_hours)
        yield Hour(unit, label, f"{text.day(instant, zone, style='weekday')} {local.day}" if is_new else "")
