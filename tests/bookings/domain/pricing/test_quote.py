from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from bookings.domain.pricing import Agreed, Problem, Quote, StaffDiscount
from bookings.domain.pricing.changes import Adjustment, Deposit, Fee, Kind, On, Promo, Size, Voucher
from bookings.domain.pricing.extras import AddOn, Each, Package
from bookings.domain.pricing.rates import Rate
from bookings.domain.pricing.rounding import Rounding
from bookings.domain.pricing.scope import Scope
from bookings.domain.pricing.taxes import Tax
from boom.core.money import Money
from tests.bookings.domain.pricing.prices import FRIDAY, NOW, SATURDAY, pounds, priced, rules, span, told

TWO_HOURS = span("20:00", 2)
ALL = frozenset({"room", "food", "drinks", "goods", "fee"})
VAT = Tax(1, "VAT", 20_000, is_included=True, groups=ALL)
TEN = Size(Kind.PERCENT, 10_000)
PLATTER = AddOn(3, "Platter", 1500, group="food")


def amount(minor: int) -> Size:
    return Size(Kind.AMOUNT, minor)


# ---- extras ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("each", "count", "total"),
    [
        (Each.PIECE, 3, 4500),
        (Each.BOOKING, 1, 1500),
        (Each.PERSON, 1, 6000),
        (Each.HOUR, 1, 3000),
        (Each.PERSON_HOUR, 1, 12000),
    ],
)
def test_an_add_on_is_paid_by_piece_booking_person_or_hour(each: Each, count: int, total: int):
    found = rules(add_ons=(replace(PLATTER, each=each),))

    made = priced(found, TWO_HOURS, add_ons=((3, count),))

    assert told(made) == [("room", "", 6000), ("add-on", "Platter", total)]


def test_add_ons_that_cannot_be_had_are_left_out_and_named():
    found = rules(
        add_ons=(
            replace(PLATTER, most=2),
            AddOn(4, "Bar only", 100, is_online=False),
            AddOn(5, "Stage", 100, scope=Scope(rooms=frozenset({2}))),
        )
    )

    made = priced(found, TWO_HOURS, add_ons=((3, 3), (4, 1), (5, 1), (6, 1)))

    assert told(made) == [("room", "", 6000)]
    assert [problem.code for problem in made.problems] == [
        "add-on-too-many",
        "add-on-unknown",
        "add-on-not-here",
        "add-on-unknown",
    ]


PARTY = Package(7, "Party", 20000, minutes=120, heads_included=4, extra_head_minor=900, items=((3, 2),))


def test_a_package_pays_for_its_time_heads_and_add_ons_and_the_rates_for_the_rest():
    found = rules(packages=(PARTY,), add_ons=(PLATTER,))

    made = priced(found, span("20:00", 3), heads=6, package_id=7)

    assert told(made) == [
        ("package", "Party", 20000),
        ("heads", "Party", 1800),
        ("included", "Platter", 0),
        ("room", "", 3000),
    ]


def test_a_package_per_person_is_paid_for_its_least_number():
    found = rules(packages=(replace(PARTY, per_person=True, price_minor=2500, items=()),))

    assert priced(found, TWO_HOURS, heads=2, package_id=7).total == pounds(10000)
    assert priced(found, TWO_HOURS, heads=6, package_id=7).total == pounds(15000)


def test_till_close_costs_the_same_however_long_it_is():
    closing = Package(8, "Till close", 15000, till_close=True)
    found = rules(packages=(closing,))

    whole = priced(found, span("22:00", 6), package_id=8, closes_at_end=True)
    short = priced(found, span("22:00", 2), package_id=8)

    assert told(whole) == [("package", "Till close", 15000)]
    assert told(short) == [("room", "", 6000)]
    assert [problem.code for problem in short.problems] == ["package-till-close"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"scope": Scope(rooms=frozenset({2}))}, "package-not-here"),
        ({"minutes": 180}, "package-too-long"),
        ({"starts_from": span("21:00").start.time(), "starts_until": span("23:00").start.time()}, None),
        ({"is_online": False}, "package-unknown"),
    ],
)
def test_a_package_is_refused_by_name_where_it_cannot_be_had(changed: dict, code: str | None):
    found = rules(packages=(replace(PARTY, items=(), **changed),))

    made = priced(found, TWO_HOURS, package_id=7)

    assert [problem.code for problem in made.problems] == ([code] if code else [])


# ---- surcharges and discounts ----------------------------------------------------------------------


