"""Amounts of the legacy file: whole currency units as floats, integers or text; 25 is twenty-five dollars."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from boom.core.money import exponent
from integrations.legacy.cells import Cell, filled

# Above this an amount is a slip of the keyboard, not a price (ten thousand million units).
MOST_UNITS = Decimal(10) ** 10

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


class NoAmount(StrEnum):
    """Why a cell gives no amount."""

    MISSING = "no-price"
    UNUSABLE = "unusable-price"


def read_amount(cell: Cell, currency: str) -> int | NoAmount:
    """The cell in minor units of `currency`, rounded half up on the decimal text.

    NULL and empty text are MISSING; words, NaN, infinities, negative and absurd amounts are UNUSABLE (R5).
    """
    text = filled(cell)
    if text is None:
        return NoAmount.MISSING
    if not _NUMBER.fullmatch(text):
        return NoAmount.UNUSABLE
    units = Decimal(text)
    if units < 0 or units > MOST_UNITS:
        return NoAmount.UNUSABLE
    return int(units.scaleb(exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
