"""Meters, months and which rooms to let go first."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.domain.plans import Period, monthly_of
from billing.domain.quota import Meter, Metric, RoomInUse, month_of, month_span, rooms_to_archive
from boom.core.money import Money

LONDON, KATHMANDU = ZoneInfo("Europe/London"), ZoneInfo("Asia/Kathmandu")


@pytest.mark.parametrize(
    ("used", "limit", "said"),
    [
        (0, 100, (0, 0, 100, 0)),
        (79, 100, (79, 0, 21, 0)),
        (80, 100, (80, 80, 20, 0)),
        (4, 5, (80, 80, 1, 0)),
        (100, 100, (100, 100, 0, 0)),
        (130, 100, (100, 100, 0, 30)),
        (9999, None, (0, 0, None, 0)),
    ],
)
def test_a_meter_says_how_much_is_used(used, limit, said):
    meter = Meter(Metric.BOOKINGS, used, limit)

    assert (meter.share, meter.level([80, 100]), meter.left, meter.over) == said


@pytest.mark.parametrize(
    ("instant", "zone", "month"),
    [
        (datetime(2026, 11, 30, 23, 59, tzinfo=UTC), LONDON, date(2026, 11, 1)),
        (datetime(2026, 12, 1, 0, 0, tzinfo=UTC), LONDON, date(2026, 12, 1)),
        (datetime(2026, 11, 30, 18, 15, tzinfo=UTC), KATHMANDU, date(2026, 12, 1)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), LONDON, date(2026, 7, 1)),
    ],
)
def test_a_month_is_the_business_zones_own(instant, zone, month):
    assert month_of(instant, zone) == month


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_every_instant_lies_in_the_span_of_its_month(instant: datetime):
    begins, ends = month_span(month_of(instant, LONDON), LONDON)

    assert begins <= instant < ends


def test_rooms_with_the_least_to_lose_go_first():
    rooms = [
        RoomInUse(1, "Alto", 4),
        RoomInUse(2, "Bass", 0),
        RoomInUse(3, "Cello", 9, is_hidden=True),
        RoomInUse(4, "Duo", 0),
    ]

    assert [room.name for room in rooms_to_archive(rooms, 1)] == ["Cello", "Duo", "Bass"]
    assert rooms_to_archive(rooms, 4) == rooms_to_archive(rooms, None) == []


@given(
    st.lists(st.builds(RoomInUse, st.integers(), st.text(), st.integers(0, 9), st.booleans()), max_size=12),
    st.integers(0, 14),
)
def test_after_archiving_exactly_as_many_are_left_as_fit(rooms: list[RoomInUse], limit: int):
    assert len(rooms) - len(rooms_to_archive(rooms, limit)) == min(len(rooms), limit)


@pytest.mark.parametrize(
    ("minor", "period", "a_month"), [(2900, Period.MONTH, 2900), (29000, Period.YEAR, 2416)]
)
def test_a_years_price_a_month_is_a_twelfth(minor, period, a_month):
    assert monthly_of(Money(minor, "USD"), period) == Money(a_month, "USD")
