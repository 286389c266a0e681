"""A venue that is paid by card, and people on Stripe's pages, in a browser."""

from __future__ import annotations

import re

from django.conf import LazySettings
from playwright.sync_api import Locator, Page

from boom.core import clock
from boom.core.providers import stripe
from tests.e2e.conftest import LiveVenue
from tests.payments.house import House
from tests.stripe import PAYS, StandIn

# A page is looked at so often, until the worker has done its part.
TRIES, BETWEEN_MS = 40, 250


def at_hand(stand_in: StandIn, settings: LazySettings) -> None:
    """Let this process ask the stand-in, too."""
    settings.STRIPE_IS_STANDIN, settings.STRIPE_API_BASE = True, stand_in.url
    stripe.breaker.succeeded()


def connect(venue: LiveVenue, stand_in: StandIn, settings: LazySettings) -> str:
    """Give a venue an account that may charge, as its owner would have; the account."""
    at_hand(stand_in, settings)
    with venue.scope():
        return House(venue.business.pk, stand_in, clock.now()).connect()


def pay_there(page: Page, number: str = PAYS, *, button: str = "Pay", is_asked: bool = False) -> None:
    """Type a card on Stripe's page and press its button; where the bank asks, say yes."""
    page.get_by_label("Card number").fill(number)
    if not page.get_by_label("E-mail").input_value():
        page.get_by_label("E-mail").fill("friend@example.com")
    page.get_by_role("button", name=re.compile(f"^{button}")).click()
    if is_asked:
        page.get_by_role("button", name="Yes, complete").click()


def until_shown(page: Page, what: Locator, *, is_there: bool = True) -> None:
    """Look again until the worker has done its part."""
    for _ in range(TRIES):
        if bool(what.count()) == is_there:
            return
        page.wait_for_timeout(BETWEEN_MS)
        page.reload()
    raise AssertionError(f"{what} is {'not ' if is_there else ''}there")
