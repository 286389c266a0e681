"""A quote: immutable lines that sum to its total and say by which rule each came about.

A booking keeps the lines as they are, so that no later change of a rule changes what was agreed. Quotes that
were kept before prices had rules read back as they always did: what they do not say is left at its default.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from bookings.domain.interval import Interval
from bookings.domain.pricing.rounding import Rounding, rounded
from boom.core.money import Money

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LineTax:
    """One tax on one line: `percent` of what is left of the line after its share of the discounts.

    An included tax is part of the line's amount; one that is not comes on top, in the quote's tax lines.
    """

    name: str
    percent: Fraction
    amount: Money
    is_included: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote.

    `code` says what it is for (programs and translations go by it), `quantity` how many `unit`s, exactly (50
    minutes are 5/6 of an hour), `amount` what it comes to, rounded; `span` the time it is for, where it is
    for a time. `rule` is the name of the rule that made it, empty for the room's own price an hour; `heads`
    the people it counts; `item` the id of the add-on or package; `less` this line's share of the discounts
    further down, which its `taxes` no longer count.
    """

    code: str
    quantity: Fraction
    unit: str
    unit_price: Money
    amount: Money
    span: Interval | None = None
    rule: str = ""
    heads: int | None = None
    item: int | None = None
    group: str = ""
    less: int = 0
    taxes: tuple[LineTax, ...] = ()

    @classmethod
    def of(
        cls,
        code: str,
        quantity: Fraction | int,
        unit: str,
        unit_price: Money,
        span: Interval | None = None,
        *,
        how: Rounding = Rounding.HALF_UP,
        **more: Any,
    ) -> "Line":
        """A line whose amount is quantity times unit price, rounded."""
        quantity = Fraction(quantity)
        amount = Money(rounded(unit_price.minor * quantity, how), unit_price.currency)
        return cls(code, quantity, unit, unit_price, amount, span, **more)

    @property
    def net(self) -> Money:
        """What is left after discounts and without the taxes inside."""
        inside = sum(tax.amount.minor for tax in self.taxes if tax.is_included)
        return Money(self.amount.minor - self.less - inside, self.amount.currency)

    @property
    def gross(self) -> Money:
        """What is left after discounts, with all taxes, inside and on top."""
        on_top = sum(tax.amount.minor for tax in self.taxes if not tax.is_included)
        return Money(self.amount.minor - self.less + on_top, self.amount.currency)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why part of what was wanted could not be priced; that part is left out of the quote.

    `code` is stable and for programs, `message` a sentence for people, `field` the input at fault: promo,
    voucher, pack, package, add_ons, classes.
    """

    code: str
    message: str
    field: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What a booking costs, line by line, in one currency.

    A voucher is money paid already: it changes what is due, not the total. `deposit` is what is due before
    the visit, by the rule named; `pack_minutes` are what prepaid hours paid for, in a line of their own;
    `due_now` and `due_later` are what is left of it and of the rest after the
    voucher. `problems` name what was wanted but left out.
    """

    lines: tuple[Line, ...]
    total: Money
    deposit: Money | None = None
    deposit_rule: str = ""
    voucher: Money | None = None
    pack_minutes: int = 0
    price_list: str = ""
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if sum(line.amount.minor for line in self.lines) != self.total.minor:
            raise ValueError("The lines of a quote have to sum to its total.")

    @classmethod
    def of(cls, lines: Iterable[Line], currency: str) -> "Quote":
        """A quote of these lines; its total is their sum."""
        lines = tuple(lines)
        return cls(lines, Money.total((line.amount for line in lines), currency))

    @property
    def due(self) -> Money:
        """What is to be paid in money."""
        return self.total - self.voucher if self.voucher else self.total

    @property
    def due_now(self) -> Money:
        """What is left of the deposit after the voucher, which counts towards it first."""
        paid = self.voucher.minor if self.voucher else 0
        wanted = min(self.deposit.minor, self.total.minor) if self.deposit else 0
        return Money(max(0, wanted - paid), self.total.currency)

    @property
    def due_later(self) -> Money:
        return self.due - self.due_now

    @property
    def taxes(self) -> list[LineTax]:
        """Each tax once, with what it comes to over all lines; in order of appearance."""
        found: dict[tuple[str, Fraction, bool], LineTax] = {}
        for tax in (tax for line in self.lines for tax in line.taxes):
            key = (tax.name, tax.percent, tax.is_included)
            known = found.get(key)
            found[key] = replace(known, amount=known.amount + tax.amount) if known else tax
        return list(found.values())

    def as_json(self) -> list[dict[str, Any]]:
        """The lines as a booking keeps them."""
        return [_line_as_json(line) for line in self.lines]

    @classmethod
    def from_json(cls, lines: Iterable[Mapping[str, Any]], currency: str) -> "Quote":
        """The quote a booking has kept."""
        return cls.of((_line_from_json(line, currency) for line in lines), currency)


def hourly(rate_minor_per_hour: int, span: Interval, currency: str) -> Quote:
    """Give the plain price of a room for `span`: its rate an hour for the time that really passes.

    What holds where a venue has no rates. On the night the clocks go back 23:00 to 03:00 are five hours and
    cost five; buffers cost nothing.
    """
    if rate_minor_per_hour < 0:
        raise ValueError("A room cannot cost less than nothing.")
    line = Line.of("room", hours_of(span), "hour", Money(rate_minor_per_hour, currency), span)
    return Quote.of([line], currency)


def hours_of(span: Interval) -> Fraction:
    """How many hours pass, exactly, to the second."""
    return Fraction(span.duration // timedelta(seconds=1), HOUR // timedelta(seconds=1))


# What a line says beyond what every line has; left out of the kept line where it is the default.
_MORE = ("rule", "heads", "item", "group", "less")


def _line_as_json(line: Line) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "code": line.code,
        "quantity": str(line.quantity),
        "unit": line.unit,
        "unit_price_minor": line.unit_price.minor,
        "amount_minor": line.amount.minor,
        "starts_at": line.span.start.isoformat() if line.span else None,
        "ends_at": line.span.end.isoformat() if line.span else None,
    }
    kept |= {name: getattr(line, name) for name in _MORE if getattr(line, name) not in {"", None, 0}}
    if line.taxes:
        kept["taxes"] = [
            [tax.name, str(tax.percent), tax.amount.minor, tax.is_included] for tax in line.taxes
        ]
    return kept


def _line_from_json(kept: Mapping[str, Any], currency: str) -> Line:
    span = None
    if kept["starts_at"] is not None:
        span = Interval(datetime.fromisoformat(kept["starts_at"]), datetime.fromisoformat(kept["ends_at"]))
    return Line(
        code=kept["code"],
        quantity=Fraction(kept["quantity"]),
        unit=kept["unit"],
        unit_price=Money(kept["unit_price_minor"], currency),
        amount=Money(kept["amount_minor"], currency),
        span=span,
        taxes=tuple(
            LineTax(name, Fraction(percent), Money(minor, currency), included)
            for name, percent, minor, included in kept.get("taxes", ())
        ),
        **{name: kept[name] for name in _MORE if name in kept},
    )
