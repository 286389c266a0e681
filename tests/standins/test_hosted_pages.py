"""The hosted pages in a real browser on a phone, without JavaScript: paying, onboarding, the own page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import stripe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.stripe import ASKS, DECLINED, StandIn

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    # The pages carry no script; axe comes in by the debugger, which needs the engine on.
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def elsewhere(stand_in: StandIn) -> str:
    """An address at another origin that answers."""
    return stand_in.url.replace("localhost", "127.0.0.1") + "/done"


def session(stand_in: StandIn) -> stripe.checkout.Session:
    line = {
        "currency": "eur",
        "unit_amount": 4_500,
        "product_data": {"name": "Room 3, Saturday 20:00 to 22:00"},
    }
    return stand_in.client().v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [{"price_data": line, "quantity": 1}],
            "success_url": elsewhere(stand_in) + "?s={CHECKOUT_SESSION_ID}",
            "cancel_url": elsewhere(stand_in),
            "allow_promotion_codes": True,
        }  # type: ignore[typeddict-item]
    )


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_person_pays_after_a_refusal_and_the_banks_question(stripe_standin: StandIn, plain_phone: Page):
    page, begun = plain_phone, session(stripe_standin)
    page.goto(str(begun.url))
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_label("Card number").fill(DECLINED)
    page.get_by_role("button", name="Pay 45.00 EUR").click()
    expect(page.get_by_role("alert")).to_have_text("Your card was declined.")

    page.get_by_label("Card number").fill(ASKS)
    page.get_by_role("button", name="Pay 45.00 EUR").click()
    page.get_by_role("button", name="Yes, complete").click()

    expect(page).to_have_url(f"{elsewhere(stripe_standin)}?s={begun.id}")
    assert stripe_standin.client().v1.checkout.sessions.retrieve(begun.id).payment_status == "paid"


def test_the_pages_fit_a_phone_and_axe_finds_nothing(stripe_standin: StandIn, phone: Page):
    client = stripe_standin.client()
    customer = client.v1.customers.create({"payment_method": "pm_card_visa"}).id
    account = client.v1.accounts.create({"type": "express"}).id
    waiting = client.v1.payment_intents.create(
        {
            "amount": 500,
            "currency": "eur",
            "confirm": True,
            "payment_method": "pm_card_authenticationRequired",
            "return_url": "https://boom.example/",
        }
    )
    pages = [
        str(session(stripe_standin).url),
        str(waiting.next_action.redirect_to_url.url),  # type: ignore[union-attr]
        client.v1.billing_portal.sessions.create({"customer": customer}).url,
        client.v1.account_links.create(
            {
                "account": account,
                "type": "account_onboarding",
                "refresh_url": "https://boom.example/",
                "return_url": "https://boom.example/",
            }
        ).url,
    ]
    for url in pages:
        phone.goto(url)
        expect(phone.get_by_text(re.compile("^TEST MODE"))).to_be_visible()
        assert (url, fits(phone), violations(phone)) == (url, True, [])
