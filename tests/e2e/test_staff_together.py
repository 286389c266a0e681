"""Several people at one calendar: who was faster, a lost connection, and the board by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Browsing, LiveVenue, picture
from tests.e2e.people import daytime_zone, drag, is_live, row, said, sign_in, ticket
from tests.factories.people import make_user

pytestmark = pytest.mark.browser

# The longest pause before a page tries its socket again, and then some.
BACK_WITHIN_MS = 30_000
COLLEAGUE = "frida@founded.example"


@pytest.fixture
def house(found_venue: Callable[..., LiveVenue]) -> LiveVenue:
    """Three rooms where it is daytime now; Olive owns it, Frida is at the front desk."""
    rooms = [{"name": name, "price_per_hour_minor": 3000} for name in ("Duet", "Echo", "Alto")]
    venue = found_venue(time_zone=daytime_zone(), rooms=rooms)
    with venue.scope():
        make_user(name="Frida Front", email=COLLEAGUE, password=venue.password, role="front_desk")
    return venue


@pytest.fixture
def dashboard(house: LiveVenue, browse: Browsing) -> Callable[..., Page]:
    """A signed-in person's open calendar, in touch with the server."""

    def opening(email: str | None = None) -> Page:
        page = browse(timezone_id=daytime_zone())
        sign_in(page, house, email=email)
        is_live(page)
        return page

    return opening


@contextmanager
def in_hand(page: Page, name: str, *, over: str) -> Iterator[None]:
    """A ticket is lifted over another room; it is dropped there when the block ends."""
    box, target = ticket(page, name).bounding_box(), row(page, over).bounding_box()
    assert box
    assert target
    x = box["x"] + box["width"] / 2
    page.mouse.move(x, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, target["y"] + target["height"] / 2, steps=8)
    expect(page.locator(".is-drag")).to_be_visible()
    yield
    page.mouse.up()


def in_two_hours() -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)


def test_whoever_moves_a_booking_second_is_told_what_the_first_did(house, dashboard, browse):
    duet, *_ = house.rooms()
    house.book(duet, in_two_hours(), name="Hana Suzuki")
    olive, frida = dashboard(), dashboard(COLLEAGUE)
    expect(ticket(frida, "Hana")).to_be_visible()

    # Frida has it in her hand when Olive lets go of it.
    with in_hand(frida, "Hana", over="Alto"):
        drag(olive, ticket(olive, "Hana"), row(olive, "Echo"))
        said(olive, "Moved Hana Suzuki to Echo")

    said(
        frida,
        re.compile(r"Nothing was saved\. Olive Owner moved it from Duet to Echo .*This is how it stands now"),
    )
    expect(row(frida, "Echo").get_by_role("link", name="Hana")).to_be_visible()
    picture(frida, "together-1-second-is-told", whole=False)
    browse.takes_back("409")


def test_a_page_without_its_socket_asks_by_itself_and_catches_up(house, dashboard, live_boom, browse):
    duet, echo, _ = house.rooms()
    page = dashboard()

    with live_boom.live.killed():
        expect(page.locator("#live-state")).to_have_text("Catching up")
        picture(page, "together-2-socket-gone", whole=False)
        house.book(duet, in_two_hours(), name="Meanwhile")
        expect(ticket(page, "Meanwhile")).to_be_visible(timeout=BACK_WITHIN_MS)
    expect(page.locator("#live-state")).to_have_text("Live", timeout=BACK_WITHIN_MS)
    house.book(echo, in_two_hours(), name="Afterwards")

    expect(ticket(page, "Afterwards")).to_be_visible()
    browse.takes_back("WebSocket connection")


def test_a_page_that_was_offline_says_so_and_catches_up_without_a_reload(house, dashboard, browse):
    duet, *_ = house.rooms()
    page = dashboard()
    page.evaluate("() => { globalThis.isStillHere = true; }")

    page.context.set_offline(True)
    expect(page.locator("#live-state")).to_have_text("Offline")
    expect(page.get_by_text("You’re offline.")).to_be_visible()
    picture(page, "together-3-offline", whole=False)
    house.book(duet, in_two_hours(), name="Meanwhile")
    expect(page.locator("#live-state")).to_have_text("Offline")
    page.context.set_offline(False)

    expect(ticket(page, "Meanwhile")).to_be_visible(timeout=BACK_WITHIN_MS)
    expect(page.locator("#live-state")).to_have_text("Live", timeout=BACK_WITHIN_MS)
    assert page.evaluate("() => globalThis.isStillHere")
    browse.takes_back("ERR_INTERNET_DISCONNECTED")


def test_a_booking_is_moved_and_undone_with_keys_alone(house, dashboard):
    duet, *_ = house.rooms()
    house.book(duet, in_two_hours(), name="Hana Suzuki")
    page = dashboard()
    expect(ticket(page, "Hana")).to_be_visible()

    ticket(page, "Hana").get_by_role("link").focus()
    for key in ("m", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    said(page, "Moved Hana Suzuki to Echo")
    expect(row(page, "Echo").get_by_role("link", name="Hana")).to_be_focused()
    page.keyboard.press("z")

    said(page, "Undone: Hana Suzuki is back in Duet")
    expect(row(page, "Duet").get_by_role("link", name="Hana")).to_be_visible()
