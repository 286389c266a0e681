"""Every page about money in a real browser: sound for axe, small by day and wide by night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from bookings.domain.interval import Interval
from bookings.models import Booking, Venue
from bookings.services.customers import Contact
from bookings.services.holds import Details, hold_slot
from bookings.services.links import issue_manage_link
from bookings.services.paid_holds import keep_for_payment
from boom.core import clock
from payments.models import KeptCard, PaymentSettings, Payout
from payments.selectors.links import token_of
from payments.services.giving_back import refund_booking
from payments.services.links import ask_by_link, split_bill
from payments.services.tills import close_till, open_till
from tests.e2e.cards import connect
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.people import sign_in
from tests.e2e.test_customer_books import tomorrow_at
from tests.factories.payments import make_payment_link, take
from tests.factories.prices import make_deposit
from tests.payments.connected import Connected
from tests.stripe import StandIn

pytestmark = pytest.mark.browser

LOOKS = [("360-day", PHONE, "light"), ("1440-night", DESKTOP, "dark")]


@dataclass
class Books:
    """A bar with all that a page about money can show."""

    bar: LiveVenue
    pages: dict[str, str]


def booked(bar: LiveVenue, days: int, name: str, minutes: int = 120, room: int = 0) -> Booking:
    return bar.book(bar.rooms()[room], tomorrow_at(18) + timedelta(days=days), minutes=minutes, name=name)


@pytest.fixture
def books(found_venue: Callable[..., LiveVenue], live_stripe: StandIn, settings: LazySettings) -> Books:
    """Paid in every way, given back, disputed, paid out; a link of each kind."""
    bar = found_venue(
        business_name="Velvet Rooms",
        details={"cancel_until": 60, "no_show_percent": 50, "address": "1 Mare Street, Hackney"},
    )
    account = connect(bar, live_stripe, settings)
    live_stripe.send_events_to()
    now = clock.now()
    with bar.scope():
        site = Venue.objects.get()
        make_deposit(site, name="A fifth", value=20_000)
        PaymentSettings.objects.create(venue=site, due_rule="at_booking", keeps_card=True)
        there = Connected(live_stripe, bar.business, account, now)
        first = open_till(venue_id=site.pk, float_minor=10_000, now=now)
        desk = booked(bar, 1, "Priya Nair")
        take(desk, 2500, now=now)
        take(desk, 1000, "terminal", now=now, note="Slip 4711")
        close_till(till_id=first.pk, counted={"cash": 12_450}, reason="A coin under the mat", now=now)
        open_till(venue_id=site.pk, float_minor=5_000, now=now)
        disputed, other = booked(bar, 2, "Jun Park"), booked(bar, 3, "박지훈 and everybody from the office")
        payments = [there.paid(each, each.total_minor or 0) for each in (disputed, other)]
        dispute = there.dispute(payments[0], "product_not_received")
        lost = there.decide(there.dispute(there.paid(booked(bar, 4, "Tom Baker"), 6000)), "lost")
        refund_booking(booking_id=other.pk, amount_minor=1250, reason="Cold pizza", may_exceed=True, now=now)
        there.wait(days=4)
        there.hear("payout.")
        payout = Payout.objects.latest("pk")
        missed = booked(bar, 5, "Leila Amari")
        KeptCard.objects.create(
            venue=site, booking=missed, state="kept", external_account=account, external_customer="cus_1",
            external_id="pm_1", brand="visa", last_four="4242", expires="12/2034", begun_at=now,
        )  # fmt: skip
        asked = ask_by_link(booking_id=missed.pk, amount_minor=2000, words="For Saturday", now=now)
        over = make_payment_link(missed, expires_at=now - timedelta(days=1))
        split = booked(bar, 6, "Sofía Reyes", 100)
        shares = split_bill(booking_id=split.pk, count=3, now=now)
        there.paid(split, shares[0].amount_minor)
        held = hold_slot(
            room_id=bar.rooms()[1].pk,
            span=Interval.lasting(tomorrow_at(18) + timedelta(days=7), timedelta(hours=2)),
            party_size=4,
            now=clock.now(),
        )
        ada = Details(Contact("Ada Example", "ada@example.com", ""))
        held = keep_for_payment(booking_id=held.pk, details=ada, now=clock.now())
        of = {each: issue_manage_link(booking_id=each.pk, now=now) for each in (held, desk, other, split)}
        guests = {
            "pay": f"/booked/{of[held]}/pay/",
            "pay-rest": f"/booked/{of[desk]}/pay/",
            "own-part-paid": f"/booked/{of[desk]}/",
            "own-given-back": f"/booked/{of[other]}/",
            "split": f"/booked/{of[split]}/split/",
            "link": f"/pay/{token_of(asked.nonce)}/",
            "link-over": f"/pay/{token_of(over.nonce)}/",
            "link-share": f"/pay/{token_of(shares[0].nonce)}/",
        }
    dashboard = {
        "card-payments": "settings/card-payments/",
        "payment-settings": "settings/payments/",
        "disputes": "disputes/",
        "dispute": f"disputes/{dispute.pk}/",
        "dispute-lost": f"disputes/{lost.pk}/",
        "payouts": "payouts/",
        "payout": f"payouts/{payout.pk}/",
        "documents": "documents/",
        "till": "till/",
        "till-closed": f"till/{first.pk}/",
        "plan": "plan/",
        "drawer-disputed": f"?booking={disputed.pk}",
        "drawer-card": f"?booking={missed.pk}",
        "drawer-part": f"?booking={desk.pk}",
        "drawer-given-back": f"?booking={other.pk}",
    }
    pages = {name: f"/dashboard/{path}" for name, path in dashboard.items()} | guests
    return Books(bar, pages)


def test_the_pages_about_money_are_sound(books: Books, browse: Browsing) -> None:
    for look, size, scheme in LOOKS:
        page = browse(size=size, color_scheme=scheme)
        sign_in(page, books.bar)

        for name, path in books.pages.items():
            page.goto(books.bar.url(path))
            look_at(page, name)
            picture(page, f"money-{name}-{look}", whole="drawer" not in name)
            browse.takes_back("410")
            browse.check(page)


def look_at(page: Page, name: str) -> None:
    """Wait for a page; in a drawer for its part about money, every form of it open."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    if not name.startswith("drawer"):
        return
    money = page.locator("#drawer #money")
    expect(money).to_be_visible()
    for fold in page.locator("#drawer details.fold").all():
        fold.evaluate("(fold) => { fold.open = true; }")
    money.scroll_into_view_if_needed()
