"""Slow lines, no line, a server that is killed: what people read, and that nothing they did is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings.models import Booking
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveBoom, LiveVenue, picture
from tests.e2e.evening import Evening, evening_of
from tests.e2e.people import PASSWORD, drag, is_live, keep_the_price, row, said, sign_in, sign_up, ticket
from tests.e2e.test_customer_books import picker
from tests.e2e.test_public_pages import at_nine, fill

pytestmark = pytest.mark.browser

FAILED, OFFLINE = "That did not get through", "You’re offline. Nothing changed."
LATENCY_MS = 2_000


@pytest.fixture
def evening(found_venue: Any) -> Evening:
    return evening_of(found_venue)


@pytest.fixture
def desk(evening: Evening, browse: Browsing) -> Page:
    """The owner's board on a desktop, in touch with the server."""
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)
    is_live(page)
    return page


def slow_down(page: Page) -> None:
    """From now on every request takes two seconds."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    wide = {"downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **wide})


def forget_the_outage(browse: Browsing) -> None:
    """Browser and htmx have told the console, too, that nobody answered."""
    for part in ("ERR_CONNECTION", "Failed to fetch"):
        browse.takes_back(part)


def offered_again(page: Page) -> Locator:
    """The button of the toast that says that nobody answered. It has the focus, so the toast waits for it:
    a server may need longer to come back than a toast stays by itself.
    """
    button = said(page, FAILED).get_by_role("button", name="Try again")
    button.focus()
    return button


def on_details(browse: Browsing, venue: LiveVenue) -> Page:
    page = browse(picker(venue, start=at_nine()), size=PHONE)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    return page


def statuses(venue: LiveVenue) -> list[str]:
    with venue.scope():
        return list(Booking.objects.values_list("status", flat=True))


def test_on_a_slow_line_old_times_fade_until_the_new_ones_come(venue, browse):
    page = browse(picker(venue), size=PHONE)
    slow_down(page)
    times = page.locator(".times").first

    page.get_by_role("button", name="People: one more").tap()

    expect(times).to_have_css("opacity", "0.45")
    picture(page, "slow-times", whole=False)
    expect(times).to_have_css("opacity", "1", timeout=3 * LATENCY_MS)
    expect(page.get_by_label("People", exact=True)).to_have_value("3")


def test_on_a_slow_line_a_pressed_button_turns_and_a_second_press_is_none(venue, browse):
    page = on_details(browse, venue)
    fill(page)
    slow_down(page)
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    button = page.get_by_role("button", name="Book")

    button.tap()
    expect(button).to_have_attribute("aria-busy", "true")
    picture(page, "slow-book", whole=False)
    button.tap(force=True)

    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible(timeout=6 * LATENCY_MS)
    assert len(sent) == 1
    assert statuses(venue) == ["confirmed"]


def test_a_guest_offline_keeps_what_they_typed_and_books_when_back(venue, browse):
    page = on_details(browse, venue)
    fill(page)

    page.context.set_offline(True)
    page.get_by_role("button", name="Book").tap()
    toast = said(page, OFFLINE)
    picture(page, "offline-book", whole=False)
    expect(page.get_by_label("Full name")).to_have_value("Hana Suzuki")
    page.context.set_offline(False)
    toast.get_by_role("button", name="Try again").tap()

    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()
    assert statuses(venue) == ["confirmed"]


def test_a_guest_whose_server_is_killed_keeps_what_they_typed(venue, browse, live_boom: LiveBoom):
    page = on_details(browse, venue)
    fill(page)

    with live_boom.pages.killed():
        page.get_by_role("button", name="Book").tap()
        again = offered_again(page)
        picture(page, "killed-book", whole=False)
    expect(page.get_by_label("Full name")).to_have_value("Hana Suzuki")
    again.tap()

    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()
    assert statuses(venue) == ["confirmed"]
    forget_the_outage(browse)


def test_a_day_that_could_not_be_fetched_is_fetched_again(venue, browse, live_boom: LiveBoom):
    page = browse(picker(venue), size=PHONE)

    with live_boom.pages.killed():
        page.get_by_role("button", name="People: one more").tap()
        again = offered_again(page)
    again.tap()

    expect(page).to_have_url(re.compile("people=3"))
    expect(page.get_by_label("People", exact=True)).to_have_value("3")
    forget_the_outage(browse)


def test_a_drop_without_a_server_goes_back_and_can_be_tried_again(evening, desk, browse, live_boom: LiveBoom):
    booking = evening.book("Duet", 6, 4, "Priya Nair")
    expect(ticket(desk, "Priya Nair")).to_be_visible()

    with live_boom.pages.killed():
        drag(desk, ticket(desk, "Priya Nair"), row(desk, "Alto"))
        again = offered_again(desk)
        expect(row(desk, "Duet").get_by_role("link", name="Priya Nair")).to_be_visible()
        picture(desk, "killed-drop", whole=False)
    again.click()
    keep_the_price(desk)

    said(desk, "Moved Priya Nair to Alto")
    assert evening.version_of(booking) == 2
    browse.takes_back("409")
    forget_the_outage(browse)


def test_a_booking_typed_by_staff_outlives_the_server(evening, desk, browse, live_boom: LiveBoom):
    desk.get_by_role("link", name="New booking").first.click()
    form = desk.get_by_role("dialog", name="New booking")
    form.get_by_label("Name").fill("Hana Suzuki")

    with live_boom.pages.killed():
        form.get_by_role("button", name="Book").click()
        again = offered_again(desk)
    expect(form.get_by_label("Name")).to_have_value("Hana Suzuki")
    again.click()

    said(desk, "Booked Hana Suzuki into")
    assert statuses(evening.venue) == ["confirmed"]
    forget_the_outage(browse)


@pytest.mark.usefixtures("forgetting")
def test_a_sign_up_outlives_the_server(browse, live_boom: LiveBoom):
    page = browse(size=PHONE)
    label = sign_up(page, live_boom, business="Moth", email="olive@moth.example")

    with live_boom.pages.killed():
        page.get_by_role("button", name="Open my venue").tap()
        again = offered_again(page)
    expect(page.get_by_label("Password")).to_have_value(PASSWORD)
    again.tap()

    # The server has only just come back; a schema is made, and the dashboard drawn for the first time.
    expect(page).to_have_url(live_boom.url(f"{label}.localhost", "/dashboard/"), timeout=20_000)
    forget_the_outage(browse)
