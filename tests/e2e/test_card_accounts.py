"""An owner connects an account, answers a dispute and reads what came to the bank."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from billing.models import ConnectedAccount
from boom.core import clock
from payments.models import Payment
from payments.selectors.links import token_of
from payments.services.links import ask_by_link
from tenants.context import public_scope
from tests.e2e.cards import at_hand, pay_there, until_shown
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.people import sign_in
from tests.stripe import StandIn

pytestmark = pytest.mark.browser


@pytest.fixture
def bar(found_venue: Callable[..., LiveVenue], live_stripe: StandIn, settings: LazySettings) -> LiveVenue:
    """A bar without an account at Stripe."""
    at_hand(live_stripe, settings)
    return found_venue(business_name="Velvet Rooms", details={"country": "GB"})


def test_connected_disputed_answered_and_paid_out(
    bar: LiveVenue, live_stripe: StandIn, browse: Browsing
) -> None:
    page = browse(size=DESKTOP)
    sign_in(page, bar)

    # Stripe asks, on its own page, and leads back.
    page.goto(bar.url("/dashboard/settings/card-payments/"))
    picture(page, "cards-none")
    browse.check(page)
    page.get_by_role("button", name="Connect with Stripe").click()
    expect(page.get_by_role("heading", name="Take payments")).to_be_visible()
    page.get_by_label("Website").fill("https://velvet.example.com")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()
    picture(page, "cards-ready")
    browse.check(page)
    with public_scope():
        account = ConnectedAccount.objects.get(business_id=bar.business.pk).account

    # A guest pays, and their bank takes it back.
    booking = bar.book(bar.rooms()[0], clock.now() + timedelta(hours=3), minutes=120, name="Priya Nair")
    with bar.scope():
        link = ask_by_link(booking_id=booking.pk, amount_minor=6000, now=clock.now())
        path = f"/pay/{token_of(link.nonce)}/"
    guest = browse(bar.url(path), size=PHONE)
    guest.get_by_role("button", name="Pay by card").click()
    pay_there(guest)
    expect(guest.get_by_role("heading", name="Paid, thank you")).to_be_visible()
    with bar.scope():
        payment = Payment.objects.get()
    intent = live_stripe.client(account).v1.payment_intents.retrieve(payment.external_id)
    charge = str(intent.latest_charge)
    live_stripe.order("/disputes", account=account, charge=charge, reason="fraudulent", amount=1500)
    live_stripe.settle()
    page.goto(bar.url("/dashboard/disputes/"))
    until_shown(page, page.get_by_role("link", name="Priya Nair"))
    picture(page, "disputes")
    browse.check(page)
    page.get_by_role("link", name="Priya Nair").click()
    expect(page.get_by_role("heading", name="Dispute of £15.00")).to_be_visible()
    page.get_by_label("own words").fill("They were here and sang until one.")
    picture(page, "dispute")
    browse.check(page)
    page.get_by_role("button", name="Send to the bank").click()
    expect(page.get_by_text("The bank has your answer.")).to_be_visible()
    browse.check(page)

    # What came to the bank after some days is explained to the cent.
    live_stripe.advance(int(timedelta(days=4).total_seconds()))
    live_stripe.settle()
    page.goto(bar.url("/dashboard/payouts/"))
    until_shown(page, page.get_by_text("To the cent"))
    picture(page, "payouts")
    browse.check(page)
    page.get_by_role("link", name=re.compile(r"20\d\d")).first.click()
    expect(
        page.get_by_text("Every cent is a payment, a refund, a dispute or a fee that we know.")
    ).to_be_visible()
    picture(page, "payout")
    browse.check(page)
