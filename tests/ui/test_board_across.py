"""The board with rooms across, by hand: time runs down, rooms stand side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.test_board_by_hand import drag, middle, posts

pytestmark = pytest.mark.browser

PRIYA, MAX, JUN = "#b3", "#b6", "#b5"


@pytest.fixture
def across(board) -> Page:
    """The board as the look "Rooms across" draws it, scrolled to where the night is."""
    board.locator("boom-timeline").evaluate("board => { board.dataset.rooms = 'across'; }")
    board.locator(PRIYA).scroll_into_view_if_needed()
    return board


def hour(page: Page) -> float:
    """Height of an hour on the board, in pixels."""
    return page.locator(".tl-lane").first.bounding_box()["height"] / 10


def in_room(page: Page, row: str, ticket: Locator) -> float:
    """How far a ticket is from the middle of a room's column, sideways."""
    lane = page.locator(f"{row} .tl-lane").bounding_box()
    return lane["x"] + lane["width"] / 2 - middle(ticket)[0]


def test_a_ticket_is_dragged_down_to_a_later_time(across):
    ticket = across.locator(PRIYA)

    drag(across, middle(ticket), by=(0, -1.1 * hour(across)))

    expect(across.locator("#toasts")).to_contain_text("Moved Priya Nair to Alto, 23:00–01:00")
    expect(ticket).to_have_attribute("data-at", "60")


def test_a_ticket_is_dragged_sideways_into_another_room(across):
    ticket = across.locator(PRIYA)

    drag(across, middle(ticket), by=(in_room(across, "#row-4", ticket), -2.25 * hour(across)))

    expect(across.locator("#toasts")).to_contain_text("Moved Priya Nair to Duet, 21:45–23:45")
    expect(across.locator(f"#row-4 {PRIYA}")).to_have_count(1)


def test_the_lower_edge_of_a_ticket_makes_it_longer(across):
    ticket = across.locator(PRIYA)
    box = ticket.bounding_box()

    drag(across, (box["x"] + box["width"] / 2, box["y"] + box["height"] - 3), by=(0, 0.5 * hour(across)))

    expect(across.locator("#toasts")).to_contain_text("Priya Nair now ends 02:30")
    expect(ticket).to_have_attribute("data-len", "30")


def test_escape_puts_a_ticket_back_in_its_column(across):
    sent = posts(across)
    ticket = across.locator(PRIYA)
    before = ticket.bounding_box()

    drag(across, middle(ticket), by=(in_room(across, "#row-4", ticket), 0), drop=False)
    lifted = ticket.bounding_box()
    across.keyboard.press("Escape")
    across.mouse.up()

    assert lifted != before
    assert ticket.bounding_box() == before
    assert sent == []
