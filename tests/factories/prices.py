"""Rules of prices, in force unless said otherwise."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from bookings.models import (
    AddOn,
    Adjustment,
    CustomerClass,
    DepositRule,
    Fee,
    GiftVoucher,
    Package,
    PriceList,
    PromoCode,
    Rate,
    Tax,
    Venue,
)
from tests.factories.bookings import renew_setup

_numbers = itertools.count(1)


def make_price_list(venue: Venue, *rates: dict[str, Any], **given: Any) -> PriceList:
    """A price list in force since January, with these rates in this order."""
    number = next(_numbers)
    values = {"name": f"Prices {number}", "state": "active", "valid_from": date(2026, 1, 1)}
    made = PriceList.objects.create(venue=venue, **values | given)
    for order, rate in enumerate(rates):
        Rate.objects.create(price_list=made, **{"name": f"Rate {order}", "order": order} | rate)
    renew_setup(venue)
    return made


def _made(model: Any, venue: Venue, values: dict[str, Any]) -> Any:
    row = model.objects.create(venue=venue, **values)
    renew_setup(venue)
    return row


def make_add_on(venue: Venue, **given: Any) -> AddOn:
    """A platter at 15.00 a piece."""
    return _made(AddOn, venue, {"name": "Platter", "price_minor": 1500, "tax_group": "food"} | given)


def make_package(venue: Venue, **given: Any) -> Package:
    """Two hours for up to four at 100.00."""
    values = {"name": "Party", "price_minor": 10000, "minutes": 120, "heads_included": 4}
    return _made(Package, venue, values | given)


def make_promo(venue: Venue, **given: Any) -> PromoCode:
    """Ten percent off everything."""
    number = next(_numbers)
    values = {
        "name": "Ten off",
        "code": f"CODE{number}",
        "kind": "percent",
        "value": 10_000,
        "combines": True,
    }
    return _made(PromoCode, venue, values | given)


def make_voucher(venue: Venue, **given: Any) -> GiftVoucher:
    """A voucher of 50.00, all of it left."""
    number = next(_numbers)
    worth = given.pop("initial_minor", 5000)
    values = {"code": f"GIFT{number}", "initial_minor": worth, "balance_minor": worth}
    return GiftVoucher.objects.create(venue=venue, **values | given)


def make_tax(venue: Venue, **given: Any) -> Tax:
    """Twenty percent inside every price."""
    groups = ["room", "food", "drinks", "goods", "fee"]
    return _made(Tax, venue, {"name": "VAT", "rate": 20_000, "groups": groups} | given)


def make_adjustment(venue: Venue, **given: Any) -> Adjustment:
    """A tenth off, by itself."""
    return _made(Adjustment, venue, {"name": "Tenth off", "kind": "percent", "value": 10_000} | given)


def make_fee(venue: Venue, **given: Any) -> Fee:
    """A booking fee of 2.00."""
    return _made(Fee, venue, {"name": "Booking fee", "kind": "amount", "value": 200} | given)


def make_deposit(venue: Venue, **given: Any) -> DepositRule:
    """Half of it before the visit."""
    return _made(DepositRule, venue, {"name": "Half", "kind": "percent", "value": 50_000} | given)


def make_customer_class(venue: Venue, **given: Any) -> CustomerClass:
    """A kind of customer."""
    return _made(CustomerClass, venue, {"name": f"Members {next(_numbers)}"} | given)
