"""P22: how many quotes one process makes in a second, by prices as rich as a venue's with every kind of rule.

The engine alone, without a database: twenty rates over nights and hours, a holiday, surcharges, discounts,
add-ons, a fee and two taxes. Each question is another room, night, start and party, most across two rates.
"""

from __future__ import annotations

import itertools
import time as clock
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from benchmarks.load import Slice
from benchmarks.rounds import Finding, Goal, ratio
from benchmarks.setting import Report, Setting, interleaved
from bookings.domain.interval import Interval
from bookings.domain.opening import Schedule, WeeklyHours
from bookings.domain.pricing import PriceList, RoomPrice, RuleSet, Wanted, quote
from bookings.domain.pricing.changes import Adjustment, Fee, Kind, Size
from bookings.domain.pricing.extras import AddOn, Each
from bookings.domain.pricing.rates import Rate
from bookings.domain.pricing.rule_set import Basis
from bookings.domain.pricing.scope import Scope
from bookings.domain.pricing.taxes import Tax

P22 = Goal("P22", "quotes a second, every kind of rule in force", 500.0, at_least=True, unit="/s")
ROOMS, NIGHTS = 10, 28
FIRST, LONDON = date(2026, 6, 1), ZoneInfo("Europe/London")
BOOKED_AT = datetime(2026, 5, 20, 12, tzinfo=UTC)
BANDS = ((18, 20), (20, 23), (23, 2), (2, 4))


def rich_rules() -> RuleSet:
    """The prices of a bar of ten rooms that uses everything."""
    rates = tuple(
        Rate(
            number,
            f"Rate {number}",
            2000 + 150 * number,
            scope=Scope(weekdays=frozenset(days)),
            starts=time(starts),
            ends=time(ends),
            included_heads=4,
            extra_head_minor=500,
        )
        for number, (days, (starts, ends)) in enumerate(
            itertools.product(({0, 1}, {2, 3}, {4}, {5}, {6}), BANDS), start=1
        )
    )
    return RuleSet(
        currency="GBP",
        schedule=Schedule(LONDON, tuple(WeeklyHours(day, time(18), time(4)) for day in range(7))),
        rooms={key: RoomPrice(key, "Small" if key % 2 else "Large", 3000) for key in range(1, ROOMS + 1)},
        price_lists=(PriceList(1, "Summer", date(2026, 1, 1), Basis.VISIT, rates),),
        holidays=frozenset({date(2026, 6, 15)}),
        adjustments=(
            Adjustment(1, "Early bird", Size(Kind.PERCENT, 10_000), notice_min=7 * 24 * 60),
            Adjustment(2, "Large party", Size(Kind.PERCENT, 5_000), True, Scope(party_min=8)),
        ),
        add_ons=(
            AddOn(1, "Platter", 1500, group="food"),
            AddOn(2, "Welcome drink", 400, Each.PERSON, "drinks"),
        ),
        fees=(Fee(1, "Service", Size(Kind.PERCENT, 12_500)),),
        taxes=(
            Tax(1, "VAT", 20_000, True, frozenset({"room", "drinks", "goods", "fee"})),
            Tax(2, "City tax", 5_000, False, frozenset({"food"})),
        ),
    )


def wishes() -> list[Wanted]:
    """What is asked for: every room on every night, from four starts, one to twelve people."""
    found = []
    for number, (room, night, hour) in enumerate(
        itertools.product(range(1, ROOMS + 1), range(NIGHTS), (18, 19, 22, 23))
    ):
        starts_at = datetime.combine(FIRST + timedelta(days=night), time(hour), LONDON)
        found.append(
            Wanted(
                room_id=room,
                span=Interval.lasting(starts_at, timedelta(hours=2 + number % 3)),
                heads=1 + number % 12,
                add_ons=((1, 1 + number % 2), (2, 1)),
            )
        )
    return found


def measure(setting: Setting) -> Report:
    """Quote all the wishes, again and again, by rules that were read once."""
    rules, asked = rich_rules(), wishes()

    def ask() -> Slice:
        latencies: list[float] = []
        began = clock.perf_counter()
        for wanted in itertools.cycle(asked):
            before = clock.perf_counter()
            quote(rules, wanted, BOOKED_AT)
            latencies.append(clock.perf_counter() - before)
            if before - began > setting.sizes.slice_s:
                break
        return Slice(latencies, clock.perf_counter() - began)

    rounds = interleaved(setting, lambda: {"quotes": setting.meter(ask, [], with_us=True)})
    found = ratio(lambda each: each["quotes"].per_second, rounds)
    rates = sum(len(each.rates) for each in rules.price_lists)
    report = Report([Finding(P22, found, is_ratio=False)], rounds)
    report.notes.append(f"{len(asked):,} different wishes, {rates} rates; one process")
    return report
