from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.interval import Interval
from bookings.domain.pricing import Line, Quote, hourly
from boom.core.money import Money

START = datetime(2026, 6, 6, 18, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def lasting(minutes: int) -> Interval:
    return Interval.lasting(START, minutes * MINUTE)


@pytest.mark.parametrize(
    ("rate", "minutes", "currency", "total"),
    [
        (4000, 60, "GBP", 4000),
        (4000, 90, "GBP", 6000),
        (4000, 50, "GBP", 3333),
        (4000, 70, "GBP", 4667),
        (2500, 75, "JPY", 3125),
        (1001, 30, "EUR", 501),
        (10000, 20, "KWD", 3333),
        (0, 60, "EUR", 0),
    ],
)
def test_the_hourly_rate_is_prorated_to_the_minute(
    rate: int, minutes: int, currency: str, total: int
) -> None:
    assert hourly(rate, lasting(minutes), currency).total == Money(total, currency)


def test_a_quote_shows_how_it_comes_about() -> None:
    assert hourly(4000, lasting(50), "GBP") == Quote(
        (Line("room", Fraction(5, 6), "hour", Money(4000, "GBP"), Money(3333, "GBP"), lasting(50)),),
        Money(3333, "GBP"),
    )


@pytest.mark.parametrize(
    ("zone", "hours"), [("Europe/London", 5), ("Australia/Lord_Howe", 4), ("Asia/Tokyo", 4)]
)
def test_time_that_really_passes_is_what_is_paid_for(zone: str, hours: int) -> None:
    night = Interval(
        datetime(2026, 10, 24, 23, tzinfo=ZoneInfo(zone)), datetime(2026, 10, 25, 3, tzinfo=ZoneInfo(zone))
    )

    assert hourly(1000, night, "EUR").total == Money(hours * 1000, "EUR")


def test_a_rate_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        hourly(-1, lasting(60), "EUR")


def test_lines_that_do_not_sum_to_the_total_are_no_quote() -> None:
    with pytest.raises(ValueError, match="sum"):
        Quote(hourly(4000, lasting(60), "EUR").lines, Money(1, "EUR"))


def test_a_line_without_a_time_is_kept_too() -> None:
    guests = Quote.of([Line.of("guest", 3, "person", Money(500, "EUR"))], "EUR")

    assert guests.as_json() == [
        {
            "code": "guest",
            "quantity": "3",
            "unit": "person",
            "unit_price_minor": 500,
            "amount_minor": 1500,
            "starts_at": None,
            "ends_at": None,
        }
    ]
    assert Quote.from_json(guests.as_json(), "EUR") == guests


@settings(max_examples=150, deadline=None)
@given(
    rate=st.integers(0, 10**7), minutes=st.integers(1, 1440), currency=st.sampled_from(["EUR", "JPY", "KWD"])
)
def test_a_kept_quote_reads_back_the_same(rate: int, minutes: int, currency: str) -> None:
    kept = hourly(rate, lasting(minutes), currency)

    assert Quote.from_json(kept.as_json(), currency) == kept
    assert Money.total((line.amount for line in kept.lines), currency) == kept.total


@settings(max_examples=150, deadline=None)
@given(rate=st.integers(0, 10**7), one=st.integers(1, 700), other=st.integers(1, 700))
def test_a_booking_costs_what_its_parts_cost_but_for_rounding(rate: int, one: int, other: int) -> None:
    whole = hourly(rate, lasting(one + other), "EUR").total.minor
    parts = [hourly(rate, lasting(minutes), "EUR").total.minor for minutes in (one, other)]

    assert abs(whole - sum(parts)) <= 1
    assert whole >= max(parts)
