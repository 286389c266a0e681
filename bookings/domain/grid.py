"""The start grid: which starts a venue offers.

Starts lie a step apart on the venue's clock, counted from what the clock shows when the stretch opens. So
they keep looking like the rest of the evening after a clock change (on the hour before, on the hour after,
even where the clock moves by half an hour), and the hour that comes twice is offered twice.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval
from boom.core.time import clock_change, wall_clock


def is_on_grid(start: datetime, stretch: Interval, step: timedelta, zone: ZoneInfo) -> bool:
    """Whether a start in `stretch` is one of the grid's."""
    return not (wall_clock(start, zone) - wall_clock(stretch.start, zone)) % step


def grid_around(start: datetime, stretch: Interval, step: timedelta, zone: ZoneInfo) -> list[datetime]:
    """Give the grid's last start before and its first one after `start`, as far as they lie in `stretch`."""
    before = after = None
    for first, end in pieces(stretch, step, zone):
        if first < start:
            latest = min(start, end) - timedelta(microseconds=1)
            before = first + (latest - first) // step * step
        following = first if first > start else first + ((start - first) // step + 1) * step
        if after is None and following < end:
            after = following
    return [at for at in (before, after) if at is not None]


def pieces(stretch: Interval, step: timedelta, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Cut a stretch where the clock changes; give each piece's first start on the grid, and its end.

    Within a piece starts simply lie `step` apart. A piece without a start is left out.
    """
    yield stretch.start, change_or_end(stretch, zone)
    change = clock_change(stretch.start, stretch.end, zone)
    if change is None or change >= stretch.end:
        return
    past_grid = (wall_clock(change, zone) - wall_clock(stretch.start, zone)) % step
    first = change + (step - past_grid if past_grid else timedelta(0))
    if first < stretch.end:
        yield first, stretch.end


def change_or_end(stretch: Interval, zone: ZoneInfo) -> datetime:
    """The clock change within a stretch, or its end if there is none."""
    change = clock_change(stretch.start, stretch.end, zone)
    return stretch.end if change is None else change
