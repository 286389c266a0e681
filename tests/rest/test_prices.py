"""Prices by program: every kind of rule, price lists, vouchers, held to what the pages hold them to."""

from __future__ import annotations

import pytest

from bookings.api.price_columns import FORMS
from bookings.models import GiftVoucher, PromoCode, Rate
from tests.factories import make_room, make_venue
from tests.factories.prices import make_add_on, make_price_list, make_promo

pytestmark = pytest.mark.django_db
PERCENT = {"kind": "percent", "value": 12500}
RULES = {
    "changes": {"name": "Early", **PERCENT, "is_surcharge": False, "notice_min": 4320, "weekdays": [0, 1]},
    "add-ons": {"name": "Platter", "price_minor": 1550, "tax_group": "food", "stock": 4, "is_online": True},
    "packages": {"name": "Party", "price_minor": 10000, "minutes": 90, "heads_included": 4},
    "codes": {"name": "Spring", "code": "SPRING", **PERCENT, "cap": 100, "book_until": "2027-03-31"},
    "fees": {"name": "Booking fee", "kind": "amount", "value": 250},
    "taxes": {"name": "VAT", "rate": 20000, "is_included": True, "groups": ["room", "food"]},
    "deposits": {"name": "Half", "kind": "percent", "value": 50000, "minimum_total_minor": 10000},
    "customers": {"name": "Members", "is_online": True},
}


@pytest.fixture
def venue(business):
    return make_venue()


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_of_every_kind_is_made_read_changed_and_put_away(program, venue, kind):
    made = program.post(f"/price-rules/{kind}", {"venue_id": venue.pk, "settings": RULES[kind]})
    path = made["Location"].removeprefix("/api/v1")
    read = program.get(path)
    unsaid = program.call("PATCH", path, {"settings": {"name": "Other"}})
    changed = program.call("PATCH", path, {"settings": {"name": "Other"}}, match=read["ETag"])
    stale = program.call("PATCH", path, {"settings": {"name": "Third"}}, match=read["ETag"])
    away = program.call("DELETE", path).json()["state"]
    back = program.post(f"{path}/restore").json()["state"]

    assert made.status_code == 201
    assert RULES[kind].items() <= read.json()["settings"].items()
    assert [each.status_code for each in (unsaid, changed, stale)] == [428, 200, 412]
    assert changed.json()["settings"] == read.json()["settings"] | {"name": "Other"}
    assert (away, back) == ("archived", "active")


def test_there_is_a_trial_of_every_kind():
    assert RULES.keys() == FORMS.keys()


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("codes", {"value": 100_001}, "value"),
        ("codes", {"code": "!"}, "code"),
        ("codes", {"used": 0}, "used"),
        ("codes", {"room_ids": [999999]}, "room_ids"),
        ("codes", {"value": "much"}, "value"),
        ("changes", {"notice_min": 90}, "notice_min"),
        ("fees", {"value": -1}, "value"),
        ("packages", {"minutes": None}, "minutes"),
        ("packages", {"items": [1]}, "items"),
    ],
)
def test_what_the_page_refuses_is_refused_here(program, venue, kind, change, field):
    answer = program.post(f"/price-rules/{kind}", {"venue_id": venue.pk, "settings": RULES[kind] | change})

    assert (answer.status_code, set(answer.json()["fields"])) == (422, {f"settings.{field}"})


def test_a_code_is_there_once(program, venue):
    make_promo(venue, code="SPRING")

    answer = program.post("/price-rules/codes", {"venue_id": venue.pk, "settings": RULES["codes"]})

    assert (answer.status_code, answer.json()["code"]) == (422, "code-taken")
    assert PromoCode.objects.count() == 1


def test_a_package_has_add_ons(program, venue):
    platter = make_add_on(venue)
    settings = RULES["packages"] | {"items": {str(platter.pk): 2}}

    made = program.post("/price-rules/packages", {"venue_id": venue.pk, "settings": settings})

    assert made.json()["settings"]["items"] == {str(platter.pk): 2}


def test_a_rule_moves_up_in_its_list(program, venue):
    first, second = (
        program.post(
            "/price-rules/fees", {"venue_id": venue.pk, "settings": RULES["fees"] | {"name": name}}
        ).json()
        for name in ("One", "Two")
    )

    program.post(f"/price-rules/fees/{second['id']}/move", {"down": False})

    listed = program.get("/price-rules/fees").json()["data"]
    assert {each["id"]: each["order"] for each in listed} == {first["id"]: 2, second["id"]: 1}


