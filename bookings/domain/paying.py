"""What of a booking's price has been paid, as far as Boom knows: a voucher counts as money paid already."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Paid(StrEnum):
    """How much of the price is there."""

    NO_PRICE = "no_price"
    NOTHING = "nothing"
    PART = "part"
    ALL = "all"


def paid_of(total_minor: int | None, paid_minor: int) -> Paid:
    """How much of a price is paid. A booking that costs nothing, or has no price, owes nothing."""
    if not total_minor:
        return Paid.NO_PRICE
    if paid_minor <= 0:
        return Paid.NOTHING
    return Paid.ALL if paid_minor >= total_minor else Paid.PART


def paid_minor(price_terms: Mapping[str, Any]) -> int:
    """What has been paid of a booking, in minor units, by what it says of itself: its voucher's share."""
    return int(price_terms.get("voucher_minor") or 0)
