"""What is true of every price, whatever the rules: lines sum, taxes add up, splitting never costs less than
the whole, nothing is negative, in currencies with no, two and three decimals.
"""

from datetime import date, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.interval import Interval
from bookings.domain.pricing import Quote, RuleSet, StaffDiscount, Wanted, quote
from bookings.domain.pricing.changes import Adjustment, Deposit, Fee, Kind, On, Promo, Size, Voucher
from bookings.domain.pricing.extras import AddOn, Each, Package
from bookings.domain.pricing.rates import Per, Rate
from bookings.domain.pricing.rounding import Rounding, rounded
from bookings.domain.pricing.scope import OnHolidays, Scope
from bookings.domain.pricing.stays import cut
from bookings.domain.pricing.taxes import Tax, TaxGroup
from boom.core.money import Money
from tests.bookings.domain.pricing.prices import NOW, SATURDAY, prices_of, rules, schedule, span

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
ZONES = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"]).map(
    ZoneInfo
)
# A plain week, and both nights with a clock change.
DAYS = st.sampled_from(
    [SATURDAY, date(2026, 10, 24), date(2026, 10, 31), date(2027, 3, 13), date(2027, 3, 27)]
)
WALLS = st.sampled_from(
    [time(0), time(1, 30), time(2), time(3), time(18), time(20, 15), time(22), time(23, 45)]
)
MINOR = st.integers(0, 30_000)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    return Scope(
        rooms=draw(st.sampled_from([frozenset(), frozenset({1}), frozenset({2})])),
        weekdays=draw(st.sampled_from([frozenset(), frozenset({4, 5}), frozenset({6})])),
        holidays=draw(st.sampled_from(OnHolidays)),
        party_min=draw(st.sampled_from([None, 3])),
        customer_class=draw(st.sampled_from([None, None, 7])),
    )


@st.composite
def rates(draw: st.DrawFn, number: int = 0) -> Rate:
    starts, ends = draw(st.one_of(st.just((None, None)), st.tuples(WALLS, WALLS)))
    return Rate(
        id=number,
        name=f"Rate {number}",
        price_minor=draw(MINOR),
        per=draw(st.sampled_from(Per)),
        scope=draw(scopes()),
        starts=starts,
        ends=ends,
        unit_minutes=draw(st.sampled_from([60, 30])),
        included_heads=draw(st.sampled_from([0, 2])),
        minimum_heads=draw(st.sampled_from([0, 6])),
        extra_head_minor=draw(st.sampled_from([None, 333])),
        minimum_minutes=draw(st.sampled_from([0, 180])),
        minimum_spend_minor=draw(st.sampled_from([0, 0, 25_001])),
        minimum_spend_per_person=draw(st.booleans()),
    )


SIZES = st.one_of(
    st.builds(Size, st.just(Kind.PERCENT), st.integers(0, 100_000)),
    st.builds(Size, st.sampled_from([Kind.AMOUNT, Kind.PERSON]), MINOR),
)
TAXES = st.lists(
    st.builds(
        Tax,
        id=st.just(1),
        name=st.sampled_from(["VAT", "City"]),
        rate=st.integers(0, 30_000),
        is_included=st.booleans(),
        groups=st.frozensets(st.sampled_from(TaxGroup)),
    ),
    max_size=3,
).map(tuple)
PROMOS = st.builds(
    Promo, id=st.just(1), code=st.just("CODE"), size=SIZES, on=st.sampled_from(On), combines=st.booleans()
)


@st.composite
def rule_sets(draw: st.DrawFn, *, by_time_only: bool = False) -> RuleSet:
    """By time only: what a stretch costs does not hang on the rest of the booking but for minimums."""
    found = [draw(rates(number)) for number in range(draw(st.integers(0, 4)))]
    more = (
        {}
        if by_time_only
        else {
            "adjustments": tuple(
                draw(
                    st.lists(
                        st.builds(
                            Adjustment,
                            id=st.just(1),
                            name=st.just("change"),
                            size=SIZES,
                            is_surcharge=st.booleans(),
                            on=st.sampled_from(On),
                            combines=st.booleans(),
                        ),
                        max_size=3,
                    )
                )
            ),
            "fees": tuple(draw(st.lists(st.builds(Fee, st.just(1), st.just("fee"), SIZES), max_size=2))),
            "deposits": tuple(
                draw(st.lists(st.builds(Deposit, st.just(1), st.just("d"), SIZES), max_size=1))
            ),
            "add_ons": (
                AddOn(3, "Food", draw(MINOR), draw(st.sampled_from(Each)), group="food"),
                AddOn(4, "Drinks", draw(MINOR), draw(st.sampled_from(Each)), group="drinks"),
            ),
            "packages": (
                Package(
                    5,
                    "Party",
                    draw(MINOR),
                    minutes=60,
                    heads_included=2,
                    extra_head_minor=500,
                    items=((3, 1),),
                ),
            ),
        }
    )
    return rules(
        currency=draw(CURRENCIES),
        schedule=schedule(draw(ZONES)),
        price_lists=(prices_of(*found),) if found else (),
        taxes=draw(TAXES),
        rounding=draw(st.sampled_from(Rounding)),
        holidays=draw(st.sampled_from([frozenset(), frozenset({SATURDAY})])),
        **more,
    )


