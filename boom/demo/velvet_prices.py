"""What Velvet Rooms charges: happy hour, peak, holidays, a head, extras, codes; and a draft for spring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from bookings.domain.pricing.taxes import TaxGroup
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
from bookings.services.prices import (
    add_holiday,
    add_price_list,
    add_rate,
    add_rule,
    change_rate,
    issue_voucher,
    publish_list,
)
from boom.demo.plans import FRIDAY, MONDAY, SATURDAY, SUNDAY, THURSDAY, TUESDAY, WEDNESDAY

WEEKEND = [FRIDAY, SATURDAY]
QUIET = [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, SUNDAY]
# Long enough ago for every booking of the sample's past.
LISTED_FOR = timedelta(days=200)


@dataclass(frozen=True, slots=True)
class Offers:
    """What the sample's bookings use of it."""

    students: CustomerClass
    prosecco: AddOn
    smoke: AddOn
    photographer: AddOn
    birthday: Package
    welcome: PromoCode
    voucher: GiftVoucher


def set_prices(venue: Venue, *, today: date) -> Offers:
    """Give the venue its price list, in force since before the first booking, and all that goes with it."""
    for day, name in _holidays(today):
        add_holiday(venue_id=venue.pk, day=day, name=name)
    students = add_rule(CustomerClass, venue_id=venue.pk, name="Students", is_online=True)
    _publish(venue, students, today)
    _draft_for_spring(venue, today)
    _changes(venue)
    return _extras(venue, students, today)


def _holidays(today: date) -> list[tuple[date, str]]:
    """The next Christmas Eve, New Year's Eve and May Day."""
    days = [((12, 24), "Christmas Eve"), ((12, 31), "New Year’s Eve"), ((5, 1), "May Day")]
    return [(_next(today, month, day), name) for (month, day), name in days]


def _next(today: date, month: int, day: int) -> date:
    found = date(today.year, month, day)
    return found if found >= today else found.replace(year=today.year + 1)


def _publish(venue: Venue, students: CustomerClass, today: date) -> PriceList:
    prices = add_price_list(venue_id=venue.pk, name="House prices")
    holiday = {"holidays": "only"}
    happy = {"weekdays": QUIET, "starts": time(18), "ends": time(20)}
    peak = {"weekdays": WEEKEND, "starts": time(20), "ends": time(2)}
    late = {"weekdays": QUIET, "starts": time(0), "ends": time(4), "per": "person_hour", "minimum_heads": 3}
    small, medium, large = ({"categories": [name]} for name in ("Small", "Medium", "Large"))
    for name, price_minor, values in (
        ("Holiday, small", 4200, small | holiday),
        ("Holiday, medium", 6000, medium | holiday),
        ("Holiday, large", 12000, large | holiday | {"minimum_spend_minor": 40000}),
        ("Late singing, students", 500, late | {"customer_class": students}),
        ("Late singing", 700, late),
        ("Happy hour, small", 1600, small | happy),
        ("Happy hour, medium", 2400, medium | happy),
        ("Peak, small", 3400, small | peak),
        ("Peak, medium", 4800, medium | peak | {"minimum_minutes": 90}),
        ("Peak, large", 9000, large | peak | {"minimum_minutes": 120, "minimum_spend_minor": 20000}),
    ):
        add_rate(list_id=prices.pk, name=name, price_minor=price_minor, **values)
    return publish_list(list_id=prices.pk, valid_from=today - LISTED_FOR, basis="visit")


def _draft_for_spring(venue: Venue, today: date) -> None:
    """A tenth dearer at peak, in whole pounds, and a longer happy hour: to look at before it is published."""
    house = PriceList.objects.get(venue=venue)
    draft = add_price_list(venue_id=venue.pk, name="Spring, to think about", like=house.pk)
    for rate in Rate.objects.filter(price_list=draft).order_by("order"):
        if rate.name.startswith("Peak"):
            change_rate(rate_id=rate.pk, price_minor=round(rate.price_minor * 1.1, -2))
        elif rate.name.startswith("Happy hour"):
            change_rate(rate_id=rate.pk, ends=time(21))


def _changes(venue: Venue) -> None:
    everything = sorted(TaxGroup)
    add_rule(Tax, venue_id=venue.pk, name="VAT", rate=20_000, is_included=True, groups=everything)
    add_rule(
        Adjustment,
        venue_id=venue.pk,
        name="Early bird",
        value=10_000,
        notice_min=14 * 24 * 60,
    )
    add_rule(
        Adjustment,
        venue_id=venue.pk,
        name="Tonight, on a quiet night",
        value=15_000,
        notice_max=3 * 60,
        weekdays=[MONDAY, TUESDAY, WEDNESDAY],
    )
    add_rule(Fee, venue_id=venue.pk, name="Booking fee", kind="amount", value=100, online_only=True)
    add_rule(
        DepositRule, venue_id=venue.pk, name="Large rooms", kind="percent", value=30_000, categories=["Large"]
    )
    add_rule(
        DepositRule,
        venue_id=venue.pk,
        name="Eight and more at the weekend",
        kind="person",
        value=500,
        party_min=8,
        weekdays=WEEKEND,
    )


def _extras(venue: Venue, students: CustomerClass, today: date) -> Offers:
    def add_on(name: str, price_minor: int, **values: Any) -> AddOn:
        return add_rule(AddOn, venue_id=venue.pk, name=name, price_minor=price_minor, **values)

    prosecco = add_on(
        "Prosecco on ice", 2800, tax_group="drinks", most=6, description="A bottle, cold when you come in."
    )
    add_on("Snack platter", 900, each="person", tax_group="food", description="Crisps, dips, olives.")
    add_on("Song wishes", 500, each="booking", description="Up to five songs we do not have yet.")
    smoke = add_on(
        "Smoke machine", 2000, stock=2, most=1, description="Make an entrance.", categories=["Large"]
    )
    photographer = add_on("Photographer", 6000, each="hour", stock=1, most=1, is_online=False)
    cake = add_on("Birthday cake", 3500, tax_group="food", most=2, description="Chocolate, with candles.")
    birthday = add_rule(
        Package,
        venue_id=venue.pk,
        name="Birthday, two hours",
        description="Two hours for eight, two bottles of prosecco and a cake.",
        price_minor=18900,
        minutes=120,
        heads_included=8,
        extra_head_minor=1500,
        categories=["Medium", "Large"],
        items={prosecco.pk: 2, cake.pk: 1},
    )
    welcome = add_rule(
        PromoCode,
        venue_id=venue.pk,
        name="First visit",
        code="FIRSTSONG",
        value=10_000,
        first_time=True,
        cap=100,
        per_customer=1,
    )
    add_rule(
        PromoCode,
        venue_id=venue.pk,
        name="Newsletter, five pounds off",
        code="NOVEMBER",
        kind="amount",
        value=500,
        minimum_minor=4000,
        book_from=today - timedelta(days=20),
        book_until=today + timedelta(days=20),
        cap=25,
    )
    voucher = issue_voucher(
        venue_id=venue.pk, code="GIFT-VELVET-50", worth_minor=5000, expires_on=None, note="Sold at the bar"
    )
    issue_voucher(
        venue_id=venue.pk,
        code="GIFT-SORRY-20",
        worth_minor=2000,
        expires_on=today + timedelta(days=90),
        note="For the broken microphone",
    )
    issue_voucher(
        venue_id=venue.pk,
        code="GIFT-LAST-YEAR",
        worth_minor=3000,
        expires_on=today - timedelta(days=30),
        note="Sold last Christmas",
    )
    return Offers(students, prosecco, smoke, photographer, birthday, welcome, voucher)
