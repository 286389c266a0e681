"""A party too large for one room: all of its rooms or none, moved and called off as one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bookings.models import Occupancy
from tests.drills import among
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.evening import Evening, evening_of
from tests.e2e.people import said, sign_in, ticket

pytestmark = pytest.mark.browser

SIZES = among([pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="1440")])
START, LENGTH = 4, 8  # quarters from the whole hour that runs


@pytest.fixture
def evening(found_venue: Callable[..., LiveVenue]) -> Evening:
    """Four rooms around the real now."""
    return evening_of(found_venue)


@pytest.mark.parametrize("size", SIZES)
def test_several_rooms_are_booked_all_or_none_and_called_off_as_one(
    evening: Evening, browse: Browsing, size: dict[str, object]
) -> None:
    page = browse(size=size)
    sign_in(page, evening.venue)
    page.get_by_role("link", name="New booking").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("link", name="Several rooms for one party").click()
    expect(drawer.get_by_role("heading", name="Several rooms")).to_be_visible()
    drawer.get_by_label("Starts").select_option(evening.wall(START))
    drawer.get_by_label("Length").select_option(str(LENGTH * 15))
    for room in ("Alto", "Birdsong", "Cassette"):
        drawer.get_by_role("checkbox", name=room).check()
    drawer.get_by_label("People in all").fill("11")
    drawer.get_by_label("Name", exact=True).fill("Priya Nair")
    browse.check(page)

    # Meanwhile a colleague gives one of the three away: none is booked, and what was typed stays.
    evening.book("Birdsong", START, LENGTH, "Max Braun")
    drawer.get_by_role("button", name="Book all").click()
    expect(drawer.get_by_role("alert")).to_contain_text("Birdsong")
    expect(drawer.get_by_label("Name", exact=True)).to_have_value("Priya Nair")
    expect(ticket(page, "Priya Nair")).to_have_count(0)
    picture(page, "group-refused", whole=False)
    browse.takes_back("409")
    browse.check(page)

    # What cannot be had is not chosen any more: nothing that looks chosen would be left out.
    expect(drawer.get_by_role("checkbox", name="Birdsong")).to_be_disabled()
    expect(drawer.get_by_role("checkbox", name="Birdsong")).not_to_be_checked()
    drawer.get_by_role("checkbox", name="Duet").check()
    drawer.get_by_role("button", name="Book all").click()
    said(page, "Booked Priya Nair into 3 rooms: Alto, Cassette, Duet")

    # One of them opens all of them: they go together, and come back together.
    page.goto(evening.venue.url("/dashboard/bookings/"))
    expect(page.get_by_role("link", name="Priya Nair")).to_have_count(3)
    page.get_by_role("link", name="Priya Nair").first.click()
    drawer = page.get_by_role("dialog", name="Priya Nair")
    drawer.get_by_text("Other room, swap, turnover").click()
    drawer.get_by_role("button", name="Cancel all rooms").click()
    toast = said(page, "Cancelled all 3 rooms of Priya Nair")
    toast.get_by_role("button", name="Undo").click()
    said(page, "Undone: 3 bookings are as they were")
    with evening.venue.scope():
        rows = Occupancy.objects.filter(guest_name="Priya Nair")
        assert sorted(row.room.name for row in rows) == ["Alto", "Cassette", "Duet"]
        assert {row.status for row in rows} == {"confirmed"}
        assert len({row.group_reference for row in rows} - {""}) == 1
