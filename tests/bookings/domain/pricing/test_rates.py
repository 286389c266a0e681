from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.domain.interval import Interval
from bookings.domain.pricing.extras import AddOn
from bookings.domain.pricing.quotes import Quote
from bookings.domain.pricing.rates import Per, Rate
from bookings.domain.pricing.rule_set import Basis
from bookings.domain.pricing.scope import OnHolidays, Scope
from tests.bookings.domain.pricing.prices import (
    FRIDAY,
    MONDAY,
    NOW,
    SATURDAY,
    SUNDAY,
    priced,
    prices_of,
    rules,
    schedule,
    span,
    told,
)

STANDARD = Rate(1, "Standard", 4000)
PEAK = Rate(2, "Peak", 8000, starts=time(20), ends=time(0))
HAPPY = Rate(3, "Happy hour", 2000, starts=time(17), ends=time(19))
WEEKEND = frozenset({4, 5})


def test_without_rates_the_rooms_own_price_an_hour_holds():
    assert told(priced(rules(), span("20:00"))) == [("room", "", 6000)]


def test_a_booking_over_a_boundary_is_cut_there_and_names_both_rates():
    made = priced(rules(PEAK, STANDARD), span("19:00", 3))

    assert told(made) == [("room", "Standard", 4000), ("room", "Peak", 16000)]
    assert [line.span for line in made.lines] == [span("19:00", 1), span("20:00", 2)]


def test_one_over_two_boundaries_has_three_lines_in_order_of_time():
    made = priced(rules(PEAK, HAPPY, STANDARD), span("18:30", 6.5))

    assert told(made) == [
        ("room", "Happy hour", 1000),
        ("room", "Standard", 4000),
        ("room", "Peak", 32000),
        ("room", "Standard", 4000),
    ]


def test_of_two_rates_that_hold_the_first_in_the_list_counts():
    night = span("21:00", 1)

    assert told(priced(rules(PEAK, STANDARD), night)) == [("room", "Peak", 8000)]
    assert told(priced(rules(STANDARD, PEAK), night)) == [("room", "Standard", 4000)]


def test_the_small_hours_belong_to_the_night_before():
    late = replace(STANDARD, id=4, name="Late Saturday", scope=Scope(weekdays=frozenset({5})))

    assert told(priced(rules(late), span("01:00", 1, SATURDAY))) == [("room", "Late Saturday", 4000)]
    assert told(priced(rules(late), span("01:00", 1, FRIDAY))) == [("room", "", 3000)]


def test_hours_past_midnight_lie_in_the_night_they_end():
    late = Rate(5, "Late", 1000, scope=Scope(weekdays=frozenset({5})), starts=time(0), ends=time(4))

    assert told(priced(rules(late), span("23:00", 2))) == [("room", "", 3000), ("room", "Late", 1000)]


def test_stretches_of_one_rate_over_several_nights_are_one_line():
    whole = priced(rules(STANDARD), Interval(span("20:00").start, span("20:00", 2, SUNDAY).start))

    assert told(whole) == [("room", "Standard", 4000 * 24)]


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        (Scope(rooms=frozenset({1})), True),
        (Scope(rooms=frozenset({2})), False),
        (Scope(categories=frozenset({"Small"})), True),
        (Scope(rooms=frozenset({2}), categories=frozenset({"Small"})), True),
        (Scope(categories=frozenset({"Large"})), False),
        (Scope(weekdays=WEEKEND), True),
        (Scope(weekdays=frozenset({0})), False),
        (Scope(first=SATURDAY, last=SATURDAY), True),
        (Scope(first=SUNDAY), False),
        (Scope(last=FRIDAY), False),
        (Scope(party_min=4, party_max=4), True),
        (Scope(party_min=5), False),
        (Scope(party_max=3), False),
        (Scope(customer_class=7), False),
        (Scope(holidays=OnHolidays.ONLY), False),
        (Scope(holidays=OnHolidays.NEVER), True),
    ],
)
def test_a_rate_holds_where_its_scope_says(scope: Scope, holds: bool):
    made = priced(rules(replace(STANDARD, scope=scope)), span("20:00", 1))

    assert told(made) == [("room", "Standard", 4000) if holds else ("room", "", 3000)]


