"""Drawer, toasts, forms and the picker in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

pytestmark = pytest.mark.browser


def test_the_drawer_has_an_address_and_back_closes_it(board):
    board.locator("#b16 > a").click()
    expect(board.locator("#drawer-title")).to_have_text("Leila Amari")
    assert board.url.endswith("?booking=16")

    board.go_back()

    expect(board.locator("#drawer")).not_to_be_visible()
    assert board.url.endswith("/board/")
    expect(board.locator("#b16 > a")).to_be_focused()


def test_the_drawers_address_opens_it_again(open_page):
    page = open_page("board/?booking=16")

    expect(page.locator("#drawer-title")).to_have_text("Leila Amari")

    page.get_by_role("link", name="Close").click()
    expect(page.locator("#drawer")).not_to_be_visible()
    assert "booking" not in page.url


def test_closing_does_not_leave_steps_behind(board):
    board.locator("#b16 > a").click()
    expect(board.locator("#drawer")).to_be_visible()

    board.get_by_role("link", name="Close").click()
    expect(board.locator("#b16 > a")).to_be_focused()

    assert board.evaluate("() => history.state?.drawer") is None
    assert board.url.endswith("/board/")


def test_on_a_phone_the_drawer_is_a_sheet_over_all_but_the_toasts(open_page):
    page = open_page("board/", width=390, has_touch=True)

    page.locator("#a5 > a").click()

    expect(page.locator("dialog#drawer[aria-modal=true]")).to_be_visible()
    expect(page.locator(".app")).to_have_attribute("inert", "")
    page.evaluate("() => import('/static/js/toast.js').then((toast) => toast.complain('Told.'))")
    page.get_by_role("button", name="Dismiss").click()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).not_to_be_visible()
    expect(page.locator("#a5 > a")).to_be_focused()


def test_checking_in_from_the_drawer_changes_the_board(board):
    board.locator("#b16 > a").click()

    board.locator("#drawer").get_by_role("button", name="Check in").click()

    expect(board.locator("#b16")).to_have_attribute("data-s", "checked_in")
    expect(board.locator("#toasts")).to_contain_text("Leila Amari is in Echo.")


def test_a_toast_waits_under_the_pointer_and_goes_by_itself(open_page):
    page = open_page("board/")
    page.clock.install()
    page.reload()
    page.locator(".ev a[tabindex='0']").wait_for(state="attached")
    page.evaluate("() => import('/static/js/toast.js').then((toast) => toast.complain('Told.'))")
    toast = page.locator("#toasts [data-toast]")
    toast.hover()

    page.clock.run_for(20_000)
    expect(toast).to_have_count(1)
    page.mouse.move(10, 10)
    page.clock.run_for(6_000)

    expect(toast).to_have_count(0)


def test_at_most_three_toasts_stand(board):
    board.evaluate(
        """() => import('/static/js/toast.js').then(async (toast) => {
          for (const word of ['one', 'two', 'three', 'four']) {
            toast.complain(word);
            await new Promise((resolve) => setTimeout(resolve));
          }
        })"""
    )

    expect(board.locator("#toasts p")).to_have_text(["two", "three", "four"])


def test_a_form_is_sent_once_however_often_it_is_pressed(board):
    sent: list[str] = []
    board.on("request", lambda request: "check-in" in request.url and sent.append(request.url))
    board.locator("#b16 > a").click()
    button = board.locator("#drawer").get_by_role("button", name="Check in")

    button.evaluate("(button) => { button.click(); button.click(); }")
    expect(board.locator("#b16")).to_have_attribute("data-s", "checked_in")

    assert len(sent) == 1


def test_a_pressed_button_turns_without_changing_its_width(board):
    board.locator("#b16 > a").click()
    button = board.locator("#drawer").get_by_role("button", name="Save new time")
    width = button.bounding_box()["width"]
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    board.route("**/move/", hold)

    button.click()

    expect(button).to_have_attribute("aria-busy", "true")
    assert button.bounding_box()["width"] == width
    held[0].continue_()
    expect(button).not_to_have_attribute("aria-busy", "true")


def test_a_server_that_breaks_is_told_with_a_way_on(board):
    board.route("**/check-in/", lambda route: route.fulfill(status=500, body="broken"))
    board.locator("#b16 > a").click()

    board.locator("#drawer").get_by_role("button", name="Check in").click()
    expect(board.locator("#toasts")).to_contain_text("Something broke on our side.")
    board.unroute("**/check-in/")
    board.get_by_role("button", name="Try again").click()

    expect(board.locator("#b16")).to_have_attribute("data-s", "checked_in")
    board.complaints.clear()


def test_errors_take_the_focus_and_lead_to_their_fields(open_page):
    page = open_page("details/?errors")

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title("Error: Your details, Velvet Rooms")
    page.get_by_role("link", name="Enter an email like name@example.com").click()

    expect(page.get_by_label("Email")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_accessible_description(
        "We send the confirmation here. Enter an email like name@example.com"
    )


def test_a_link_to_a_group_goes_to_its_first_choice(open_page):
    page = open_page("")

    page.get_by_role("link", name="Choose kind of venue").click()

    expect(page.locator("#id_kind_0")).to_be_focused()


def test_the_stepper_counts_and_stops_at_its_ends(open_page):
    page = open_page("public/")
    field = page.get_by_label("People", exact=True)

    page.get_by_role("button", name="People: one more").click()
    expect(field).to_have_value("7")
    field.fill("1")
    page.get_by_role("button", name="People: one more").click()
    page.get_by_role("button", name="People: one fewer").click()

    expect(field).to_have_value("1")
    expect(page.get_by_role("button", name="People: one fewer")).to_be_disabled()


def test_choosing_a_time_refreshes_the_part_and_keeps_the_focus(open_page):
    page = open_page("public/")

    page.get_by_role("radio", name="21:30").check()

    expect(page.locator(".bar b")).to_have_text("Sat 21 Nov, 21:30 for 2 h")
    expect(page.get_by_role("radio", name="21:30")).to_be_focused()


def test_erasing_asks_and_the_button_repeats_the_verb(open_page):
    page = open_page("")
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))

    page.get_by_role("button", name="Erase 14 customers").click()
    dialog = page.get_by_role("dialog", name="Erase 14 customers?")
    expect(dialog.get_by_role("button", name="Erase 14 customers")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert sent == []

    page.get_by_role("button", name="Erase 14 customers").click()
    dialog.get_by_role("button", name="Erase 14 customers").click()
    page.wait_for_url("**/_ui/board/")

    assert len(sent) == 1


def test_a_menu_hangs_under_its_button_and_inside_the_window(open_page):
    page = open_page("", width=390, has_touch=True)
    button = page.locator("[popovertarget='menu']")
    button.scroll_into_view_if_needed()

    button.click()
    menu = page.locator("#menu").bounding_box()

    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= 390
    expect(page.locator("#menu a").first).to_be_focused()