def test_a_price_list_is_drafted_filled_and_published(program, venue):
    room = make_room(venue)
    like = make_price_list(venue, {"price_minor": 3000})
    made = program.post("/price-lists", {"venue_id": venue.pk, "name": "Spring", "like": like.pk})
    path = made["Location"].removeprefix("/api/v1")
    settings = {
        "name": "Late",
        "price_minor": 4500,
        "starts": "22:00",
        "ends": "02:00",
        "room_ids": [room.pk],
    }
    rate = program.post(f"{path}/rates", {"settings": settings})
    at = rate["Location"].removeprefix("/api/v1")
    unsaid = program.call("PATCH", at, {"settings": {"price_minor": 5000}})
    changed = program.call("PATCH", at, {"settings": {"price_minor": 5000}}, match=program.get(at)["ETag"])
    program.post(f"{at}/move", {"down": False})
    published = program.post(f"{path}/publish", {"valid_from": "2027-03-01"}).json()

    assert [each.status_code for each in (made, rate, unsaid, changed)] == [201, 201, 428, 200]
    assert changed.json()["settings"]["starts"] == "22:00:00"
    assert (published["state"], published["valid_from"]) == ("active", "2027-03-01")
    assert [each["settings"]["price_minor"] for each in published["rates"]] == [5000, 3000]
    assert program.call("DELETE", at).status_code == 204
    assert Rate.objects.filter(price_list_id=made.json()["id"]).count() == 1


def test_a_voucher_is_made_ended_and_brought_back(program, venue):
    made = program.post("/vouchers", {"venue_id": venue.pk, "worth_minor": 5050, "note": "For Priya"})
    path = made["Location"].removeprefix("/api/v1")
    nothing = program.post("/vouchers", {"venue_id": venue.pk, "worth_minor": 0})

    assert (made.status_code, made.json()["balance_minor"], nothing.status_code) == (201, 5050, 422)
    assert [program.post(f"{path}/{act}").json()["state"] for act in ("end", "restore")] == [
        "archived",
        "active",
    ]
    assert GiftVoucher.objects.get().code == made.json()["code"]


def test_holidays_and_rounding(program, venue):
    made = program.post("/holidays", {"venue_id": venue.pk, "day": "2026-12-25", "name": "Christmas"})
    rounded = program.call("PUT", f"/venues/{venue.pk}/rounding", {"rounding": "half_even"})

    assert [each["day"] for each in program.get("/holidays").json()["data"]] == ["2026-12-25"]
    assert (rounded.status_code, rounded.json()) == (200, {"rounding": "half_even"})
    assert program.call("DELETE", made["Location"].removeprefix("/api/v1")).status_code == 204


def test_lists_take_as_many_queries_for_many_as_for_few(program, venue, count_queries):
    program.get("/price-lists")
    counts = []
    for _ in range(2):
        for number in range(2):
            make_price_list(
                venue, {"price_minor": 3000}, valid_from=f"2026-02-{len(counts) * 5 + number + 1:02}"
            )
        with count_queries() as count:
            program.get("/price-lists")
        counts.append(count())

    assert counts[0] == counts[1]


def test_who_has_one_venue_touches_no_prices_of_another(program, venue, with_key):
    elsewhere, code = make_venue(), make_promo(venue)
    listed = make_price_list(venue, {"price_minor": 3000})
    rate = listed.rates.get()
    limited = with_key("bookings.change_prices", venue_ids=[elsewhere.pk])
    other_list = {"venue_id": elsewhere.pk, "name": "Mine", "like": listed.pk}

    assert limited.get("/price-rules/codes").json()["data"] == []
    paths = [f"/price-rules/codes/{code.pk}", f"/price-lists/{listed.pk}", f"/rates/{rate.pk}"]
    assert [limited.get(path).status_code for path in paths] == [404, 404, 404]
    refused = [
        limited.call("DELETE", paths[0]),
        limited.post("/price-rules/codes", {"venue_id": venue.pk, "settings": RULES["codes"]}),
        limited.post("/price-lists", other_list),
        limited.call("PUT", f"/venues/{venue.pk}/rounding", {"rounding": "half_up"}),
    ]
    assert [each.status_code for each in refused] == [404, 404, 404, 404]
