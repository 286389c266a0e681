"""The lines for time in a room: a span cut where rates change, and what shorter or larger parties pay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from bookings.domain.interval import Interval
from bookings.domain.pricing.quotes import Line, hours_of
from bookings.domain.pricing.rates import BY_TIME, Per, Rate
from bookings.domain.pricing.rule_set import PriceList, RuleSet, Stretch
from bookings.domain.pricing.taxes import TaxGroup
from bookings.domain.pricing.wanted import Wanted
from boom.core.money import Money

BY_HEAD = frozenset({Per.PERSON, Per.PERSON_HOUR})
HOUR_MINUTES = 60


@dataclass(frozen=True)
class Stay:
    """The lines for a stretch of a booking, and the rates it touches."""

    lines: tuple[Line, ...]
    rates: tuple[Rate, ...]


def stay(rules: RuleSet, prices: PriceList | None, wanted: Wanted, span: Interval) -> Stay:
    """Price `span` in a room by the rates of a price list, cut up where they change.

    Each rate per person or booking is paid once, whatever its parts of the span.
    """
    found: list[Line] = []
    touched: dict[int, Rate] = {}
    paid_once: set[int] = set()
    for part, rate in cut(rules, prices, wanted, span, wanted.customer_class):
        if rate is None:
            hour = Money(rules.rooms[wanted.room_id].hour_minor, rules.currency)
            found.append(
                Line.of(
                    "room", hours_of(part), "hour", hour, part, how=rules.rounding, group=str(TaxGroup.ROOM)
                )
            )
            continue
        touched[rate.id] = rate
        for piece, own, heads in _by_class(rules, prices, wanted, part, rate):
            touched[own.id] = own
            if own.per not in BY_TIME:
                if own.id in paid_once:
                    continue
                paid_once.add(own.id)
            found += _lines(rules, own, piece, wanted.heads if own.per not in BY_HEAD else heads)
    rates = tuple(touched.values())
    return Stay((*found, *_missing_time(rules, wanted, rates)), rates)


def cut(
    rules: RuleSet, prices: PriceList | None, wanted: Wanted, span: Interval, customer_class: int | None
) -> list[Stretch]:
    """A span cut where another rate begins to hold, stretches of the same rate joined across nights."""
    found: list[Stretch] = []
    at = span.start
    while at < span.end:
        night = rules.night_of(at)
        occasion = rules.occasion(wanted.room_id, night, heads=wanted.heads, customer_class=customer_class)
        for stretch, rate in rules.stretches(prices, occasion):
            part = stretch.intersection(span)
            if part is None:
                continue
            if found and found[-1][1] == rate and found[-1][0].end == part.start:
                found[-1] = (Interval(found[-1][0].start, part.end), rate)
            else:
                found.append((part, rate))
        at = rules.schedule.day_span(night).end
    return found


def _by_class(
    rules: RuleSet, prices: PriceList | None, wanted: Wanted, part: Interval, rate: Rate
) -> Iterator[tuple[Interval, Rate, int]]:
    """The parts of a stretch with rates per person, each kind of customer by its own rate, and how many.

    A kind without a rate per person of its own pays as the others do. Who comes free or is missing to the
    least number counts among those without a kind first.
    """
    if rate.per not in BY_HEAD:
        yield part, rate, wanted.heads
        return
    counts: dict[int | None, int] = {
        wanted.customer_class: wanted.heads - sum(count for _, count in wanted.classes)
    }
    for kind, count in wanted.classes:
        counts[kind] = counts.get(kind, 0) + count
    change = rate.billed_heads(wanted.heads) - wanted.heads
    for who, count in counts.items():
        billed = max(0, count + change)
        change -= billed - count
        counts[who] = billed
    if len(counts) == 1:
        yield part, rate, sum(counts.values())
        return
    heads_of: dict[tuple[Interval, int], tuple[Rate, int]] = {}
    for who, count in counts.items():
        for piece, own in cut(rules, prices, wanted, part, who):
            paid = own if own is not None and own.per in BY_HEAD else rate
            _, known = heads_of.get((piece, paid.id), (paid, 0))
            heads_of[piece, paid.id] = (paid, known + count)
    for (piece, _), (paid, count) in heads_of.items():
        yield piece, paid, count


def _units(rate: Rate, length: timedelta) -> Fraction:
    return Fraction(length // timedelta(seconds=1), rate.unit_minutes * 60)


def unit_words(rate: Rate) -> str:
    """What one unit of a rate is called in a kept line: "hour", "30 min", "person-hour", "person"."""
    length = "hour" if rate.unit_minutes == HOUR_MINUTES else f"{rate.unit_minutes} min"
    return {
        Per.HOUR: length,
        Per.PERSON_HOUR: f"person-{length}",
        Per.PERSON: "person",
        Per.BOOKING: "booking",
    }[rate.per]


def _lines(rules: RuleSet, rate: Rate, span: Interval, heads: int) -> Iterator[Line]:
    units = _units(rate, span.duration) if rate.per in BY_TIME else Fraction(1)
    if rate.per in BY_HEAD:
        if heads:
            yield _line(rules, "room", units * heads, rate, span, heads=heads)
        return
    yield _line(rules, "room", units, rate, span)
    extra = rate.extra_heads(heads)
    if extra:
        price = Money(rate.extra_head_minor or 0, rules.currency)
        unit = f"person-{unit_words(rate)}" if rate.per in BY_TIME else "person"
        yield Line.of(
            "heads",
            units * extra,
            unit,
            price,
            span,
            how=rules.rounding,
            rule=rate.name,
            heads=extra,
            group=str(TaxGroup.ROOM),
        )


def _line(
    rules: RuleSet,
    code: str,
    quantity: Fraction,
    rate: Rate,
    span: Interval | None,
    *,
    heads: int | None = None,
) -> Line:
    return Line.of(
        code,
        quantity,
        unit_words(rate),
        Money(rate.price_minor, rules.currency),
        span,
        how=rules.rounding,
        rule=rate.name,
        heads=heads,
        group=str(TaxGroup.ROOM),
    )


def _missing_time(rules: RuleSet, wanted: Wanted, rates: tuple[Rate, ...]) -> Iterator[Line]:
    """What a booking pays that is shorter than a rate it touches asks for: the dearest of them, once."""
    dearest: Line | None = None
    for rate in rates:
        missing = timedelta(minutes=rate.minimum_minutes) - wanted.span.duration
        if rate.per not in BY_TIME or missing <= timedelta(0):
            continue
        heads = rate.billed_heads(wanted.heads) if rate.per == Per.PERSON_HOUR else None
        quantity = _units(rate, missing) * (1 if heads is None else heads)
        line = _line(rules, "minimum-time", quantity, rate, None, heads=heads)
        if dearest is None or line.amount > dearest.amount:
            dearest = line
    if dearest is not None and dearest.amount:
        yield dearest
