"""What a booking costs: one pure function gives a quote, and the booking keeps its lines as they are.

A quote is a list of lines that sum to its total. Today there is one, the room by the hour; a rate that
changes within the night, add-ons, discounts and taxes each become lines of their own. Amounts are rounded
once, per line, to the smallest unit of the currency, a half going up; so the sum never needs rounding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from bookings.domain.interval import Interval
from boom.core.money import Money

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote.

    `code` says what it is for (programs and translations go by it), `quantity` how many `unit`s, exactly (50
    minutes are 5/6 of an hour), `amount` what it comes to, rounded; `span` the time it is for, where it is
    for a time.
    """

    code: str
    quantity: Fraction
    unit: str
    unit_price: Money
    amount: Money
    span: Interval | None = None

    @classmethod
    def of(
        cls, code: str, quantity: Fraction | int, unit: str, unit_price: Money, span: Interval | None = None
    ) -> "Line":
        """A line whose amount is quantity times unit price, rounded."""
        return cls(code, Fraction(quantity), unit, unit_price, unit_price.times(Fraction(quantity)), span)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a booking costs, line by line, in one currency."""

    lines: tuple[Line, ...]
    total: Money

    def __post_init__(self) -> None:
        if Money.total((line.amount for line in self.lines), self.total.currency) != self.total:
            raise ValueError("The lines of a quote have to sum to its total.")

    @classmethod
    def of(cls, lines: Iterable[Line], currency: str) -> "Quote":
        """A quote of these lines; its total is their sum."""
        lines = tuple(lines)
        return cls(lines, Money.total((line.amount for line in lines), currency))

    def as_json(self) -> list[dict[str, Any]]:
        """The lines as a booking keeps them."""
        return [
            {
                "code": line.code,
                "quantity": str(line.quantity),
                "unit": line.unit,
                "unit_price_minor": line.unit_price.minor,
                "amount_minor": line.amount.minor,
                "starts_at": line.span.start.isoformat() if line.span else None,
                "ends_at": line.span.end.isoformat() if line.span else None,
            }
            for line in self.lines
        ]

    @classmethod
    def from_json(cls, lines: Iterable[Mapping[str, Any]], currency: str) -> "Quote":
        """The quote a booking has kept."""
        return cls.of((_line_from_json(line, currency) for line in lines), currency)


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
    )


def quote(rate_minor_per_hour: int, span: Interval, currency: str) -> Quote:
    """Give the price of a room for `span`: the hourly rate for the time that really passes, to the second.

    On the night the clocks go back 23:00 to 03:00 are five hours and cost five; buffers cost nothing.
    """
    if rate_minor_per_hour < 0:
        raise ValueError("A room cannot cost less than nothing.")
    hours = Fraction(span.duration // timedelta(seconds=1), HOUR // timedelta(seconds=1))
    return Quote.of([Line.of("room", hours, "hour", Money(rate_minor_per_hour, currency), span)], currency)
