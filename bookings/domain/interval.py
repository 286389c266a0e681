"""Stretches of time, half-open, so that back-to-back bookings never overlap and parts sum to the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, order=True, slots=True)
class Interval:
    """The instants from `start` up to but not including `end`; both aware, kept in UTC, start < end.

    They sort by start, then end. Any aware datetime may be given: kept in UTC, comparing and subtracting
    means elapsed time (in one local zone Python compares what the clocks show).
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            instant: datetime = getattr(self, name)
            if instant.tzinfo is None:
                raise ValueError(f"The {name} of an interval has to be an aware datetime.")
            if instant.tzinfo is not UTC:
                object.__setattr__(self, name, instant.astimezone(UTC))
        if self.start >= self.end:
            raise ValueError("An interval has to end after it starts.")

    @classmethod
    def lasting(cls, start: datetime, duration: timedelta) -> "Interval":
        """The interval that starts then and lasts that long, by elapsed time."""
        start = start.astimezone(UTC)
        return cls(start, start + duration)

    @classmethod
    def from_epoch(cls, start: int, end: int) -> "Interval":
        """The interval between two instants in whole seconds since 1970 UTC."""
        return cls(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))

    @property
    def duration(self) -> timedelta:
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """Whole elapsed minutes, rounded down."""
        return self.duration // timedelta(minutes=1)

    @property
    def epoch(self) -> tuple[int, int]:
        """Start and end in whole seconds since 1970 UTC, fractions dropped."""
        return int(self.start.timestamp()), int(self.end.timestamp())

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def contains(self, other: "Interval") -> bool:
        """Whether every instant of `other` is in this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Interval") -> bool:
        """Whether they share an instant; touching is not overlapping."""
        return self.start < other.end and other.start < self.end

    def touches(self, other: "Interval") -> bool:
        """Whether one starts at the instant the other ends."""
        return self.end == other.start or other.end == self.start

    def intersection(self, other: "Interval") -> "Interval | None":
        """The instants in both, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None

    def shift(self, by: timedelta) -> "Interval":
        """The same length, that much later (earlier if negative)."""
        return Interval(self.start + by, self.end + by)

    def widen(self, *, before: timedelta = timedelta(0), after: timedelta = timedelta(0)) -> "Interval":
        """With that much added in front and behind."""
        return Interval(self.start - before, self.end + after)

    def subtract(self, busy: "Iterable[Interval]") -> "list[Interval]":
        """What is left of this one when everything in `busy` is taken out; sorted, none touching another."""
        return subtract([self], busy)


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same instants in as few intervals as can be: sorted, apart, those that overlap or touch joined."""
    merged: list[Interval] = []
    for interval in sorted(intervals):
        if merged and interval.start <= merged[-1].end:
            if interval.end > merged[-1].end:
                merged[-1] = Interval(merged[-1].start, interval.end)
        else:
            merged.append(interval)
    return merged


def subtract(intervals: Iterable[Interval], busy: Iterable[Interval]) -> list[Interval]:
    """The instants in any of `intervals` and in none of `busy`; sorted, merged."""
    left: list[Interval] = []
    taken = merge(busy)
    for interval in merge(intervals):
        start = interval.start
        for other in taken:
            if other.end <= start:
                continue
            if other.start >= interval.end:
                break
            if other.start > start:
                left.append(Interval(start, other.start))
            start = other.end
        if start < interval.end:
            left.append(Interval(start, interval.end))
    return left


def intersect(some: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """The instants in any of `some` and also in any of `others`; sorted, merged."""
    ours, theirs = merge(some), merge(others)
    both: list[Interval] = []
    here = there = 0
    while here < len(ours) and there < len(theirs):
        shared = ours[here].intersection(theirs[there])
        if shared is not None:
            both.append(shared)
        if ours[here].end <= theirs[there].end:
            here += 1
        else:
            there += 1
    return both


def clip(intervals: Iterable[Interval], within: Interval) -> list[Interval]:
    """What of `intervals` lies in `within`; sorted, merged."""
    return intersect(intervals, [within])


def gaps(intervals: Iterable[Interval], within: Interval) -> list[Interval]:
    """What of `within` none of `intervals` covers; sorted, none touching another."""
    return subtract([within], intervals)


def total(intervals: Iterable[Interval]) -> timedelta:
    """How long they last together, each instant counted once."""
    return sum((interval.duration for interval in merge(intervals)), timedelta(0))
