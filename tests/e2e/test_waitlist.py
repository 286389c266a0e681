"""A full night in a real browser: a guest gets in line, hears by mail, and takes what somebody gave up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import pytest
from playwright.sync_api import Page, expect

from bookings.models import Booking
from bookings.services.cancelling import cancel_booking
from boom.core import clock
from tests.e2e.conftest import PHONE, LiveBoom, picture
from tests.e2e.people import sign_in
from tests.factories import make_block
from tests.factories.waitlist import make_waiting
from tests.servers import PATIENCE_S

pytestmark = pytest.mark.browser


def await_offer(boom: LiveBoom, address: str) -> str:
    """The link of the mail that says something is free."""
    deadline = monotonic() + PATIENCE_S
    while not any("Free for you" in str(mail["Subject"]) for mail in boom.mails_to(address)):
        assert monotonic() < deadline, "no offer came by mail"
        sleep(0.1)
    return boom.link_mailed_to(address)


def test_a_guest_waits_for_a_full_night_and_takes_what_somebody_gives_up(found_venue, live_boom, browse):
    venue = found_venue(
        business_name="Velvet Rooms",
        rooms=[{"name": "Duet", "capacity_max": 4, "price_per_hour_minor": 3000}],
    )
    (duet,) = venue.rooms()
    night = (datetime.now(UTC) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    taken = venue.book(duet, night.replace(hour=21), minutes=120, name="Gives Up")
    with venue.scope():
        make_block(room=duet, starts_at=night, minutes=21 * 60)
        make_block(room=duet, starts_at=night.replace(hour=23), minutes=5 * 60)

    page = browse(venue.url(f"/?day={night.date()}&people=2&minutes=120"), size=PHONE)
    page.get_by_role("link", name="Join the waiting list").click()
    page.get_by_label("Full name").fill("Hana Suzuki")
    page.get_by_label("Email").fill("hana.waits@example.com")
    picture(page, "waitlist-1-join")
    browse.check(page)
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.get_by_text("You are first in line.")).to_be_visible()
    picture(page, "waitlist-2-place")
    browse.check(page)

    with venue.scope():
        cancel_booking(booking_id=taken.pk, version=taken.version, now=clock.now())
    page.goto(await_offer(live_boom, "hana.waits@example.com"))
    expect(page.get_by_role("heading", name="A room is free for you")).to_be_visible()
    expect(page.locator(".hold")).to_contain_text("minutes left")
    picture(page, "waitlist-3-offer")
    browse.check(page)
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_label("Full name")).to_have_value("Hana Suzuki")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()

    staff = browse()
    sign_in(staff, venue)
    staff.goto(venue.url(f"/dashboard/waitlist/?day={night.date()}"))
    expect(staff.get_by_role("listitem").filter(has_text="Hana Suzuki")).to_contain_text("Accepted")
    browse.check(staff)
    with venue.scope():
        booking = Booking.objects.get(guest_name="Hana Suzuki")
        assert (booking.status, booking.starts_at) == ("confirmed", taken.starts_at)


@pytest.fixture
def three_in_line(found_venue):
    """A night that is full, and Ann, Ben and Cleo who wait for it; the venue and the night."""
    venue = found_venue(rooms=[{"name": "Duet", "capacity_max": 4}])
    (duet,) = venue.rooms()
    night = (datetime.now(UTC) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    with venue.scope():
        make_block(room=duet, starts_at=night - timedelta(days=1), minutes=3 * 24 * 60)
        for name in ("Ann", "Ben", "Cleo"):
            make_waiting(venue.site(), now=clock.now(), name=name, first_day=night.date())
    return venue, night


def names_in_line(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("[data-entry] .rowlink").all_text_contents()]


def hold_by_the_grip(page: Page, name: str, *, over: str) -> None:
    """Take somebody by their grip and hold them over the upper half of somebody else's place."""
    place = page.locator("[data-entry]").filter(has_text=name)
    grip = place.locator("[data-grip]").bounding_box()
    target = page.locator("[data-entry]").filter(has_text=over).bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"], target["y"] + target["height"] / 3, steps=6)


def test_the_line_is_reordered_by_dragging_and_that_is_taken_back(three_in_line, browse):
    venue, night = three_in_line
    page = browse()
    sign_in(page, venue)
    page.goto(venue.url(f"/dashboard/waitlist/?day={night.date()}"))

    hold_by_the_grip(page, "Cleo", over="Ann")
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("Cleo")
    page.reload()
    assert names_in_line(page) == ["Cleo", "Ann", "Ben"]

    hold_by_the_grip(page, "Ann", over="Cleo")
    page.mouse.up()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-entry]").first).to_contain_text("Cleo")
    page.reload()
    assert names_in_line(page) == ["Cleo", "Ann", "Ben"]
    browse.check(page)


def test_escape_puts_somebody_back_in_line(three_in_line, browse):
    venue, night = three_in_line
    page = browse()
    sign_in(page, venue)
    page.goto(venue.url(f"/dashboard/waitlist/?day={night.date()}"))
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.wait_for_load_state("networkidle")

    hold_by_the_grip(page, "Cleo", over="Ann")
    held = names_in_line(page)
    page.keyboard.press("Escape")
    page.mouse.up()

    assert held == ["Cleo", "Ann", "Ben"]
    assert names_in_line(page) == ["Ann", "Ben", "Cleo"]
    assert sent == []
