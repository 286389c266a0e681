"""Holes in a night that nobody can book: which starts leave the fewest minutes unsold.

A start is refused only where another start between the same neighbours wastes less, so that whatever can be
sold is sold.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.domain.turnover import OccupiedRow


def without_holes(
    starts: Sequence[int],
    rows: Iterable[OccupiedRow],
    open_spans: Iterable[Interval],
    policy: Policy,
    duration: timedelta,
) -> list[int]:
    """Give those of a room's free `starts` that waste least between their neighbours; rising as given.

    `rows` are the room's own, `open_spans` when it is open. All instants are seconds since 1970 UTC.
    """
    known = list(rows)
    spans = [span.epoch for span in open_spans]
    length = int(duration.total_seconds())
    windows = {start: window(start, start + length, known, spans, policy) for start in starts}
    waste = {start: wasted(start, start + length, *windows[start], policy) for start in starts}
    least: dict[tuple[int, int], int] = {}
    for start in starts:
        least[windows[start]] = min(waste[start], least.get(windows[start], waste[start]))
    return [start for start in starts if waste[start] == least[windows[start]]]


def window(
    start: int, end: int, rows: Sequence[OccupiedRow], open_spans: Sequence[tuple[int, int]], policy: Policy
) -> tuple[int, int]:
    """The time around a free stretch in which bookings of this room could lie: seconds, first and last."""
    before, after = (int(buffer.total_seconds()) for buffer in (policy.buffer_before, policy.buffer_after))
    first, last = next(
        ((opens, closes) for opens, closes in open_spans if opens <= start < closes), (start, end)
    )
    for _, starts_at, ends_at, hold_from, hold_until, is_block in rows:
        free_until = starts_at if is_block else min(hold_from, starts_at - after)
        free_from = ends_at if is_block else max(hold_until, ends_at + before)
        if ends_at <= start:
            first = max(first, free_from)
        elif starts_at >= end:
            last = min(last, free_until)
    return min(first, start), max(last, end)


def wasted(start: int, end: int, first: int, last: int, policy: Policy) -> int:
    """How many seconds of a window nobody could book beside a booking from `start` to `end`."""
    turnover = int(max(policy.buffer_before, policy.buffer_after).total_seconds())
    shortest = int(policy.min_duration.total_seconds())
    return sum(gap for gap in (start - first, last - end) if 0 < gap < shortest + turnover)


def holes(
    rows: Iterable[OccupiedRow], open_spans: Iterable[Interval], policy: Policy
) -> list[tuple[int, int]]:
    """Give what is left between bookings, or between one and the doors, and is too short to be one: seconds.

    `rows` are the room's own, `open_spans` when it is open. Turnover is no hole, nor is time that nobody is
    beside.
    """
    known = sorted(rows, key=lambda row: row[1])
    before, after = (int(buffer.total_seconds()) for buffer in (policy.buffer_before, policy.buffer_after))
    shortest = int(policy.min_duration.total_seconds())
    found = []
    for opens, closes in (span.epoch for span in open_spans):
        begins = opens
        inside = [row for row in known if row[1] < closes and row[2] > opens]
        for _, starts_at, ends_at, hold_from, hold_until, is_block in inside:
            found.append((begins, starts_at if is_block else min(hold_from, starts_at - after)))
            begins = max(begins, ends_at if is_block else max(hold_until, ends_at + before))
        if inside:
            found.append((begins, closes))
    return [(start, end) for start, end in found if 0 < end - start < shortest]
