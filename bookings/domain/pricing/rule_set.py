"""A venue's prices, frozen: everything a quote is made from but what is wanted and when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bookings.domain.interval import Interval, clip, subtract
from bookings.domain.opening import Schedule, business_day
from bookings.domain.pricing.changes import Adjustment, Deposit, Fee
from bookings.domain.pricing.extras import AddOn, Package
from bookings.domain.pricing.rates import Rate
from bookings.domain.pricing.rounding import Rounding
from bookings.domain.pricing.scope import Occasion
from bookings.domain.pricing.taxes import Tax

# A rule set lives as long as a process remembers a set-up: it forgets rather than grows.
MOST_REMEMBERED = 4096


class Basis(StrEnum):
    """Whose date decides whether a price list holds yet."""

    BOOKING = "booking"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class PriceList:
    """Rates that hold together from a business day on, in their order: the first that fits counts."""

    id: int
    name: str
    valid_from: date
    basis: Basis
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class RoomPrice:
    """A room as prices know it: its category and the price an hour where no rate holds."""

    room_id: int
    category: str
    hour_minor: int


# A stretch of a night and the rate that holds in it; None: the room's own price an hour.
Stretch = tuple[Interval, Rate | None]


@dataclass(frozen=True)
class RuleSet:
    """The prices of a venue as of one set-up. Give the same instance for as long as they stay the same: it
    remembers which rate holds when.
    """

    currency: str
    schedule: Schedule
    rooms: dict[int, RoomPrice]
    price_lists: tuple[PriceList, ...] = ()
    holidays: frozenset[date] = frozenset()
    adjustments: tuple[Adjustment, ...] = ()
    add_ons: tuple[AddOn, ...] = ()
    packages: tuple[Package, ...] = ()
    fees: tuple[Fee, ...] = ()
    taxes: tuple[Tax, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    rounding: Rounding = Rounding.HALF_UP
    # Kinds of customer that there are, by id, in the owner's order.
    customer_classes: tuple[tuple[int, str], ...] = ()
    # Those of them that guests may count themselves among.
    online_classes: frozenset[int] = frozenset()
    # Whether there are any promo codes or vouchers to ask for; they themselves are read as they are named.
    has_codes: bool = False
    _stretches: dict[tuple[int, Occasion], tuple[Stretch, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def is_plain(self) -> bool:
        """Whether a booking's price knows only how long it is: no rule looks at when, who or how many."""
        return not (self.price_lists or self.adjustments or self.fees or self.taxes)

    def list_for(self, *, booked_at: datetime, start: datetime) -> PriceList | None:
        """The price list that holds for a booking made then for that start: of those valid the newest one.

        Of two valid from the same day the one that goes by the visit.
        """
        if not self.price_lists:
            return None
        days = {
            Basis.BOOKING: business_day(booked_at, self.schedule),
            Basis.VISIT: business_day(start, self.schedule),
        }
        valid = [each for each in self.price_lists if each.valid_from <= days[each.basis]]
        return max(
            valid, key=lambda each: (each.valid_from, each.basis == Basis.VISIT, each.id), default=None
        )

    def occasion(
        self, room_id: int, night: date, *, heads: int, customer_class: int | None = None
    ) -> Occasion:
        """A business night in a room with a party."""
        room = self.rooms[room_id]
        return Occasion(room_id, room.category, night, night in self.holidays, heads, customer_class)

    def night_of(self, instant: datetime) -> date:
        """The business night an instant belongs to."""
        return business_day(instant, self.schedule)

    def stretches(self, prices: PriceList | None, occasion: Occasion) -> tuple[Stretch, ...]:
        """A business night cut up by the rate that holds: without gaps, in order of time."""
        key = (prices.id if prices else 0, occasion)
        known = self._stretches.get(key)
        if known is None:
            if len(self._stretches) >= MOST_REMEMBERED:
                self._stretches.clear()
            self._stretches[key] = known = tuple(self._cut(prices, occasion))
        return known

    def _cut(self, prices: PriceList | None, occasion: Occasion) -> list[Stretch]:
        span = self.schedule.day_span(occasion.night)
        left, found = [span], list[Stretch]()
        for rate in prices.rates if prices else ():
            if not left:
                break
            if not rate.scope.covers(occasion):
                continue
            hours = rate.hours_of_night(occasion.night, span, self.schedule.zone)
            for gap in left:
                found += [(part, rate) for part in clip(hours, gap)]
            left = subtract(left, hours)
        found += [(gap, None) for gap in left]
        return sorted(found, key=lambda stretch: stretch[0].start)