@st.composite
def wishes(draw: st.DrawFn) -> Wanted:
    heads = draw(st.integers(1, 9))
    minutes = draw(st.integers(1, 600))
    begin = span(draw(st.sampled_from(["18:00", "19:50", "23:10", "01:05"])), 1, draw(DAYS)).start
    return Wanted(
        room_id=draw(st.sampled_from([1, 2])),
        span=Interval.lasting(begin, timedelta(minutes=minutes)),
        heads=heads,
        classes=((7, draw(st.integers(0, heads))),),
        add_ons=tuple(draw(st.lists(st.sampled_from([(3, 1), (4, 2)]), max_size=2, unique=True))),
        package_id=draw(st.sampled_from([None, None, 5])),
        promo=draw(st.none() | PROMOS),
        voucher=draw(st.none() | st.builds(Voucher, st.just(1), st.just("V"), MINOR)),
        discount=draw(st.none() | st.builds(StaffDiscount, SIZES, st.just("kindness"))),
    )


@settings(max_examples=300, deadline=None)
@given(found=rule_sets(), wanted=wishes())
def test_lines_sum_to_a_total_that_is_never_negative(found: RuleSet, wanted: Wanted):
    made = quote(found, wanted, NOW)

    assert Money.total((line.amount for line in made.lines), found.currency) == made.total
    assert made.total.minor >= 0
    assert made.due_now.minor >= 0
    assert made.due_later.minor >= 0
    assert made.due_now + made.due_later + (made.voucher or Money.zero(found.currency)) == made.total
    assert all(line.rule or line.code == "room" for line in made.lines)


@settings(max_examples=300, deadline=None)
@given(found=rule_sets(), wanted=wishes())
def test_taxes_are_rounded_per_line_and_net_and_tax_make_gross(found: RuleSet, wanted: Wanted):
    made = quote(found, wanted, NOW)

    for line in made.lines:
        left = line.amount.minor - line.less
        inside = [tax for tax in line.taxes if tax.is_included]
        whole = 100 + sum((tax.percent for tax in inside), Fraction(0))
        assert all(tax.amount.minor >= 0 for tax in line.taxes)
        assert line.net + Money.total((tax.amount for tax in line.taxes), found.currency) == line.gross
        for tax in line.taxes:
            base = Fraction(left) / whole if tax.is_included else Fraction(line.net.minor, 100)
            wanted_tax = base * tax.percent
            assert tax.amount.minor in {
                rounded(wanted_tax, found.rounding),
                rounded(wanted_tax, Rounding.DOWN) if line.net.minor >= 0 else None,
            }
    on_top = sum(tax.amount.minor for tax in made.taxes if not tax.is_included)
    assert sum(line.amount.minor for line in made.lines if line.code == "tax") == on_top
    reductions = {"discount", "promo", "staff", "tax"}
    assert sum(line.gross.minor for line in made.lines if line.code not in reductions) == made.total.minor


@settings(max_examples=300, deadline=None)
@given(found=rule_sets(by_time_only=True), wanted=wishes(), share=st.fractions(0, 1))
def test_a_whole_booking_is_never_dearer_than_its_parts_but_for_rounding(
    found: RuleSet, wanted: Wanted, share: Fraction
):
    minutes = wanted.span.minutes
    if minutes < 2:
        return
    middle = wanted.span.start + timedelta(minutes=1 + int((minutes - 2) * share))
    plain = Wanted(wanted.room_id, wanted.span, wanted.heads, wanted.classes)
    parts = [
        quote(found, Wanted(plain.room_id, part, plain.heads, plain.classes), NOW)
        for part in (Interval(wanted.span.start, middle), Interval(middle, wanted.span.end))
    ]

    whole = quote(found, plain, NOW)

    # Each line is rounded once, each of its taxes once.
    roundings = sum(1 + len(line.taxes) for made in (whole, *parts) for line in made.lines)
    assert whole.total.minor <= sum(part.total.minor for part in parts) + roundings


@settings(max_examples=150, deadline=None)
@given(found=rule_sets(), wanted=wishes())
def test_a_quote_is_kept_and_read_back_as_it_was(found: RuleSet, wanted: Wanted):
    made = quote(found, wanted, NOW)

    assert Quote.from_json(made.as_json(), found.currency) == Quote.of(made.lines, found.currency)


@settings(max_examples=200, deadline=None)
@given(found=rule_sets(by_time_only=True), wanted=wishes())
def test_every_instant_of_a_booking_has_one_rate(found: RuleSet, wanted: Wanted):
    prices = found.list_for(booked_at=NOW, start=wanted.span.start)
    parts = cut(found, prices, wanted, wanted.span, None)

    assert parts[0][0].start == wanted.span.start
    assert parts[-1][0].end == wanted.span.end
    assert all(one[0].end == other[0].start for one, other in pairwise(parts))
