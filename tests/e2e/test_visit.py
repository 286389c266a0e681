"""A party at the door and one that booked: seated, in, longer, finished; the floor shows each step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings.services import setup
from tests.drills import among
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.evening import Evening, evening_of
from tests.e2e.people import drag, is_live, row, said, sign_in, ticket

pytestmark = pytest.mark.browser

SIZES = among([pytest.param(DESKTOP, id="1440"), pytest.param(PHONE, id="360")])


@pytest.fixture
def evening(found_venue: Callable[..., LiveVenue]) -> Evening:
    """Four rooms around the real now."""
    return evening_of(found_venue)


@pytest.fixture
def floor(evening: Evening, browse: Browsing) -> Page:
    """The floor on a screen of its own behind the bar."""
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)
    page.goto(evening.venue.url("/dashboard/floor/"))
    is_live(page)
    return page


def tile(page: Page, room: str) -> Locator:
    return page.locator(".floor-room").filter(has_text=room)


@pytest.mark.parametrize("size", SIZES)
def test_walk_in_check_in_extend_finish(
    evening: Evening, browse: Browsing, floor: Page, size: dict[str, object], request: pytest.FixtureRequest
) -> None:
    with evening.venue.scope():
        setup.change_venue(venue_id=evening.room("Alto").venue_id, tracks_cleaning=True)
    page = browse(size=size)
    sign_in(page, evening.venue)

    # Two presses: the party without a name is in the smallest room.
    page.get_by_role("link", name="Walk-in").first.click()
    drawer = page.get_by_role("dialog", name="Walk-in")
    expect(drawer.get_by_role("button", name="Seat in Alto now")).to_be_visible()
    picture(page, f"walk-in-{request.node.callspec.id}", whole=False)
    browse.check(page)
    drawer.get_by_role("button", name="Seat in Alto now").click()
    said(page, "Seated Walk-in in Alto")
    expect(tile(floor, "Alto")).to_contain_text("Occupied")

    # A party that booked comes early, stays longer, and leaves before its time is over.
    booking = evening.soon("Birdsong", "Priya Nair")
    page.goto(evening.venue.url(f"/dashboard/?booking={booking.pk}"))
    drawer = page.get_by_role("dialog", name="Priya Nair")
    drawer.get_by_role("button", name="Check in").click()
    said(page, "Checked in Priya Nair, Birdsong")
    expect(tile(floor, "Birdsong")).to_contain_text("Priya Nair")
    picture(page, f"visit-{request.node.callspec.id}", whole=False)
    browse.check(page)
    drawer.get_by_role("button", name="+30 min").click()
    said(page, "Extended Priya Nair to")
    drawer.get_by_role("button", name="Check out").click()
    said(page, "Finished Priya Nair")
    expect(drawer.get_by_role("button", name="Check out")).to_be_hidden()

    # The room is to be cleaned; whoever cleans says when it is ready.
    expect(tile(floor, "Birdsong")).to_contain_text("To clean")
    picture(floor, "floor")
    browse.check(floor)
    tile(floor, "Birdsong").get_by_role("button", name="Start cleaning").click()
    expect(tile(floor, "Birdsong")).to_contain_text("Being cleaned")
    tile(floor, "Birdsong").get_by_role("button", name="Ready").click()
    expect(tile(floor, "Birdsong")).to_contain_text("Free")


def test_a_booking_dropped_on_another_swaps_with_it_on_a_press(evening: Evening, browse: Browsing) -> None:
    evening.book("Alto", 4, 4, "Priya Nair")
    evening.book("Birdsong", 4, 4, "Jun Park")
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)

    drag(page, ticket(page, "Priya Nair"), row(page, "Birdsong"))
    said(page, "Jun Park has it").get_by_role("button", name="Swap with Jun Park").click()
    said(page, "Swapped Priya Nair and Jun Park")

    expect(row(page, "Birdsong").get_by_role("link", name="Priya Nair")).to_be_visible()
    expect(row(page, "Alto").get_by_role("link", name="Jun Park")).to_be_visible()
    browse.takes_back("409")
