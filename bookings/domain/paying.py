"""What of a booking's price has been paid, and what is owed either way. Pure: sums of what is handed in.

A voucher counts as money paid already. What was taken and given back is known above bookings
(`bookings.takings`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from boom.core.money import Money

# Ended without a visit: of the price nothing is owed but a fee.
OVER = frozenset({"cancelled", "no_show"})
# Nobody came to owe anything.
NOTHING_OWED = frozenset({"expired", "released", "blocked"})


class Paid(StrEnum):
    """How much of the price is there."""

    NO_PRICE = "no_price"
    NOTHING = "nothing"
    PART = "part"
    ALL = "all"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Charge:
    """What one booking costs as it stands, and what of that its voucher pays; in minor units."""

    minor: int
    voucher_minor: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken for a booking, given back of it, and taken off its price afterwards; minor units.

    `charged_back_minor` is what cardholders' banks have of it, beyond what was given back.
    """

    paid_minor: int = 0
    refunded_minor: int = 0
    allowed_minor: int = 0
    charged_back_minor: int = 0


NOTHING_TAKEN = Taken()


def charge_of(status: str, total_minor: int | None, fee_minor: int | None, voucher_minor: int) -> Charge:
    """What a booking in that state costs: its price while it stands, its fee once it is over without a visit.

    A cancelled booking gave its voucher back; that of a missed one pays the fee first.
    """
    if status in NOTHING_OWED:
        return Charge(0)
    if status in OVER:
        fee = fee_minor or 0
        return Charge(fee, min(voucher_minor, fee) if status == "no_show" else 0)
    total = total_minor or 0
    return Charge(total, min(voucher_minor, total))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a booking, or all that was booked together, stands. Every amount is zero or above, in minor units.

    `charged` is the price or fee, `by_voucher` what vouchers pay of it, `allowed` what was taken off it after
    the fact; `paid` all that was ever taken, `refunded` what was given back of that, and `charged_back` what
    of the rest cardholders' banks have taken back. That is gone as if it was given back, so nobody has it
    twice; but it is not asked for again by itself: whether the guest owes it is what the dispute is about.
    """

    currency: str
    charged: int = 0
    by_voucher: int = 0
    allowed: int = 0
    paid: int = 0
    refunded: int = 0
    charged_back: int = 0

    @classmethod
    def of(cls, currency: str, rows: Iterable[tuple[Charge, Taken]]) -> "Standing":
        """All of these together. What is taken off a price never takes off more than there is of it."""
        rows = list(rows)
        charged = sum(charge.minor for charge, _ in rows)
        by_voucher = sum(charge.voucher_minor for charge, _ in rows)
        return cls(
            currency,
            charged=charged,
            by_voucher=by_voucher,
            allowed=min(charged - by_voucher, sum(taken.allowed_minor for _, taken in rows)),
            paid=sum(taken.paid_minor for _, taken in rows),
            refunded=sum(taken.refunded_minor for _, taken in rows),
            charged_back=sum(taken.charged_back_minor for _, taken in rows),
        )

    @property
    def asked(self) -> Money:
        """What is wanted in money, all told."""
        return Money(self.charged - self.by_voucher - self.allowed, self.currency)

    @property
    def kept(self) -> Money:
        """What of the money taken is still here."""
        return Money(self.paid - self.refunded - self.charged_back, self.currency)

    @property
    def counted(self) -> Money:
        """What counts as paid: all that was taken and not given back, whatever a bank did since."""
        return Money(self.paid - self.refunded, self.currency)

    @property
    def due(self) -> Money:
        """What is still to be paid; nothing where nothing is."""
        return Money(max(0, self.asked.minor - self.counted.minor), self.currency)

    @property
    def to_give_back(self) -> Money:
        """What is here and was not asked for (any more); nothing where nothing is."""
        return Money(max(0, self.kept.minor - self.asked.minor), self.currency)

    def back_if_less(self, less_minor: int) -> Money:
        """What more would be owed back if so much less was asked; never more than is here."""
        asked = max(0, self.asked.minor - less_minor)
        return Money(max(0, self.kept.minor - asked) - self.to_give_back.minor, self.currency)

    @property
    def state(self) -> Paid:
        if self.to_give_back:
            return Paid.TOO_MUCH
        return paid_of(self.charged - self.allowed, self.by_voucher + self.counted.minor)


def paid_of(total_minor: int | None, paid_minor: int) -> Paid:
    """How much of a price is paid. A booking that costs nothing, or has no price, owes nothing."""
    if not total_minor:
        return Paid.NO_PRICE
    if paid_minor <= 0:
        return Paid.NOTHING
    return Paid.ALL if paid_minor >= total_minor else Paid.PART


def paid_minor(price_terms: Mapping[str, Any]) -> int:
    """What a booking's voucher pays of it, in minor units, by what it says of itself."""
    return int(price_terms.get("voucher_minor") or 0)
