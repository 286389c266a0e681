"""What people do in a browser, step by step, as they would: by names, labels and buttons, never by class."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import LiveBoom, LiveVenue

PASSWORD = "correct horse battery"
# What a shared machine may take at most for a change to show elsewhere; the goal is 500 ms.
SEEN_WITHIN_MS = 5_000
# None of these changes its clocks in a booking's reach; between them it is always daytime somewhere.
ZONES = (
    "Pacific/Honolulu", "America/Phoenix", "America/Bogota", "America/Sao_Paulo", "Africa/Abidjan",
    "Africa/Nairobi", "Asia/Karachi", "Asia/Bangkok", "Asia/Tokyo", "Asia/Kamchatka",
)  # fmt: skip


def daytime_zone(now: datetime | None = None) -> str:
    """The zone in which it is nearest to 13:00, so that a night's edge is far whenever the tests run."""
    instant = now or datetime.now(UTC)
    return min(ZONES, key=lambda name: abs(instant.astimezone(ZoneInfo(name)).hour + 0.5 - 13))


def is_phone(page: Page) -> bool:
    return bool(page.viewport_size and page.viewport_size["width"] < 800)


def sign_up(page: Page, boom: LiveBoom, *, business: str, email: str) -> str:
    """Fill in the platform's own form, as far as the button. Gives the address chosen for the venue."""
    page.goto(boom.url("localhost", "/signup/"))
    page.get_by_label("Name of your venue").fill(business)
    address = page.get_by_label("Address of your booking page")
    label = business.lower().replace(" ", "-")
    expect(address).to_have_value(label)
    expect(page.get_by_text(f"{label}.localhost is free.")).to_be_visible()
    page.get_by_label("Your name").fill("Olive Owner")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    # Zone and currency are filled in from what the browser knows.
    expect(page.get_by_label("Currency")).to_have_value("GBP")
    return label


def sign_in(page: Page, venue: LiveVenue, *, email: str | None = None) -> None:
    page.goto(venue.url("/accounts/sign-in/?next=/dashboard/"))
    page.get_by_label("E-mail").fill(email or venue.owner_email)
    page.get_by_label("Password").fill(venue.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/dashboard/")


def open_day_and_night(page: Page) -> None:
    """Fill the week's form so that the venue is open now, whenever now is."""
    for weekday in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        for edge in ("opens", "closes"):
            page.get_by_label(f"{weekday} {edge}").first.fill("00:00")
    page.get_by_role("button", name="Save hours").click()


def ticket(page: Page, name: str) -> Locator:
    """A guest's ticket on the board, or their line on the phone's list: the one that is shown."""
    return page.locator(".ev, .agenda li").filter(has_text=name).filter(visible=True)


def row(page: Page, room: str) -> Locator:
    """A room of the board."""
    return page.get_by_role("region", name=room, exact=True)


def is_live(page: Page) -> None:
    """Wait until the page has its socket; until then the sign is there, but hidden."""
    state = page.locator("#live-state")
    expect(state).to_be_visible()
    expect(state).to_have_text("Live")


def watch_for(page: Page, name: str) -> Callable[[], float]:
    """Note when `name` shows on an open dashboard; the function gives it, in ms of the wall clock."""
    page.evaluate(
        """(name) => {
          globalThis.seenAt = 0;
          const look = () => {
            const found = [...document.querySelectorAll(".ev, .agenda li")];
            if (globalThis.seenAt || !found.some((one) => one.textContent.includes(name))) return;
            globalThis.seenAt = performance.timeOrigin + performance.now();
          };
          const everything = { childList: true, subtree: true, characterData: true };
          new MutationObserver(look).observe(document.body, everything);
        }""",
        name,
    )

    def seen() -> float:
        expect(ticket(page, name)).to_be_visible(timeout=SEEN_WITHIN_MS)
        return float(page.evaluate("() => globalThis.seenAt"))

    return seen


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """Drag a ticket straight up or down to another room, as a hand does: in steps, holding the button."""
    box, target = what.bounding_box(), onto.bounding_box()
    assert box
    assert target
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, target["y"] + target["height"] / 2, steps=8)
    page.mouse.up()


def open_ticket(page: Page, name: str) -> Locator:
    """Press a ticket; gives the drawer once it shows that guest."""
    ticket(page, name).get_by_role("link").click()
    drawer = page.get_by_role("dialog", name=name)
    expect(drawer).to_be_visible()
    return drawer


def close_drawer(page: Page) -> None:
    page.locator("#drawer").get_by_role("link", name="Close").click()
    expect(page.locator("#drawer")).to_be_hidden()


def keep_the_price(page: Page) -> None:
    """Answer what a move to a dearer or cheaper room asks: it costs what was agreed."""
    page.get_by_role("button", name=re.compile(r"^Keep £")).click()


def said(page: Page, words: str | re.Pattern[str]) -> Locator:
    """The toast that says so."""
    toast = page.locator("#toasts [data-toast]").filter(has_text=words)
    expect(toast).to_be_visible()
    return toast
