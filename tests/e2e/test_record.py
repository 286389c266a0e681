"""Putting right what went wrong, in a browser: a bulk move undone, the calendar as it was, a look at all."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from audit.models import AuditEvent
from bookings.models import Booking
from bookings.services.rearranging import Place, rearrange
from boom.core import clock
from boom.core.actor import acting
from boom.core.ids import new_request_id
from tests.e2e.conftest import DESKTOP, PHONE, LiveVenue, picture

pytestmark = pytest.mark.browser


def sign_in(page: Page, venue: LiveVenue) -> None:
    page.get_by_label("E-mail").fill(venue.owner_email)
    page.get_by_label("Password", exact=True).fill(venue.password)
    page.get_by_role("button", name="Sign in").click()


def tomorrow(hours: int) -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1, hours=hours)


def moved_to_echo(venue: LiveVenue) -> list[Booking]:
    """Three bookings that the owner has moved from Duet to Echo in one press."""
    duet, echo = venue.rooms()
    bookings = [
        venue.book(duet, tomorrow(number), name=name) for number, name in enumerate(["Ann", "Ben", "Cleo"])
    ]
    time.sleep(1.1)
    with venue.scope():
        owner = User.objects.get(role="owner")
        who = {"kind": "person", "id": str(owner.pk), "label": owner.name, "source": "dashboard"}
        with acting(**who, request_id=new_request_id()):
            rearrange(
                places=[Place(each.pk, each.version, echo.pk, each.span) for each in bookings],
                now=clock.now(),
            )
    return bookings


def rooms_of(venue: LiveVenue, bookings: list[Booking]) -> set[str]:
    with venue.scope():
        return {Booking.objects.get(pk=each.pk).room.name for each in bookings}


def test_a_bulk_move_is_undone_in_one_press(venue: LiveVenue, browse):
    bookings = moved_to_echo(venue)
    page = browse(venue.url("/accounts/sign-in/?next=/dashboard/activity/"), size=DESKTOP)
    sign_in(page, venue)
    line = page.get_by_role("listitem").filter(has_text="moved it from Duet to Echo").first
    line.get_by_role("link", name="all of this change, and undo").click()

    expect(page.get_by_role("heading", name="Before and after")).to_be_visible()
    expect(page.get_by_role("heading", name="Taking it back")).to_be_visible()
    picture(page, "undo")
    browse.check(page)
    page.get_by_role("button", name="Undo all of it").click()

    toast = page.locator("[data-toast]").filter(has_text="Undone: moved it from Duet to Echo")
    expect(toast).to_contain_text("and 2 more")
    assert rooms_of(venue, bookings) == {"Duet"}
    toast.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: moved it from Echo to Duet")).to_be_visible()
    assert rooms_of(venue, bookings) == {"Echo"}


def test_the_calendar_as_it_was(venue: LiveVenue, browse):
    bookings = moved_to_echo(venue)
    with venue.scope():
        moved_at = AuditEvent.objects.filter(entity_id=str(bookings[0].pk), action="update").latest("id").at
        night = venue.site()
        day = bookings[0].starts_at.astimezone(night.zone).date()
    page = browse(venue.url(f"/accounts/sign-in/?next=/dashboard/past/%3Fday={day}"), size=DESKTOP)
    sign_in(page, venue)

    then = (moved_at - timedelta(milliseconds=600)).astimezone(night.zone)
    page.get_by_label("As it was on").fill(f"{then:%Y-%m-%dT%H:%M:%S}")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_text("This is the calendar as it was on")).to_be_visible()
    expect(page.get_by_text("Nothing here can be changed.")).to_be_visible()
    ann = page.get_by_role("link").filter(has_text="Ann").filter(visible=True).first
    expect(ann).to_be_visible()
    since = page.get_by_role("region", name="What has changed since")
    expect(since.get_by_text("moved it from Duet to Echo").first).to_be_visible()
    picture(page, "past")
    browse.check(page)
    page.get_by_role("link", name="As it is now").first.click()
    expect(page).not_to_have_url(re.compile("/past/"))


def test_everything_is_looked_over_and_said_to_be_in_order(venue: LiveVenue, browse):
    venue.book(venue.rooms()[0], tomorrow(0), name="Ann")
    page = browse(venue.url("/accounts/sign-in/?next=/dashboard/integrity/"), size=PHONE)
    sign_in(page, venue)
    page.get_by_role("button", name="Look now").click()

    expect(page.get_by_text("0 overlaps in 1 bookings; 0 attempts refused")).to_be_visible(timeout=30_000)
    # The booking was taken by phone, without a number.
    expect(page.get_by_text("nobody knows how to reach them").first).to_be_visible()
    picture(page, "integrity")
    browse.check(page)
    page.get_by_role("link", name="Add how to reach them").click()
    page.get_by_label("E-mail").fill("ann@example.com")
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_text("This is what it would change.")).to_be_visible()
    browse.check(page)
    page.get_by_role("button", name="Add how to reach them").click()

    expect(page.get_by_text("Put right.")).to_be_visible()
