import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.interval import Interval, clip, gaps, intersect, merge, subtract, total
from tests.bookings.domain.strategies import BASE, crowded, intervals

laws = settings(max_examples=150, deadline=None)
MINUTE = timedelta(minutes=1)


def at(minute: int) -> datetime:
    return BASE + minute * MINUTE


def span(start: int, end: int) -> Interval:
    return Interval(at(start), at(end))


def minutes_of(intervals: list[Interval]) -> set[datetime]:
    """The plain model: an interval is the set of its minutes."""
    return {
        interval.start + count * MINUTE
        for interval in intervals
        for count in range(interval.duration // MINUTE)
    }


def is_tidy(intervals: list[Interval]) -> bool:
    return all(one.end < other.start for one, other in itertools.pairwise(intervals))


def test_an_interval_is_kept_in_utc() -> None:
    new_york = ZoneInfo("America/New_York")
    night = Interval(datetime(2026, 10, 31, 18, tzinfo=new_york), datetime(2026, 11, 1, 4, tzinfo=new_york))

    assert (night.start.tzinfo, night.duration) == (UTC, timedelta(hours=11))


def test_the_second_two_o_clock_may_end_what_began_at_the_first() -> None:
    new_york = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 1, 30, tzinfo=new_york, fold=0)

    assert Interval(first, first.replace(fold=1)).duration == timedelta(hours=1)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (1, 0)])
def test_an_interval_without_length_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        span(start, end)


def test_wall_times_make_no_interval() -> None:
    with pytest.raises(ValueError, match="aware"):
        Interval(datetime(2026, 1, 1), at(0))


def test_back_to_back_is_touching_and_not_overlapping() -> None:
    first, second = span(0, 60), span(60, 120)

    assert (first.overlaps(second), first.touches(second), second.touches(first)) == (False, True, True)
    assert (at(60) in first, at(60) in second) == (False, True)


def test_merging_joins_what_touches_and_keeps_gaps() -> None:
    assert merge([span(20, 30), span(0, 10), span(10, 15), span(12, 14)]) == [span(0, 15), span(20, 30)]


def test_subtracting_leaves_what_lies_between() -> None:
    assert span(0, 60).subtract([span(10, 20), span(15, 30), span(55, 70)]) == [span(0, 10), span(30, 55)]


def test_gaps_are_what_nothing_covers() -> None:
    assert gaps([span(10, 20), span(30, 70)], span(0, 60)) == [span(0, 10), span(20, 30)]


def test_an_interval_survives_the_way_to_seconds_and_back() -> None:
    assert Interval.from_epoch(*span(5, 65).epoch) == span(5, 65)
    assert Interval.lasting(at(5), timedelta(hours=1)) == span(5, 65)


@laws
@given(one=intervals(40, 15), other=intervals(40, 15))
def test_two_intervals_relate_as_their_minutes_do(one: Interval, other: Interval) -> None:
    ours, theirs = minutes_of([one]), minutes_of([other])

    assert one.overlaps(other) == other.overlaps(one) == bool(ours & theirs)
    assert one.contains(other) == (theirs <= ours)
    shared = one.intersection(other)
    assert shared == other.intersection(one)
    assert minutes_of([shared] if shared else []) == ours & theirs
    assert not (one.touches(other) and one.overlaps(other))


@laws
@given(some=crowded)
def test_merging_changes_no_minute_and_merging_again_changes_nothing(some: list[Interval]) -> None:
    merged = merge(some)

    assert minutes_of(merged) == minutes_of(some)
    assert is_tidy(merged)
    assert merge(merged) == merged
    assert merge(reversed(some)) == merged


@laws
@given(some=crowded, busy=crowded)
def test_what_is_left_is_what_was_there_without_what_is_busy(
    some: list[Interval], busy: list[Interval]
) -> None:
    left = subtract(some, busy)

    assert minutes_of(left) == minutes_of(some) - minutes_of(busy)
    assert is_tidy(left)
    assert not any(gap.overlaps(taken) for gap in left for taken in busy)


@laws
@given(some=crowded, others=crowded)
def test_left_and_shared_make_the_whole(some: list[Interval], others: list[Interval]) -> None:
    left, shared = subtract(some, others), intersect(some, others)

    assert minutes_of(shared) == minutes_of(some) & minutes_of(others)
    assert shared == intersect(others, some)
    assert merge(left + shared) == merge(some)
    assert total(left) + total(shared) == total(some)


@laws
@given(some=crowded, within=intervals(40, 60))
def test_clipped_and_gaps_fill_the_window(some: list[Interval], within: Interval) -> None:
    inside, free = clip(some, within), gaps(some, within)

    assert merge(inside + free) == [within]
    assert total(inside) + total(free) == within.duration


@laws
@given(one=intervals(), minutes=st.integers(-500, 500))
def test_shifting_there_and_back_is_standing_still(one: Interval, minutes: int) -> None:
    moved = one.shift(minutes * MINUTE)

    assert moved.duration == one.duration
    assert moved.shift(-minutes * MINUTE) == one


@laws
@given(some=crowded)
def test_the_total_counts_each_minute_once(some: list[Interval]) -> None:
    assert total(some) == len(minutes_of(some)) * MINUTE
