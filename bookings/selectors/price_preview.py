"""What a price list would do before it is in force: prices of a week, and of bookings that were made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import OCCUPYING
from bookings.domain.pricing import Quote, RuleSet, Wanted, quote
from bookings.domain.pricing.rates import BY_TIME, Per
from bookings.domain.pricing.terms import Terms
from bookings.models import Occupancy, PriceList
from bookings.selectors.prices import rule_set
from bookings.selectors.quoting import booked_at, closes_at
from bookings.selectors.setup import Setup
from boom.core.money import Money

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BACK_DAYS = 90
# So many are reckoned in a second or two; a venue with more is shown its newest ones.
MOST_BOOKINGS = 5000
LARGEST_CHANGES = 10


def rules_with(setup: Setup, prices: PriceList) -> RuleSet:
    """The venue's rules as if only this price list were in force, at any time. One query."""
    found = rule_set(setup.venue, setup.hours.schedule, also_list=prices.pk)
    only = tuple(replace(each, valid_from=date.min) for each in found.price_lists if each.id == prices.pk)
    return replace(found, price_lists=only)


@dataclass(frozen=True)
class FromPrice:
    """The least a room costs in the days to come, and for what: an hour, each person, the booking.

    `is_least`: there are dearer times. Taxes on top, fees and discounts are not in it.
    """

    amount: Money
    per: Per
    is_least: bool


