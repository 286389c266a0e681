"""What of a price's taxes a part of it carries. Pure."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from bookings.domain.pricing.quotes import LineTax
from boom.core.money import Money


def share_up_to(tax: LineTax, paid_minor: int, total_minor: int) -> int:
    """What of a tax is in the first `paid_minor` of a total, rounded; all of it in all, none in nothing."""
    if total_minor <= 0 or paid_minor <= 0:
        return 0
    if paid_minor >= total_minor:
        return tax.amount.minor
    return tax.amount.times(Fraction(paid_minor, total_minor)).minor


def taxes_of_part(
    taxes: Iterable[LineTax], *, before_minor: int, part_minor: int, total_minor: int
) -> list[LineTax]:
    """The taxes in the part that comes after `before_minor` was paid.

    Reckoned as a difference, so that the parts of a total carry its taxes exactly, however it is cut up.
    """
    found = []
    for tax in taxes:
        upper = share_up_to(tax, before_minor + part_minor, total_minor)
        amount = upper - share_up_to(tax, before_minor, total_minor)
        if amount:
            found.append(LineTax(tax.name, tax.percent, Money(amount, tax.amount.currency), tax.is_included))
    return found


def summed(taxes: Sequence[LineTax]) -> list[LineTax]:
    """Each tax once (by name, rate and whether it is inside the price), in order of appearance."""
    found: dict[tuple[str, Fraction, bool], LineTax] = {}
    for tax in taxes:
        key = (tax.name, tax.percent, tax.is_included)
        known = found.get(key)
        amount = known.amount + tax.amount if known else tax.amount
        found[key] = LineTax(tax.name, tax.percent, amount, tax.is_included)
    return list(found.values())
