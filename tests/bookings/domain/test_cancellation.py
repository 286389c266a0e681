"""What cancelling costs, for every instant before the start."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.domain.cancellation import Terms, Tier, cancellation_fee, fee_of
from boom.core.money import Money
from tests.factories import at

START = at("2026-11-21 20:00")
HOUR = timedelta(hours=1)
TERMS = Terms(48 * HOUR, (Tier(24 * HOUR, 50), Tier(2 * HOUR, 100)))
PRICE, NOTHING = Money(8001, "GBP"), Money(0, "GBP")


@pytest.mark.parametrize(
    ("hours_before", "percent"),
    [(72, 0), (48, 0), (47, 50), (24, 50), (23, 100), (2, 100), (1, None), (0, None), (-1, None)],
)
def test_the_step_that_holds_at_its_very_notice_decides(hours_before: int, percent: int | None):
    assert TERMS.percent_at(hours_before * HOUR) == percent


def test_without_steps_it_is_free_or_not_possible_alone():
    terms = Terms(24 * HOUR)

    assert [terms.percent_at(24 * HOUR), terms.percent_at(23 * HOUR)] == [0, None]
    assert terms.percent_after_all(HOUR) == 0


def test_staff_who_cancel_too_late_for_the_customer_are_given_the_last_step():
    assert TERMS.percent_after_all(-HOUR) == 100


def test_half_of_an_odd_price_is_rounded_up_and_the_rest_goes_back():
    fee = cancellation_fee(
        TERMS, total=PRICE, paid=Money(5000, "GBP"), starts_at=START, now=START - 30 * HOUR
    )

    assert fee is not None
    assert (fee.amount, fee.refund, fee.owed) == (Money(4001, "GBP"), Money(999, "GBP"), NOTHING)


def test_what_is_kept_beyond_what_was_paid_is_owed():
    fee = fee_of(100, PRICE, Money(1000, "GBP"))

    assert (fee.refund, fee.owed) == (NOTHING, Money(7001, "GBP"))


@pytest.mark.parametrize(
    "tiers",
    [
        (Tier(48 * HOUR, 50),),
        (Tier(24 * HOUR, 50), Tier(24 * HOUR, 60)),
        (Tier(24 * HOUR, 50), Tier(12 * HOUR, 40)),
        (Tier(24 * HOUR, 101),),
        (Tier(-HOUR, 50),),
    ],
)
def test_steps_that_make_no_sense_are_refused(tiers: tuple[Tier, ...]):
    with pytest.raises(ValueError, match="step"):
        Terms(48 * HOUR, tiers)


@given(
    st.integers(0, 100), st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["GBP", "JPY", "BHD"])
)
def test_kept_paid_back_and_owed_always_add_up(percent: int, total: int, paid: int, currency: str):
    fee = fee_of(percent, Money(total, currency), Money(paid, currency))

    assert 0 <= fee.amount.minor <= total
    assert fee.refund.minor >= 0
    assert fee.owed.minor >= 0
    assert paid - fee.refund.minor + fee.owed.minor == fee.amount.minor


@given(st.integers(0, 100), st.integers(0, 100))
def test_waiting_longer_never_makes_it_cheaper(one: int, other: int):
    sooner, later = sorted((one, other), reverse=True)
    at_once, then = TERMS.percent_after_all(sooner * HOUR), TERMS.percent_after_all(later * HOUR)

    assert at_once <= then
