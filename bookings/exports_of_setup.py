"""What there is to take out of a venue's set-up: rooms, hours, prices, codes, vouchers, prepaid hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bookings.exporting import Export, Extent, Table, in_pieces, of_each_venue, register
from bookings.models import (
    AddOn,
    Adjustment,
    GiftVoucher,
    HourPack,
    OpeningHours,
    Package,
    PromoCode,
    Rate,
    Room,
    SpecialDay,
    Venue,
)
from bookings.models.scopes import Scoped, Sized, SizeKind
from boom.core.money import Money
from boom.core.workbooks import Cell

SET_UP, PRICES = "bookings.change_setup", "bookings.change_prices"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A percentage is kept in thousandths.
THOUSANDTHS = 3
Rule = TypeVar("Rule", Adjustment, AddOn, Package)


def _rooms(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        for room in Room.objects.filter(venue=venue).in_order():
            yield (
                room.name,
                room.category,
                room.description,
                room.capacity_min,
                room.capacity_max,
                _major(room.price_per_hour_minor, venue),
                venue.currency,
                room.get_state_display(),
                ", ".join(room.features),
                room.legacy_id,
            )

    headings = (
        "room", "category", "description", "fewest people", "most people", "price per hour", "currency",
        "state", "features", "number in the other system",
    )  # fmt: skip
    return of_each_venue(extent, headings, rows)


def _hours(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        weekly = OpeningHours.objects.filter(venue=venue).select_related("room")
        for row in weekly.order_by("room_id", "weekday", "opens"):
            yield (
                _room_name(row.room),
                WEEKDAYS[row.weekday],
                "",
                "",
                _clock(row.opens),
                _clock(row.closes),
                "",
            )
        special = SpecialDay.objects.filter(venue=venue).select_related("room").prefetch_related("hours")
        for day in special.order_by("starts_on", "id"):
            span = (_room_name(day.room), "", day.starts_on.isoformat(), day.ends_on.isoformat())
            hours = sorted((each.opens, each.closes) for each in day.hours.all())
            if day.is_closed or not hours:
                yield (*span, "closed", "", day.reason)
            yield from ((*span, _clock(opens), _clock(closes), day.reason) for opens, closes in hours)

    headings = ("room", "weekday", "from day", "until day", "opens", "closes", "reason")
    return of_each_venue(extent, headings, rows)


def _prices(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        names = dict(Room.objects.filter(venue=venue).values_list("id", "name"))
        money = venue.currency
        rates = Rate.objects.filter(price_list__venue=venue).select_related("price_list", "customer_class")
        for rate in rates.order_by("price_list_id", "order", "id"):
            whole = rate.price_list
            unit = f"{rate.get_per_display()}, {rate.unit_minutes} min"
            price = _major(rate.price_minor, venue)
            since = _day(whole.valid_from)
            state = whole.get_state_display()
            scope = _scope(rate, names, rate.starts, rate.ends)
            yield "rate", whole.name, rate.name, state, since, price, None, money, unit, *scope
        for change in _of(Adjustment, venue):
            kind = "surcharge" if change.is_surcharge else "discount"
            size, scope = _size(change, venue), _scope(change, names)
            on = change.get_on_display()
            yield kind, "", change.name, change.get_state_display(), "", *size, money, on, *scope
        for extra in _of(AddOn, venue):
            price, scope = _major(extra.price_minor, venue), _scope(extra, names)
            unit = extra.get_each_display()
            yield "add-on", "", extra.name, extra.get_state_display(), "", price, None, money, unit, *scope
        for package in _of(Package, venue):
            price = _major(package.price_minor, venue)
            scope = _scope(package, names, package.starts_from, package.starts_until)
            unit = "until close" if package.till_close else f"{package.minutes} min"
            state = package.get_state_display()
            yield "package", "", package.name, state, "", price, None, money, unit, *scope

    headings = (
        "kind", "price list", "name", "state", "valid from", "price", "percent", "currency", "for",
        "rooms", "categories", "weekdays", "first day", "last day", "from", "until", "fewest people",
        "most people", "class of customer",
    )  # fmt: skip
    return of_each_venue(extent, headings, rows)


def _codes(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        for code in in_pieces(PromoCode.objects.filter(venue=venue).order_by("code", "id")):
            yield (
                code.code,
                code.name,
                code.get_state_display(),
                *_size(code, venue),
                venue.currency,
                code.used,
                code.cap,
                _day(code.book_from),
                _day(code.book_until),
                _day(code.starts_on),
                _day(code.ends_on),
            )

    headings = (
        "code", "name", "state", "amount", "percent", "currency", "used", "at most", "book from",
        "book until", "first visit", "last visit",
    )  # fmt: skip
    return of_each_venue(extent, headings, rows)


def _vouchers(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        own = GiftVoucher.objects.filter(venue=venue)
        for voucher in in_pieces(extent.within(own, "created_at", venue).order_by("created_at", "id")):
            yield (
                voucher.code,
                _major(voucher.initial_minor, venue),
                _major(voucher.balance_minor, venue),
                venue.currency,
                _day(voucher.expires_on),
                voucher.get_state_display(),
                "test" if voucher.is_test else "",
                voucher.note,
                voucher.created_at.astimezone(venue.zone).replace(microsecond=0),
            )

    headings = ("code", "worth", "left", "currency", "good until", "state", "test", "note", "made")
    return of_each_venue(extent, headings, rows, times=("made",))


def _packs(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        own = HourPack.objects.filter(venue=venue).select_related("customer")
        for pack in in_pieces(extent.within(own, "created_at", venue).order_by("created_at", "id")):
            yield (
                pack.customer.name,
                pack.name,
                pack.minutes_bought,
                pack.minutes_left,
                _major(pack.price_minor, venue),
                venue.currency,
                _day(pack.good_until),
                pack.get_state_display(),
                pack.note,
                pack.created_at.astimezone(venue.zone).replace(microsecond=0),
            )

    headings = (
        "customer", "name", "minutes bought", "minutes left", "price", "currency", "good until", "state",
        "note", "sold",
    )  # fmt: skip
    return of_each_venue(extent, headings, rows, times=("sold",))


def _of(table: type[Rule], venue: Venue) -> QuerySet[Rule]:
    return table.objects.filter(venue=venue).select_related("customer_class").order_by("order", "id")


def _scope(
    rule: Scoped, names: dict[int, str], starts: time | None = None, ends: time | None = None
) -> tuple[Cell, ...]:
    """Where and when it holds; what is empty holds everywhere."""
    return (
        ", ".join(names.get(key, str(key)) for key in rule.room_ids),
        ", ".join(rule.categories),
        ", ".join(WEEKDAYS[day] for day in sorted(rule.weekdays)),
        _day(rule.starts_on),
        _day(rule.ends_on),
        _clock(starts),
        _clock(ends),
        rule.party_min,
        rule.party_max,
        rule.customer_class.name if rule.customer_class else "",
    )


def _size(rule: Sized, venue: Venue) -> tuple[Decimal | None, Decimal | None]:
    """An amount and a percentage, of which it has one."""
    if rule.kind == SizeKind.PERCENT:
        return None, Decimal(rule.value).scaleb(-THOUSANDTHS)
    return _major(rule.value, venue), None


def _major(minor: int, venue: Venue) -> Decimal:
    return Money(minor, venue.currency).major


def _room_name(room: Room | None) -> str:
    return room.name if room is not None else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _clock(wall: time | None) -> str:
    return f"{wall:%H:%M}" if wall is not None else ""


register(
    Export(
        "rooms",
        _("Rooms"),
        _("As they stand now. The file can be imported again."),
        SET_UP,
        "bookings_room",
        _rooms,
        is_dated=False,
    )
)
register(
    Export(
        "hours",
        _("Opening hours"),
        _("The week's hours and special days, of the venue and of rooms with hours of their own."),
        SET_UP,
        "bookings_openinghours",
        _hours,
        is_dated=False,
    )
)
register(
    Export(
        "prices",
        _("Prices"),
        _("Rates, surcharges, discounts, add-ons and packages, as they stand now."),
        PRICES,
        "bookings_rate",
        _prices,
        is_dated=False,
    )
)
register(
    Export(
        "codes",
        _("Promo codes"),
        _("With how often each was used."),
        PRICES,
        "bookings_promocode",
        _codes,
        is_dated=False,
    )
)
register(
    Export(
        "vouchers",
        _("Gift vouchers"),
        _("By the day they were made, with what is left of each."),
        PRICES,
        "bookings_giftvoucher",
        _vouchers,
    )
)
register(
    Export(
        "prepaid-hours",
        _("Prepaid hours"),
        _("By the day they were sold, with what is left of each."),
        PRICES,
        "bookings_hourpack",
        _packs,
    )
)
