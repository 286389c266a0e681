"""The desk takes a part, the rest, gives some back; the till is counted; the guest reads it on their page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bookings.services.links import issue_manage_link
from boom.core import clock
from tests.drills import among
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.evening import Evening, evening_of
from tests.e2e.people import said, sign_in

pytestmark = pytest.mark.browser

SIZES = among([pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="1440")])


@pytest.fixture
def evening(found_venue: Callable[..., LiveVenue]) -> Evening:
    """Rooms around the real now, at a price."""
    return evening_of(found_venue)


@pytest.mark.parametrize("size", SIZES)
def test_paid_in_parts_given_back_and_counted(
    evening: Evening, browse: Browsing, size: dict[str, object], request: pytest.FixtureRequest
) -> None:
    booking = evening.soon("Birdsong", "Priya Nair")
    total = booking.total_minor or 0
    page = browse(size=size)
    sign_in(page, evening.venue)
    page.goto(evening.venue.url("/dashboard/till/"))
    page.get_by_label("Cash in the till").fill("50")
    page.get_by_role("button", name="Open the till").click()
    expect(page.get_by_role("heading", name="Count and close")).to_be_visible()

    # A part in cash, the rest by the amount that is filled in.
    page.goto(evening.venue.url(f"/dashboard/?booking={booking.pk}"))
    drawer = page.get_by_role("dialog", name="Priya Nair")
    drawer.get_by_text("Take payment").first.click()
    drawer.get_by_label("Amount").first.fill("10")
    drawer.get_by_role("button", name="Take payment").click()
    said(page, "Took £10.00, cash")
    expect(drawer.get_by_text("Part paid")).to_be_visible()
    drawer.get_by_text("Take payment").first.click()
    drawer.get_by_role("button", name="Take payment").click()
    expect(drawer.locator("#money .badge")).to_have_text("Paid")

    # Back goes only what was seen before.
    drawer.get_by_text("Give money back").click()
    drawer.locator("[name=amount]").fill("3")
    drawer.get_by_label("Reason").last.fill("Cold pizza")
    drawer.get_by_role("button", name="See what goes back").click()
    expect(drawer.get_by_role("alert").filter(has_text="Give £3.00 back?")).to_be_focused()
    picture(page, f"money-{request.node.callspec.id}", whole=False)
    browse.check(page)
    drawer.get_by_role("button", name="Give £3.00 back").click()
    said(page, "Gave £3.00 back")

    # The count is blind, and right.
    page.goto(evening.venue.url("/dashboard/till/"))
    page.get_by_label("Counted: cash").fill(str(50 + total // 100 - 3))
    picture(page, f"till-{request.node.callspec.id}")
    browse.check(page)
    page.get_by_role("button", name="Close the till").click()
    expect(page.get_by_role("heading", name="Closed on")).to_be_visible()
    browse.check(page)

    # And the guest has it in writing.
    with evening.venue.scope():
        token = issue_manage_link(booking_id=booking.pk, now=clock.now())
    guest = browse(size=size)
    guest.goto(evening.venue.url(f"/booked/{token}/"))
    expect(guest.get_by_role("heading", name="Payment")).to_be_visible()
    expect(guest.get_by_role("link", name="Receipt R00001")).to_be_visible()
    expect(guest.get_by_role("link", name="Credit note C00001")).to_be_visible()
    browse.check(guest)
