"""Gift vouchers at Velvet Rooms: bought by card on its page, one spent in part, one given back, one not paid.

Cards need somebody to charge them: the account is one of the stand-in for Stripe, in test mode. Where none
runs beside the demo, no vouchers are sold.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import User
from billing.services.connecting import refresh_account, start_onboarding
from bookings.domain.lifecycle import Status
from bookings.domain.pricing.terms import Terms
from bookings.models import Booking, Venue
from bookings.services.quoting import reprice_booking
from boom.core.actor import Actor, acting
from boom.demo import stand_in
from payments.models import VoucherSale, VoucherShop
from payments.services.selling_vouchers import (
    Gift,
    begin_sale,
    change_shop,
    give_back_voucher,
    open_sale_page,
    settle_sale,
)
from tenants.context import public_scope, tenant_scope
from tenants.models import Business

# Of bookings with such it is told elsewhere in the sample.
TERMS = ["agreed", "discount", "pack", "promo", "voucher"]
AMOUNTS = (2500, 5000, 10000)
GIFTS = (
    Gift(5000, "Bea Lindqvist", "bea@example.com", "Carl", "carl@example.com", "Sing till they close!"),
    Gift(
        10000, "Harbour Studio", "office@harbour.example.com", "The night shift", "", "Thank you, all of you."
    ),
    Gift(2500, "Priya Nair", "priya@example.com", "Tom", "tom@example.com"),
    Gift(7500, "Jonas Weber", "jonas@example.com"),
)
BEGUN = Gift(5000, "Mia Okafor", "mia@example.com", "Dad")


def sell_vouchers(business: Business, *, now: datetime) -> None:
    """Connect the business's account, open the shop and let guests buy, once."""
    with tenant_scope(business):
        venue = Venue.objects.order_by("id").first()
        if venue is None or VoucherShop.objects.filter(venue=venue, is_open=True).exists():
            return
    _connect(business, venue, now=now)
    with tenant_scope(business):
        _open_shop(venue)
        sales = [_sold(venue, business, gift, number, now=now) for number, gift in enumerate(GIFTS)]
        begin_sale(venue_id=venue.pk, gift=BEGUN, now=now - timedelta(hours=3), idempotency_key="demo-begun")
        _spend(venue, sales[1], now=now)
        _give_back(sales[-1], now=now)


def _connect(business: Business, venue: Venue, *, now: datetime) -> None:
    with public_scope():
        url = start_onboarding(
            business_id=business.pk,
            name=business.name,
            email=venue.email,
            country=venue.country or "GB",
            page_url=business.url("/dashboard/settings/card-payments/"),
            now=now,
        )
        stand_in.answer_onboarding(url, name=business.name, page=business.url("/"))
        refresh_account(business_id=business.pk, now=now)


def _open_shop(venue: Venue) -> None:
    change_shop(
        venue_id=venue.pk,
        is_open=True,
        amounts=AMOUNTS,
        least_minor=1000,
        most_minor=50000,
        good_for_months=24,
        words="For rooms, drinks and everything else here.",
    )


def _sold(venue: Venue, business: Business, gift: Gift, number: int, *, now: datetime) -> VoucherSale:
    """Bought a while ago by the form's key, so that a second start does not buy it again."""
    sale = begin_sale(venue_id=venue.pk, gift=gift, now=now, idempotency_key=f"demo-voucher-{number}")
    if sale.voucher_id is None:
        here = business.url("/")
        url = open_sale_page(sale_id=sale.pk, success_url=here, cancel_url=here, now=now)
        stand_in.pay(url, email=gift.buyer_email)
        settle_sale(sale_id=sale.pk, now=now)
        sale.refresh_from_db()
    return sale


def _spend(venue: Venue, sale: VoucherSale, *, now: datetime) -> None:
    """Somebody who comes next week pays with it."""
    coming = Booking.objects.filter(
        room__venue=venue, status=Status.CONFIRMED, starts_at__gt=now + timedelta(days=2),
        total_minor__gt=0, total_minor__lt=sale.amount_minor, group_reference="", series=None,
    ).exclude(price_terms__has_any_keys=TERMS)  # fmt: skip
    booking = coming.order_by("starts_at", "id").first()
    if booking is not None and sale.voucher_id is not None:
        terms = replace(Terms.from_json(booking.price_terms), voucher_id=sale.voucher_id)
        reprice_booking(booking_id=booking.pk, version=booking.version, terms=terms, now=now)


def _give_back(sale: VoucherSale, *, now: datetime) -> None:
    owner = User.objects.filter(role="owner").earliest("id")
    with acting(Actor(kind="person", id=str(owner.pk), label=owner.name, source="command")):
        give_back_voucher(sale_id=sale.pk, reason="Bought twice by mistake", now=now)
