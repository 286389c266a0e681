"""Rule sets with dull defaults, and the evenings they are asked about."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval
from bookings.domain.opening import Schedule, WeeklyHours
from bookings.domain.pricing import PriceList, Quote, RoomPrice, RuleSet, Wanted, quote
from bookings.domain.pricing.rates import Rate
from bookings.domain.pricing.rule_set import Basis
from boom.core.money import Money

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
# A Saturday. The bar is open from six to four every night.
SATURDAY = date(2026, 6, 6)
FRIDAY, SUNDAY = SATURDAY - timedelta(days=1), SATURDAY + timedelta(days=1)
MONDAY = date(2026, 6, 8)


def schedule(zone: ZoneInfo = LONDON) -> Schedule:
    return Schedule(zone, tuple(WeeklyHours(day, time(18), time(4)) for day in range(7)))


def span(start: str, hours: float = 2, day: date = SATURDAY, zone: ZoneInfo = LONDON) -> Interval:
    """From a wall-clock time of a night; before noon is the day after."""
    at = time.fromisoformat(start)
    at_day = day + timedelta(days=1) if at < time(12) else day
    return Interval.lasting(datetime.combine(at_day, at, zone), timedelta(hours=hours))


def prices_of(
    *rates: Rate, valid_from: date = date(2026, 1, 1), basis: Basis = Basis.VISIT, key: int = 1
) -> PriceList:
    return PriceList(key, f"Prices {key}", valid_from, basis, tuple(rates))


def rules(*rates: Rate, currency: str = "GBP", **given: Any) -> RuleSet:
    values: dict[str, Any] = {
        "currency": currency,
        "schedule": schedule(),
        "rooms": {1: RoomPrice(1, "Small", 3000), 2: RoomPrice(2, "Large", 6000)},
        "price_lists": (prices_of(*rates),) if rates else (),
    }
    return RuleSet(**values | given)


def priced(rule_set: RuleSet, at: Interval, *, now: datetime = NOW, **wanted: Any) -> Quote:
    return quote(rule_set, Wanted(**{"room_id": 1, "span": at, "heads": 4} | wanted), now)


def told(made: Quote) -> list[tuple[str, str, int]]:
    """Code, rule and amount of each line."""
    return [(line.code, line.rule, line.amount.minor) for line in made.lines]


def pounds(minor: int) -> Money:
    return Money(minor, "GBP")
