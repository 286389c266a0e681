"""Where and when a rule of prices holds: rooms, business nights, party, kind of customer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OnHolidays(StrEnum):
    """What a rule makes of the venue's holidays."""

    ALSO = "also"
    ONLY = "only"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A business night in a room, with the party that comes: what a scope is held against.

    `category` is the room's; `heads` the people; `customer_class` the id of the kind of customer, if any.
    """

    room_id: int
    category: str
    night: date
    is_holiday: bool
    heads: int
    customer_class: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A rule holds where everything said here is so; what is left empty holds everywhere.

    Rooms and categories together mean "these rooms, and the rooms of these categories". Weekdays are of the
    business night (0 Monday): Sunday 01:00 is still Saturday. `first` and `last` are dates of business
    nights, both included.
    """

    rooms: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
    first: date | None = None
    last: date | None = None
    holidays: OnHolidays = OnHolidays.ALSO
    party_min: int | None = None
    party_max: int | None = None
    customer_class: int | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise ValueError("The last date comes before the first.")
        if self.party_min and self.party_max and self.party_max < self.party_min:
            raise ValueError("The largest party is smaller than the smallest.")

    def covers_room(self, room_id: int, category: str) -> bool:
        if not self.rooms and not self.categories:
            return True
        return room_id in self.rooms or (bool(category) and category in self.categories)

    def covers_night(self, night: date, *, is_holiday: bool) -> bool:
        if self.weekdays and night.weekday() not in self.weekdays:
            return False
        if (self.first and night < self.first) or (self.last and night > self.last):
            return False
        return self.holidays == OnHolidays.ALSO or (self.holidays == OnHolidays.ONLY) == is_holiday

    def covers_party(self, heads: int) -> bool:
        return (self.party_min or 0) <= heads and (self.party_max is None or heads <= self.party_max)

    def covers(self, occasion: Occasion) -> bool:
        """Whether the rule holds for that occasion."""
        return (
            self.covers_room(occasion.room_id, occasion.category)
            and self.covers_night(occasion.night, is_holiday=occasion.is_holiday)
            and self.covers_party(occasion.heads)
            and self.customer_class in {None, occasion.customer_class}
        )


EVERYWHERE = Scope()
