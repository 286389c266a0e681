"""What people call the columns of the tables of prices, for the record. Imported by `bookings.record`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as word

from audit.columns import (
    Column,
    Reading,
    day,
    describes,
    how_many,
    minutes,
    moment,
    money,
    names,
    one_of,
    row_of,
    said,
    wall_time,
)
from bookings.models import AddOn, CustomerClass, GiftVoucher, HourPack, Package, PriceList, PromoCode
from bookings.models.extras import AddOnEach, TaxGroup
from bookings.models.prices import ChangeOn, ListBasis, RatePer
from bookings.models.scopes import HolidayRule, RuleState, SizeKind


def percent(words: str) -> Column:
    """Thousandths of a percent."""

    def show(value: object, _: Reading) -> str:
        return f"{int(str(value)) / 1000:g} %"

    return Column(words, show)


RULE: dict[str, Column] = {
    "venue_id": row_of("bookings_venue", word("venue")),
    "name": said(word("name")),
    "order": said(word("place in the list")),
    "state": one_of(word("state"), dict(RuleState.choices)),
}
SCOPE: dict[str, Column] = {
    "room_ids": how_many(word("rooms it is for")),
    "categories": said(word("kinds of room it is for")),
    "weekdays": said(word("weekdays, 0 is Monday")),
    "starts_on": day(word("first day")),
    "ends_on": day(word("last day")),
    "holidays": one_of(word("holidays"), dict(HolidayRule.choices)),
    "party_min": said(word("smallest party")),
    "party_max": said(word("largest party")),
    "customer_class_id": row_of("bookings_customerclass", word("kind of customer")),
}
SIZE: dict[str, Column] = {
    "kind": one_of(word("percent or amount"), dict(SizeKind.choices)),
    "value": said(word("how much, in thousandths of a percent or the smallest coin")),
}

describes("bookings_customerclass", {**RULE, "is_online": said(word("for customers"))})
describes(
    "bookings_pricelist",
    {
        **RULE,
        "valid_from": day(word("valid from")),
        "basis": one_of(word("for"), dict(ListBasis.choices)),
        "note": said(word("note")),
    },
)
describes(
    "bookings_rate",
    {
        "price_list_id": row_of("bookings_pricelist", word("price list")),
        "name": said(word("name")),
        "order": said(word("place in the list")),
        **SCOPE,
        "starts": wall_time(word("from")),
        "ends": wall_time(word("until")),
        "per": one_of(word("for"), dict(RatePer.choices)),
        "unit_minutes": minutes(word("for each")),
        "price_minor": money(word("price")),
        "included_heads": said(word("people included")),
        "minimum_heads": said(word("people paid for at least")),
        "extra_head_minor": money(word("each further person")),
        "minimum_minutes": minutes(word("at least")),
        "minimum_spend_minor": money(word("minimum spend")),
        "minimum_spend_per_person": said(word("minimum spend per person")),
    },
)
describes(
    "bookings_holiday",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "day": day(word("day")),
        "name": said(word("name")),
    },
)
describes(
    "bookings_adjustment",
    {
        **RULE,
        **SCOPE,
        **SIZE,
        "is_surcharge": said(word("costs more")),
        "on": one_of(word("counts on"), dict(ChangeOn.choices)),
        "notice_min": minutes(word("notice at least")),
        "notice_max": minutes(word("notice below")),
        "minimum_minutes": minutes(word("bookings of at least")),
        "combines": said(word("adds to others")),
    },
)
describes(
    "bookings_addon",
    {
        **RULE,
        **SCOPE,
        "description": said(word("description")),
        "price_minor": money(word("price")),
        "each": one_of(word("for"), dict(AddOnEach.choices)),
        "tax_group": one_of(word("taxed as"), dict(TaxGroup.choices)),
        "stock": said(word("at a time")),
        "most": said(word("at most")),
        "is_online": said(word("for customers")),
    },
)
describes(
    "bookings_package",
    {
        **RULE,
        **SCOPE,
        "description": said(word("description")),
        "price_minor": money(word("price")),
        "minutes": minutes(word("lasts")),
        "till_close": said(word("till the room closes")),
        "starts_from": wall_time(word("starts from")),
        "starts_until": wall_time(word("starts before")),
        "per_person": said(word("price per person")),
        "heads_included": said(word("people included")),
        "extra_head_minor": money(word("each further person")),
        "is_online": said(word("for customers")),
    },
)
describes(
    "bookings_packageitem",
    {
        "package_id": row_of("bookings_package", word("package")),
        "add_on_id": row_of("bookings_addon", word("add-on")),
        "quantity": said(word("how many")),
    },
)
describes(
    "bookings_bookedaddon",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "add_on_id": row_of("bookings_addon", word("add-on")),
        "quantity": said(word("how many")),
        "starts_at": moment(word("from")),
        "ends_at": moment(word("until")),
    },
)
describes(
    "bookings_promocode",
    {
        **RULE,
        **SCOPE,
        **SIZE,
        "code": said(word("code")),
        "on": one_of(word("counts on"), dict(ChangeOn.choices)),
        "book_from": day(word("booked from")),
        "book_until": day(word("booked until")),
        "minimum_minor": money(word("from")),
        "first_time": said(word("first booking only")),
        "combines": said(word("adds to discounts")),
        "cap": said(word("uses in all")),
        "per_customer": said(word("uses of a customer")),
        "used": said(word("used")),
    },
)
describes(
    "bookings_promouse",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "promo_id": row_of("bookings_promocode", word("code")),
        "customer_id": row_of("bookings_customer", word("customer")),
    },
)
describes(
    "bookings_giftvoucher",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "initial_minor": money(word("worth")),
        "balance_minor": money(word("left on it")),
        "expires_on": day(word("good until")),
        "note": said(word("note")),
        "state": one_of(word("state"), dict(RuleState.choices)),
        "is_test": said(word("of test mode")),
    },
    hidden={"code": "whoever knows it can spend it"},
)
describes(
    "bookings_voucheruse",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "voucher_id": row_of("bookings_giftvoucher", word("voucher")),
        "amount_minor": money(word("paid with it")),
    },
)
describes(
    "bookings_tax",
    {
        **RULE,
        "rate": percent(word("rate")),
        "is_included": said(word("inside the price")),
        "groups": said(word("on")),
    },
)
describes("bookings_fee", {**RULE, **SCOPE, **SIZE, "online_only": said(word("for bookings online only"))})
describes("bookings_depositrule", {**RULE, **SCOPE, **SIZE, "minimum_total_minor": money(word("from"))})


describes(
    "bookings_hourpack",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "customer_id": row_of("bookings_customer", word("customer")),
        "name": said(word("name")),
        "minutes_bought": minutes(word("bought")),
        "minutes_left": minutes(word("left")),
        "price_minor": money(word("price")),
        "room_ids": how_many(word("rooms it is for")),
        "weekdays": said(word("weekdays, 0 is Monday")),
        "good_until": day(word("good until")),
        "note": said(word("note")),
        "state": one_of(word("state"), dict(RuleState.choices)),
    },
    hidden={"idempotency_key": "the form's own key, a secret of whoever sent it"},
)
describes(
    "bookings_packuse",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "pack_id": row_of("bookings_hourpack", word("prepaid hours")),
        "minutes": minutes(word("minutes")),
    },
)


@names("bookings_hourpack")
def name_hour_packs(ids: set[int]) -> Mapping[int, str]:
    return dict(HourPack.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_customerclass")
def name_customer_classes(ids: set[int]) -> Mapping[int, str]:
    return dict(CustomerClass.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_pricelist")
def name_price_lists(ids: set[int]) -> Mapping[int, str]:
    return dict(PriceList.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_addon")
def name_add_ons(ids: set[int]) -> Mapping[int, str]:
    return dict(AddOn.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_package")
def name_packages(ids: set[int]) -> Mapping[int, str]:
    return dict(Package.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_promocode")
def name_promo_codes(ids: set[int]) -> Mapping[int, str]:
    return dict(PromoCode.objects.filter(pk__in=ids).values_list("id", "code"))


@names("bookings_giftvoucher")
def name_vouchers(ids: set[int]) -> Mapping[int, str]:
    found = GiftVoucher.objects.filter(pk__in=ids).values_list("id", "code")
    return {key: f"…{code[-4:]}" for key, code in found}
