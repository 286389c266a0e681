"""Two bookings picked on the board, moved together after a look at what becomes of each, and that undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bookings.models import Occupancy
from tests.e2e.conftest import DESKTOP, Browsing, LiveVenue, picture
from tests.e2e.evening import Evening, evening_of
from tests.e2e.people import is_live, said, sign_in, ticket

pytestmark = pytest.mark.browser


@pytest.fixture
def evening(found_venue: Callable[..., LiveVenue]) -> Evening:
    return evening_of(found_venue)


def starts(evening: Evening, *rows: Occupancy) -> list[object]:
    with evening.venue.scope():
        found = Occupancy.objects.in_bulk([row.pk for row in rows])
    return [found[row.pk].starts_at for row in rows]


def test_undo_of_a_bulk_move(evening: Evening, browse: Browsing) -> None:
    one, other = evening.book("Alto", 4, 4, "Priya Nair"), evening.book("Birdsong", 6, 4, "Tom Okafor")
    evening.book("Birdsong", 11, 4, "Zoe Kim")
    page: Page = browse(size=DESKTOP)
    sign_in(page, evening.venue)
    is_live(page)

    # One with the mouse, one with the keyboard.
    ticket(page, "Priya Nair").locator("a").click(modifiers=["Control"])
    ticket(page, "Tom Okafor").locator("a").focus()
    page.keyboard.press("x")
    expect(page.locator("#picked output")).to_have_text("2 picked")
    page.get_by_role("button", name="Change together").click()

    page.get_by_label("By minutes").fill("30")
    page.get_by_label("By minutes").blur()
    expect(page.get_by_role("heading", name="1 of 2 can be done")).to_be_visible()
    expect(page.locator(".fate--no")).to_contain_text("Zoe Kim")
    page.get_by_label("By minutes").fill("15")
    page.get_by_label("By minutes").blur()
    expect(page.get_by_role("heading", name="2 of 2 can be done")).to_be_visible()
    picture(page, "several")
    browse.check(page)
    page.get_by_role("button", name="Move 2 bookings").click()
    said(page, "Moved 2 bookings")
    assert starts(evening, one, other) == [evening.at(5), evening.at(7)]

    page.keyboard.press("z")
    said(page, "Undone: 2 bookings are as they were")
    assert starts(evening, one, other) == [evening.at(4), evening.at(6)]
