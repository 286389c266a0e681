"""The owner's pages of prices: rules made and put away, a list from draft to publication and what it does."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest

from bookings.models import (
    AddOn,
    Adjustment,
    GiftVoucher,
    Holiday,
    Occupancy,
    Package,
    PriceList,
    PromoCode,
    Rate,
    Room,
    Tax,
    Venue,
)
from bookings.selectors.price_preview import back_test, rules_with
from bookings.selectors.setup import setup_of
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue
from tests.factories.prices import (
    make_add_on,
    make_adjustment,
    make_customer_class,
    make_package,
    make_price_list,
    make_promo,
    make_tax,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def venue(business) -> Venue:
    venue = Venue.objects.get()
    Occupancy.objects.all().delete()
    venue.rooms.update(state="archived")
    return venue


@pytest.fixture
def alto(venue) -> Room:
    return make_room(venue, name="Alto", price_per_hour_minor=3000)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


RATE = {"name": "Peak", "price_minor": "90", "per": "hour", "unit_minutes": "60", "holidays": "also"}


def test_a_price_list_goes_from_draft_to_publication(owner_client, alto):
    begun = owner_client.post("/dashboard/prices/lists/new/", {"name": "Winter"})
    made = PriceList.objects.get()
    page = f"/dashboard/prices/lists/{made.pk}/"
    assert begun["Location"].startswith(page)

    added = owner_client.post(
        f"{page}rates/new/", RATE | {"starts": "20:00", "ends": "00:00", "weekdays": ["4", "5"]}
    )
    assert added.status_code == 302, words(added)
    seen = words(owner_client.get(page))
    assert "A draft: nobody pays by it until you publish it." in seen
    assert "20:00–00:00 £90 a hour" in seen
    assert "£90 Peak" in seen
    owner_client.post(f"{page}publish/", {"valid_from": "2026-12-01", "basis": "visit"})

    made.refresh_from_db()
    assert (made.state, made.valid_from) == ("active", date(2026, 12, 1))
    assert "Scheduled" in words(owner_client.get("/dashboard/prices/"))


def test_a_draft_like_another_begins_with_its_rates(owner_client, alto):
    old = make_price_list(
        alto.venue, {"name": "Peak", "price_minor": 9000}, {"name": "Rest", "price_minor": 1}
    )

    owner_client.post("/dashboard/prices/lists/new/", {"name": "Next year", "like": old.pk})

    copied = PriceList.objects.get(name="Next year")
    assert list(copied.rates.order_by("order").values_list("name", "price_minor")) == [
        ("Peak", 9000),
        ("Rest", 1),
    ]
    assert (copied.state, old.rates.count()) == ("draft", 2)


def test_two_lists_cannot_begin_on_one_day(owner_client, alto):
    make_price_list(alto.venue, valid_from=date(2026, 12, 1))
    draft = make_price_list(alto.venue, state="draft", valid_from=None)

    answer = owner_client.post(
        f"/dashboard/prices/lists/{draft.pk}/publish/", {"valid_from": "2026-12-01", "basis": "visit"}
    )

    assert answer.status_code == 422
    assert "Another price list of that kind is valid from that day." in words(answer)


def test_the_first_rate_counts_and_rates_change_places(owner_client, alto):
    made = make_price_list(
        alto.venue, {"name": "One", "price_minor": 1000}, {"name": "Two", "price_minor": 2000}
    )
    second = made.rates.get(name="Two")

    owner_client.post(f"/dashboard/prices/rates/{second.pk}/act/", {"act": "up"})

    assert list(made.rates.order_by("order").values_list("name", flat=True)) == ["Two", "One"]
    owner_client.post(f"/dashboard/prices/rates/{second.pk}/act/", {"act": "remove"})
    assert list(made.rates.values_list("name", flat=True)) == ["One"]


def test_a_rate_is_changed_and_shows_what_it_is(owner_client, alto):
    made = make_price_list(
        alto.venue, {"name": "One", "price_minor": 1250, "starts": time(22), "ends": time(2)}
    )
    rate = made.rates.get()
    path = f"/dashboard/prices/rates/{rate.pk}/"
    page = owner_client.get(path).content.decode()
    assert 'value="12.50"' in page
    assert 'value="22:00"' in page

    owner_client.post(path, RATE | {"minimum_hours": "2", "minimum_spend_minor": "100", "party_min": "4"})

    rate.refresh_from_db()
    assert (rate.name, rate.starts, rate.minimum_minutes, rate.minimum_spend_minor, rate.party_min) == (
        "Peak", None, 120, 10000, 4,
    )  # fmt: skip


COMMON = {"name": "Thing", "holidays": "also"}
SIZED = {"kind": "percent", "size": "12.5"}
RULES = [
    (
        "changes",
        Adjustment,
        {**COMMON, **SIZED, "is_surcharge": "more", "on": "time", "notice_max_hours": "2"},
        {"value": 12500, "is_surcharge": True, "notice_max": 120},
    ),
    (
        "add-ons",
        AddOn,
        {**COMMON, "price_minor": "15", "each": "piece", "tax_group": "food", "stock": "4", "most": "9"},
        {"price_minor": 1500, "stock": 4, "most": 9, "is_online": False},
    ),
    (
        "packages",
        Package,
        {**COMMON, "price_minor": "99", "lasts_hours": "2.5", "heads_included": "4"},
        {"price_minor": 9900, "minutes": 150, "till_close": False, "heads_included": 4},
    ),
    (
        "codes",
        PromoCode,
        {**COMMON, **SIZED, "code": " summer 26 ", "on": "all", "cap": "5", "minimum_minor": "40"},
        {"code": "SUMMER26", "value": 12500, "cap": 5, "minimum_minor": 4000},
    ),
    (
        "taxes",
        Tax,
        {"name": "Thing", "rate": "7.25", "is_included": "on", "groups": ["room", "food"]},
        {"rate": 7250, "is_included": True, "groups": ["room", "food"]},
    ),
]


@pytest.mark.usefixtures("alto")
@pytest.mark.parametrize(("kind", "model", "typed", "kept"), RULES, ids=[rule[0] for rule in RULES])
def test_a_rule_is_made_shown_changed_and_put_away(owner_client, kind, model, typed, kept):
    made = owner_client.post(f"/dashboard/prices/{kind}/new/", typed)
    assert made.status_code == 302, words(made)
    rule = model.objects.get()
    assert {name: getattr(rule, name) for name in kept} == kept

    path = f"/dashboard/prices/{kind}/{rule.pk}/"
    assert owner_client.get(path).status_code == 200
    owner_client.post(path, typed | {"name": "Renamed"})
    assert "Renamed" in words(owner_client.get("/dashboard/prices/"))
    owner_client.post(f"{path}act/", {"act": "archive"})

    rule.refresh_from_db()
    assert (rule.name, rule.state) == ("Renamed", "archived")
    owner_client.post(f"{path}act/", {"act": "restore"})
    rule.refresh_from_db()
    assert rule.state == "active"


@pytest.mark.parametrize("kind", ["fees", "deposits", "customers"])
def test_the_other_kinds_are_made_too(owner_client, alto, kind):
    answer = owner_client.post(f"/dashboard/prices/{kind}/new/", {**COMMON, "kind": "amount", "size": "2.50"})

    assert answer.status_code == 302, words(answer)


def test_a_package_comes_with_add_ons(owner_client, alto):
    platter = make_add_on(alto.venue)

    owner_client.post(
        "/dashboard/prices/packages/new/",
        {**COMMON, "price_minor": "99", "till_close": "on", f"item_{platter.pk}": "2"},
    )

    package = Package.objects.get()
    assert package.till_close
    assert list(package.items.values_list("add_on_id", "quantity")) == [(platter.pk, 2)]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("changes", {**COMMON, "kind": "percent", "size": "101", "on": "time", "is_surcharge": "less"},
         "Enter at most 100 percent."),
        ("changes", {**COMMON, "kind": "amount", "size": "x", "on": "time", "is_surcharge": "less"},
         "Enter an amount such as 25"),
        ("packages", {**COMMON, "price_minor": "9"}, "Say how long it lasts"),
        ("codes", {**COMMON, **SIZED, "code": "a!", "on": "all"}, "Use 3 to 32 letters"),
        ("add-ons", {**COMMON, "price_minor": "9", "each": "piece", "tax_group": "food", "most": "1",
                     "starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "This comes before the first day."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(owner_client, alto, kind, typed, sentence):
    answer = owner_client.post(f"/dashboard/prices/{kind}/new/", typed)

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_code_that_is_there_already_is_said_beside_its_field(owner_client, alto):
    make_promo(alto.venue, code="SUMMER")

    answer = owner_client.post(
        "/dashboard/prices/codes/new/", {**COMMON, **SIZED, "code": "summer", "on": "all"}
    )

    assert answer.status_code == 422
    assert "There is one with that code already." in words(answer)


def test_vouchers_holidays_and_rounding(owner_client, venue):
    owner_client.post("/dashboard/prices/vouchers/new/", {"worth": "50", "code": "gift-1234"})
    owner_client.post("/dashboard/prices/holidays/add/", {"day": "2026-12-25", "name": "Christmas"})
    owner_client.post("/dashboard/prices/rounding/", {"rounding": "half_even"})

    voucher, holiday = GiftVoucher.objects.get(), Holiday.objects.get()
    venue.refresh_from_db()
    assert (voucher.code, voucher.balance_minor, venue.rounding) == ("GIFT-1234", 5000, "half_even")
    seen = words(owner_client.get("/dashboard/prices/"))
    assert "GIFT-1234 £50.00 £50.00" in seen
    assert "Fri 25 Dec 2026 Christmas" in seen

    owner_client.post(f"/dashboard/prices/vouchers/{voucher.pk}/end/")
    owner_client.post(f"/dashboard/prices/holidays/{holiday.pk}/remove/")
    voucher.refresh_from_db()
    assert (voucher.state, Holiday.objects.count()) == ("archived", 0)


# ---- what it would do ------------------------------------------------------------------------------


def test_the_week_of_a_draft_shows_each_hours_price_and_rule(owner_client, alto):
    draft = make_price_list(
        alto.venue,
        {"name": "Weekend", "price_minor": 9000, "weekdays": [4, 5]},
        state="draft",
        valid_from=None,
    )

    seen = words(
        owner_client.get(f"/dashboard/prices/lists/{draft.pk}/?room={alto.pk}&heads=2&first=2026-11-27")
    )

    assert "Fri 27 Nov Sat 28 Nov Sun 29 Nov" in seen
    assert "18:00 £90 Weekend £90 Weekend £30" in seen
    assert "03:00 £90 Weekend" in seen


def test_the_simulator_says_what_it_would_cost_and_why(owner_client, alto):
    make_price_list(
        alto.venue,
        {"name": "Peak", "price_minor": 9000, "starts": time(20), "ends": time(0)},
        {"name": "Standard", "price_minor": 4000},
        name="Winter",
    )
    make_adjustment(alto.venue, name="Early bird", notice_min=60 * 24)
    make_tax(alto.venue)

    asked = {"room": alto.pk, "day": "2026-11-28", "start": "19:00", "hours": "2", "heads": "4"}
    seen = words(owner_client.get("/dashboard/prices/simulator/", asked))

    assert "By the list Winter ." in seen
    assert "Alto, Standard 1 h at £40 an hour £40.00" in seen
    assert "Alto, Peak 1 h at £90 an hour £90.00" in seen
    assert "Early bird −£13.00" in seen
    assert "Total £117.00 Includes £19.50 VAT (20 %)" in seen


def test_the_simulator_tries_a_draft_and_names_what_cannot_be_had(owner_client, alto):
    draft = make_price_list(alto.venue, {"name": "New", "price_minor": 100}, state="draft", valid_from=None)
    make_package(alto.venue, name="Party", party_min=9)
    promo = make_promo(alto.venue, minimum_minor=999900)

    asked = {"room": alto.pk, "day": "2026-11-28", "start": "01:00", "hours": "2", "heads": "4"}
    seen = words(
        owner_client.get(
            "/dashboard/prices/simulator/",
            asked | {"prices": draft.pk, "promo": promo.code, "package": Package.objects.get().pk},
        )
    )

    assert "Alto, New 2 h at £1 an hour £2.00" in seen
    assert "Party is not for this room, day or party." in seen
    assert "This code counts from £9,999.00 on." in seen


def test_a_list_is_tried_on_the_bookings_that_were_made(owner_client, alto):
    venue = alto.venue
    for day in range(1, 6):
        make_booking(room=alto, starts_at=at(f"2026-11-{day:02} 20:00"), minutes=120, total_minor=1)
    make_booking(room=alto, starts_at=at("2026-11-06 20:00"), status="cancelled")
    make_booking(room=alto, starts_at=at("2026-08-01 20:00"))
    draft = make_price_list(
        venue, {"name": "Sunday", "price_minor": 9000, "weekdays": [6]}, state="draft", valid_from=None
    )
    venue.refresh_from_db()
    setup = setup_of(venue)

    result = back_test(setup, rules_with(setup, draft), now=TONIGHT)

    assert (result.count, result.before.minor, result.after.minor) == (5, 30000, 42000)
    assert (result.dearer, result.cheaper) == (1, 0)
    assert [(each.before.minor, each.after.minor) for each in result.largest] == [(6000, 18000)]
    seen = words(owner_client.get(f"/dashboard/prices/lists/{draft.pk}/test/"))
    assert (
        "By the prices in force £300.00 By this list £420.00 Difference £120.00 1 dearer, 0 cheaper" in seen
    )


def test_the_pages_ask_as_often_however_many_rules_there_are(owner_client, alto, count_queries):
    made = make_price_list(alto.venue, {"name": "One", "price_minor": 1})
    paths = ["/dashboard/prices/", f"/dashboard/prices/lists/{made.pk}/"]
    few = [_queries(owner_client, path, count_queries) for path in paths]
    for number in range(4):
        make_add_on(alto.venue, name=f"Thing {number}")
        make_customer_class(alto.venue)
        Rate.objects.create(price_list=made, name=f"Rate {number}", price_minor=number, order=number + 5)
        make_price_list(alto.venue, {"name": "One", "price_minor": 1}, valid_from=date(2027, 1, number + 1))

    assert [_queries(owner_client, path, count_queries) for path in paths] == few


def _queries(client, path, count_queries) -> int:
    client.get(path)
    with count_queries() as queries:
        client.get(path)
    return queries()


@pytest.mark.parametrize("role", ["front_desk", "viewer"])
def test_prices_are_not_for_everybody_to_change(client_as, role, alto):
    assert client_as(role).get("/dashboard/prices/").status_code == 403


@pytest.mark.parametrize("act", [{}, {"act": "drop"}])
def test_a_press_that_says_nothing_known_puts_nothing_away(owner_client, act):
    venue = Venue.objects.get()
    rate = make_price_list(venue, {"name": "Peak", "price_minor": 100}).rates.get()
    add_on = make_add_on(venue)

    answers = [
        owner_client.post(f"/dashboard/prices/rates/{rate.pk}/act/", act),
        owner_client.post(f"/dashboard/prices/add-ons/{add_on.pk}/act/", act),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert Rate.objects.filter(pk=rate.pk).exists()
    assert AddOn.objects.get().state == "active"


def test_moving_a_rule_stays_on_its_venue(owner_client):
    other = make_venue(name="Annexe", slug="annexe")
    add_on = make_add_on(other)

    answer = owner_client.post(f"/dashboard/prices/add-ons/{add_on.pk}/act/?venue=annexe", {"act": "up"})

    assert answer["Location"] == "/dashboard/prices/?venue=annexe"
