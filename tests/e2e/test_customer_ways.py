"""Other ways to book: without JavaScript, and with a keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bookings.models import Booking
from tests.e2e.conftest import PHONE, Browsing, LiveVenue, picture
from tests.e2e.test_customer_books import picker

pytestmark = pytest.mark.browser


def the_booking(venue: LiveVenue) -> tuple[str, str, timedelta]:
    with venue.scope():
        booking = Booking.objects.get()
        return booking.status, booking.guest_name, booking.ends_at - booking.starts_at


def test_a_customer_books_and_cancels_without_javascript(venue: LiveVenue, browse: Browsing) -> None:
    page = browse(picker(venue), size=PHONE, java_script_enabled=False)

    page.get_by_role("radio", name="21:00").check()
    picture(page, "plain-1-times")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Full name").fill("Pat Plain")
    page.get_by_label("Email").fill("not an address")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Full name")).to_have_value("Pat Plain")
    picture(page, "plain-2-mistake")
    page.get_by_label("Email").fill("pat@example.com")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Cancel this booking").click()

    expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()
    assert the_booking(venue) == ("cancelled", "Pat Plain", timedelta(hours=2))
    browse.takes_back("422")


def test_a_customer_books_with_the_keyboard_alone(venue: LiveVenue, browse: Browsing) -> None:
    page = browse(picker(venue))

    tab_to(page, "input[name=start]")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".bar b")).not_to_be_empty()
    expect(page.locator("input[name=start]:checked")).to_be_focused()
    picture(page, "keys-1-time", whole=False)
    tab_to(page, "button:text-is('Continue')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    for field, words in (("name", "Kit Keys"), ("email", "kit@example.com")):
        tab_to(page, f"input[name={field}]")
        page.keyboard.type(words)
    tab_to(page, "button:text-is('Book')")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()
    assert the_booking(venue) == ("confirmed", "Kit Keys", timedelta(hours=2))


def tab_to(page: Page, selector: str, *, at_most: int = 60) -> None:
    """Press Tab until one of these has the focus; fails when the keyboard does not lead there."""
    for _ in range(at_most):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")
