"""Limits for one customer, counted at the moment of booking."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.errors import RulesBroken
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, hold_slot
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room, make_venue

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
EIGHT = at("2026-11-22 20:00")


def ask(room, customer, start=EIGHT, hours=1):
    hold = hold_slot(room_id=room.pk, span=Interval.lasting(start, hours * HOUR), party_size=2, now=TONIGHT)
    return confirm_hold(booking_id=hold.pk, contact=Contact(name="Ann", email=customer.email), now=TONIGHT)


def test_one_customer_has_so_many_bookings_ahead(business):
    room, customer = make_room(make_venue(most_bookings=1)), make_customer()
    ask(room, customer)

    with pytest.raises(RulesBroken, match="1 booking ahead"):
        ask(room, customer, EIGHT + HOUR)
    assert ask(room, make_customer(), EIGHT + 2 * HOUR).status == "confirmed"


def test_what_is_over_cancelled_or_elsewhere_does_not_count(business):
    room, customer = make_room(make_venue(most_bookings=1)), make_customer()
    make_booking(room=room, starts_at=TONIGHT - 3 * HOUR, customer=customer, status="completed")
    make_booking(room=room, starts_at=EIGHT, customer=customer, status="cancelled")
    make_booking(room=make_room(), starts_at=EIGHT, customer=customer)

    assert ask(room, customer).status == "confirmed"


@pytest.mark.parametrize(
    ("limit", "other"),
    [
        ({"most_hours_a_day": 2}, "2026-11-23 01:00"),
        ({"most_hours_a_week": 2}, "2026-11-16 20:00"),
        ({"most_hours_a_month": 2}, "2026-11-01 20:00"),
    ],
)
def test_hours_count_by_business_night_week_and_month(business, limit, other):
    room, customer = make_room(make_venue(**limit)), make_customer()
    make_booking(room=room, starts_at=at(other), customer=customer, status="completed")

    assert ask(room, customer).status == "confirmed"
    with pytest.raises(RulesBroken, match="2 hours"):
        ask(room, customer, EIGHT + HOUR)


def test_the_night_before_is_another_day(business):
    room, customer = make_room(make_venue(most_hours_a_day=1)), make_customer()
    make_booking(room=room, starts_at=at("2026-11-22 02:00"), customer=customer)

    assert ask(room, customer).status == "confirmed"


def test_staff_set_a_limit_aside_with_a_reason(business):
    room, customer = make_room(make_venue(most_bookings=0)), make_customer()
    wish = {
        "room_id": room.pk,
        "span": Interval.lasting(EIGHT, HOUR),
        "contact": Contact(name="Ann", email=customer.email),
        "party_size": 2,
        "source": "phone",
        "now": TONIGHT,
    }

    with pytest.raises(RulesBroken):
        create_booking(**wish)
    assert create_booking(**wish, override_reason="A regular").status == "confirmed"