def test_a_holidays_rate_goes_before_the_weekdays_when_it_stands_before_it():
    holiday = Rate(9, "New Year", 20000, scope=Scope(holidays=OnHolidays.ONLY))
    found = rules(holiday, STANDARD, holidays=frozenset({SATURDAY}))

    assert told(priced(found, span("20:00", 1))) == [("room", "New Year", 20000)]
    assert told(priced(found, span("20:00", 1, MONDAY))) == [("room", "Standard", 4000)]


def test_a_member_has_a_rate_of_their_own():
    member = Rate(6, "Members", 2500, scope=Scope(customer_class=7))
    found = rules(member, STANDARD)

    assert told(priced(found, span("20:00", 1), customer_class=7)) == [("room", "Members", 2500)]
    assert told(priced(found, span("20:00", 1))) == [("room", "Standard", 4000)]


# ---- per person ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "heads", "amounts"),
    [
        (Rate(1, "r", 500, Per.PERSON), 4, [2000]),
        (Rate(1, "r", 500, Per.PERSON_HOUR), 4, [4000]),
        (Rate(1, "r", 500, Per.PERSON_HOUR, unit_minutes=30), 4, [8000]),
        (Rate(1, "r", 2000, Per.HOUR, unit_minutes=30), 4, [8000]),
        (Rate(1, "r", 9000, Per.BOOKING), 4, [9000]),
        (Rate(1, "r", 500, Per.PERSON, minimum_heads=6), 4, [3000]),
        (Rate(1, "r", 500, Per.PERSON, included_heads=3), 4, [500]),
        (Rate(1, "r", 500, Per.PERSON, included_heads=4), 4, []),
        (Rate(1, "r", 4000, included_heads=3, extra_head_minor=250), 5, [8000, 1000]),
        (Rate(1, "r", 4000, included_heads=6, extra_head_minor=250), 5, [8000]),
        (Rate(1, "r", 9000, Per.BOOKING, included_heads=3, extra_head_minor=250), 5, [9000, 500]),
    ],
)
def test_what_a_party_pays(rate: Rate, heads: int, amounts: list[int]):
    made = priced(rules(rate), span("20:00", 2), heads=heads)

    assert [line.amount.minor for line in made.lines] == amounts


def test_each_kind_of_guest_pays_their_own_rate_per_half_hour():
    children = Rate(2, "Children", 200, Per.PERSON_HOUR, Scope(customer_class=8), unit_minutes=30)
    everybody = Rate(1, "Everybody", 500, Per.PERSON_HOUR, unit_minutes=30)

    made = priced(rules(children, everybody), span("20:00", 1), heads=5, classes=((8, 2),))

    assert told(made) == [("room", "Everybody", 3000), ("room", "Children", 800)]


def test_a_flat_rate_is_paid_once_though_it_holds_on_both_sides_of_another():
    flat = Rate(1, "Evening", 9000, Per.BOOKING)

    assert told(priced(rules(PEAK, flat), span("19:00", 6))) == [
        ("room", "Evening", 9000),
        ("room", "Peak", 32000),
    ]


# ---- at least --------------------------------------------------------------------------------------


def test_a_booking_shorter_than_peak_asks_for_pays_the_missing_time():
    peak = replace(PEAK, minimum_minutes=180)
    made = priced(rules(peak, STANDARD), span("19:00", 2))

    assert told(made) == [
        ("room", "Standard", 4000),
        ("room", "Peak", 8000),
        ("minimum-time", "Peak", 8000),
    ]
    assert told(priced(rules(peak, STANDARD), span("18:00", 2))) == [("room", "Standard", 8000)]


def test_a_minimum_spend_is_topped_up_and_food_counts_towards_it():
    found = rules(
        replace(STANDARD, minimum_spend_minor=10000), add_ons=(AddOn(3, "Platter", 1500, group="food"),)
    )

    assert told(priced(found, span("20:00", 2))) == [
        ("room", "Standard", 8000),
        ("minimum-spend", "Standard", 2000),
    ]
    assert told(priced(found, span("20:00", 2), add_ons=((3, 1),))) == [
        ("room", "Standard", 8000),
        ("add-on", "Platter", 1500),
        ("minimum-spend", "Standard", 500),
    ]


