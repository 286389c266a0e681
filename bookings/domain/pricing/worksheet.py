"""The sheet a quote is reckoned on: what is charged, and how much of each charge discounts have left."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from bookings.domain.pricing.changes import On
from bookings.domain.pricing.quotes import Line
from bookings.domain.pricing.rounding import Rounding, rounded
from bookings.domain.pricing.taxes import Tax, taxes_on
from boom.core.money import Money

EXTRAS = frozenset({"add-on"})
FEES = frozenset({"fee"})


@dataclass
class Charge:
    """A line that costs something, and what is left of it."""

    line: Line
    left: int


@dataclass
class Worksheet:
    """Charges and reductions in the order they came."""

    currency: str
    how: Rounding
    charges: list[Charge] = field(default_factory=list)
    reductions: list[Line] = field(default_factory=list)

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    def charge(self, line: Line) -> None:
        self.charges.append(Charge(line, line.amount.minor))

    def on(self, what: On) -> list[Charge]:
        """The charges a change counts on; fees are nobody's to reduce."""
        return [each for each in self.charges if _counts(each.line.code, what)]

    def left(self, charges: Iterable[Charge] | None = None) -> int:
        """What is left to pay of these charges; of all by default."""
        return sum(each.left for each in (self.charges if charges is None else charges))

    def worth(self, exact: Fraction, what: On) -> int:
        """What a reduction would come to: never more than is left."""
        return min(rounded(exact, self.how), self.left(self.on(what)))

    def reduce(self, code: str, rule: str, amount: int, what: On) -> None:
        """Take `amount` off the charges it counts on, each in proportion to what is left of it."""
        targets = [each for each in self.on(what) if each.left]
        if amount <= 0 or not targets:
            return
        shares = self.money(amount).allocate([each.left for each in targets])
        for target, share in zip(targets, shares, strict=True):
            target.left -= share.minor
        off = self.money(-amount)
        self.reductions.append(Line(code, Fraction(1), "booking", off, off, rule=rule))

    def lines(self, taxes: tuple[Tax, ...]) -> list[Line]:
        """All lines with their taxes, fees and taxes on top last."""
        charged = [self._taxed(each, taxes) for each in self.charges]
        goods = [line for line in charged if line.code not in FEES]
        fees = [line for line in charged if line.code in FEES]
        return [*goods, *self.reductions, *fees, *self._on_top(charged)]

    def _taxed(self, charge: Charge, taxes: tuple[Tax, ...]) -> Line:
        line = charge.line
        found = taxes_on(charge.left, line.group, taxes, self.currency, self.how) if taxes else ()
        return replace(line, less=line.amount.minor - charge.left, taxes=found)

    def _on_top(self, charged: list[Line]) -> list[Line]:
        sums: dict[tuple[str, Fraction], int] = {}
        for tax in (tax for line in charged for tax in line.taxes if not tax.is_included):
            sums[tax.name, tax.percent] = sums.get((tax.name, tax.percent), 0) + tax.amount.minor
        return [
            Line("tax", percent, "percent", self.money(amount), self.money(amount), rule=name)
            for (name, percent), amount in sums.items()
        ]


def _counts(code: str, what: On) -> bool:
    if code in FEES:
        return False
    return what == On.ALL or (code in EXTRAS) == (what == On.EXTRAS)
