"""The forecast of demand: what it may never say, whatever the series."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.domain.demand import hours, profile
from analytics.domain.demand.books import HORIZON, NEVER, Reservations, on_the_books
from analytics.domain.demand.candidates import Past
from analytics.domain.demand.days import DayKind, kinds_of
from analytics.domain.demand.forecast import Forecast, forecast, naive

MONDAY = date(2026, 1, 5)
EVERY_DAY = np.ones(HORIZON, dtype=bool)
GOOD_FRIDAY = date(2026, 4, 3)


def past_of(
    counts: list[float], books: np.ndarray | None = None, holidays: frozenset[date] = frozenset()
) -> Past:
    days = [MONDAY + timedelta(days=number) for number in range(len(counts) + HORIZON)]
    return Past(
        np.array(counts, dtype=float),
        np.array([day.weekday() for day in days]),
        np.array(kinds_of(days, holidays), dtype=np.int64),
        books,
    )


def booked(rows: list[tuple[int, int, int]], days: int) -> np.ndarray:
    """What was on the books of `days` and the four weeks after them: rows are (made, for day, cancelled)."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return on_the_books(
        Reservations(table[:, 0], table[:, 1], np.ones(len(table)), table[:, 2]),
        first=0,
        days=days + HORIZON,
        known_from=-10_000,
        today=days - 1,
    )


def some(made: Forecast | None) -> Forecast:
    assert made is not None
    return made


counts = st.lists(
    st.one_of(st.just(float("nan")), st.integers(min_value=0, max_value=60).map(float)),
    min_size=0,
    max_size=120,
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[float], list[tuple[int, int, int]]]:
    """Counts of some days, and bookings of these and the four weeks after; a few were given up."""
    counted = draw(counts.filter(lambda found: len(found) > 0))
    day = st.integers(min_value=0, max_value=len(counted) + HORIZON - 1)
    rows = draw(st.lists(st.tuples(day, st.integers(0, 40), st.integers(-40, 60)), max_size=60))
    bookings = []
    for for_day, before, given_up in rows:
        made = min(for_day - before, len(counted) - 1)
        bookings.append((made, for_day, made + given_up if given_up > 0 else int(NEVER)))
    return counted, bookings


@given(histories(), st.lists(st.booleans(), min_size=HORIZON, max_size=HORIZON))
@settings(max_examples=60, deadline=None)
def test_nothing_negative_nothing_unknown_and_nothing_on_closed_days(history, opens):
    counted, bookings = history
    made = forecast(past_of(counted, booked(bookings, len(counted))), is_open=np.array(opens))

    if made is None:
        assert np.isnan(counted).all()
        return
    assert np.isfinite(made.expected).all()
    assert (made.expected >= 0).all()
    assert (np.diff(made.bounds, axis=0) >= 0).all()
    assert (made.bounds[0] <= made.expected + 1e-9).all()
    assert (made.expected <= made.bounds[3] + 1e-9).all()
    assert (made.expected[~np.array(opens)] == 0).all()


@given(histories(), st.floats(min_value=0, max_value=1))
@settings(max_examples=40, deadline=None)
def test_at_least_what_is_on_the_books_and_will_not_be_given_up(history, given_up):
    counted, bookings = history
    books = booked(bookings, len(counted))
    made = forecast(past_of(counted, books), is_open=EVERY_DAY, cancellation_rate=given_up)

    leads = np.arange(1, HORIZON + 1)
    on_them = books[len(counted) - 1 + leads, leads]
    assert made is None or (made.expected >= on_them * (1 - given_up) - 1e-9).all()


@given(histories(), st.integers(min_value=1, max_value=HORIZON))
@settings(max_examples=60, deadline=None)
def test_one_more_booking_never_lowers_its_days_forecast(history, ahead):
    counted, bookings = history
    today = len(counted) - 1
    more = [*bookings, (today, today + ahead, int(NEVER))]
    before = forecast(past_of(counted, booked(bookings, len(counted))), is_open=EVERY_DAY)
    after = forecast(past_of(counted, booked(more, len(counted))), is_open=EVERY_DAY)

    if before is not None:
        assert some(after).expected[ahead - 1] >= before.expected[ahead - 1] - 1e-9


