"""The board with a mouse and with a finger, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

PRIYA, MAX, JUN, HANA, YUKI = "#b3", "#b6", "#b5", "#b4", "#b12"


def hour(page: Page) -> float:
    """Width of an hour on the board, in pixels."""
    return page.locator(".tl-lane").first.bounding_box()["width"] / 10


def middle(ticket: Locator) -> tuple[float, float]:
    box = ticket.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], *, by: tuple[float, float], drop: bool = True) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0] / 2, start[1] + by[1] / 2, steps=4)
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=4)
    # Positions are drawn once a frame.
    page.wait_for_timeout(60)
    if drop:
        page.mouse.up()


def posts(page: Page) -> list[str]:
    """The addresses posted to from now on."""
    found: list[str] = []
    page.on("request", lambda request: request.method == "POST" and found.append(request.url))
    return found


def test_a_ticket_dragged_along_its_room_moves_by_quarters_of_an_hour(board):
    ticket = board.locator(PRIYA)

    drag(board, middle(ticket), by=(-1.1 * hour(board), 0))

    expect(board.locator("#toasts")).to_contain_text("Moved Priya Nair to Alto, 23:00–01:00")
    expect(ticket).to_have_attribute("data-at", "60")
    expect(ticket).to_have_attribute("data-v", "2")
    expect(ticket).to_have_class("ev sh-5 sm-0 wh-2 wm-0")


def test_a_ticket_dragged_to_another_room_lands_there(board):
    ticket = board.locator(PRIYA)
    room = board.locator("#row-4 .tl-lane").bounding_box()
    x, y = middle(ticket)

    drag(board, (x, y), by=(-2.25 * hour(board), room["y"] + 20 - y))

    expect(board.locator("#toasts")).to_contain_text("Moved Priya Nair to Duet, 21:45–23:45")
    expect(board.locator(f"#row-4 {PRIYA}")).to_have_count(1)
    expect(board.locator(f"#row-1 {PRIYA}")).to_have_count(0)


def test_the_edge_of_a_ticket_resizes_it(board):
    ticket = board.locator(PRIYA)
    box = ticket.bounding_box()

    drag(board, (box["x"] + box["width"] - 3, box["y"] + 20), by=(0.5 * hour(board), 0))

    expect(board.locator("#toasts")).to_contain_text("Priya Nair now ends 02:30")
    expect(ticket).to_have_attribute("data-len", "30")


def test_its_beginning_can_be_pulled_too(board):
    ticket = board.locator(PRIYA)
    box = ticket.bounding_box()

    drag(board, (box["x"] + 3, box["y"] + 20), by=(-0.5 * hour(board), 0))

    expect(ticket).to_have_attribute("data-at", "66")
    expect(ticket).to_have_attribute("data-len", "30")


def test_while_it_is_dragged_a_sign_tells_time_room_and_whether_it_is_taken(board):
    drag(board, middle(board.locator(PRIYA)), by=(-1 * hour(board), 0), drop=False)
    free = board.locator(".tip").text_content()
    board.mouse.move(*middle(board.locator(MAX)), steps=4)
    board.wait_for_timeout(60)
    taken = board.locator(".tip").text_content()
    board.keyboard.press("Escape")
    board.mouse.up()

    assert free == "23:00–01:00 Alto"
    assert taken.endswith("Birdsong, taken")


def test_dropping_on_somebody_else_is_refused_with_their_name(board):
    sent = posts(board)
    ticket = board.locator(PRIYA)
    x, y = middle(ticket)
    target = middle(board.locator(MAX))

    drag(board, (x, y), by=(target[0] - x, target[1] - y))

    expect(board.locator("#toasts")).to_contain_text("That time is taken by Max Braun. Nothing moved.")
    expect(ticket).to_have_attribute("data-at", "72")
    expect(board.locator(f"#row-1 {PRIYA}")).to_have_count(1)
    assert sent == []


def test_escape_puts_a_dragged_ticket_back(board):
    sent = posts(board)
    ticket = board.locator(PRIYA)
    before = ticket.bounding_box()

    drag(board, middle(ticket), by=(-2 * hour(board), 0), drop=False)
    board.keyboard.press("Escape")
    board.mouse.up()

    assert ticket.bounding_box() == before
    assert sent == []
    expect(board.locator("#drawer")).not_to_be_visible()


def test_a_small_tremble_is_a_click_and_opens_the_booking(board):
    ticket = board.locator(PRIYA)
    x, y = middle(ticket)

    board.mouse.move(x, y)
    board.mouse.down()
    board.mouse.move(x + 2, y + 1)
    board.mouse.up()

    expect(board.locator("#drawer")).to_be_visible()
    expect(board.locator("#drawer-title")).to_be_focused()


def test_a_finished_booking_stays_where_it_is(board):
    sent = posts(board)

    drag(board, middle(board.locator(HANA)), by=(hour(board), 0))

    expect(board.locator(HANA)).to_have_attribute("data-at", "12")
    assert sent == []


def test_moving_somebody_already_in_their_room_asks_first(board):
    ticket = board.locator(YUKI)
    room = board.locator("#row-1 .tl-lane").bounding_box()
    x, y = middle(ticket)

    drag(board, (x, y), by=(2 * hour(board), room["y"] + 20 - y))
    expect(board.get_by_role("dialog")).to_contain_text("Move Yuki Tanaka, who is already in the room?")
    board.get_by_role("button", name="Keep as it is").click()

    expect(board.locator(f"#row-4 {YUKI}")).to_have_attribute("data-at", "21")


def test_undo_puts_it_back(board):
    drag(board, middle(board.locator(PRIYA)), by=(-1 * hour(board), 0))
    expect(board.locator("#toasts")).to_contain_text("Moved Priya Nair")

    board.keyboard.press("z")

    expect(board.locator(PRIYA)).to_have_attribute("data-at", "72")
    expect(board.locator("#toasts")).to_contain_text("Put back.")


def test_a_move_that_does_not_get_through_goes_back_and_can_be_tried_again(board):
    board.route("**/move/", lambda route: route.abort())
    ticket = board.locator(PRIYA)
    drag(board, middle(ticket), by=(-1 * hour(board), 0))
    expect(board.locator("#toasts")).to_contain_text("That did not get through. Nothing changed.")
    expect(ticket).to_have_attribute("data-at", "72")
    assert ticket.get_attribute("style") in {None, ""}
    board.unroute("**/move/")
    board.complaints.clear()

    board.get_by_role("button", name="Try again").click()

    expect(ticket).to_have_attribute("data-at", "60")


def test_a_clash_only_the_server_knows_of_shows_the_true_rows(board):
    # Somebody else has put Hana where this board shows free ground.
    client = board.evaluate("() => import('/static/js/http.js').then((http) => http.clientId)")
    board.request.post(
        board.url + "6/move/",
        form={"room": "1", "at": "48", "length": "12", "version": "1"},
        headers={"X-Client": client, "X-CSRFToken": _token(board), "Referer": board.url},
    )
    ticket = board.locator(PRIYA)

    drag(board, middle(ticket), by=(-2 * hour(board), 0))

    expect(board.locator("#toasts")).to_contain_text("Alto is taken at 22:00–00:00 by Max Braun.")
    expect(board.locator(f"#row-1 {MAX}")).to_have_attribute("data-at", "48")
    expect(ticket).to_have_attribute("data-at", "72")
    # A 409 is told to the console by the browser itself.
    assert ["409" in complaint for complaint in board.complaints] == [True]
    board.complaints.clear()


def _token(page: Page) -> str:
    return page.evaluate(
        "() => JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRFToken']"
    )


def test_drawing_on_empty_ground_opens_the_form_with_room_and_time(board):
    lane = board.locator("#row-1 .tl-lane").bounding_box()
    start = (lane["x"] + 4 * hour(board) + 5, lane["y"] + 20)

    drag(board, start, by=(1.4 * hour(board), 0))

    expect(board.locator("[data-chosen]")).to_have_text("Alto, 22:00–23:30, 1 h 30")
    expect(board.locator(".ghost")).to_have_count(0)


def test_a_stretch_cannot_be_drawn_over_a_booking(board):
    lane = board.locator("#row-1 .tl-lane").bounding_box()
    start = (lane["x"] + 5 * hour(board) + 5, lane["y"] + 20)

    drag(board, start, by=(3 * hour(board), 0))

    expect(board.locator("[data-chosen]")).to_have_text("Alto, 23:00–00:00, 1 h")


def test_pressing_empty_ground_twice_opens_the_form(board):
    lane = board.locator("#row-1 .tl-lane").bounding_box()

    board.mouse.dblclick(lane["x"] + 4 * hour(board) + 30, lane["y"] + 20)

    expect(board.locator("[data-chosen]")).to_have_text("Alto, 22:15–23:15, 1 h")


def test_who_may_only_look_cannot_drag(open_page):
    page = open_page("board/?readonly")
    sent = posts(page)

    drag(page, middle(page.locator(PRIYA)), by=(-1 * hour(page), 0))

    expect(page.locator(PRIYA)).to_have_attribute("data-at", "72")
    assert sent == []


def test_a_finger_drags_after_holding_and_pans_before(open_page):
    page = open_page("board/", width=1024, height=768, has_touch=True)
    page.locator(".ev a[tabindex='0']").wait_for(state="attached")
    ticket = page.locator(PRIYA)
    ticket.scroll_into_view_if_needed()
    x, y = middle(ticket)
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]}
        )

    send("touchStart", (x, y))
    page.wait_for_timeout(450)
    expect(ticket).to_have_class("ev sh-6 sm-0 wh-2 wm-0 is-drag")
    send("touchMove", (x - hour(page) / 2, y))
    send("touchMove", (x - hour(page), y))
    page.wait_for_timeout(80)
    send("touchEnd")

    expect(ticket).to_have_attribute("data-at", "60")


def test_a_finger_that_moves_at_once_does_not_drag(open_page):
    page = open_page("board/", width=1024, height=768, has_touch=True)
    page.locator(".ev a[tabindex='0']").wait_for(state="attached")
    ticket = page.locator(PRIYA)
    ticket.scroll_into_view_if_needed()
    x, y = middle(ticket)
    touch = page.context.new_cdp_session(page)

    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        touch.send(
            "Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x - 20 * step, "y": y}]}
        )
    page.wait_for_timeout(450)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    expect(ticket).to_have_attribute("data-at", "72")
    expect(page.locator(".is-drag")).to_have_count(0)
