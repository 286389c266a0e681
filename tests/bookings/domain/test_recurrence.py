"""Rules of what repeats: read and written as RFC 5545, split and shifted without losing a night."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.interval import Interval
from bookings.domain.recurrence import (
    LAST,
    ClockNote,
    Every,
    Rule,
    dates,
    dates_between,
    ended_before,
    from_then_on,
    shifted,
    turn,
)
from tests.bookings.domain.strategies import hard_days
from tests.bookings.domain.test_opening import local

DAY = timedelta(days=1)
TWO_HOURS = timedelta(hours=2)
FRIDAY = date(2026, 11, 20)
LONDON = ZoneInfo("Europe/London")


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, date]:
    """A rule that ends, and the date on which it begins: one of its own."""
    begins = date(2026, 1, 1) + draw(st.integers(0, 800)) * DAY
    interval = draw(st.integers(1, 4))
    end = draw(
        st.one_of(
            st.integers(1, 12).map(lambda count: {"count": count}),
            st.integers(0, 200).map(lambda days: {"until": begins + days * DAY}),
        )
    )
    every = draw(st.sampled_from(Every))
    if every == Every.DAY:
        rule = Rule(every, interval, **end)
    elif every == Every.WEEK:
        days = draw(st.sets(st.integers(0, 6), min_size=1))
        start = draw(st.integers(0, 6))
        rule = Rule(every, interval, weekdays=tuple(sorted(days)), week_start=start, **end)
    elif draw(st.booleans()):
        rule = Rule(every, interval, month_day=draw(st.sampled_from([1, 15, 28, 30, 31, LAST])), **end)
    else:
        nth = draw(st.sampled_from([1, 2, 3, 4, LAST]))
        rule = Rule(every, interval, weekdays=(begins.weekday(),), nth=nth, **end)
    return rule, next(dates(rule, begins), begins)


def in_plain_words(rule: Rule, first: date, last: date) -> list[date]:
    """What a rule means, day by day, without a library: the model to hold it against."""
    found = []
    for number in range((last - first).days + 1):
        day = first + number * DAY
        if _is_one(rule, first, day):
            found.append(day)
    if rule.until is not None:
        found = [day for day in found if day <= rule.until]
    return found[: rule.count]


def _is_one(rule: Rule, first: date, day: date) -> bool:
    if rule.every == Every.DAY:
        return (day - first).days % rule.interval == 0
    if rule.every == Every.WEEK:
        weeks = (_week(day, rule) - _week(first, rule)).days // 7
        return day.weekday() in rule.weekdays and weeks % rule.interval == 0
    months = (day.year - first.year) * 12 + day.month - first.month
    if months % rule.interval:
        return False
    is_last = (day + DAY).month != day.month
    if rule.month_day is not None:
        return is_last if rule.month_day == LAST else day.day == rule.month_day
    if day.weekday() != rule.weekdays[0]:
        return False
    return (day + 7 * DAY).month != day.month if rule.nth == LAST else (day.day - 1) // 7 + 1 == rule.nth


def _week(day: date, rule: Rule) -> date:
    return day - (day.weekday() - rule.week_start) % 7 * DAY


@settings(max_examples=60, deadline=None)
@given(rules())
def test_a_rule_means_what_a_calendar_on_paper_says(drawn: tuple[Rule, date]) -> None:
    rule, first = drawn
    last = first + 600 * DAY

    assert dates_between(rule, first, first, last) == in_plain_words(rule, first, last)


@settings(max_examples=60)
@given(rules())
def test_a_rule_survives_being_written_down(drawn: tuple[Rule, date]) -> None:
    rule, _ = drawn

    assert Rule.parse(str(rule)) == rule


@settings(max_examples=60, deadline=None)
@given(rules(), st.integers(0, 11))
def test_a_split_series_has_the_nights_of_the_whole(drawn: tuple[Rule, date], number: int) -> None:
    rule, first = drawn
    whole = list(islice(dates(rule, first), 210))
    if not whole:
        return
    cut = whole[number % len(whole)]

    before = list(dates(ended_before(rule, cut), first))
    after = list(islice(dates(from_then_on(rule, first, cut), cut), 210))

    assert before + after == whole
    assert all(day < cut for day in before)


@settings(max_examples=60, deadline=None)
@given(rules(), st.integers(-6, 6))
def test_a_shifted_rule_shifts_every_night(drawn: tuple[Rule, date], days: int) -> None:
    rule, first = drawn
    if not rule.can_shift:
        return
    moved = list(islice(dates(shifted(rule, days), first + days * DAY), 210))

    assert moved == [day + days * DAY for day in islice(dates(rule, first), 210)]


def test_what_repeats_by_the_month_keeps_its_day():
    third_friday = Rule(Every.MONTH, weekdays=(4,), nth=3)

    with pytest.raises(ValueError, match="keeps its day"):
        shifted(third_friday, 1)
    assert shifted(third_friday, 0) == third_friday


@pytest.mark.parametrize(
    ("rule", "nights"),
    [
        (Rule(Every.DAY, 2, count=3), ["2026-11-20", "2026-11-22", "2026-11-24"]),
        (
            Rule(Every.WEEK, weekdays=(4,), until=date(2026, 12, 4)),
            ["2026-11-20", "2026-11-27", "2026-12-04"],
        ),
        (Rule(Every.WEEK, weekdays=(4, 5), count=3), ["2026-11-20", "2026-11-21", "2026-11-27"]),
        (Rule(Every.WEEK, 2, weekdays=(4,), count=2), ["2026-11-20", "2026-12-04"]),
        (Rule(Every.MONTH, month_day=31, count=2), ["2026-12-31", "2027-01-31"]),
        (Rule(Every.MONTH, month_day=LAST, count=3), ["2026-11-30", "2026-12-31", "2027-01-31"]),
        (Rule(Every.MONTH, weekdays=(4,), nth=3, count=2), ["2026-11-20", "2026-12-18"]),
        (Rule(Every.MONTH, weekdays=(4,), nth=LAST, count=2), ["2026-11-27", "2026-12-25"]),
    ],
)
def test_nights_of_a_rule(rule, nights):
    assert [day.isoformat() for day in dates(rule, FRIDAY)] == nights


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=YEARLY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;COUNT=2;UNTIL=20261120",
        "FREQ=DAILY;INTERVAL=99",
        "FREQ=MONTHLY;BYDAY=1FR,2SA",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=DAILY;BYSECOND=1",
        "RRULE:FREQ=DAILY",
    ],
)
def test_what_is_no_rule_of_ours_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        Rule.parse(text)


def test_the_same_time_of_the_night_in_summer_and_winter():
    summer, winter = (
        turn(day, "20:00", TWO_HOURS, LONDON) for day in (date(2026, 10, 23), date(2026, 10, 30))
    )

    assert summer.span == Interval.lasting(local(date(2026, 10, 23), 20), TWO_HOURS)
    assert winter.span == Interval.lasting(local(date(2026, 10, 30), 20), TWO_HOURS)
    assert (summer.note, winter.note) == (ClockNote.NONE, ClockNote.NONE)


def test_a_time_the_clocks_jump_over_comes_as_much_later():
    night = turn(date(2026, 3, 28), "25:30", TWO_HOURS, LONDON)

    assert night.span == Interval.lasting(local(date(2026, 3, 29), 2, 30), TWO_HOURS)
    assert night.note == ClockNote.SKIPPED


def test_a_time_the_clocks_show_twice_means_the_first():
    night = turn(date(2026, 10, 24), "25:30", TWO_HOURS, LONDON)

    assert night.span is not None
    assert night.span.start.isoformat() == "2026-10-25T00:30:00+00:00"
    assert night.note == ClockNote.TWICE


def test_a_date_that_never_was_has_no_turn():
    assert turn(date(2011, 12, 30), "20:00", TWO_HOURS, ZoneInfo("Pacific/Apia")).span is None


@settings(max_examples=60, deadline=None)
@given(hard_days(), st.integers(0, 27 * 4))
def test_every_night_of_the_world_has_its_turn_and_says_what_the_clocks_did(hard, quarters):
    zone, day = hard
    start = f"{quarters // 4:02}:{quarters % 4 * 15:02}"

    night = turn(day, start, TWO_HOURS, zone)

    if night.note == ClockNote.NO_DAY:
        assert night.span is None
        return
    assert night.span is not None
    assert night.span.duration == TWO_HOURS
    shown = night.span.start.astimezone(zone)
    wanted = datetime.combine(day, time()) + quarters * timedelta(minutes=15)
    assert (night.note == ClockNote.SKIPPED) == (shown.replace(tzinfo=None) != wanted)