def test_short_notice_costs_more_and_an_early_bird_less():
    rush = Adjustment(1, "Short notice", TEN, is_surcharge=True, notice_max=60)
    early = Adjustment(2, "Early bird", TEN, notice_min=60 * 24 * 30)
    found = rules(adjustments=(rush, early))
    start = TWO_HOURS.start

    assert told(priced(found, TWO_HOURS, now=start - timedelta(minutes=59)))[1:] == [
        ("surcharge", "Short notice", 600)
    ]
    assert told(priced(found, TWO_HOURS, now=start - timedelta(minutes=60)))[1:] == []
    assert told(priced(found, TWO_HOURS, now=start - timedelta(days=30)))[1:] == [
        ("discount", "Early bird", -600)
    ]


def test_of_discounts_that_do_not_combine_the_best_is_given():
    found = rules(
        adjustments=(
            Adjustment(1, "Small", amount(100)),
            Adjustment(2, "Big", amount(900)),
            Adjustment(3, "Always", amount(50), combines=True),
            Adjustment(4, "Long", amount(5000), minimum_minutes=180),
        )
    )

    assert told(priced(found, TWO_HOURS))[1:] == [("discount", "Big", -900), ("discount", "Always", -50)]


def test_nothing_costs_less_than_nothing():
    found = rules(adjustments=(Adjustment(1, "Everything", amount(10**9)),))

    assert priced(found, TWO_HOURS).total == pounds(0)


# ---- codes -----------------------------------------------------------------------------------------

CODE = Promo(1, "SUMMER", TEN, combines=True)


def test_a_code_counts_on_what_discounts_have_left():
    found = rules(adjustments=(Adjustment(1, "Quiet night", amount(1000)),))

    assert told(priced(found, TWO_HOURS, promo=CODE))[1:] == [
        ("discount", "Quiet night", -1000),
        ("promo", "SUMMER", -500),
    ]


def test_a_code_that_does_not_combine_takes_the_place_of_a_smaller_discount_only():
    quiet = rules(adjustments=(Adjustment(1, "Quiet night", amount(300)),))
    loud = rules(adjustments=(Adjustment(1, "Quiet night", amount(700)),))
    alone = replace(CODE, combines=False)

    better, worse = priced(quiet, TWO_HOURS, promo=alone), priced(loud, TWO_HOURS, promo=alone)

    assert told(better)[1:] == [("promo", "SUMMER", -600)]
    assert told(worse)[1:] == [("discount", "Quiet night", -700)]
    assert [problem.code for problem in worse.problems] == ["promo-not-better"]


def test_a_code_for_extras_leaves_the_room_alone():
    found = rules(add_ons=(PLATTER,))

    made = priced(found, TWO_HOURS, add_ons=((3, 2),), promo=replace(CODE, on=On.EXTRAS))

    assert told(made)[2:] == [("promo", "SUMMER", -300)]
    assert [line.less for line in made.lines] == [0, 300, 0]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"is_active": False}, "promo-unknown"),
        ({"book_from": FRIDAY}, "promo-early"),
        ({"book_until": FRIDAY - timedelta(days=30)}, "promo-expired"),
        ({"scope": Scope(last=FRIDAY)}, "promo-night"),
        ({"scope": Scope(weekdays=frozenset({0}))}, "promo-night"),
        ({"scope": Scope(rooms=frozenset({2}))}, "promo-room"),
        ({"scope": Scope(party_min=9)}, "promo-party"),
        ({"minimum_minor": 6001}, "promo-minimum"),
        ({"uses_left": 0}, "promo-used-up"),
        ({"customers_uses_left": 0}, "promo-used-before"),
        ({"first_time": True, "is_first_booking": False}, "promo-first-time"),
    ],
)
def test_a_code_that_does_not_count_is_left_out_and_says_why(changed: dict, code: str):
    made = priced(rules(), TWO_HOURS, promo=replace(CODE, **changed))

    assert told(made) == [("room", "", 6000)]
    assert [problem.code for problem in made.problems] == [code]


@pytest.mark.parametrize(
    "changed", [{"minimum_minor": 6000}, {"uses_left": 1}, {"first_time": True}, {"book_until": SATURDAY}]
)
def test_a_code_on_its_very_edge_counts(changed: dict):
    assert priced(rules(), TWO_HOURS, promo=replace(CODE, **changed)).total == pounds(5400)


# ---- staff -----------------------------------------------------------------------------------------


