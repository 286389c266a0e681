"""A venue's first night in real browsers: signed up, set up, booked, seen live, moved, cancelled, undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.drills import among
from tests.e2e.conftest import PHONE, Browsing, LiveBoom, picture
from tests.e2e.people import (
    PASSWORD,
    SEEN_WITHIN_MS,
    close_drawer,
    daytime_zone,
    drag,
    is_live,
    is_phone,
    open_day_and_night,
    open_ticket,
    row,
    said,
    sign_up,
    ticket,
    watch_for,
)

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1440, "height": 900}}
POCKET = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True}
SIZES = among([pytest.param(POCKET, id="360"), pytest.param(DESK, id="1440")])
GUEST = "Priya Nair"


@pytest.fixture
def night(live_boom: LiveBoom, browse: Browsing, forgetting: None, request: pytest.FixtureRequest) -> Night:
    """A night that begins, at the size the test is run for."""
    return Night(live_boom, browse, request.param)


@pytest.mark.parametrize("night", SIZES, indirect=True)
def test_a_venue_opens_and_runs_its_first_booking(
    night: Night, record_property: Callable[[str, object], None]
) -> None:
    night.sign_up()
    night.set_up()
    night.invite()
    night.book()
    record_property(
        "measured", f"{night.width} px: {night.seen_ms:.0f} ms from the guest's answer to the open dashboard"
    )
    night.move()
    night.cancel_and_undo()
    night.read_the_history()

    assert night.seen_ms < SEEN_WITHIN_MS


class Night:
    """The story's steps; each leaves the browsers where the next one begins."""

    def __init__(self, boom: LiveBoom, browse: Browsing, size: dict[str, Any]) -> None:
        self.boom, self.browse, self.zone = boom, browse, daytime_zone()
        self.width = size["viewport"]["width"]
        self.seen_ms = 0.0
        self.owner = browse(size=size, timezone_id=self.zone)
        self.colleague: Page | None = None
        self.host = ""

    def keep(self, page: Page, name: str, *, dark: bool = False) -> None:
        """A picture of the step, and nothing for axe or the console to complain about."""
        self.browse.check(page)
        picture(page, f"night-{name}-{self.width}", whole=False)
        if dark:
            page.emulate_media(color_scheme="dark")
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
            self.browse.check(page)
            picture(page, f"night-{name}-{self.width}-dark", whole=False)
            page.emulate_media(color_scheme="light")

    def sign_up(self) -> None:
        page = self.owner
        label = sign_up(page, self.boom, business=f"Nightjar {self.width}", email="olive@nightjar.example")
        expect(page.get_by_label("Time zone")).to_have_value(self.zone)
        self.keep(page, "1-sign-up")
        page.get_by_role("button", name="Open my venue").click()
        self.host = f"{label}.localhost"
        expect(page).to_have_url(self.boom.url(self.host, "/dashboard/"))
        expect(page.get_by_role("heading", name="Ready for the first booking")).to_be_visible()
        self.keep(page, "2-checklist")

    def set_up(self) -> None:
        page = self.owner
        page.get_by_role("link", name="Add rooms").click()
        page.get_by_label("Names").fill("Harmony\nEcho\nAlto")
        page.get_by_label("Price per hour").fill("36")
        page.get_by_role("button", name="Add rooms").click()
        expect(page.get_by_role("link", name="Harmony")).to_be_visible()
        self.keep(page, "3-rooms")
        page.goto(self.boom.url(self.host, "/dashboard/hours/"))
        open_day_and_night(page)
        said(page, "Saved the opening hours.")
        self.keep(page, "4-hours")

    def invite(self) -> None:
        page = self.owner
        page.goto(self.boom.url(self.host, "/dashboard/staff/"))
        page.get_by_label("E-mail").fill("frida@nightjar.example")
        page.get_by_label("Role", exact=True).select_option(label="Front desk")
        page.get_by_role("button", name="Send invitation").click()
        expect(page.get_by_text("frida@nightjar.example").first).to_be_visible()
        self.keep(page, "5-team")
        colleague = self.browse(self.boom.link_mailed_to("frida@nightjar.example"), timezone_id=self.zone)
        colleague.get_by_label("Your name").fill("Frida Front")
        colleague.get_by_label("Password").fill(PASSWORD)
        self.keep(colleague, "6-join")
        colleague.get_by_role("button", name="Join the team").click()
        expect(colleague).to_have_url(self.boom.url(self.host, "/dashboard/"))
        is_live(colleague)
        self.colleague = colleague

    def book(self) -> None:
        page = self.owner
        page.goto(self.boom.url(self.host, "/dashboard/"))
        is_live(page)
        guest = self.browse(self.boom.url(self.host), size=PHONE, timezone_id=self.zone)
        guest.locator(".times label:not(.is-full)").nth(4).click()
        expect(guest.get_by_text("Any room")).to_be_visible()
        self.keep(guest, "7-times", dark=True)
        guest.get_by_role("button", name="Continue").click()
        expect(guest.get_by_text("holding Harmony for you until")).to_be_visible()
        guest.get_by_label("Full name").fill(GUEST)
        guest.get_by_label("Email").fill("priya@example.com")
        self.keep(guest, "8-details")
        seen = watch_for(page, GUEST)
        guest.get_by_role("button", name="Book").click()
        expect(guest.get_by_role("heading", name="You’re booked")).to_be_visible()
        # The wall clock when the redirect had come, which is after the commit.
        answered = guest.evaluate(
            "() => performance.timeOrigin + performance.getEntriesByType('navigation')[0].redirectEnd"
        )
        self.seen_ms = max(0.0, seen() - answered)
        expect(guest.get_by_text(re.compile(r"^Reference [A-Z0-9]{3}-[A-Z0-9]{3}$"))).to_be_visible()
        self.keep(guest, "9-booked")
        self.keep(page, "10-seen-live", dark=True)
        expect(ticket(self.colleague, GUEST)).to_be_visible()

    def move(self) -> None:
        page = self.owner
        if is_phone(page):
            drawer = open_ticket(page, GUEST)
            self.keep(page, "11-drawer", dark=True)
            drawer.get_by_label("Room").select_option(label="Echo, up to 6")
            drawer.get_by_role("button", name="Save new time").click()
        else:
            expect(row(page, "Harmony").get_by_role("link", name=GUEST)).to_be_visible()
            drag(page, ticket(page, GUEST), row(page, "Echo"))
        said(page, f"Moved {GUEST} to Echo")
        expect(row(self.colleague, "Echo").get_by_role("link", name=GUEST)).to_be_visible()
        self.keep(page, "12-moved")
        if is_phone(page):
            close_drawer(page)

    def cancel_and_undo(self) -> None:
        page, colleague = self.owner, self.colleague
        drawer = open_ticket(page, GUEST)
        if not is_phone(page):
            self.keep(page, "11-drawer", dark=True)
        drawer.get_by_text("Cancel booking").first.click()
        drawer.get_by_role("button", name="Cancel booking").click()
        toast = said(page, f"Cancelled {GUEST}")
        expect(ticket(colleague, GUEST)).to_have_count(0)
        self.keep(page, "13-cancelled")
        toast.get_by_role("button", name="Undo").click()
        said(page, f"Undone: {GUEST} is back in Echo")
        expect(row(colleague, "Echo").get_by_role("link", name=GUEST)).to_be_visible()

    def read_the_history(self) -> None:
        page = self.colleague
        history = open_ticket(page, GUEST).get_by_role("list").last
        for words in ("Booked online", "moved it from Harmony to Echo", "cancelled it", "brought it back"):
            expect(history).to_contain_text(words)
        self.keep(page, "14-history")
