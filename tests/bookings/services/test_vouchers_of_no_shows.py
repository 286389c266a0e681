"""The gift voucher of a party that never came pays the fee, and no more: the rest is on it again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.domain.pricing.terms import Terms
from bookings.errors import VoucherSpent
from bookings.models import Booking, GiftVoucher, Room, Venue, VoucherUse
from bookings.services.arrivals import check_in, mark_no_show
from bookings.services.bookings import create_booking, restore_booking
from bookings.services.cancelling import waive_fee
from bookings.services.customers import Contact
from bookings.takings import standings_of
from tests.conftest import TONIGHT
from tests.factories import at, make_room, make_venue
from tests.factories.prices import make_voucher

START = at("2026-11-24 21:00")
LATER = START + timedelta(hours=1)


@pytest.fixture
def room(business) -> Room:
    return make_room(make_venue(), name="Duet", price_per_hour_minor=3000)


@pytest.fixture
def voucher(room: Room) -> GiftVoucher:
    return make_voucher(room.venue, initial_minor=8000)


def booked(room: Room, voucher: GiftVoucher, start: str = "2026-11-24 21:00") -> Booking:
    """Two hours for 60.00, all of it paid with the voucher."""
    return create_booking(
        room_id=room.pk,
        span=Interval.lasting(at(start), timedelta(hours=2)),
        contact=Contact("Ann", "ann@example.com"),
        party_size=2,
        source="phone",
        terms=Terms(voucher_id=voucher.pk),
        now=TONIGHT,
    )


def given_up(room: Room, voucher: GiftVoucher, percent: int) -> Booking:
    Venue.objects.filter(pk=room.venue_id).update(no_show_percent=percent)
    booking = booked(room, voucher)
    return mark_no_show(booking_id=booking.pk, version=booking.version, now=LATER)


def left(voucher: GiftVoucher) -> int:
    voucher.refresh_from_db()
    return voucher.balance_minor


@pytest.mark.parametrize(("percent", "after", "pays"), [(100, 2000, 6000), (50, 5000, 3000), (0, 8000, 0)])
def test_what_the_fee_leaves_is_on_it_again(room, voucher, percent: int, after: int, pays: int):
    gone = given_up(room, voucher, percent)

    found = standings_of([gone.pk])[gone.pk]
    assert left(voucher) == after
    assert (found.by_voucher, found.due.minor) == (pays, 0)
    assert sum(VoucherUse.objects.values_list("amount_minor", flat=True)) == pays


def test_a_fee_that_is_waived_leaves_all_of_it(room, voucher):
    gone = given_up(room, voucher, 50)

    waive_fee(booking_id=gone.pk, version=gone.version, reason="They were ill", now=LATER)

    assert left(voucher) == 8000
    assert not VoucherUse.objects.exists()


@pytest.mark.parametrize("bring_back", [check_in, restore_booking])
def test_whoever_comes_after_all_pays_with_it_again(room, voucher, bring_back):
    gone = given_up(room, voucher, 50)

    bring_back(booking_id=gone.pk, version=gone.version, now=LATER)

    assert left(voucher) == 2000


def test_what_was_spent_meanwhile_cannot_pay_twice(room, voucher):
    gone = given_up(room, voucher, 0)
    booked(room, voucher, "2026-11-25 21:00")

    with pytest.raises(VoucherSpent):
        check_in(booking_id=gone.pk, version=gone.version, now=LATER)

    assert left(voucher) == 2000
