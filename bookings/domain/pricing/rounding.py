"""How an exact amount becomes whole minor units. A venue picks one way; each line is rounded once by it."""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from boom.core.money import round_half_up


class Rounding(StrEnum):
    """The ways a line's amount is rounded to the currency's smallest unit."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


def rounded(amount: Fraction, how: Rounding = Rounding.HALF_UP) -> int:
    """Give whole minor units; up and down mean away from and towards zero."""
    match how:
        case Rounding.HALF_EVEN:
            return round(amount)
        case Rounding.UP:
            return ceil(amount) if amount > 0 else floor(amount)
        case Rounding.DOWN:
            return floor(amount) if amount > 0 else ceil(amount)
        case _:
            return round_half_up(amount)