def test_an_agreed_price_takes_the_place_of_minimum_spend_and_fees_and_says_why():
    found = rules(Rate(1, "r", 3000, minimum_spend_minor=9000), fees=(Fee(1, "Booking fee", amount(200)),))

    down = priced(found, TWO_HOURS, agreed=Agreed(5000, "Regulars"))
    up = priced(found, TWO_HOURS, agreed=Agreed(7000, "Film crew"))

    assert told(down) == [("room", "r", 6000), ("agreed", "Regulars", -1000)]
    assert told(up) == [("room", "r", 6000), ("agreed", "Film crew", 1000)]


def test_something_off_by_staff_comes_after_the_code():
    made = priced(rules(), TWO_HOURS, promo=CODE, discount=StaffDiscount(TEN, "Broken lamp"))

    assert told(made)[1:] == [("promo", "SUMMER", -600), ("staff", "Broken lamp", -540)]


# ---- fees, taxes, deposit, voucher -----------------------------------------------------------------


def test_a_fee_is_a_line_of_its_own_on_what_discounts_left_and_taxed_by_itself():
    found = rules(
        fees=(Fee(1, "Service", TEN),),
        adjustments=(Adjustment(1, "Quiet", amount(1000)),),
        taxes=(replace(VAT, groups=frozenset({"fee"})),),
    )

    made = priced(found, TWO_HOURS)

    assert told(made) == [("room", "", 6000), ("discount", "Quiet", -1000), ("fee", "Service", 500)]
    assert [(tax.name, tax.amount.minor) for tax in made.taxes] == [("VAT", 83)]


def test_taxes_inside_the_price_and_on_top_by_what_is_taxed():
    city = Tax(2, "City tax", 5_000, is_included=False, groups=frozenset({"room"}))
    food = Tax(3, "VAT food", 10_000, is_included=True, groups=frozenset({"food"}))
    found = rules(add_ons=(PLATTER,), taxes=(replace(VAT, groups=frozenset({"room"})), food, city))

    made = priced(found, TWO_HOURS, add_ons=((3, 1),))

    assert told(made) == [("room", "", 6000), ("add-on", "Platter", 1500), ("tax", "City tax", 250)]
    room, platter, _ = made.lines
    assert (room.net, room.gross) == (pounds(5000), pounds(6250))
    assert (platter.net, platter.gross) == (pounds(1364), pounds(1500))


def test_a_discount_lowers_the_tax_of_each_line_by_its_share():
    food = Tax(3, "VAT food", 10_000, is_included=True, groups=frozenset({"food"}))
    found = rules(add_ons=(PLATTER,), taxes=(replace(VAT, groups=frozenset({"room"})), food))

    made = priced(found, TWO_HOURS, add_ons=((3, 1),), promo=replace(CODE, size=amount(750)))

    assert [line.less for line in made.lines] == [600, 150, 0]
    assert [tax.amount.minor for tax in made.taxes] == [900, 123]


@pytest.mark.parametrize(
    ("how", "tax"),
    [(Rounding.HALF_UP, 3), (Rounding.HALF_EVEN, 2), (Rounding.DOWN, 2), (Rounding.UP, 3)],
)
def test_a_venue_rounds_as_it_says(how: Rounding, tax: int):
    on_top = Tax(1, "Tax", 5_000, is_included=False, groups=ALL)
    found = rules(Rate(1, "r", 25), taxes=(on_top,), rounding=how)

    made = priced(found, TWO_HOURS)

    assert told(made) == [("room", "r", 50), ("tax", "Tax", tax)]


@pytest.mark.parametrize(
    ("size", "due_now"),
    [
        (Size(Kind.PERCENT, 25_000), 1500),
        (amount(2000), 2000),
        (amount(9000), 6000),
        (Size(Kind.PERSON, 500), 2000),
        (Size(Kind.PERCENT, 100_000), 6000),
    ],
)
def test_a_deposit_is_due_now_and_the_rest_later(size: Size, due_now: int):
    made = priced(rules(deposits=(Deposit(1, "Deposit", size),)), TWO_HOURS)

    assert (made.due_now, made.due_later) == (pounds(due_now), pounds(6000 - due_now))


def test_the_first_deposit_that_holds_counts():
    small = Deposit(1, "Large parties", amount(5000), Scope(party_min=9))
    large = Deposit(2, "Above 50", amount(1000), minimum_total_minor=5000)
    found = rules(deposits=(small, large))

    assert priced(found, TWO_HOURS).deposit_rule == "Above 50"
    assert priced(found, TWO_HOURS, heads=9).deposit_rule == "Large parties"
    assert priced(found, span("20:00", 1)).deposit is None


