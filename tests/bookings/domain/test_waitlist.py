"""The waiting list's rules on paper: what fits whom, who is first, how long they may think about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.availability import RoomDay
from bookings.domain.interval import Interval
from bookings.domain.opening import Schedule, WeeklyHours, night
from bookings.domain.policy import Policy
from bookings.domain.turnover import OccupiedRow
from bookings.domain.waitlist import (
    RANK_STEP,
    Fit,
    NightRooms,
    Waiting,
    answer_until,
    first_fit,
    fits,
    night_minute,
    rank_between,
    spread,
    was_passed,
)
from boom.core.money import Money

LONDON = ZoneInfo("Europe/London")
SATURDAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SCHEDULE = Schedule(LONDON, tuple(WeeklyHours(day, time(18), time(2)) for day in range(7)))
SMALL, LARGE = 1, 2


def at(clock: str, day: int = 21) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=LONDON).astimezone(UTC)


def row(room: int, start: str, end: str, *, end_day: int = 21) -> OccupiedRow:
    """An occupied row as availability reads it, without turnover."""
    first, last = int(at(start).timestamp()), int(at(end, end_day).timestamp())
    return (room, first, last, first, last, False)


def the_night(*rows: OccupiedRow, day: date = SATURDAY) -> NightRooms:
    whole = night(day, SCHEDULE)
    rooms = [
        RoomDay(room, whole, Policy.in_minutes(**POLICY, capacity_max=most), Money(price, "GBP"))
        for room, most, price in ((SMALL, 4, 3000), (LARGE, 9, 5000))
    ]
    return NightRooms(day, rooms, list(rows))


POLICY = {
    "capacity_min": 1,
    "slot_step": 30,
    "lead_time": 0,
    "horizon_days": 90,
    "min_duration": 60,
    "max_duration": 240,
    "duration_step": 30,
    "buffer_before": 0,
    "buffer_after": 0,
    "cancel_until": 0,
}


def waiting(key: int = 1, **given: Any) -> Waiting:
    values = {"first_day": SATURDAY, "last_day": SATURDAY, "duration": timedelta(hours=1), "party_size": 2}
    return Waiting(key, **values | given)


def found(wish: Waiting, night_rooms: NightRooms) -> list[tuple[int, str]]:
    return [
        (fit.room_id, fit.span.start.astimezone(LONDON).strftime("%H:%M"))
        for fit in fits(wish, night_rooms, now=NOON, today=SATURDAY)
    ]


FULL = (row(SMALL, "18:00", "02:00", end_day=22), row(LARGE, "18:00", "02:00", end_day=22))


def test_nothing_fits_on_a_full_night():
    assert found(waiting(), the_night(*FULL)) == []


def test_a_party_that_left_early_makes_room():
    left_early = row(SMALL, "18:00", "20:10")
    after = row(SMALL, "21:30", "02:00", end_day=22)

    assert found(waiting(), the_night(left_early, after, FULL[1])) == [(SMALL, "20:30")]


def test_a_window_counts_the_hours_past_midnight_on():
    late = waiting(earliest=24 * 60, latest=25 * 60)

    assert found(late, the_night(FULL[0])) == [(LARGE, "00:00"), (LARGE, "00:30"), (LARGE, "01:00")]


def test_the_bounds_of_a_window_are_in_it():
    assert found(waiting(earliest=1200, latest=1200), the_night(FULL[0])) == [(LARGE, "20:00")]


def test_only_the_rooms_that_were_asked_for():
    picky = waiting(room_ids=frozenset({LARGE}), earliest=1200, latest=1200)

    assert found(picky, the_night()) == [(LARGE, "20:00")]


def test_the_smallest_room_that_takes_the_party_comes_first():
    both = found(waiting(earliest=1200, latest=1200), the_night())
    many = found(waiting(earliest=1200, latest=1200, party_size=6), the_night())

    assert (both, many) == ([(SMALL, "20:00"), (LARGE, "20:00")], [(LARGE, "20:00")])


def test_the_soonest_start_goes_before_a_smaller_room():
    small_is_taken_at_first = row(SMALL, "18:00", "20:00")

    first = found(waiting(), the_night(small_is_taken_at_first))[0]

    assert first == (LARGE, "18:00")


def test_what_was_turned_down_is_not_offered_again():
    said_no = ((SMALL, Interval(at("20:00"), at("21:00"))),)
    wish = waiting(earliest=1170, latest=1260, passed=said_no, room_ids=frozenset({SMALL}))

    assert found(wish, the_night()) == [(SMALL, "21:00")]
    assert was_passed(said_no, SMALL, Interval(at("20:30"), at("21:30")))
    assert not was_passed(said_no, LARGE, Interval(at("20:00"), at("21:00")))


def test_the_first_in_line_for_whom_it_fits_is_asked():
    line = [waiting(1, party_size=8), waiting(2, duration=timedelta(hours=3)), waiting(3), waiting(4)]
    freed = the_night(row(SMALL, "18:00", "21:00"), row(SMALL, "22:00", "02:00", end_day=22), FULL[1])

    fit = first_fit(line, [freed], now=NOON, today=SATURDAY)

    assert fit == Fit(3, SMALL, Interval(at("21:00"), at("22:00")))


def test_what_is_gone_is_left_out():
    freed = the_night(row(SMALL, "18:00", "21:00"), row(SMALL, "22:00", "02:00", end_day=22), FULL[1])
    gone = Fit(3, SMALL, Interval(at("21:00"), at("22:00")))

    fit = first_fit(
        [waiting(3), waiting(4)], [freed], now=NOON, today=SATURDAY, leaving_out=frozenset({gone})
    )

    assert fit == Fit(4, SMALL, Interval(at("21:00"), at("22:00")))


def test_nights_are_looked_at_in_their_order():
    sunday = date(2026, 11, 22)
    both = waiting(last_day=sunday, earliest=1200, latest=1200)

    fit = first_fit([both], [the_night(*FULL), the_night(day=sunday)], now=NOON, today=SATURDAY)

    assert fit == Fit(1, SMALL, Interval(at("20:00", 22), at("21:00", 22)))


def test_minutes_of_a_night_follow_the_wall_clock():
    assert night_minute(at("20:30"), SATURDAY, LONDON) == 20 * 60 + 30
    assert night_minute(at("01:15", 22), SATURDAY, LONDON) == 25 * 60 + 15


@pytest.mark.parametrize(
    ("minutes_to_start", "kept_for"),
    [(600, 30), (60, 30), (40, 20), (12, 6), (9, 5), (6, 5), (5, None), (0, None)],
)
def test_an_offer_stands_as_long_as_the_venue_says_or_half_of_what_is_left(
    minutes_to_start: int, kept_for: int | None
):
    starts_at = NOON + timedelta(minutes=minutes_to_start)

    until = answer_until(NOON, starts_at=starts_at, usual=timedelta(minutes=30))

    assert until == (None if kept_for is None else NOON + timedelta(minutes=kept_for))


@given(seconds=st.integers(0, 3 * 24 * 3600), usual=st.integers(5, 1440), odd=st.integers(0, 59))
@settings(max_examples=60)
def test_an_offer_can_be_answered_before_the_start(seconds: int, usual: int, odd: int):
    now = NOON + timedelta(seconds=odd)
    starts_at = now + timedelta(seconds=seconds)

    until = answer_until(now, starts_at=starts_at, usual=timedelta(minutes=usual))

    assert until is None or (now < until <= starts_at)


@given(st.lists(st.integers(0, 30), max_size=40))
@settings(max_examples=40)
def test_a_line_stays_in_order_wherever_people_are_put(places: list[int]):
    line: list[int] = []
    for place in places:
        place = min(place, len(line))
        before, after = (line[place - 1] if place else None), (line[place] if place < len(line) else None)
        rank = rank_between(before, after)
        if rank is None:
            line = spread(len(line) + 1)
        else:
            line.insert(place, rank)

        assert line == sorted(set(line))


def test_two_that_are_too_close_have_no_place_between():
    assert rank_between(4, 5) is None
    assert rank_between(None, 4) == 4 - RANK_STEP
