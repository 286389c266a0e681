"""A venue's prices out of the database: its whole rule set in one query, codes as they are asked for.

The rule set is remembered with the set-up (`selectors.setup`), and read anew when that changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db import connection

from bookings.domain.opening import Schedule
from bookings.domain.pricing import PriceList, RoomPrice, RuleSet
from bookings.domain.pricing.changes import Adjustment, Deposit, Fee, Kind, On, Promo, Size, Voucher
from bookings.domain.pricing.extras import AddOn, Each, Package
from bookings.domain.pricing.rates import Per, Rate
from bookings.domain.pricing.rounding import Rounding
from bookings.domain.pricing.rule_set import Basis
from bookings.domain.pricing.scope import OnHolidays, Scope
from bookings.domain.pricing.taxes import Tax
from bookings.models import GiftVoucher, Occupancy, PromoCode, RuleState, Venue
from boom.core.providers import stripe

Row = Mapping[str, Any]

# One round trip for what is read with every set-up: each table's rows in force, as JSON. `also` is a draft.
RULES = """
SELECT 'room', to_jsonb(t) FROM (
    SELECT id, category, price_per_hour_minor FROM bookings_room WHERE venue_id = %(venue)s) t
UNION ALL SELECT 'list', to_jsonb(t) FROM bookings_pricelist t
    WHERE venue_id = %(venue)s AND (state = 'active' OR id = %(also)s)
UNION ALL SELECT 'rate', to_jsonb(t) FROM bookings_rate t
    WHERE price_list_id IN (SELECT id FROM bookings_pricelist
                             WHERE venue_id = %(venue)s AND (state = 'active' OR id = %(also)s))
UNION ALL SELECT 'holiday', to_jsonb(t) FROM bookings_holiday t WHERE venue_id = %(venue)s
UNION ALL SELECT 'adjustment', to_jsonb(t) FROM bookings_adjustment t
    WHERE venue_id = %(venue)s AND state = 'active'
UNION ALL SELECT 'add_on', to_jsonb(t) FROM bookings_addon t WHERE venue_id = %(venue)s AND state = 'active'
UNION ALL SELECT 'package', to_jsonb(t) FROM bookings_package t
    WHERE venue_id = %(venue)s AND state = 'active'
UNION ALL SELECT 'item', to_jsonb(t) FROM bookings_packageitem t
    WHERE package_id IN (SELECT id FROM bookings_package WHERE venue_id = %(venue)s AND state = 'active')
UNION ALL SELECT 'fee', to_jsonb(t) FROM bookings_fee t WHERE venue_id = %(venue)s AND state = 'active'
UNION ALL SELECT 'tax', to_jsonb(t) FROM bookings_tax t WHERE venue_id = %(venue)s AND state = 'active'
UNION ALL SELECT 'class', to_jsonb(t) FROM bookings_customerclass t
    WHERE venue_id = %(venue)s AND state = 'active'
UNION ALL SELECT 'codes', to_jsonb(t) FROM (SELECT 1 AS id
    WHERE EXISTS (SELECT FROM bookings_promocode WHERE venue_id = %(venue)s AND state = 'active')
       OR EXISTS (SELECT FROM bookings_giftvoucher WHERE venue_id = %(venue)s AND state = 'active')) t
UNION ALL SELECT 'deposit', to_jsonb(t) FROM bookings_depositrule t
    WHERE venue_id = %(venue)s AND state = 'active'
