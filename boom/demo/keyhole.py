"""Keyhole Escape: prices a head with kinds of guests, and a second venue across town."""

from __future__ import annotations

from datetime import date, time, timedelta

from bookings.domain.pricing.taxes import TaxGroup
from bookings.models import CustomerClass, Tax, Venue
from bookings.services.prices import add_price_list, add_rate, add_rule, publish_list
from bookings.services.setup import add_room, change_venue
from bookings.services.venues import add_venue
from boom.demo.plans import FRIDAY, SATURDAY, SUNDAY

WEEKDAYS = [each for each in range(7) if each not in {FRIDAY, SATURDAY, SUNDAY}]


def charge_by_head(venue: Venue, *, today: date) -> None:
    """Everybody pays for themselves, children and students less; at least for two."""
    add_rule(Tax, venue_id=venue.pk, name="MwSt.", rate=19_000, is_included=True, groups=sorted(TaxGroup))
    children, students = (
        add_rule(CustomerClass, venue_id=venue.pk, name=name, is_online=True)
        for name in ("Children under 14", "Students")
    )
    prices = add_price_list(venue_id=venue.pk, name="A head")
    early = {"weekdays": WEEKDAYS, "starts": time(12), "ends": time(18)}
    for name, price_minor, values in (
        ("Children", 1900, {"customer_class": children}),
        ("Students", 2400, {"customer_class": students}),
        ("Weekday afternoons", 2500, early | {"minimum_heads": 2}),
        ("Everybody else", 3100, {"minimum_heads": 2}),
    ):
        add_rate(list_id=prices.pk, name=name, price_minor=price_minor, per="person", **values)
    publish_list(list_id=prices.pk, valid_from=today - timedelta(days=200), basis="visit")


def open_second_venue(first: Venue) -> Venue:
    """Two more rooms in another part of town, by the same rules and hours."""
    venue = add_venue(
        name="Keyhole Kreuzberg",
        slug="kreuzberg",
        time_zone=first.time_zone,
        currency=first.currency,
        kind="escape",
        like_id=first.pk,
    )
    for name, people, price_minor in (("The Lighthouse", 6, 11500), ("Room 101", 5, 11500)):
        add_room(
            venue_id=venue.pk,
            name=name,
            category="Classic",
            capacity_min=2,
            capacity_max=people,
            price_per_hour_minor=price_minor,
        )
    return change_venue(
        venue_id=venue.pk,
        address="Oranienstraße 12, 10999 Berlin",
        phone="+493012345690",
        email="kreuzberg@keyhole.example.com",
        description="Two rooms by the canal.",
        is_published=True,
    )
