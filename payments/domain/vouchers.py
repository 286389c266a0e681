"""How long a gift voucher is good, and which amounts are sold. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date


def good_until(sold_on: date, months: int) -> date | None:
    """The last day of a voucher, the month's last where it has no such day; None for one without an end."""
    if not months:
        return None
    year, month = divmod(sold_on.year * 12 + sold_on.month - 1 + months, 12)
    return date(year, month + 1, min(sold_on.day, monthrange(year, month + 1)[1]))


def is_for_sale(amount_minor: int, amounts: Sequence[int], least: int | None, most: int | None) -> bool:
    """Whether an amount is one of those to choose from, or within what one's own may be."""
    is_within = least is not None and most is not None and least <= amount_minor <= most
    return is_within or amount_minor in amounts