"""


def rule_set(venue: Venue, schedule: Schedule, *, also_list: int | None = None) -> RuleSet:
    """The prices of a venue that are in force. One query.

    `also_list` adds a price list that is still a draft, valid as it says; without a date from always.
    """
    found = _rows(venue.pk, also_list)
    rates: dict[int, list[Rate]] = defaultdict(list)
    for row in found["rate"]:
        rates[row["price_list_id"]].append(_rate(row))
    items: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in found["item"]:
        items[row["package_id"]].append((row["add_on_id"], row["quantity"]))
    return RuleSet(
        currency=venue.currency,
        schedule=schedule,
        rooms={
            row["id"]: RoomPrice(row["id"], row["category"], row["price_per_hour_minor"])
            for row in found["room"]
        },
        price_lists=tuple(_price_list(row, tuple(rates[row["id"]])) for row in found["list"]),
        holidays=frozenset(date.fromisoformat(row["day"]) for row in found["holiday"]),
        adjustments=tuple(_adjustment(row) for row in found["adjustment"]),
        add_ons=tuple(_add_on(row) for row in found["add_on"]),
        packages=tuple(_package(row, tuple(items[row["id"]])) for row in found["package"]),
        fees=tuple(
            Fee(row["id"], row["name"], _size(row), _scope(row), row["online_only"]) for row in found["fee"]
        ),
        taxes=tuple(
            Tax(row["id"], row["name"], row["rate"], row["is_included"], frozenset(row["groups"]))
            for row in found["tax"]
        ),
        deposits=tuple(
            Deposit(row["id"], row["name"], _size(row), _scope(row), row["minimum_total_minor"])
            for row in found["deposit"]
        ),
        rounding=Rounding(venue.rounding),
        customer_classes=tuple((row["id"], row["name"]) for row in found["class"]),
        online_classes=frozenset(row["id"] for row in found["class"] if row["is_online"]),
        has_codes=bool(found["codes"]),
    )


def _rows(venue_id: int, also_list: int | None) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(RULES, {"venue": venue_id, "also": also_list or 0})
        for kind, row in cursor.fetchall():
            found[kind].append(json.loads(row))
    for rows in found.values():
        rows.sort(key=lambda row: (row.get("order", 0), row["id"]))
    return found


# ---- rows into rules -----------------------------------------------------------------------------------


def _scope(row: Row) -> Scope:
    return Scope(
        rooms=frozenset(row["room_ids"]),
        categories=frozenset(row["categories"]),
        weekdays=frozenset(row["weekdays"]),
        first=_date(row["starts_on"]),
        last=_date(row["ends_on"]),
        holidays=OnHolidays(row["holidays"]),
        party_min=row["party_min"],
        party_max=row["party_max"],
        customer_class=row["customer_class_id"],
    )


def _size(row: Row) -> Size:
    return Size(Kind(row["kind"]), row["value"])


def _rate(row: Row) -> Rate:
    return Rate(
        id=row["id"],
        name=row["name"],
        price_minor=row["price_minor"],
        per=Per(row["per"]),
        scope=_scope(row),
        starts=_time(row["starts"]),
        ends=_time(row["ends"]),
        unit_minutes=row["unit_minutes"],
        included_heads=row["included_heads"],
        minimum_heads=row["minimum_heads"],
        extra_head_minor=row["extra_head_minor"],
        minimum_minutes=row["minimum_minutes"],
        minimum_spend_minor=row["minimum_spend_minor"],
        minimum_spend_per_person=row["minimum_spend_per_person"],
    )


def _price_list(row: Row, rates: tuple[Rate, ...]) -> PriceList:
    valid_from = _date(row["valid_from"]) or date.min
    return PriceList(row["id"], row["name"], valid_from, Basis(row["basis"]), rates)


def _adjustment(row: Row) -> Adjustment:
    return Adjustment(
        id=row["id"],
        name=row["name"],
        size=_size(row),
        is_surcharge=row["is_surcharge"],
        scope=_scope(row),
        on=On(row["on"]),
        notice_min=row["notice_min"],
        notice_max=row["notice_max"],
        minimum_minutes=row["minimum_minutes"],
        combines=row["combines"],
    )


def _add_on(row: Row) -> AddOn:
    return AddOn(
        id=row["id"],
        name=row["name"],
        price_minor=row["price_minor"],
        each=Each(row["each"]),
        group=row["tax_group"],
        scope=_scope(row),
        most=row["most"],
        is_online=row["is_online"],
        description=row["description"],
    )


def _package(row: Row, items: tuple[tuple[int, int], ...]) -> Package:
    return Package(
        id=row["id"],
        name=row["name"],
        price_minor=row["price_minor"],
        minutes=row["minutes"],
        till_close=row["till_close"],
        scope=_scope(row),
        starts_from=_time(row["starts_from"]),
        starts_until=_time(row["starts_until"]),
        per_person=row["per_person"],
        heads_included=row["heads_included"],
        extra_head_minor=row["extra_head_minor"],
        items=items,
        is_online=row["is_online"],
        description=row["description"],
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


# ---- codes and vouchers -----------------------------------------------------------------------------------


def promo_of(row: PromoCode, *, booking_id: int | None = None, customer_id: int | None = None) -> Promo:
    """A promo code as its rule, with the uses that are left for a customer; a booking's own do not count."""
    uses = row.uses.exclude(booking_id=booking_id) if booking_id else row.uses.all()
    own = row.uses.filter(booking_id=booking_id).count() if booking_id else 0
    by_customer = None
    if row.per_customer is not None and customer_id is not None:
        by_customer = row.per_customer - uses.filter(customer_id=customer_id).count()
    is_first = None
    if row.first_time and customer_id is not None:
        earlier = Occupancy.objects.filter(customer_id=customer_id).exclude(
            status__in=["cancelled", "expired"]
        )
        is_first = not (earlier.exclude(pk=booking_id) if booking_id else earlier).exists()
    return Promo(
        id=row.pk,
        code=row.code,
        size=Size(Kind(row.kind), row.value),
        scope=Scope(
            rooms=frozenset(row.room_ids),
            categories=frozenset(row.categories),
            weekdays=frozenset(row.weekdays),
            first=row.starts_on,
            last=row.ends_on,
            holidays=OnHolidays(row.holidays),
            party_min=row.party_min,
            party_max=row.party_max,
            customer_class=row.customer_class_id,
        ),
        on=On(row.on),
        book_from=row.book_from,
        book_until=row.book_until,
        minimum_minor=row.minimum_minor,
        first_time=row.first_time,
        combines=row.combines,
        is_active=row.state == RuleState.ACTIVE or own > 0,
        uses_left=None if row.cap is None else row.cap - row.used + own,
        customers_uses_left=by_customer,
        is_first_booking=is_first,
    )


def voucher_of(row: GiftVoucher, *, booking_id: int | None = None) -> Voucher:
    """A voucher as its rule; what the booking itself has taken of it is there for it again."""
    own = row.uses.filter(booking_id=booking_id).first() if booking_id else None
    return Voucher(
        id=row.pk,
        code=row.code,
        balance_minor=row.balance_minor + (own.amount_minor if own else 0),
        expires_on=row.expires_on,
        is_active=row.state == RuleState.ACTIVE and not (row.is_test and stripe.is_live()),
    )


def code_called(venue_id: int, typed: str) -> PromoCode | GiftVoucher | None:
    """The promo code or gift voucher that somebody typed, spaces and case aside; None for neither."""
    code = "".join(typed.split()).upper()
    if not code:
        return None
    promo = PromoCode.objects.filter(venue_id=venue_id, code=code, state=RuleState.ACTIVE).first()
    if promo is not None:
        return promo
    return GiftVoucher.objects.filter(venue_id=venue_id, code=code, state=RuleState.ACTIVE).first()
