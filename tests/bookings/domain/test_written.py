"""Days, times, lengths and amounts as others write them: read where they mean one thing, else asked about."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bookings.domain.written import (
    DateOrder,
    NotRead,
    Reading,
    decimals_possible,
    orders_possible,
    read_length,
)

LONDON = Reading(ZoneInfo("Europe/London"))
BOTH = set(DateOrder)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-21 21:00", "2026-06-21T21:00:00+01:00", "2026-06-21T20:00:00Z", "21.06.2026 21:00",
        "21/06/2026 9:00 PM", "6/21/26, 9pm", "Sun 21 Jun 2026 21:00", "June 21st, 2026 9.00 pm",
        "2026/6/21 21:00:00",
    ],
)  # fmt: skip
def test_what_means_one_instant_is_read_as_it(text: str):
    assert LONDON.moment(text) == datetime.fromisoformat("2026-06-21T20:00:00+00:00")


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026 21:00", "2026-13-01", "31/02/2026", "soon", "", "2026-06-21 25:00", "2026-06-21 0:00 pm",
        # The clocks go forward over the one, and back over the other.
        "2026-03-29 01:30", "2026-10-25 01:30", "9999-99-99", "٣/٤/2026",
    ],
)  # fmt: skip
def test_what_means_none_or_two_is_refused(text: str):
    with pytest.raises(NotRead):
        LONDON.moment(text)


def test_the_order_that_was_said_counts():
    first = Reading(ZoneInfo("UTC"), order=DateOrder.DAY_FIRST).day("03/04/2026")
    second = Reading(ZoneInfo("UTC"), order=DateOrder.MONTH_FIRST).day("03/04/2026")

    assert (first.isoformat(), second.isoformat()) == ("2026-04-03", "2026-03-04")


@pytest.mark.parametrize(
    ("cells", "orders"),
    [
        (["03/04/2026", "05/05/2026"], BOTH),
        (["03/04/2026", "21/04/2026"], {DateOrder.DAY_FIRST}),
        (["03/04/2026", "04/21/2026"], {DateOrder.MONTH_FIRST}),
        (["03.04.2026", "2026-04-03"], BOTH),
    ],
)
def test_a_whole_column_may_tell_the_order(cells: list[str], orders: set[DateOrder]):
    assert orders_possible(cells) == orders


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (["1,234"], {".", ","}),
        (["1,234", "12.50"], {"."}),
        (["1.234,50"], {","}),
        (["12", ""], set()),
        (["12", "1.234"], {".", ","}),
        (["$1,234,567"], {"."}),
        ([""], set()),
    ],
)
def test_a_whole_column_may_tell_the_decimals(cells: list[str], signs: set[str]):
    assert decimals_possible(cells) == signs


def test_amounts_are_read_with_the_signs_around_them():
    assert LONDON.amount("£ 1,234.50") == Decimal("1234.50")
    assert LONDON.amount("1.234,50 €") == Decimal("1234.50")
    assert Reading(ZoneInfo("UTC"), decimal=",").amount("1.234") == Decimal(1234)
    for text in ("1,234", "free", "1,2,3.4.5", ""):
        with pytest.raises(NotRead):
            LONDON.amount(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90", 90), ("1:30", 90), ("1.5 h", 90), ("2 hours", 120), ("1h 30m", 90), ("45 min", 45)],
)
def test_lengths(text: str, minutes: int):
    assert read_length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "0", "long", "-5", "99999"])
def test_what_is_no_length_is_refused(text: str):
    with pytest.raises(NotRead):
        read_length(text)