def test_a_minimum_spend_can_be_for_each_person():
    rate = replace(STANDARD, minimum_spend_minor=3000, minimum_spend_per_person=True)

    assert priced(rules(rate), span("20:00", 2), heads=5).total.minor == 15000


# ---- which list ------------------------------------------------------------------------------------


def test_a_list_for_visits_holds_from_its_day_and_one_for_bookings_from_the_day_of_booking():
    old = prices_of(STANDARD, key=1)
    by_visit = prices_of(PEAK, replace(STANDARD, price_minor=5000), valid_from=SATURDAY, key=2)
    by_booking = replace(by_visit, basis=Basis.BOOKING)

    def prices(lists: tuple, day: date, now: datetime = NOW) -> Quote:
        return priced(rules(price_lists=lists), span("18:00", 1, day), now=now)

    assert prices((old, by_visit), FRIDAY).total.minor == 4000
    assert prices((old, by_visit), SATURDAY).total.minor == 5000
    assert prices((old, by_booking), MONDAY).total.minor == 4000
    assert prices((old, by_booking), MONDAY, NOW + timedelta(days=6)).total.minor == 5000
    assert prices((old, by_visit), SATURDAY).price_list == "Prices 2"


# ---- clock changes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "cheap", "dear"),
    [
        ("Europe/London", date(2026, 10, 24), 4, 2),  # 01:00-02:00 twice
        ("Europe/London", date(2026, 3, 28), 2, 2),  # 01:00-02:00 never
        ("Asia/Tokyo", date(2026, 10, 24), 3, 2),
    ],
)
def test_time_that_really_passes_is_paid_on_nights_with_a_clock_change(
    zone: str, day: date, cheap: int, dear: int
):
    here = ZoneInfo(zone)
    night = Interval(
        datetime.combine(day, time(22), here),
        datetime.combine(day + timedelta(days=1), time(3), here),
    )
    late = Rate(1, "Late", 1000, starts=time(0), ends=time(4))

    made = priced(rules(late, schedule=schedule(here)), night)

    assert told(made) == [("room", "", 3000 * dear), ("room", "Late", 1000 * cheap)]


def test_rates_that_touch_on_the_wall_touch_in_time_when_the_hour_between_them_is_lost_or_doubled():
    early = Rate(1, "Early", 1000, starts=time(18), ends=time(1, 30))
    late = Rate(2, "Late", 2000, starts=time(1, 30), ends=time(4))
    for day in (date(2026, 10, 24), date(2026, 3, 28)):
        made = priced(rules(early, late), span("23:00", 4, day))

        first, second = made.lines
        assert (first.rule, second.rule) == ("Early", "Late")
        assert first.span is not None
        assert second.span is not None
        assert first.span.end == second.span.start


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_minor": -1},
        {"unit_minutes": 0},
        {"starts": time(20)},
        {"minimum_spend_minor": -1},
        {"included_heads": -1},
    ],
)
def test_a_rate_that_makes_no_sense_is_refused(wrong: dict):
    with pytest.raises(ValueError, match=r"\w"):
        Rate(**{"id": 1, "name": "r", "price_minor": 1} | wrong)


def test_three_kinds_in_one_party_pay_three_rates_in_one_quote():
    students = Rate(2, "Students", 300, Per.PERSON_HOUR, Scope(customer_class=7))
    children = Rate(3, "Children", 200, Per.PERSON_HOUR, Scope(customer_class=8))
    adults = Rate(1, "Adults", 500, Per.PERSON_HOUR)

    made = priced(rules(students, children, adults), span("20:00", 2), heads=6, classes=((7, 2), (8, 1)))

    assert told(made) == [("room", "Adults", 3000), ("room", "Students", 1200), ("room", "Children", 400)]
    assert [line.heads for line in made.lines] == [3, 2, 1]


def test_more_guests_by_kind_than_come_is_a_problem_and_nobody_is_priced_twice():
    children = Rate(2, "Children", 200, Per.PERSON_HOUR, Scope(customer_class=8))
    adults = Rate(1, "Adults", 500, Per.PERSON_HOUR)

    made = priced(rules(children, adults), span("20:00", 1), heads=2, classes=((8, 3),))

    assert told(made) == [("room", "Adults", 1000)]
    assert [(each.code, each.field) for each in made.problems] == [("classes-too-many", "classes")]
