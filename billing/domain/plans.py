"""What a plan allows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from billing.domain.features import Feature
from boom.core.money import Money


class Period(StrEnum):
    """How often a plan is paid."""

    MONTH = "month"
    YEAR = "year"


class AboveLimit(StrEnum):
    """What becomes of a booking above the month's limit.

    Refused whoever makes it; refused to the team only, while customers go on booking; or taken and charged.
    """

    REFUSE = "refuse"
    REFUSE_STAFF = "refuse_staff"
    BILL = "bill"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a business may have; None is no limit."""

    rooms: int | None = None
    bookings_a_month: int | None = None
    above: AboveLimit = AboveLimit.REFUSE


@dataclass(frozen=True, slots=True)
class Entitlements:
    """All that a plan gives: limits and features."""

    limits: Limits
    features: frozenset[Feature]

    def allows(self, feature: Feature) -> bool:
        """Whether the feature is switched on."""
        return feature in self.features


def monthly_of(amount: Money, period: Period) -> Money:
    """A price as a sum a month; of a year's price the twelfth, rounded down to a whole minor unit."""
    return amount if period == Period.MONTH else Money(amount.minor // 12, amount.currency)
