"""What the platform keeps of a guest's payment by card: a share and a fixed part. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from boom.core.money import Money


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """So many hundredths of a per cent, and so much besides, in minor units; nothing of either is no fee.

    `is_returned`: of what is given back to a guest, the fee's share goes back, too.
    """

    basis_points: int = 0
    fixed_minor: int = 0
    is_returned: bool = True

    def of(self, amount: Money) -> Money:
        """The fee of a payment: rounded half up to the minor unit, never more than the payment."""
        share = amount.times(Fraction(self.basis_points, 10_000))
        return Money(min(amount.minor, share.minor + self.fixed_minor), amount.currency)


NO_FEE = FeeTerms()
