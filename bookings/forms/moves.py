"""Where somebody wants to have a booking: dropped on the board, or typed in the drawer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bookings.domain.axis import UNIT, Axis
from bookings.domain.interval import Interval
from bookings.domain.pricing.terms import Price
from bookings.forms.spans import MOST_MINUTES, MoveForm
from bookings.models import Occupancy
from boom.core.errors import Invalid

# No board is wider; what lies beyond was not dropped on one.
MOST_UNITS = 25 * 12
LARGEST_ID = 2**63 - 1


class Unreadable(Invalid):
    code = "unreadable"
    message = "That is no place on the board."


class NoRoom(Invalid):
    code = "no-room"
    message = "Drop it on a room."


@dataclass(frozen=True, slots=True)
class Wish:
    """A room and stretch for a booking, the version its page showed, staff's reason to set rules aside."""

    room_id: int
    span: Interval
    version: int
    override_reason: str = ""
    price: Price = Price.USUAL
    # The sum somebody saw and said yes to; None: nobody has been asked.
    shown_minor: int | None = None

    @classmethod
    def of(cls, form: MoveForm) -> Wish:
        """What a valid form says."""
        room_id, span = form.wanted
        typed = form.cleaned_data
        price = Price(typed["price"] or Price.USUAL)
        reason, shown = typed["override_reason"].strip(), typed["shown_minor"]
        return cls(room_id, span, typed["version"], reason, price, shown)


@dataclass(frozen=True, slots=True)
class BoardMove:
    """A drop on the board: units of five minutes from its start."""

    room_id: int
    at: int
    length: int
    version: int

    @classmethod
    def read(cls, values: Mapping[str, str]) -> BoardMove:
        """Read what the board posts. Raises Unreadable, or NoRoom for the row of bookings without one."""
        try:
            room_id, at, length, version = (
                int(values.get(name, "")) for name in ("room", "at", "length", "version")
            )
        except ValueError as error:
            raise Unreadable from error
        is_on_board = 0 <= at < MOST_UNITS and 0 < length <= MOST_MINUTES // 5
        if not (is_on_board and 0 < version < 2**31 and room_id <= LARGEST_ID):
            raise Unreadable
        if room_id <= 0:
            raise NoRoom
        return cls(room_id, at, length, version)

    def wish(self, row: Occupancy, axis: Axis) -> Wish:
        """The stretch that is meant: what the drop did not change stays to the second, off the grid too."""
        at, length = axis.place(row.span)
        start = row.starts_at if self.at == at else axis.starts_at + self.at * UNIT
        duration: timedelta = row.span.duration if self.length == length else self.length * UNIT
        return Wish(self.room_id, Interval.lasting(start, duration), self.version)
