"""The sample business sells gift vouchers by the stand-in for Stripe, so that their pages are filled."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from bookings.models import Venue, VoucherUse
from boom.core.providers import stripe
from boom.demo import stand_in
from boom.demo.velvet_vouchers import GIFTS, sell_vouchers
from payments.models import Payment, Refund, VoucherSale
from tenants.context import public_scope
from tenants.models import Business
from tests.factories import make_booking, make_room
from tests.stripe import StandIn


@pytest.fixture
def beside(stripe_standin: StandIn, settings: LazySettings, now: datetime) -> StandIn:
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    stripe.breaker.succeeded()
    stripe_standin.freeze(int(now.timestamp()))
    return stripe_standin


def test_they_are_bought_spent_and_given_back_once(beside: StandIn, business: Business, now: datetime):
    venue = Venue.objects.get()
    make_booking(room=make_room(venue), starts_at=now + timedelta(days=4), total_minor=4000)

    for _ in range(2):
        with public_scope():
            sell_vouchers(business, now=now)

    sold = VoucherSale.objects.exclude(voucher=None)
    assert (sold.count(), VoucherSale.objects.count()) == (len(GIFTS), len(GIFTS) + 1)
    assert {payment.state for payment in Payment.objects.all()} == {"taken"}
    assert all(payment.is_test for payment in Payment.objects.all())
    assert (VoucherUse.objects.count(), Refund.objects.count()) == (1, 1)


def test_with_a_key_of_stripes_nothing_is_typed(beside: StandIn, settings: LazySettings):
    settings.STRIPE_IS_STANDIN = False

    assert not stand_in.is_there()


def test_what_is_not_taken_is_said(beside: StandIn):
    with pytest.raises(stand_in.NotTaken, match="answered 404"):
        stand_in.pay(f"{beside.url}/pay/cs_nobodys", email="ann@example.com")
