"""What cancelling costs: free until a notice, then percents of the price that rise towards the start.

Pure: the same function words the rule before booking, shows the fee before cancelling, and reckons it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from bookings.domain.policy import ZERO
from boom.core.money import Money

MINUTE = timedelta(minutes=1)
ALL = 100
MOST_TIERS = 5


@dataclass(frozen=True, slots=True)
class Tier:
    """Whoever cancels with at least `notice` before the start, and with less than is free, pays `percent`."""

    notice: timedelta
    percent: int


@dataclass(frozen=True, slots=True)
class Terms:
    """A venue's terms: free with `free_until` of notice, then by `tiers`, the most notice first.

    Without tiers nobody cancels online once it is not free any more; with them until the last tier's notice.
    """

    free_until: timedelta
    tiers: tuple[Tier, ...] = ()

    def __post_init__(self) -> None:
        if len(self.tiers) > MOST_TIERS:
            raise ValueError(f"There can be {MOST_TIERS} steps at the most.")
        before = Tier(self.free_until, 0)
        for tier in self.tiers:
            if not ZERO <= tier.notice < before.notice:
                raise ValueError(
                    "Each step needs less notice than the one before, and the first less than is free."
                )
            if not before.percent <= tier.percent <= ALL:
                raise ValueError("Each step costs at least as much as the one before, and at most all of it.")
            before = tier

    @classmethod
    def of(cls, free_until: timedelta, tiers: Iterable[Mapping[str, Any]]) -> "Terms":
        """Terms as a venue keeps them: {"notice": minutes, "percent": whole} each."""
        return cls(free_until, tuple(Tier(each["notice"] * MINUTE, each["percent"]) for each in tiers))

    @property
    def last_notice(self) -> timedelta:
        """The least notice with which a customer may cancel alone."""
        return self.tiers[-1].notice if self.tiers else self.free_until

    def percent_at(self, notice: timedelta) -> int | None:
        """The share kept of what is cancelled with so much notice; None when it is too late to do it alone.

        At exactly a step's notice the step holds.
        """
        if notice >= self.free_until:
            return 0
        return next((tier.percent for tier in self.tiers if notice >= tier.notice), None)

    def percent_after_all(self, notice: timedelta) -> int:
        """The share the rule gives staff, who may cancel at any time: past the last step, the last step's."""
        percent = self.percent_at(notice)
        if percent is not None:
            return percent
        return self.tiers[-1].percent if self.tiers else 0


@dataclass(frozen=True, slots=True)
class Fee:
    """What is kept of a price, and what goes back of what has been paid; `owed` is kept but not paid yet."""

    percent: int
    amount: Money
    refund: Money
    owed: Money


def fee_of(percent: int, total: Money, paid: Money) -> Fee:
    """Reckon a share of a price, rounded to the smallest coin, a half going up."""
    amount = total.times(Fraction(percent, ALL))
    currency = total.currency
    return Fee(
        percent,
        amount,
        refund=Money(max(0, paid.minor - amount.minor), currency),
        owed=Money(max(0, amount.minor - paid.minor), currency),
    )


def minutes_kept(percent: int, minutes: int) -> int:
    """Reckon a share of prepaid minutes: whole ones, in the customer's favour."""
    return minutes * percent // ALL


def cancellation_fee(
    terms: Terms, *, total: Money, paid: Money, starts_at: datetime, now: datetime
) -> Fee | None:
    """What cancelling at `now` costs a customer; None when they may not do it alone any more."""
    percent = terms.percent_at(starts_at - now)
    return None if percent is None else fee_of(percent, total, paid)