@pytest.mark.parametrize("days", [1, 7, 13])
def test_a_young_venue_gets_a_forecast_whose_error_nobody_states(days):
    made = some(forecast(past_of([5.0] * days), is_open=EVERY_DAY))

    assert made.measured is None
    assert made.expected == pytest.approx(5.0)


def test_without_any_count_there_is_no_forecast():
    assert forecast(past_of([]), is_open=EVERY_DAY) is None
    assert forecast(past_of([float("nan")] * 30), is_open=EVERY_DAY) is None


def test_a_room_that_nobody_takes_is_forecast_empty():
    made = some(forecast(past_of([0.0] * 90), is_open=EVERY_DAY))

    assert (made.expected == 0).all()


def test_weekends_and_holidays_are_learned():
    days = [MONDAY + timedelta(days=number) for number in range(190)]
    holidays = frozenset({GOOD_FRIDAY, *(day for day in days if day.day == 6 and day.weekday() < 5)})
    kinds = kinds_of(days, holidays)
    custom = [4, 4, 4, 6, 12, 20, 8]
    counted = [
        custom[6] * 1.5 if kind is DayKind.HOLIDAY else float(custom[day.weekday()])
        for day, kind in zip(days, kinds, strict=True)
    ]
    told = profile.fit(np.array(counted), np.array([day.weekday() for day in days]), np.array(kinds))

    assert told is not None
    usual = told.usual(np.arange(7), np.zeros(7, dtype=np.int64))
    assert usual == pytest.approx(custom, rel=0.15)
    assert told.by_kind[DayKind.HOLIDAY] > 1.1


def test_bookings_made_early_raise_what_is_expected():
    """Half of each day's guests book a week ahead; for one day ahead, twice as many have."""
    days = 120
    rows = [(day - 7, day, int(NEVER)) for day in range(days + 7) for _ in range(5)]
    crowded = days + 3
    rows += [(crowded - 7, crowded, int(NEVER)) for _ in range(5)]
    made = some(forecast(past_of([10.0] * days, booked(rows, days)), is_open=EVERY_DAY))

    assert made.expected[crowded - days] > 12.0
    assert made.expected[crowded - days - 1] == pytest.approx(10.0, abs=0.5)


def test_where_last_week_tells_more_it_is_what_is_told():
    """A series that jumps every few weeks and then repeats itself exactly."""
    levels = [5, 60, 2, 90, 8, 70, 3, 80]
    counted = [float(level + weekday) for level in levels for _ in range(2) for weekday in range(7)]
    made = some(forecast(past_of(counted), is_open=EVERY_DAY))

    assert made.is_naive
    assert made.expected[:7] == pytest.approx(counted[-7:])
    assert some(made.measured)


def test_the_naive_forecast_is_the_last_same_weekday_that_was_counted():
    told = naive(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, np.nan]))

    assert told[:7].tolist() == [3, 4, 5, 6, 7, 8, 2]
    assert np.isnan(naive(np.array([np.nan] * 9))).all()


def test_what_was_on_the_books_is_told_for_each_evening():
    never = int(NEVER)
    books = on_the_books(
        Reservations(
            made=np.array([10, 12, 8, 20]),
            for_day=np.array([14, 14, 14, 14]),
            amount=np.array([2.0, 3.0, 4.0, 9.0]),
            cancelled=np.array([never, 13, never, never]),
        ),
        first=14,
        days=1,
        known_from=9,
        today=13,
    )

    # 0 days before is this evening, which has not come; 6 days before was before anything was on record.
    assert np.isnan(books[0, 0])
    assert books[0, 1:6].tolist() == [6.0, 9.0, 6.0, 6.0, 4.0]
    assert np.isnan(books[0, 6])


def test_hours_sum_to_their_day_and_keep_what_is_booked():
    by_hour = np.tile(np.array([0.0, 1.0, 3.0, 0.0]), (56, 1))
    weekdays = np.arange(56) % 7
    share = hours.shares(by_hour, weekdays, np.zeros(56, dtype=np.int64))[:1]
    taken = np.array([[2.0, 0.0, 0.0, 0.0]])

    told = hours.spread(np.array([6.0]), share, taken)

    assert told.sum() == pytest.approx(6.0)
    assert told[0].tolist() == pytest.approx([2.0, 1.0, 3.0, 0.0])
    assert hours.spread(np.array([1.0]), share, taken).sum() == pytest.approx(2.0)
