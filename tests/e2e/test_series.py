"""What repeats, with a night in the way: shown before saving, chosen, booked, and taken back as one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, Browsing, LiveVenue, picture
from tests.e2e.evening import Evening, evening_of
from tests.e2e.people import said, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def evening(found_venue: Callable[..., LiveVenue]) -> Evening:
    """Four rooms around the real now; tomorrow at this time the smallest is closed."""
    evening = evening_of(found_venue)
    evening.block("Alto", 24 * 4 - 8, 24, "New speakers")
    return evening


def test_recurring_series_with_a_conflict(evening: Evening, browse: Browsing) -> None:
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)
    page.get_by_role("link", name="New booking").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name", exact=True).fill("Priya Nair")
    drawer.get_by_text("Repeats", exact=True).click()
    drawer.get_by_label("How often").select_option("day")
    drawer.get_by_label("After so many times").check()
    drawer.get_by_label("How many times").fill("3")
    drawer.get_by_label("How many times").blur()
    expect(drawer.get_by_role("status")).to_have_text("Every day, 3 times")
    picture(page, "series-form", whole=False)
    browse.check(page)

    # Each night is shown, and the one that cannot be had says why before anything is saved.
    drawer.get_by_role("button", name="Book", exact=True).click()
    expect(drawer.get_by_text("1 night needs a choice")).to_be_visible()
    expect(drawer.get_by_text("New speakers")).to_be_visible()
    picture(page, "series-plan", whole=False)
    browse.check(page)
    choice = drawer.locator("select")
    choice.select_option(label=choice.locator("option").nth(2).inner_text())
    drawer.get_by_role("button", name="Book these nights").last.click()

    # One message for all of it, one press takes all of it back.
    said(page, "Booked Priya Nair for 3 nights")
    page.locator(".ev").filter(has_text="Priya Nair").get_by_role("link").click()
    drawer.get_by_role("link", name="Every day from").click()
    expect(page.get_by_role("heading", name="Priya Nair", level=1)).to_be_visible()
    expect(page.get_by_text("differs from the others")).to_be_visible()
    picture(page, "series")
    browse.check(page)
    page.get_by_text("End this series").click()
    page.get_by_role("button", name="Call these nights off").click()
    toast = said(page, "Called off 3 nights of Priya Nair")
    toast.get_by_role("button", name="Undo").click()
    said(page, "Undone: 3 bookings are as they were")
    page.reload()
    expect(page.locator(".nights").get_by_text("Confirmed")).to_have_count(3)
