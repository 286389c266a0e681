"""What a fee of the platform's comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.domain.platform_fees import NO_FEE, FeeTerms
from boom.core.money import Money


@pytest.mark.parametrize(
    ("terms", "amount", "fee"),
    [
        (FeeTerms(150, 10), Money(6000, "GBP"), 100),
        (FeeTerms(150, 0), Money(33, "GBP"), 0),
        (FeeTerms(150, 0), Money(34, "GBP"), 1),
        (FeeTerms(0, 50), Money(30, "GBP"), 30),
        (FeeTerms(250, 5), Money(999, "JPY"), 30),
        (NO_FEE, Money(6000, "GBP"), 0),
    ],
)
def test_a_share_and_a_fixed_part_to_the_minor_unit(terms: FeeTerms, amount: Money, fee: int):
    assert terms.of(amount) == Money(fee, amount.currency)


@given(st.integers(0, 5000), st.integers(0, 10_000), st.integers(1, 10**9))
def test_it_is_never_more_than_the_payment(points: int, fixed: int, minor: int):
    assert 0 <= FeeTerms(points, fixed).of(Money(minor, "GBP")).minor <= minor
