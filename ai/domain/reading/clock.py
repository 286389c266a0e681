"""What o'clock people mean. In the evening trade a bare "8" is 20:00."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

Half = Literal["am", "pm"]
NOON, HALF_A_DAY, DAY = 12, 12 * 60, 24 * 60
# A bare hour up to this is in the afternoon or evening; 10 and 11 only where it is about an evening.
BARE_UNTIL = 9
# What begins before this "on Friday night" is on Saturday's date.
MORNING = time(6)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as somebody wrote it: hours up to 30 (a business night's clock), and the half if said."""

    hour: int
    minute: int = 0
    half: Half | None = None
    is_24h: bool = False

    @property
    def is_possible(self) -> bool:
        most = NOON if self.half else 30
        return 0 <= self.hour <= most and 0 <= self.minute < 60

    def minutes(self) -> list[int]:
        """Minutes after midnight that it may mean; beyond `DAY` on the next day."""
        if self.half == "am":
            return [self.hour % NOON * 60 + self.minute]
        if self.half == "pm":
            return [(self.hour % NOON + NOON) * 60 + self.minute]
        plain = self.hour * 60 + self.minute
        if self.is_24h or self.hour > NOON or self.hour == 0:
            return [plain]
        return [self.hour % NOON * 60 + self.minute, (self.hour % NOON + NOON) * 60 + self.minute]

    def settled(self, *, is_evening: bool = False) -> int:
        """The one that is meant where nothing else tells, in minutes after midnight."""
        every = self.minutes()
        if len(every) == 1:
            return every[0]
        is_late = self.hour <= BARE_UNTIL or self.hour == NOON or is_evening
        return every[1] if is_late else every[0]


def stretch(start: Clock, end: Clock, *, is_evening: bool = False) -> tuple[int, int] | None:
    """Start (minutes after midnight) and length (minutes) of "from … to …"; None where both are one time.

    What one of them leaves open, the other tells: of all they may mean it is the shortest stretch that ends
    after it begins, and "9 to 11" is in the evening.
    """
    starts = [start.settled(is_evening=is_evening)]
    if len(start.minutes()) > 1 and len(end.minutes()) == 1:
        starts = start.minutes()
    found = [
        (length, begins) for begins in starts for ends in end.minutes() if (length := (ends - begins) % DAY)
    ]
    if not found:
        return None
    length, begins = min(found)
    return begins, length


def at(minutes: int) -> time:
    """The time of day of minutes after midnight."""
    return time(minutes % DAY // 60, minutes % 60)
