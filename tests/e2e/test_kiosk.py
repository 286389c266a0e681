"""A tablet at the door: made a kiosk by staff, used by a guest, and ready for the next by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from boom.core import clock
from tests.e2e.conftest import picture
from tests.e2e.people import sign_in

pytestmark = pytest.mark.browser
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
PAST_ALL_IDLENESS_MS = 200_000


def test_a_tablet_at_the_door_checks_a_party_in_and_goes_back_by_itself(venue, browse):
    now = clock.now().replace(second=0, microsecond=0)
    booking = venue.book(venue.rooms()[0], now + timedelta(minutes=15), name="Priya Nair")
    page = browse(venue.url("/accounts/sign-in/"), **TABLET)
    page.clock.install()
    sign_in(page, venue)
    page.goto(venue.url("/dashboard/settings/screens/"))
    page.get_by_label("Name").fill("Front door")
    page.get_by_label("Guests may take a free room by themselves").check()
    page.get_by_role("button", name="Make this device a kiosk").click()

    expect(page.get_by_role("heading", name="Rooms now")).to_be_visible()
    picture(page, "kiosk-start")
    browse.check(page)
    page.get_by_role("link", name="I have a booking").click()
    page.get_by_label("Your booking’s code").fill(booking.reference)
    picture(page, "kiosk-code")
    page.get_by_role("button", name="Check in").click()

    expect(page.get_by_role("heading", name="Your room is")).to_be_visible()
    picture(page, "kiosk-done")
    page.clock.fast_forward(PAST_ALL_IDLENESS_MS)
    page.wait_for_url(venue.url("/kiosk/"))
    page.get_by_role("link", name="I’d like a room now").click()
    picture(page, "kiosk-room")
    browse.check(page)
