"""The staff's calendar in a real browser: how it looks and reads, and what hands do on the board."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings.services import setup
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.evening import Evening, evening_of
from tests.e2e.people import drag, is_live, keep_the_price, open_ticket, row, said, sign_in, ticket

pytestmark = pytest.mark.browser

LOOKS = [
    pytest.param(DESKTOP, "light", id="desktop-light"),
    pytest.param(PHONE, "dark", id="phone-dark"),
]
PAGES = {
    "day": "/dashboard/",
    "board": "/dashboard/?view=rooms",
    "list": "/dashboard/agenda/",
    "week": "/dashboard/week/",
    "month": "/dashboard/month/",
    "find": "/dashboard/find/?q=a",
    "screens": "/dashboard/settings/screens/",
    "bookings": "/dashboard/bookings/",
    "new": "/dashboard/bookings/new/",
    "block": "/dashboard/blocks/new/",
    "activity": "/dashboard/activity/",
}


@pytest.fixture
def evening(found_venue: Callable[..., LiveVenue]) -> Evening:
    """Four rooms, open since three hours."""
    return evening_of(found_venue)


@pytest.fixture
def desk(evening: Evening, browse: Browsing) -> Page:
    """The owner's board on a desktop, in touch with the server."""
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)
    is_live(page)
    return page


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_of_a_busy_evening_is_fit_for_everybody(found_venue, browse, request, size, scheme):
    evening = evening_of(found_venue, busy=True)
    opened = evening.named("Sofía Reyes")
    kept = {**PAGES, "drawer": f"/dashboard/?booking={opened}", "booking": f"/dashboard/bookings/{opened}/"}
    first = browse(size=size, color_scheme=scheme)
    sign_in(first, evening.venue)

    for name, path in kept.items():
        page = first.context.new_page()
        browse.complaints.listen(page)
        page.goto(evening.venue.url(path))
        if name == "drawer":
            expect(page.get_by_role("dialog", name="Sofía Reyes")).to_be_visible()
        picture(page, f"calendar-{name}-{request.node.callspec.id}", whole=False)
        browse.check(page)
        page.close()


def middle_of_edge(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] - 3, box["y"] + box["height"] / 2


def quarter(page: Page) -> float:
    """The width of a quarter of an hour, in pixels."""
    units = int(page.locator("#board").get_attribute("data-cols") or 0)
    box = page.locator(".tl-lane").first.bounding_box()
    assert box
    return box["width"] / units * 3


def test_pulling_an_edge_makes_a_stay_longer(evening, browse):
    booking = evening.book("Duet", 2, 4, "Priya Nair")
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)
    x, y = middle_of_edge(page.locator(f"#b{booking.pk}"))

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2 * quarter(page), y, steps=6)
    page.mouse.up()
    # What it adds is said before it is saved.
    page.get_by_role("dialog").get_by_role("button", name=re.compile(r"Take .+ \(\+")).click()

    said(page, re.compile("Extended Priya Nair to"))
    browse.takes_back("409")
    expect(page.locator(f"#b{booking.pk}")).to_have_attribute("data-len", "18")
    assert evening.minutes_of(booking) == 90


def test_a_drop_the_page_could_not_know_is_taken_offers_what_is_free(evening, browse):
    evening.change_room("Duet", buffer_after=30)
    evening.book("Duet", 0, 4, "Jun Park")
    booking = evening.book("Cassette", 5, 4, "Priya Nair")
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)

    drag(page, ticket(page, "Priya Nair"), row(page, "Duet"))

    toast = said(page, "Too close to Jun Park")
    expect(row(page, "Cassette").get_by_role("link", name="Priya Nair")).to_be_visible()
    toast.get_by_role("button").first.click()
    keep_the_price(page)
    said(page, "Moved Priya Nair to")
    browse.takes_back("409")
    assert evening.version_of(booking) == 2


def test_a_stretch_drawn_on_empty_ground_becomes_a_booking(evening, desk):
    lane = row(desk, "Birdsong").locator(".tl-lane").bounding_box()
    assert lane
    x, y = lane["x"] + quarter(desk) * 20.5, lane["y"] + lane["height"] / 2

    desk.mouse.move(x, y)
    desk.mouse.down()
    desk.mouse.move(x + quarter(desk) * 6, y, steps=6)
    desk.mouse.up()

    form = desk.get_by_role("dialog", name="New booking")
    expect(form.get_by_label("Birdsong")).to_be_checked()
    expect(form.get_by_label("Length")).to_have_value(re.compile("75|90|105"))
    form.get_by_label("Name").fill("Hana Suzuki")
    form.get_by_role("button", name="Book").click()
    said(desk, "Booked Hana Suzuki into Birdsong")
    expect(form).to_be_hidden()
    expect(row(desk, "Birdsong").get_by_role("link", name="Hana Suzuki")).to_be_visible()


