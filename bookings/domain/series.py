"""Planning a series: for each night whether it can be had, and what was chosen where it cannot.

Pure: what occupies the rooms, and what the rules say, is handed in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings.domain.blockers import Blocker, are_soft
from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.domain.recurrence import Rule, Turn, turn
from bookings.domain.turnover import Conflict, OccupiedRow, conflicts, occupied_row


@dataclass(frozen=True, slots=True)
class Pattern:
    """What repeats: a room, a time of the night and a length, by a rule that begins on `first`."""

    room_id: int
    first: date
    start: str
    length: timedelta
    rule: Rule


class How(StrEnum):
    """What is done with a night that cannot be had as it is."""

    SKIP = "skip"
    # Another room or time, or both.
    PLACE = "place"
    # As it is: rules that staff may set aside, with a reason.
    ANYWAY = "anyway"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a night; `room_id` and `start` where it goes elsewhere."""

    how: How
    room_id: int = 0
    start: str = ""

    def __str__(self) -> str:
        return self.how if self.how != How.PLACE else f"{self.room_id}|{self.start}"

    @classmethod
    def parse(cls, text: str) -> "Choice | None":
        """Read what `str` writes; None for what is none."""
        if text in {How.SKIP, How.ANYWAY}:
            return cls(How(text))
        room, _, start = text.partition("|")
        if not room.isascii() or not room.isdigit() or len(room) > 18 or not 0 < len(start) < 8:
            return None
        return cls(How.PLACE, int(room), start)


@dataclass(frozen=True, slots=True)
class Night:
    """A night of a plan: its turn in the room it is to have, and what speaks against that.

    `against` are rows in the way, `rules` what the house says, `own` the nights of the series itself that
    reach into it.
    """

    turn: Turn
    room_id: int
    choice: Choice | None = None
    rules: tuple[Blocker, ...] = ()
    against: tuple[Conflict, ...] = ()
    own: tuple[date, ...] = ()

    @property
    def day(self) -> date:
        return self.turn.day

    @property
    def is_skipped(self) -> bool:
        """Nothing is booked that night: nobody wants it, or the date never was."""
        return self.turn.span is None or (self.choice is not None and self.choice.how == How.SKIP)

    @property
    def is_free(self) -> bool:
        """Nothing speaks against it."""
        return not self.is_skipped and not (self.rules or self.against or self.own)

    @property
    def is_soft(self) -> bool:
        """Only rules speak against it that staff may set aside."""
        return bool(self.rules) and not self.against and not self.own and are_soft(list(self.rules))

    @property
    def is_set_aside(self) -> bool:
        """Staff chose to go ahead although rules say no."""
        return self.is_soft and self.choice is not None and self.choice.how == How.ANYWAY

    @property
    def is_settled(self) -> bool:
        """It can be done as it stands."""
        return self.is_skipped or self.is_free or self.is_set_aside

    @property
    def span(self) -> Interval:
        """When it would be; only of a date that was."""
        assert self.turn.span is not None, "a date that never was has no time"
        return self.turn.span


Rules = Callable[[int, Interval], Sequence[Blocker]]


def plan(
    turns: Sequence[Turn],
    room_id: int,
    length: timedelta,
    zone: ZoneInfo,
    *,
    choices: Mapping[date, Choice],
    rows: Mapping[date, Sequence[OccupiedRow]],
    rules: Rules,
    policies: Mapping[int, Policy] | None,
) -> list[Night]:
    """Give each turn with what speaks against it, where it was chosen to be.

    `rows` are what occupies the rooms around each turn; what the series itself takes on other nights counts,
    too. `policies` are the rooms' (None: blocks, which keep nothing free around them).
    """
    nights: list[Night] = []
    own: list[tuple[date, OccupiedRow]] = []
    for each in turns:
        night = _placed(each, room_id, length, zone, choices.get(each.day))
        if not night.is_skipped:
            wanted = occupied_row(
                night.room_id, night.span, policies[night.room_id] if policies is not None else None
            )
            night = _weighed(night, wanted, rows.get(night.day, ()), own, rules)
            if night.is_settled:
                own.append((night.day, wanted))
        nights.append(night)
    return nights


def _placed(each: Turn, room_id: int, length: timedelta, zone: ZoneInfo, choice: Choice | None) -> Night:
    """A turn where it was chosen to be; what nothing can be made of stays where it was."""
    if choice is None or choice.how != How.PLACE or each.span is None:
        return Night(each, room_id, choice)
    try:
        moved = turn(each.day, choice.start, length, zone)
    except ValueError:
        return Night(each, room_id)
    return Night(moved, choice.room_id, choice)


def _weighed(
    night: Night,
    wanted: OccupiedRow,
    rows: Sequence[OccupiedRow],
    own: Sequence[tuple[date, OccupiedRow]],
    rules: Rules,
) -> Night:
    # Only the last few can reach so far; a longer look back would cost for nothing.
    reaching = tuple(day for day, row in own[-_LOOK_BACK:] if conflicts(wanted, [row]))
    return Night(
        night.turn,
        night.room_id,
        night.choice,
        tuple(rules(night.room_id, night.span)),
        tuple(conflicts(wanted, rows)),
        reaching,
    )


# A stretch of a month, every day.
_LOOK_BACK = 40
