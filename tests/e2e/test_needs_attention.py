"""A mail that cannot be delivered: the manager finds out, mends the address and sends it again."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from bookings.domain.interval import Interval
from bookings.models import Booking, Customer
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from boom.core import clock
from boom.core.models import OutboxDelivery
from tests.drills import among
from tests.e2e.conftest import DESKTOP, PHONE, LiveVenue, picture

pytestmark = pytest.mark.browser

SIZES = among([pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")])

PATIENCE_S = 30.0


def book_with_a_mistyped_address(venue: LiveVenue) -> Booking:
    """And wait until the mail has been given up."""
    starts_at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    with venue.scope():
        booking = create_booking(
            room_id=venue.rooms()[0].pk,
            span=Interval.lasting(starts_at, timedelta(hours=1)),
            contact=Contact(name="Ann Smith", email="ann at example"),
            party_size=2,
            source="phone",
            now=clock.now(),
        )
        deadline = time.monotonic() + PATIENCE_S
        while not OutboxDelivery.objects.filter(state="dead").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
    return booking


@pytest.mark.parametrize(
    "size", among([pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")])
)
def test_a_mail_given_up_is_found_mended_and_sent_again(venue: LiveVenue, browse, size, request):
    booking = book_with_a_mistyped_address(venue)
    page = browse(venue.url("/accounts/sign-in/?next=/dashboard/attention/"), size=size)
    page.get_by_label("E-mail").fill(venue.owner_email)
    page.get_by_label("Password", exact=True).fill(venue.password)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Needs attention")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Confirmation to the customer")
    expect(row).to_contain_text("“ann at example” is not an e-mail address.")
    picture(page, f"attention-{request.node.callspec.id}")

    with venue.scope():
        Customer.objects.filter(pk=booking.customer_id).update(
            email=f"ann-{size['viewport']['width']}@example.com"
        )
    row.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("It is being tried again.")).to_be_visible()

    address = f"ann-{size['viewport']['width']}@example.com"
    deadline = time.monotonic() + PATIENCE_S
    while not venue.boom.mails_to(address) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(venue.boom.mails_to(address)) == 1
    page.reload()
    expect(page.get_by_role("heading", name="All is well")).to_be_visible()
    browse.check(page)
