"""What a booking costs, and why: prices as data, and one pure function that makes a quote of them.

`quote(rules, wanted, now)` (engine.py) is the only way to a price. `rules` (rule_set.py) is a venue's frozen
prices; `wanted` (wanted.py) what somebody wants to book; the `Quote` (quotes.py) its immutable lines, each
with the name of the rule that made it. ADR 14 says in which order rules work and how they round.
"""

from bookings.domain.pricing.engine import quote
from bookings.domain.pricing.quotes import Line, LineTax, Problem, Quote, hourly
from bookings.domain.pricing.rule_set import PriceList, RoomPrice, RuleSet
from bookings.domain.pricing.wanted import Agreed, StaffDiscount, Wanted

__all__ = [
    "Agreed",
    "Line",
    "LineTax",
    "PriceList",
    "Problem",
    "Quote",
    "RoomPrice",
    "RuleSet",
    "StaffDiscount",
    "Wanted",
    "hourly",
    "quote",
]
