"""Every public page in a real browser: sound for axe, small and wide, by day and night; live; scriptless."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from bookings.domain.interval import Interval
from bookings.models import Booking
from bookings.services import setup
from bookings.services.blocks import block_room
from bookings.services.holds import release_hold
from boom.core import clock
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.test_customer_books import picker, tomorrow_at

pytestmark = pytest.mark.browser

LOOKS = [
    pytest.param(PHONE, "light", id="phone-day"),
    pytest.param(DESKTOP, "dark", id="desktop-night"),
]
REFUSED = "the server responded with a status of"


def at_nine() -> str:
    return f"{tomorrow_at(21):%Y%m%dT%H%MZ}"


def fill(page: Page, *, email: str = "hana@example.com") -> None:
    page.get_by_label("Full name").fill("Hana Suzuki")
    page.get_by_label("Email").fill(email)


def close_everything(venue: LiveVenue, starts_at: datetime, *, minutes: int = 60) -> None:
    with venue.scope():
        for room in venue.rooms():
            span = Interval.lasting(starts_at, timedelta(minutes=minutes))
            block_room(room_id=room.pk, span=span, reason="Repairs", now=clock.now())


WISHES = {
    "start-chosen": {"start": at_nine},
    "month": {"dates": lambda: f"{tomorrow_at(21):%Y-%m}"},
    "party-too-large": {"people": lambda: "40"},
    "put-right": {"day": lambda: "2020-01-01", "minutes": lambda: "17", "people": lambda: "x"},
}


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("name", list(WISHES))
def test_the_venues_page_is_sound(venue, browse, size, scheme, name):
    query = {key: value() for key, value in WISHES[name].items()}

    page = browse(picker(venue, **query), size=size, color_scheme=scheme)

    expect(page.get_by_role("heading", name="Pick a time")).to_be_visible()
    picture(page, f"public-{name}-{scheme}")
    browse.check(page)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_a_closed_day_and_a_full_one_are_sound(venue, browse, size, scheme):
    day = tomorrow_at(21).date()
    with venue.scope():
        closed = day + timedelta(days=1)
        setup.add_special_day(
            venue_id=venue.site().pk, starts_on=closed, ends_on=closed, hours=[], reason="Staff party"
        )
    close_everything(venue, tomorrow_at(0), minutes=24 * 60)

    shut = browse(picker(venue, day=closed.isoformat()), size=size, color_scheme=scheme)
    full = browse(picker(venue, day=day.isoformat()), size=size, color_scheme=scheme)

    expect(shut.get_by_text("Staff party")).to_be_visible()
    expect(full.get_by_role("heading", name=re.compile("^Full on"))).to_be_visible()
    for page, name in ((shut, "closed"), (full, "full")):
        picture(page, f"public-{name}-{scheme}")
        browse.check(page)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_way_to_a_booking_and_its_accidents_are_sound(venue, browse, size, scheme):
    def checked(page: Page, name: str) -> None:
        picture(page, f"public-{name}-{scheme}")
        browse.check(page)

    page = browse(picker(venue, start=at_nine()), size=size, color_scheme=scheme)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("alert")).to_be_focused()
    browse.takes_back(REFUSED)
    checked(page, "details-refused")

    with venue.scope():
        held = Booking.objects.get(status="held")
        release_hold(booking_id=held.pk, now=clock.now())
    page.goto(page.url)
    expect(page.get_by_role("button", name="Hold it again")).to_be_visible()
    checked(page, "given-back")

    close_everything(venue, tomorrow_at(22))
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Free instead")).to_be_visible()
    checked(page, "gone")


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_of_a_booking_are_sound(venue, browse, size, scheme):
    page = browse(picker(venue, start=at_nine()), size=size, color_scheme=scheme)
    page.get_by_role("button", name="Continue").click()
    fill(page)
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()

    own = page.url
    for path in ("", "change/", "cancel/"):
        page.goto(own + path)
        browse.check(page)
    page.goto(own[:-5] + "xxxx/")
    expect(page.get_by_role("heading", name="This link is no longer good")).to_be_visible()
    browse.takes_back(REFUSED)
    browse.check(page)


def test_the_whole_way_needs_no_script(venue, browse):
    page = browse(venue.url("/"), size=PHONE, java_script_enabled=False)

    page.get_by_label("People", exact=True).fill("6")
    page.locator(f"#day-{tomorrow_at(21).date()}").check(force=True)
    page.get_by_role("button", name="Show times and prices").click()
    page.locator(f"#start-{at_nine()}").check(force=True)
    picture(page, "public-no-script")
    page.get_by_role("button", name="Continue").click()
    fill(page, email="hana@example")
    page.get_by_role("button", name="Book").click()
    expect(page.locator("#id_name")).to_have_value("Hana Suzuki")
    page.get_by_label("Email").fill("hana@example.com")
    page.get_by_role("button", name="Book").click()
    expect(page.locator(".ticket-big")).to_contain_text("21:00–23:00")
    page.get_by_role("link", name="Change time").click()
    page.locator(f"#start-{tomorrow_at(22):%Y%m%dT%H%MZ}").check(force=True)
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.locator(".ticket-big")).to_contain_text("22:00–00:00")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Cancel this booking").click()

    expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()
    browse.takes_back(REFUSED)
    with venue.scope():
        booking = Booking.objects.get()
        assert (booking.room.name, booking.party_size, booking.status) == ("Echo", 6, "cancelled")


def test_a_keyboard_is_enough(venue, browse):
    page = browse(picker(venue))

    page.locator("#start-" + at_nine()).focus()
    page.keyboard.press("Space")
    expect(page.locator(".bar")).to_contain_text("21:00 for 2 h")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".bar")).to_contain_text("21:30 for 2 h")
    expect(page.locator(":focus")).to_have_attribute(
        "value", f"{tomorrow_at(21) + timedelta(minutes=30):%Y%m%dT%H%MZ}"
    )
    page.get_by_role("button", name="Continue").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Your details")).to_be_visible()


def test_a_time_taken_elsewhere_goes_from_an_open_page(venue, browse):
    page = browse(picker(venue))
    page.wait_for_timeout(500)
    duet, echo = venue.rooms()

    venue.book(duet, tomorrow_at(21), minutes=120)
    expect(page.locator("label", has=page.locator(f"#start-{at_nine()}"))).to_contain_text("1 left")
    venue.book(echo, tomorrow_at(21), minutes=120)

    expect(page.locator("label", has=page.locator(f"#start-{at_nine()}"))).to_contain_text("Full")


def test_a_chosen_time_that_goes_is_said_to_be_gone(venue, browse):
    page = browse(picker(venue, start=at_nine()))
    page.wait_for_timeout(500)

    close_everything(venue, tomorrow_at(21))

    expect(page.get_by_text("21:00 has just been taken. Pick another time.")).to_be_visible()
    expect(page.locator(".bar")).to_contain_text("Choose a start time")


def test_a_chosen_time_that_goes_is_chosen_no_more(venue, browse):
    page = browse(picker(venue))
    chosen = page.locator(f"#start-{at_nine()}")
    chosen.check(force=True)
    expect(page.locator(".bar")).to_contain_text("21:00 for 2 h")

    close_everything(venue, tomorrow_at(21))

    expect(page.locator("label", has=chosen)).to_contain_text("Full")
    expect(chosen).not_to_be_checked()
    expect(page.locator(".bar")).to_contain_text("Choose a start time")


def test_the_way_past_the_head_is_shown_to_keyboards_alone(venue, browse):
    page = browse(picker(venue), size=PHONE)
    skip = page.get_by_role("link", name="Skip to content")
    hidden = ("clip-path", "inset(50%)")

    expect(skip).to_have_css(*hidden)
    page.locator(f"#start-{at_nine()}").check(force=True)
    expect(page.locator(".bar")).to_contain_text("21:00 for 2 h")
    expect(skip).to_have_css(*hidden)
    page.reload()
    page.keyboard.press("Tab")

    expect(skip).to_be_focused()
    expect(skip).to_have_css("clip-path", "none")


def test_the_slower_of_two_gets_alternatives_and_books_one(venue, browse):
    # Without a script a page hears of nothing until it asks.
    slow = browse(picker(venue, people="6", start=at_nine()), size=PHONE, java_script_enabled=False)
    quick = browse(picker(venue, people="6", start=at_nine()), size=PHONE)
    quick.get_by_role("button", name="Continue").click()
    expect(quick.get_by_role("heading", name="Your details")).to_be_visible()

    slow.get_by_role("button", name="Continue").click()
    expect(slow.get_by_role("heading", name="That time has gone")).to_be_visible()
    picture(slow, "public-lost")
    browse.takes_back(REFUSED)
    slow.locator(".choice").first.click()
    expect(slow.get_by_role("heading", name="Your details")).to_be_visible()

    with venue.scope():
        assert Booking.objects.filter(status="held").count() == 2


def test_a_double_press_makes_one_hold(venue, browse):
    page = browse(picker(venue, start=at_nine()))

    page.get_by_role("button", name="Continue").dblclick()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()

    with venue.scope():
        assert Booking.objects.count() == 1


def test_back_from_the_details_finds_the_own_time_free(venue, browse):
    page = browse(picker(venue, start=at_nine()))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()

    page.go_back()

    expect(page.locator(".bar")).to_contain_text("21:00 for 2 h")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    with venue.scope():
        assert Booking.objects.count() == 1


def test_the_confirmation_comes_by_mail_with_a_link_that_opens_the_booking(venue, browse: Browsing):
    page = browse(picker(venue, start=at_nine()))
    page.get_by_role("button", name="Continue").click()
    fill(page, email="mail@example.com")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()

    mail = None
    for _ in range(100):
        mail = next(iter(venue.boom.mails_to("mail@example.com")), None)
        if mail is not None:
            break
        page.wait_for_timeout(200)
    assert mail is not None
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    page.goto(re.search(r"http://\S+/booked/\S+/", text).group())  # type: ignore[union-attr]

    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()
