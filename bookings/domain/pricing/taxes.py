"""Taxes on lines: inside the price or on top of it, several rates, each line by itself.

The rule: a line's tax is reckoned on what is left of it after its share of the discounts, for each rate by
itself, and rounded once by the venue's rounding. Taxes inside a price are taken out of it together
(left x rate / (100 + all rates inside)); those on top are a share of what is then left. So on every line net
and taxes make gross exactly, and a quote's taxes are the sums of its lines'.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bookings.domain.pricing.quotes import LineTax
from bookings.domain.pricing.rounding import Rounding, rounded
from boom.core.money import Money


class TaxGroup(StrEnum):
    """What is taxed alike."""

    ROOM = "room"
    FOOD = "food"
    DRINKS = "drinks"
    GOODS = "goods"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax of `rate` thousandths of a percent on everything in `groups`."""

    id: int
    name: str
    rate: int
    is_included: bool
    groups: frozenset[str]

    def __post_init__(self) -> None:
        if self.rate < 0:
            raise ValueError("A tax cannot be below zero.")

    @property
    def percent(self) -> Fraction:
        return Fraction(self.rate, 1000)


def taxes_on(
    left: int, group: str, taxes: Iterable[Tax], currency: str, how: Rounding
) -> tuple[LineTax, ...]:
    """Give the taxes on `left` minor units of something in `group`; those inside first."""
    found = [tax for tax in taxes if group in tax.groups]
    inside = [tax for tax in found if tax.is_included]
    whole = 100 + sum((tax.percent for tax in inside), Fraction(0))
    parts = [(tax, rounded(left * tax.percent / whole, how)) for tax in inside]
    net = left - sum(amount for _, amount in parts)
    if net < 0:
        # Rounding every tax up can take more out of a few coins than they are.
        parts = [(tax, rounded(left * tax.percent / whole, Rounding.DOWN)) for tax in inside]
        net = left - sum(amount for _, amount in parts)
    parts += [(tax, rounded(net * tax.percent / 100, how)) for tax in found if not tax.is_included]
    return tuple(
        LineTax(tax.name, tax.percent, Money(amount, currency), tax.is_included) for tax, amount in parts
    )
