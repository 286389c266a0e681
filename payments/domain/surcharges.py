"""What paying by card costs a guest on top, and how much of it goes back with a refund. Pure."""

from fractions import Fraction

from boom.core.money import round_half_up

# A part of a percent, as rules of prices keep them.
OF_A_PERCENT = 1000
MOST_PERCENT, MOST_FIXED_MINOR = 10, 10_000


def surcharge_on(amount_minor: int, *, percent: int, fixed_minor: int) -> int:
    """So many thousandths of a percent of an amount and so much for the payment itself, in whole minor units.

    Nothing on nothing.
    """
    if amount_minor <= 0:
        return 0
    return round_half_up(Fraction(amount_minor * percent, 100 * OF_A_PERCENT)) + fixed_minor


def share_back(surcharge_minor: int, *, amount_minor: int, before_minor: int, part_minor: int) -> int:
    """What of a surcharge goes back with a part of its payment, after `before_minor` of that went back.

    Reckoned as a difference, so that the parts of a whole payment bring all of it back, however it is cut up.
    """
    upper, lower = (
        round_half_up(Fraction(surcharge_minor * given, amount_minor))
        for given in (before_minor + part_minor, before_minor)
    )
    return upper - lower
