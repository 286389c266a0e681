"""A customer's whole way in a real browser: find, hold, book, change, cancel; on phones and desktops."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from bookings.models import Booking
from tests.drills import among
from tests.e2e.conftest import DESKTOP, PHONE, LiveVenue, picture

pytestmark = pytest.mark.browser

SIZES = among([pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")])


def tomorrow_at(hour: int) -> datetime:
    return (datetime.now(UTC) + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def picker(venue: LiveVenue, **more: str) -> str:
    query = {"people": "2", "minutes": "120", "day": tomorrow_at(21).date().isoformat()} | more
    return venue.url("/?" + "&".join(f"{name}={value}" for name, value in query.items()))


@pytest.mark.parametrize("size", SIZES)
def test_a_customer_books_changes_and_cancels(venue, browse, size, request):
    name = request.node.callspec.id
    page = browse(picker(venue), size=size)

    page.get_by_role("radio", name="21:00").check()
    expect(page.locator(".bar")).to_contain_text("21:00 for 2 h")
    expect(page).to_have_url(re.compile("start=.*T2100Z"))
    expect(page.get_by_label("Any room")).to_be_checked()
    picture(page, f"public-1-times-{name}", whole=False)
    picture(page, f"public-1-whole-{name}")

    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    expect(page.locator(".hold")).to_contain_text("holding Duet for you until")
    picture(page, f"public-2-details-{name}")

    page.get_by_label("Full name").fill("Hana Suzuki")
    page.get_by_label("Email").fill("hana@example.com")
    page.get_by_label("Mobile").fill("020 7946 0123")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()
    picture(page, f"public-3-booked-{name}")

    page.get_by_role("link", name="Change time").click()
    page.get_by_role("radio", name="22:30").check()
    expect(page.locator(".bar")).to_contain_text("22:30 for 2 h")
    picture(page, f"public-4-change-{name}")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.locator(".ticket-big")).to_contain_text("22:30–00:30")

    page.get_by_role("link", name="Cancel").click()
    picture(page, f"public-5-cancel-{name}")
    page.get_by_role("button", name="Cancel this booking").click()
    expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()
    picture(page, f"public-6-cancelled-{name}")
    browse.check(page)

    with venue.scope():
        booking = Booking.objects.get()
        assert (booking.status, booking.guest_name, booking.room.name) == ("cancelled", "Hana Suzuki", "Duet")
