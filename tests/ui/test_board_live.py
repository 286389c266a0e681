"""The board keeps up with what others change, and says when it cannot. The socket is the test's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

pytestmark = pytest.mark.browser

PRIYA, MAX = "#b3", "#b6"


class Socket:
    """The server's end of the page's socket."""

    def __init__(self) -> None:
        self.routes: list[WebSocketRoute] = []

    def accept(self, route: WebSocketRoute) -> None:
        self.routes.append(route)

    def tell(self, **fact: object) -> None:
        self.routes[-1].send(json.dumps(fact))


@pytest.fixture
def live(open_page: Callable[..., Page]) -> tuple[Page, Socket]:
    socket = Socket()
    page = open_page("public/")
    page.route_web_socket(re.compile("/_ui/live/"), socket.accept)
    page.goto(page.url.replace("public/", "board/?live"))
    expect(page.locator("#live-state")).to_have_text("Live")
    return page, socket


def client_of(page: Page) -> str:
    return page.evaluate("() => import('/static/js/http.js').then((http) => http.clientId)")


def somebody_else_moves(page: Page, booking: int, *, room: int, at: int, length: int) -> None:
    """Change this tab's night behind its back."""
    token = "() => JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRFToken']"
    answer = page.request.post(
        page.url.split("?")[0] + f"{booking}/move/",
        form={"room": str(room), "at": str(at), "length": str(length), "version": "1"},
        headers={"X-Client": client_of(page), "X-CSRFToken": page.evaluate(token), "Referer": page.url},
    )
    assert answer.ok


def test_a_change_of_somebody_else_appears_and_glows_once(live):
    page, socket = live
    somebody_else_moves(page, 3, room=1, at=60, length=24)

    socket.tell(t="rows", day="2026-11-21", rooms=[1], v="2", by="somebody")

    expect(page.locator(PRIYA)).to_have_attribute("data-at", "60", timeout=1000)
    expect(page.locator(f"{PRIYA}.is-glowing")).to_have_count(1)
    expect(page.locator(".is-glowing")).to_have_count(0, timeout=2000)


def test_our_own_change_is_not_fetched_again(live):
    page, socket = live
    asked: list[str] = []
    page.on("request", lambda request: "/rows/" in request.url and asked.append(request.url))

    socket.tell(t="rows", day="2026-11-21", rooms=[1], v="2", by=client_of(page))
    page.wait_for_timeout(400)

    assert asked == []


def test_another_day_is_none_of_our_business(live):
    page, socket = live
    asked: list[str] = []
    page.on("request", lambda request: "/rows/" in request.url and asked.append(request.url))

    socket.tell(t="rows", day="2026-11-28", rooms=[1], v="2", by="somebody")
    page.wait_for_timeout(400)

    assert asked == []


def test_facts_that_come_together_are_one_request(live):
    page, socket = live
    asked: list[str] = []
    page.on("request", lambda request: "/rows/" in request.url and asked.append(request.url))

    for room in (1, 2, 3):
        socket.tell(t="rows", day="2026-11-21", rooms=[room], v=str(room), by="somebody")
    page.wait_for_timeout(500)

    assert [sorted(re.findall(r"room=(\d+)", url)) for url in asked] == [["1", "2", "3"]]


def test_a_row_waits_while_a_ticket_is_in_the_hand(live):
    page, socket = live
    somebody_else_moves(page, 6, room=2, at=63, length=30)
    box = page.locator(PRIYA).bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)

    socket.tell(t="rows", day="2026-11-21", rooms=[1, 2], v="2", by="somebody")
    page.wait_for_timeout(500)
    expect(page.locator(MAX)).to_have_attribute("data-at", "66")
    page.keyboard.press("Escape")
    page.mouse.up()

    expect(page.locator(MAX)).to_have_attribute("data-at", "63")


def test_the_focus_stays_on_a_ticket_that_somebody_else_moves_to_another_room(live):
    page, socket = live
    page.locator(f"{PRIYA} > a").focus()
    somebody_else_moves(page, 3, room=12, at=84, length=24)

    socket.tell(t="rows", day="2026-11-21", rooms=[1, 12], v="2", by="somebody")

    expect(page.locator(f"#row-12 {PRIYA}")).to_have_count(1)
    expect(page.locator(f"{PRIYA} > a")).to_be_focused()


def test_after_a_lost_connection_all_since_is_asked_for(live):
    page, socket = live
    page.route("**/board/changes/**", lambda route: route.fulfill(json={"v": "9", "rooms": [1]}))
    somebody_else_moves(page, 3, room=1, at=60, length=24)

    socket.routes[-1].close()
    expect(page.locator("#live-state")).to_have_text("Catching up")

    expect(page.locator(PRIYA)).to_have_attribute("data-at", "60", timeout=6000)
    expect(page.locator("#live-state")).to_have_text("Live", timeout=6000)


def test_offline_is_said_and_changes_wait(live):
    page, _socket = live
    page.context.set_offline(True)
    expect(page.locator("#live-state")).to_have_text("Offline")
    expect(page.get_by_text("You’re offline. This is the last we know")).to_be_visible()
    page.locator(f"{PRIYA} > a").focus()

    for key in ("m", "ArrowLeft", "Enter"):
        page.keyboard.press(key)

    expect(page.locator("#toasts")).to_contain_text("You’re offline. Nothing changed.")
    expect(page.locator(PRIYA)).to_have_attribute("data-at", "72")
    page.context.set_offline(False)
    expect(page.locator("#live-state")).to_have_text("Live")
    page.complaints.clear()


def test_chips_take_the_ink_from_what_they_do_not_mean_and_survive_a_refresh(live):
    page, socket = live
    chip = page.get_by_role("button", name="late to arrive")

    chip.click()
    assert page.locator(".ev.is-hit").evaluate_all("all => all.map((one) => one.id)") == ["b5"]
    socket.tell(t="rows", day="2026-11-21", rooms=[2], v="2", by="somebody")
    page.wait_for_timeout(500)

    expect(chip).to_have_attribute("aria-pressed", "true")
    assert page.locator(".ev.is-hit").evaluate_all("all => all.map((one) => one.id)") == ["b5"]
    chip.click()
    expect(page.locator("boom-timeline.has-filter")).to_have_count(0)
