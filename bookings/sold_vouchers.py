"""Gift vouchers that were sold online: known above this app, which says so here, for whoever writes letters
about them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bookings.models import Venue
from boom.core.money import Money


@dataclass(frozen=True, slots=True)
class SoldVoucher:
    """What letters say of a voucher. Paths are on the venue's host; `buyer_path` shows the receipt, too."""

    venue: Venue
    worth: Money
    code: str
    good_until: date | None
    buyer_name: str = ""
    buyer_email: str = ""
    for_name: str = ""
    for_email: str = ""
    message: str = ""
    path: str = ""
    buyer_path: str = ""


Source = Callable[[int], SoldVoucher | None]

_known: list[Source] = []


def knows_sold_vouchers(source: Source) -> Source:
    """Register who knows a sale by its key; None for one that was not paid."""
    if source not in _known:
        _known.append(source)
    return source


def sold_voucher(sale_id: int) -> SoldVoucher | None:
    """What letters say of a sale; None where nothing was sold."""
    return _known[0](sale_id) if _known else None
