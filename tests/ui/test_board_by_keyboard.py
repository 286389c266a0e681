"""The board with the keyboard alone, and what a screen reader hears, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PRIYA, AIKO, HANA, DANA = "#b3", "#b2", "#b4", "#b1"


def focus(page: Page, ticket: str) -> None:
    page.locator(f"{ticket} > a").focus()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_board_is_one_tab_stop(board):
    assert board.locator(".ev a[tabindex='0']").count() == 1
    assert board.locator(".ev a:not([tabindex])").count() == 0


def test_a_refreshed_row_does_not_bring_tab_stops_back(board):
    focus(board, PRIYA)
    press(board, "m", "ArrowLeft", "Enter")
    expect(board.locator(PRIYA)).to_have_attribute("data-v", "2")

    assert board.locator(".ev a[tabindex='0']").count() == 1
    assert board.locator(".ev a:not([tabindex])").count() == 0
    expect(board.locator(f"{PRIYA} > a")).to_be_focused()


def test_arrows_go_from_booking_to_booking(board):
    focus(board, AIKO)

    press(board, "ArrowRight")
    expect(board.locator(f"{PRIYA} > a")).to_be_focused()

    press(board, "ArrowDown")
    expect(board.locator("#b6 > a")).to_be_focused()

    press(board, "Home")
    expect(board.locator(f"{HANA} > a")).to_be_focused()

    press(board, "End")
    expect(board.locator("#b6 > a")).to_be_focused()


def test_up_passes_over_to_the_nearest_in_time(board):
    focus(board, PRIYA)

    press(board, "ArrowUp")

    expect(board.locator(f"{DANA} > a")).to_be_focused()


def test_a_booking_is_picked_up_moved_and_put_down(board):
    focus(board, PRIYA)
    press(board, "m")
    expect(board.locator("#say")).to_contain_text("Moving Priya Nair. Arrow keys change time and room")

    press(board, "ArrowLeft", "ArrowLeft")
    expect(board.locator("#say")).to_have_text("Alto, 23:30 to 01:30, free")

    press(board, "ArrowDown")
    expect(board.locator("#say")).to_have_text("Birdsong, 23:30 to 01:30, taken")

    press(board, "ArrowUp", "Enter")
    expect(board.locator("#toasts")).to_contain_text("Moved Priya Nair to Alto, 23:30–01:30")
    expect(board.locator(f"{PRIYA} > a")).to_be_focused()


def test_shift_and_an_arrow_change_the_length(board):
    focus(board, PRIYA)

    press(board, "m", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")

    expect(board.locator("#toasts")).to_contain_text("Priya Nair now ends 02:30")


def test_escape_puts_it_back_and_says_so(board):
    before = board.locator(PRIYA).bounding_box()
    focus(board, PRIYA)

    press(board, "m", "ArrowLeft", "ArrowDown", "Escape")

    expect(board.locator("#say")).to_have_text("Put back.")
    assert board.locator(PRIYA).bounding_box() == before
    expect(board.locator(f"{PRIYA} > a")).to_be_focused()


def test_what_cannot_move_says_so(board):
    focus(board, HANA)

    press(board, "m")

    expect(board.locator("#say")).to_have_text("Hana Suzuki cannot be moved.")
    expect(board.locator(".is-drag")).to_have_count(0)


def test_enter_opens_the_booking_and_escape_comes_back(board):
    focus(board, PRIYA)

    press(board, "Enter")
    expect(board.locator("#drawer-title")).to_be_focused()

    press(board, "Escape")
    expect(board.locator("#drawer")).not_to_be_visible()
    expect(board.locator(f"{PRIYA} > a")).to_be_focused()


def test_a_link_says_who_when_and_what(board):
    name = "Priya Nair, 00:00–02:00, 2 people, Confirmed"

    expect(board.locator(f"{PRIYA} > a")).to_have_accessible_name(name)


def test_right_to_left_turns_the_arrows_round(board):
    board.evaluate("() => (document.documentElement.dir = 'rtl')")
    focus(board, PRIYA)

    press(board, "m", "ArrowRight", "Enter")

    expect(board.locator(PRIYA)).to_have_attribute("data-at", "69")


def test_single_keys_open_things_and_can_be_switched_off(board):
    press(board, "n")
    expect(board.locator("#drawer-title")).to_have_text("New booking")
    press(board, "Escape")

    press(board, "?")
    board.get_by_role("switch", name="Single-key shortcuts").uncheck()
    board.get_by_role("dialog").get_by_role("button", name="Close").click()
    press(board, "n")

    expect(board.locator("#drawer")).not_to_be_visible()


def test_single_keys_do_nothing_in_a_field(board):
    press(board, "n")
    board.locator("#guest").fill("Nina ")

    board.locator("#guest").press("w")

    expect(board.locator("#guest")).to_have_value("Nina w")
    expect(board.locator("#drawer-title")).to_have_text("New booking")
