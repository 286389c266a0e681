"""Lines balance currency by currency, and their reversal undoes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boom.core.money import Money
from ledger.domain.entries import (
    Account,
    AccountKind,
    DoesNotBalance,
    Line,
    balanced,
    credit,
    debit,
    reversal,
    sums,
)

CASH, GUESTS = Account("cash", AccountKind.ASSET), Account("guests", AccountKind.LIABILITY)
currencies = st.sampled_from(["GBP", "JPY", "KWD"])
amounts = st.integers(-(10**12), 10**12)


@given(st.lists(st.tuples(amounts, currencies), min_size=1))
def test_whatever_is_moved_from_one_account_to_another_balances(moved: list[tuple[int, str]]):
    lines = [
        line
        for minor, currency in moved
        for line in (debit(CASH, Money(minor, currency)), credit(GUESTS, Money(minor, currency)))
    ]

    assert set(sums(lines).values()) == {0}
    assert set(sums([*lines, *reversal(lines)]).values()) == {0}


@given(st.integers(-(10**12), 10**12).filter(bool))
def test_pounds_do_not_balance_yen(minor: int):
    with pytest.raises(DoesNotBalance):
        balanced([debit(CASH, Money(minor, "GBP")), credit(GUESTS, Money(minor, "JPY"))])


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_two_lines_are_taken_when_and_only_when_they_come_to_nothing(one: int, other: int):
    lines = [Line(CASH, Money(one, "GBP")), Line(GUESTS, Money(other, "GBP"))]

    if one and one + other == 0:
        assert balanced(lines) == tuple(lines)
    else:
        with pytest.raises(DoesNotBalance):
            balanced(lines)


def test_lines_over_nothing_are_left_out():
    tax = Account("tax", AccountKind.LIABILITY)

    lines = balanced(
        [debit(CASH, Money(100, "GBP")), credit(tax, Money(0, "GBP")), credit(GUESTS, Money(100, "GBP"))]
    )

    assert [line.account.code for line in lines] == ["cash", "guests"]


@pytest.mark.parametrize("code", ["", " cash", "x" * 81])
def test_an_account_has_a_name(code: str):
    with pytest.raises(ValueError, match="no name"):
        Account(code, AccountKind.ASSET)