def test_the_form_looks_again_which_rooms_are_free_when_the_time_changes(evening, desk):
    evening.book("Alto", 8, 8, "Jun Park")
    desk.get_by_role("link", name="New booking").first.click()
    form = desk.get_by_role("dialog", name="New booking")

    form.get_by_label("Name").fill("Hana")
    form.get_by_label("Birdsong").check()
    form.get_by_label("Starts").select_option(evening.wall(8))
    why_not = form.get_by_text(re.compile("room cannot be had"))
    why_not.click()

    expect(form.get_by_text(re.compile("Jun Park has it"))).to_be_visible()
    expect(form.get_by_label("Name")).to_have_value("Hana")
    with desk.expect_response(re.compile("/bookings/new/rooms/")):
        form.get_by_label("Starts").select_option(evening.wall(9))
    desk.wait_for_timeout(300)
    expect(form.get_by_text(re.compile("Jun Park has it"))).to_be_visible()
    expect(form.get_by_label("Birdsong")).to_be_checked()


def test_a_chosen_room_that_cannot_be_had_any_more_stays_in_sight(evening, desk):
    evening.book("Alto", 8, 8, "Jun Park")
    desk.get_by_role("link", name="New booking").first.click()
    form = desk.get_by_role("dialog", name="New booking")

    form.get_by_label("Alto").check()
    form.get_by_label("Starts").select_option(evening.wall(8))

    expect(form.get_by_text(re.compile("Jun Park has it"))).to_be_visible()
    expect(form.get_by_label("Alto")).to_be_checked()


def test_a_room_is_blocked_and_the_key_z_takes_it_back(evening, desk):
    desk.get_by_role("link", name="Block").click()
    form = desk.get_by_role("dialog", name="Block rooms")
    form.get_by_label("Alto").check()
    form.get_by_label("Why").fill("New speakers")
    form.get_by_role("button", name="Block").click()

    said(desk, "Blocked Alto")
    expect(ticket(desk, "New speakers")).to_be_visible()
    desk.keyboard.press("z")
    said(desk, "Undone")
    expect(ticket(desk, "New speakers")).to_have_count(0)


def test_rules_are_set_aside_in_the_drawer_that_opens_after_the_drop(evening, browse):
    booking = evening.book("Duet", 22, 4, "Priya Nair")
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)
    evening.change_room("Alto", max_duration=45)
    page.reload()

    drag(page, ticket(page, "Priya Nair"), row(page, "Alto"))

    drawer = page.get_by_role("dialog", name="Priya Nair")
    expect(drawer.get_by_role("alert")).to_contain_text("A booking here lasts")
    drawer.get_by_label("Reason").fill("Regulars")
    drawer.get_by_role("button", name="Do it anyway").click()
    keep_the_price(page)
    said(page, "Moved Priya Nair to Alto")
    browse.takes_back("409")
    browse.takes_back("422")
    assert evening.version_of(booking) == 2


def test_a_phone_begins_with_the_list_and_its_chips_narrow_it(evening, browse):
    evening.book("Duet", -2, 8, "Late Lara")
    evening.book("Alto", 12, 8, "Later Lou")
    page = browse(size=PHONE)
    sign_in(page, evening.venue)

    expect(page.locator(".tl")).to_be_hidden()
    expect(ticket(page, "Late Lara")).to_be_visible()
    page.get_by_role("button", name="late to arrive").tap()

    expect(ticket(page, "Later Lou")).to_have_count(0)
    assert "show=late" in page.url
    page.reload()
    expect(ticket(page, "Later Lou")).to_have_count(0)
    page.get_by_role("link", name="Rooms", exact=True).tap()
    expect(page.locator(".tl")).to_be_visible()


def test_a_drawer_closes_with_escape_and_gives_the_focus_back(evening, browse):
    booking = evening.book("Duet", 2, 4, "Priya Nair")
    page = browse(size=DESKTOP)
    sign_in(page, evening.venue)

    open_ticket(page, "Priya Nair")
    assert f"booking={booking.pk}" in page.url
    page.keyboard.press("Escape")

    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator(f"#b{booking.pk} > a")).to_be_focused()
    assert "booking=" not in page.url