def from_price(setup: Setup, room_id: int, nights: Iterable[date], *, now: datetime) -> FromPrice | None:
    """What a room's list price begins at on these nights, while it is open; None for what costs nothing.

    By time where there is any rate by time, else by person, else flat. No queries.
    """
    rules = setup.price_rules
    found: dict[Per, set[int]] = defaultdict(set)
    for day in nights:
        night = setup.night(day, room_id)
        if night.opens_at is None:
            continue
        prices = rules.list_for(booked_at=now, start=night.opens_at)
        occasion = rules.occasion(room_id, night.date, heads=1)
        for stretch, rate in rules.stretches(prices, occasion):
            if not any(stretch.overlaps(open_for) for open_for in night.stretches):
                continue
            if rate is None:
                found[Per.HOUR].add(rules.rooms[room_id].hour_minor)
            else:
                found[rate.per].add(
                    rate.price_minor * (60 // rate.unit_minutes if rate.per in BY_TIME else 1)
                )
    for per in (Per.HOUR, Per.PERSON_HOUR, Per.PERSON, Per.BOOKING):
        if found[per]:
            least = min(found[per])
            is_least = len(found[per]) > 1 or sum(bool(each) for each in found.values()) > 1
            return FromPrice(Money(least, rules.currency), per, is_least) if least else None
    return None


def from_price_of_any(
    setup: Setup, room_ids: Iterable[int], nights: Iterable[date], *, now: datetime
) -> FromPrice | None:
    """What rooms begin at of which somebody gets any: the least, and that it is one where they differ."""
    days = list(nights)
    prices = [from_price(setup, room_id, days, now=now) for room_id in room_ids]
    known = [price for price in prices if price is not None]
    if not known:
        return None
    least = min((price for price in known if price.per == known[0].per), key=lambda price: price.amount.minor)
    return replace(least, is_least=least.is_least or len(set(prices)) > 1)


@dataclass(frozen=True)
class Cell:
    """An hour that begins then: what it costs, by which rates; None for the price where it is closed."""

    start: datetime
    price: Money | None
    rules: str
    level: int


@dataclass(frozen=True)
class WeekRow:
    """One wall-clock hour of each night of a week."""

    hour: str
    cells: tuple[Cell, ...]


def week_of_prices(
    setup: Setup, rules: RuleSet, room_id: int, first: date, *, heads: int, now: datetime
) -> tuple[list[date], list[WeekRow]]:
    """What an hour costs from each full hour of seven nights on, where the room is open.

    Asked for as of `now`, or in time for early birds where the night is past; levels 0 (cheapest) to 4. No
    queries.
    """
    nights = [setup.night(first + number * DAY, room_id) for number in range(7)]
    starts: dict[str, dict[int, datetime]] = {}
    order: dict[str, timedelta] = {}
    for number, night in enumerate(nights):
        midnight = datetime.combine(night.date, datetime.min.time())
        for stretch in night.stretches:
            at = stretch.start
            while at + HOUR <= stretch.end:
                wall = at.astimezone(setup.hours.zone).replace(tzinfo=None)
                label = f"{wall:%H:%M}"
                starts.setdefault(label, {}).setdefault(number, at)
                order[label] = min(order.get(label, DAY * 3), wall - midnight)
                at += HOUR
    made: dict[tuple[str, int], Quote] = {}
    for label, by_night in starts.items():
        for number, at in by_night.items():
            wanted = Wanted(room_id, Interval.lasting(at, HOUR), heads)
            made[label, number] = quote(rules, wanted, min(now, at))
    totals = sorted({each.total.minor for each in made.values()})
    rows = []
    for label in sorted(starts, key=lambda each: order[each]):
        cells = []
        for number in range(7):
            found = made.get((label, number))
            at = starts[label].get(number, datetime.fromtimestamp(0, UTC))
            if found is None:
                cells.append(Cell(at, None, "", 0))
                continue
            names = dict.fromkeys(line.rule for line in found.lines if line.rule)
            cells.append(Cell(at, found.total, ", ".join(names), _level(found.total.minor, totals)))
        rows.append(WeekRow(label, tuple(cells)))
    return [night.date for night in nights], rows


def _level(amount: int, totals: list[int]) -> int:
    """Where an amount stands between the least and the most: 0 to 4."""
    return 0 if len(totals) < 2 else totals.index(amount) * 4 // (len(totals) - 1)


@dataclass(frozen=True)
class Difference:
    """A booking that would cost something else: by the rules in force, and by those that are tried."""

    booking: Occupancy
    before: Money
    after: Money

    @property
    def by(self) -> Money:
        return self.after - self.before


@dataclass(frozen=True)
class BackTest:
    """What the bookings of the last weeks would have cost: by the rules in force, and by those tried."""

    count: int
    before: Money
    after: Money
    dearer: int
    cheaper: int
    by_weekday: list[tuple[int, Money, Money]]
    largest: list[Difference]

    @property
    def by(self) -> Money:
        return self.after - self.before


def back_test(setup: Setup, rules: RuleSet, *, now: datetime) -> BackTest:
    """Reckon the bookings of the last 90 days by the rules in force and by `rules`, as they were made.

    Each as booked when it was, with its own add-ons, package and party; codes, vouchers and prices that staff
    agreed on are left out of both, since no list changes them. One query.
    """
    currency = setup.venue.currency
    rows = (
        Occupancy.objects.filter(
            kind="booking",
            room__venue=setup.venue,
            status__in=OCCUPYING | {"no_show"},
            placed=True,
            starts_at__gte=now - BACK_DAYS * DAY,
            starts_at__lt=now,
        )
        .select_related("room", "customer")
        .order_by("-starts_at", "id")[:MOST_BOOKINGS]
    )
    differences = [_difference(setup, rules, row) for row in rows]
    sums: dict[int, list[int]] = {weekday: [0, 0] for weekday in range(7)}
    for each in differences:
        weekday = setup.hours.business_day(each.booking.starts_at).weekday()
        sums[weekday][0] += each.before.minor
        sums[weekday][1] += each.after.minor
    ways = Counter((each.by.minor > 0) - (each.by.minor < 0) for each in differences)
    largest = sorted(differences, key=lambda each: -abs(each.by.minor))[:LARGEST_CHANGES]
    return BackTest(
        count=len(differences),
        before=Money(sum(each.before.minor for each in differences), currency),
        after=Money(sum(each.after.minor for each in differences), currency),
        dearer=ways[1],
        cheaper=ways[-1],
        by_weekday=[
            (weekday, Money(before, currency), Money(after, currency))
            for weekday, (before, after) in sums.items()
        ],
        largest=[each for each in largest if each.by],
    )


def _difference(setup: Setup, rules: RuleSet, row: Occupancy) -> Difference:
    kept = Terms.from_json(row.price_terms)
    wanted = Wanted(
        room_id=row.room_id,
        span=row.span,
        heads=row.party_size or 1,
        classes=kept.classes,
        customer_class=kept.customer_class,
        add_ons=kept.add_ons,
        package_id=kept.package_id,
        closes_at_end=kept.package_id is not None and closes_at(setup, row.room_id, row.span) == row.ends_at,
        online=False,
    )
    at = booked_at(row, otherwise=row.created_at)
    return Difference(row, quote(setup.price_rules, wanted, at).total, quote(rules, wanted, at).total)
