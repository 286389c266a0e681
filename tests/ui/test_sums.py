"""Sums as pages write them."""

from __future__ import annotations

from boom.core.money import Money
from boom.templatetags.ui import money, price


def test_nothing_kept_is_a_sum_too():
    nothing = Money(0, "GBP")

    assert (money(nothing), price(nothing), money(0, "JPY")) == ("£0.00", "£0", "¥0")


def test_no_sum_is_no_words():
    assert (money(None), price(None)) == ("", "")