WORDS_CUT = """() => {
  const cut = [];
  for (const cell of document.querySelectorAll("thead th")) {
    for (const node of [...cell.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE)) {
      for (const { 0: word, index } of node.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const { right } = range.getBoundingClientRect();
        if (range.getClientRects().length > 1 || right > cell.getBoundingClientRect().right) cut.push(word);
      }
    }
  }
  return cut;
}"""


@pytest.mark.parametrize("path", ["/dashboard/week/", "/dashboard/month/"])
@pytest.mark.parametrize("width", [320, 360])
def test_on_a_phone_no_day_is_cut_in_the_head_of_a_week(evening, browse, path, width):
    page = browse(size={**PHONE, "viewport": {"width": width, "height": 740}})
    sign_in(page, evening.venue)

    page.goto(evening.venue.url(path))

    assert page.locator("thead th").count() >= 7
    assert page.evaluate(WORDS_CUT) == []


def test_everything_behind_more_comes_in_sight_on_a_phone(evening, browse):
    page = browse(size=PHONE)
    sign_in(page, evening.venue)

    page.get_by_role("button", name="More").tap()

    sheet = page.locator("#more")
    expect(sheet.get_by_role("link", name="Calendar")).to_be_in_viewport(ratio=1)
    for one in (sheet.get_by_role("link", name="Your account"), sheet.get_by_role("button", name="Sign out")):
        one.scroll_into_view_if_needed()
        expect(one).to_be_in_viewport(ratio=1)
    picture(page, "calendar-more", whole=False)
    browse.check(page)


def test_the_list_of_keys_names_those_that_do_something_here(evening, desk):
    evening.book("Duet", 6, 4, "Priya Nair")
    expect(ticket(desk, "Priya Nair")).to_be_visible()
    keys = desk.locator("#shortcuts dt:visible")

    desk.keyboard.press("?")
    on_the_board = keys.all_inner_texts()
    desk.get_by_role("button", name="Close").click()
    desk.goto(evening.venue.url("/dashboard/bookings/"))
    desk.keyboard.press("?")

    everywhere = ["N", "W", "T", "[\n]", "1\n–\n4", "P", "/", "Z", "?"]
    assert on_the_board == [*everywhere, "←\n→\n↑\n↓\nHome\nEnd", "Enter", "X", "M"]
    assert keys.all_inner_texts() == ["N", "/", "Z", "?"]


def test_the_first_steps_leave_the_board_in_sight_and_go_with_the_first_booking(evening, desk):
    with evening.venue.scope():
        setup.change_venue(venue_id=evening.venue.site().pk, phone="+442079460123")
    desk.reload()
    is_live(desk)
    desk.evaluate("() => { globalThis.isStillHere = true; }")
    steps = desk.get_by_role("region", name="Ready for the first booking")

    expect(steps).to_contain_text("Step 5 of 5: Make a test booking")
    expect(row(desk, "Duet")).to_be_in_viewport(ratio=1)
    picture(desk, "calendar-first-steps", whole=False)
    evening.book("Duet", 6, 4, "Priya Nair")

    expect(ticket(desk, "Priya Nair")).to_be_visible()
    expect(steps).to_have_count(0)
    assert desk.evaluate("() => globalThis.isStillHere")


def test_the_search_jumps_to_a_booking_of_another_night(evening, desk):
    far = evening.book("Duet", 6 + 7 * 24 * 4, 4, "Zenobia Quill")

    desk.keyboard.press("/")
    desk.keyboard.type("zenobya")
    expect(desk.locator("#found")).to_contain_text("Zenobia Quill")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("dialog", name="Zenobia Quill")).to_be_visible()
    expect(desk.locator(f"#b{far.pk}")).to_be_in_viewport()
    expect(desk.locator(f"#b{far.pk} > a")).to_be_focused()


def test_arrows_go_through_what_the_search_found_and_escape_clears_it(evening, desk):
    evening.book("Duet", 6, 4, "Zenobia Quill")

    desk.keyboard.press("/")
    desk.keyboard.type("zenobia")
    expect(desk.locator("#found a").first).to_be_visible()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("#found a").first).to_be_focused()
    desk.keyboard.press("Escape")

    expect(desk.get_by_label("Find a booking by name, phone or reference")).to_have_value("")
    expect(desk.locator("#found a")).to_have_count(0)