VOUCHER = Voucher(1, "GIFT", 4000)


def test_a_voucher_pays_and_counts_towards_the_deposit_first():
    found = rules(deposits=(Deposit(1, "Half", Size(Kind.PERCENT, 75_000)),))

    made = priced(found, TWO_HOURS, voucher=VOUCHER)

    assert (made.total, made.voucher, made.due) == (pounds(6000), pounds(4000), pounds(2000))
    assert (made.due_now, made.due_later) == (pounds(500), pounds(1500))


def test_a_voucher_never_pays_more_than_the_total():
    made = priced(rules(), TWO_HOURS, voucher=replace(VOUCHER, balance_minor=10**6))

    assert (made.voucher, made.due, made.due_now) == (pounds(6000), pounds(0), pounds(0))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"is_active": False}, "voucher-unknown"),
        ({"balance_minor": 0}, "voucher-empty"),
        ({"expires_on": FRIDAY - timedelta(days=30)}, "voucher-expired"),
    ],
)
def test_a_voucher_that_does_not_pay_says_why(changed: dict, code: str):
    made = priced(rules(), TWO_HOURS, voucher=replace(VOUCHER, **changed))

    assert made.voucher is None
    assert made.problems == (Problem(code, made.problems[0].message, "voucher"),)


# ---- all of it -------------------------------------------------------------------------------------


def test_member_price_discount_code_fee_taxes_voucher_and_deposit_in_the_documented_order():
    found = rules(
        Rate(1, "Members", 3000, scope=Scope(customer_class=7)),
        Rate(2, "Standard", 5000),
        adjustments=(
            Adjustment(1, "Rush", TEN, is_surcharge=True, notice_max=60 * 24 * 30),
            Adjustment(2, "Quiet night", amount(600)),
        ),
        add_ons=(PLATTER,),
        fees=(Fee(1, "Service", TEN),),
        taxes=(VAT,),
        deposits=(Deposit(1, "Half", Size(Kind.PERCENT, 50_000)),),
    )

    made = priced(
        found,
        TWO_HOURS,
        customer_class=7,
        add_ons=((3, 1),),
        promo=CODE,
        voucher=replace(VOUCHER, balance_minor=1000),
    )

    assert told(made) == [
        ("room", "Members", 6000),
        ("surcharge", "Rush", 600),
        ("add-on", "Platter", 1500),
        ("discount", "Quiet night", -600),
        ("promo", "SUMMER", -750),
        ("fee", "Service", 675),
    ]
    assert made.total == pounds(7425)
    assert [(tax.name, tax.percent) for tax in made.taxes] == [("VAT", Fraction(20))]
    assert (made.voucher, made.due_now, made.due_later) == (pounds(1000), pounds(2713), pounds(3712))


def test_a_quote_of_every_kind_of_line_is_kept_and_read_back():
    found = rules(
        Rate(1, "r", 3000, minimum_spend_minor=20000),
        add_ons=(PLATTER,),
        taxes=(VAT, Tax(2, "City", 5_000, is_included=False, groups=ALL)),
        fees=(Fee(1, "Service", TEN),),
    )
    made = priced(found, TWO_HOURS, add_ons=((3, 1),), promo=CODE)

    kept = Quote.from_json(made.as_json(), "GBP")

    assert kept == Quote.of(made.lines, "GBP")
    assert kept.taxes == made.taxes


def test_a_quote_kept_before_prices_had_rules_reads_as_it_did():
    old = [
        {
            "code": "room",
            "quantity": "2",
            "unit": "hour",
            "unit_price_minor": 3000,
            "amount_minor": 6000,
            "starts_at": TWO_HOURS.start.isoformat(),
            "ends_at": TWO_HOURS.end.isoformat(),
        }
    ]

    assert Quote.from_json(old, "GBP").total == Money(6000, "GBP")
    assert Quote.from_json(old, "GBP").as_json() == old


def test_the_instant_of_asking_decides_which_day_a_code_is_used():
    last_night = replace(CODE, book_until=NOW.date())

    assert priced(rules(), TWO_HOURS, promo=last_night).problems == ()
    late = NOW + timedelta(hours=14)
    assert priced(rules(), TWO_HOURS, promo=last_night, now=late).problems == ()
    assert priced(rules(), TWO_HOURS, promo=last_night, now=NOW + timedelta(days=1)).problems != ()
