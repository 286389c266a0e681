"""The work everybody gets, so that figures can be compared: ten rooms, open 10:00 to 22:00 UTC.

A full day holds ten one-hour bookings in each room (10:00 to 20:00). Seeded days lie one beside the other and
end on `last_full_day`; the day that is asked for is always among them and holds the same hundred bookings
however long the table is. New bookings and contests go to later days.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

ROOMS = 10
OPENS, CLOSES = time(10), time(22)
FULL_HOURS = 10
A_DAY = ROOMS * FULL_HOURS
HOUR = timedelta(hours=1)
# Enough for the largest table's history to end, and for a week until it has to be made anew.
DAYS_AHEAD = 12
# Bookings that are moved about, and the slots they are moved to, lie beyond everything that is created.
CONTESTS_AFTER = timedelta(days=400)
WAITING_AFTER = timedelta(days=600)
QUIET_AFTER = timedelta(days=1000)
# A bare insert takes a hundred days' slots a second, so the yardstick's lie beyond all of these.
YARDSTICK_AFTER = timedelta(days=2000)


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour in a room. `room` counts from 0; the tables' own keys are whoever books' to know."""

    room: int
    start: datetime
    length: timedelta = HOUR

    @property
    def end(self) -> datetime:
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are full, for tables made on `made_on`."""

    made_on: date

    @property
    def last_full_day(self) -> date:
        return self.made_on + timedelta(days=DAYS_AHEAD - 1)

    @property
    def asked_day(self) -> date:
        """The day whose free starts are asked for; even the smallest table reaches it."""
        return self.made_on + timedelta(days=DAYS_AHEAD - 3)

    def is_good_on(self, today: date) -> bool:
        """Whether the asked day still lies ahead, so that customers can be offered something."""
        return today < self.asked_day

    def new_slots(self, *, after: timedelta = timedelta(days=1)) -> Iterator[Slot]:
        """Free hours that long after the full days, never one twice."""
        first = self.last_full_day + after + timedelta(days=1)
        for offset in itertools.count():
            day = first + timedelta(days=offset)
            for hour in range(OPENS.hour, CLOSES.hour):
                for room in range(ROOMS):
                    yield Slot(room, _at(day, hour))

    def contested_slots(self) -> Iterator[Slot]:
        """One free evening slot a day, for many to want at once."""
        for offset in itertools.count():
            yield Slot(0, _at(self.last_full_day + CONTESTS_AFTER + timedelta(days=offset), 18), 2 * HOUR)

    def waiting_slots(self) -> Iterator[Slot]:
        """Where the bookings stand that others want to be moved from."""
        for offset in itertools.count():
            yield Slot(1, _at(self.last_full_day + WAITING_AFTER + timedelta(days=offset), 12), 2 * HOUR)

    def quiet_days(self) -> Iterator[date]:
        """Days on which nobody books anything."""
        first = self.last_full_day + QUIET_AFTER
        return (first + timedelta(days=offset) for offset in itertools.count())


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
