"""The stretch of time a night's board shows, in units of five minutes.

Units count what passes, not what the clocks say: on the night the clocks go back a board from 18:00 to 04:00
is eleven hours long. A board begins at a whole hour of the venue's clock and is whole hours long.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval
from boom.core.time import wall_clock

UNIT = timedelta(minutes=5)
HOUR = timedelta(hours=1)
UNITS_AN_HOUR = HOUR // UNIT
# Below that the hours would be metres wide; above it is no day any more (the longest has 25 hours).
SHORTEST = timedelta(hours=4)
LONGEST = timedelta(hours=25)
# Now belongs on the board when doors are about to open or have just closed; the owner who looks at ten in the
# morning wants to see the evening, not eight empty hours before it.
NEAR = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Axis:
    """A board's stretch: an aware instant in UTC and a number of units, a multiple of an hour."""

    starts_at: datetime
    units: int

    @property
    def span(self) -> Interval:
        return Interval.lasting(self.starts_at, self.units * UNIT)

    def stretch(self, at: int, length: int) -> Interval:
        """The interval of `length` units from unit `at`; may lie outside. Raises ValueError for no length."""
        return Interval.lasting(self.starts_at + at * UNIT, length * UNIT)

    def place(self, span: Interval) -> tuple[int, int]:
        """Unit and length of a span, widened to whole units; may lie outside."""
        at = (span.start - self.starts_at) // UNIT
        return at, -((self.starts_at - span.end) // UNIT) - at

    def clip(self, span: Interval) -> tuple[int, int] | None:
        """Unit and length of what of a span the board shows, or None."""
        shown = span.intersection(self.span)
        return self.place(shown) if shown else None


def axis_around(spans: Iterable[Interval], zone: ZoneInfo, *, now: datetime | None = None) -> Axis:
    """Give the shortest axis that shows all of `spans` (at least one), and `now` where it is near them.

    What does not fit into LONGEST is cut off at the end.
    """
    known = list(spans)
    start, end = min(span.start for span in known), max(span.end for span in known)
    if now is not None and start - NEAR <= now < end + NEAR:
        start, end = min(start, now), max(end, now + UNIT)
    start -= _past_the_hour(start, zone)
    length = min(max(end - start, SHORTEST), LONGEST)
    return Axis(start, -(-length // HOUR) * UNITS_AN_HOUR)


def _past_the_hour(instant: datetime, zone: ZoneInfo) -> timedelta:
    local = wall_clock(instant, zone)
    return timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
