"""Two clocks: the venue's, and the reader's own beside it where it shows something else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.test_customer_books import picker

pytestmark = pytest.mark.browser


def test_a_reader_in_another_zone_sees_their_own_time_too(venue, browse):
    page = browse(picker(venue), timezone_id="Asia/Tokyo")

    page.get_by_role("radio", name="21:00").check()

    expect(page.locator(".bar")).to_contain_text("21:00 for 2 h")
    expect(page.locator("[data-own-time]")).to_contain_text("Your own time:")
    expect(page.locator("[data-own-time]")).to_contain_text("06:00")


def test_a_reader_in_the_venues_zone_sees_one_time(venue, browse):
    page = browse(picker(venue), timezone_id="Europe/London")

    page.get_by_role("radio", name="21:00").check()

    expect(page.locator(".bar")).to_contain_text("21:00 for 2 h")
    expect(page.locator("[data-own-time]")).to_be_hidden()
