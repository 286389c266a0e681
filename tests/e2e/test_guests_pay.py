"""Guests' money in a browser: a deposit, the rest by a link, a visit called off; a missed one; a split bill.

Everything is pressed where it would be: on the guest's pages, on Stripe's (the stand-in's), in the drawer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from playwright.sync_api import Locator, Page, expect

from bookings.models import Booking, Occupancy
from bookings.services.links import issue_manage_link
from boom.core import clock
from payments.models import PaymentSettings
from tests.e2e.cards import connect, pay_there, until_shown
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.people import said, sign_in
from tests.e2e.test_customer_books import picker
from tests.e2e.test_public_pages import at_nine, fill
from tests.factories.prices import make_deposit
from tests.stripe import ASKS, DECLINED, StandIn

pytestmark = pytest.mark.browser


@pytest.fixture
def bar(found_venue: Callable[..., LiveVenue], live_stripe: StandIn, settings: LazySettings) -> LiveVenue:
    """Duet at £30 an hour; cards are charged to the bar's account. Whoever does not come owes half."""
    bar = found_venue(business_name="Velvet Rooms", details={"cancel_until": 60, "no_show_percent": 50})
    connect(bar, live_stripe, settings)
    return bar


def book(page: Page, bar: LiveVenue, button: str) -> None:
    """Two hours for two, tomorrow at nine, as far as Stripe's page."""
    page.goto(picker(bar, start=at_nine()))
    page.get_by_role("button", name="Continue").click()
    fill(page)
    page.get_by_role("button", name=button).click()


def the_booking(bar: LiveVenue) -> Booking:
    with bar.scope():
        return Booking.objects.get()


def drawer_of(page: Page, bar: LiveVenue, booking: Occupancy) -> Locator:
    page.goto(bar.url(f"/dashboard/?booking={booking.pk}"))
    drawer = page.get_by_role("dialog", name=booking.guest_name)
    expect(drawer).to_be_visible()
    return drawer


def test_a_deposit_the_rest_by_a_link_and_all_of_it_back(bar: LiveVenue, browse: Browsing) -> None:
    with bar.scope():
        make_deposit(bar.site(), name="A fifth", value=20_000)
    guest = browse(size=PHONE)
    book(guest, bar, "Pay £12 and book")

    # The first card is declined, the second one's bank asks first: one booking, one payment.
    pay_there(guest, DECLINED)
    expect(guest.get_by_role("alert")).to_contain_text("declined")
    pay_there(guest, ASKS, is_asked=True)
    expect(guest.get_by_text("Thank you. Your payment has arrived.")).to_be_visible()
    own = guest.url
    picture(guest, "guest-paid-deposit")
    browse.check(guest)

    # The desk asks for the rest; the guest finds the link in their mail.
    desk = browse(size=DESKTOP)
    sign_in(desk, bar)
    booking = the_booking(bar)
    drawer = drawer_of(desk, bar, booking)
    expect(drawer.get_by_text("Part paid")).to_be_visible()
    drawer.get_by_text("Ask for it by link").click()
    expect(drawer.get_by_label("Send it to")).to_have_value("hana@example.com")
    drawer.get_by_label("What to say with it").fill("For Saturday")
    drawer.get_by_role("button", name="Make the link").click()
    said(desk, "The link is on its way to hana@example.com.")
    picture(desk, "desk-asked-by-link", whole=False)
    browse.check(desk)
    guest.goto(bar.boom.link_mailed_to("hana@example.com", holding="/pay/"))
    expect(guest.get_by_text("For Saturday")).to_be_visible()
    picture(guest, "guest-link")
    browse.check(guest)
    guest.get_by_role("button", name="Pay by card").click()
    pay_there(guest)
    expect(guest.get_by_role("heading", name="Paid, thank you")).to_be_visible()
    browse.check(guest)

    # Called off in time, all of it is owed back, and goes back to the card by two presses.
    guest.goto(own)
    guest.get_by_role("link", name="Cancel").click()
    expect(guest.get_by_text("You get £60.00 back.")).to_be_visible()
    picture(guest, "guest-cancels-paid")
    browse.check(guest)
    guest.get_by_role("button", name="Cancel this booking").click()
    expect(guest.get_by_text("You get back")).to_be_visible()
    drawer = drawer_of(desk, bar, booking)
    drawer.get_by_text("Give money back").click()
    drawer.get_by_role("button", name="See what goes back").click()
    drawer.get_by_role("button", name="Give £60.00 back").click()
    said(desk, "£60.00 goes back.")

    # Both see that it is done.
    back = drawer_of(desk, bar, booking).get_by_text("Given back: Card")
    expect(back).to_have_count(2)
    until_shown(desk, drawer.locator("#money").get_by_text("on its way"), is_there=False)
    picture(desk, "desk-gave-back", whole=False)
    until_shown(guest, guest.get_by_text("Given back"))
    expect(guest.locator("dl.lines").last).to_contain_text("−£60.00")
    expect(guest.get_by_role("link", name="Credit note")).to_have_count(2)
    picture(guest, "guest-got-back")
    browse.check(guest)


def test_a_guest_who_does_not_come_is_charged_the_fee_by_a_press(bar: LiveVenue, browse: Browsing) -> None:
    with bar.scope():
        PaymentSettings.objects.create(venue=bar.site(), keeps_card=True)
    guest = browse(size=DESKTOP)
    book(guest, bar, "Leave a card and book")
    picture(guest, "stripe-save-card")
    pay_there(guest, button="Save card")
    expect(guest.get_by_text("Thank you. All is in order with your card.")).to_be_visible()
    browse.check(guest)

    # It is the next evening, and nobody is there.
    booking = the_booking(bar)
    begun_before(bar, booking)
    desk = browse(size=PHONE)
    sign_in(desk, bar)
    drawer = drawer_of(desk, bar, booking)
    drawer.get_by_role("button", name="No-show").click()
    said(desk, "no-show")
    drawer.get_by_text("Charge the card that was left, Visa 4242").click()
    expect(drawer.get_by_label("Amount (GBP)").and_(desk.locator("#charge-amount"))).to_have_value("30.00")
    picture(desk, "desk-charges-fee", whole=False)
    browse.check(desk)
    drawer.get_by_role("button", name="Charge the card").click()
    said(desk, "Charged £30.00 to the card.")
    expect(drawer.locator("#money .badge")).to_have_text("Paid")
    browse.check(desk)

    guest.reload()
    expect(guest.get_by_role("link", name="Receipt R00001")).to_be_visible()
    picture(guest, "guest-charged-fee")
    browse.check(guest)


def begun_before(bar: LiveVenue, booking: Booking) -> None:
    """Let a booking have begun an hour ago."""
    earlier = booking.starts_at - clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    times = ("starts_at", "ends_at", "hold_from", "hold_until")
    with bar.scope():
        Occupancy.objects.filter(pk=booking.pk).update(
            **{name: getattr(booking, name) - earlier for name in times}
        )


def test_friends_split_the_bill_and_each_pays_their_own(bar: LiveVenue, browse: Browsing) -> None:
    booking = bar.book(bar.rooms()[0], clock.now() + timedelta(hours=3), minutes=100, name="Hana Suzuki")
    with bar.scope():
        PaymentSettings.objects.create(venue=bar.site(), due_rule="at_booking")
        token = issue_manage_link(booking_id=booking.pk, now=clock.now())
    host = browse(bar.url(f"/booked/{token}/"), size=PHONE)
    host.get_by_role("link", name="Split the bill").click()
    host.get_by_label("Among how many people").fill("3")
    host.get_by_role("button", name="Make the links").click()
    links = [each.input_value() for each in host.get_by_label("Link to pay").all()]
    picture(host, "guest-split")
    browse.check(host)

    # £50 among three: whoever pays last pays a penny less, or the first a penny more; the sum is the bill.
    for number, (link, share) in enumerate(zip(links, ("16.67", "16.67", "16.66"), strict=True)):
        friend = browse(link, size=PHONE)
        expect(friend.get_by_role("heading", name=f"Pay £{share}")).to_be_visible()
        friend.get_by_role("button", name="Pay by card").click()
        pay_there(friend)
        expect(friend.get_by_role("heading", name="Paid, thank you")).to_be_visible()
        if not number:
            host.reload()
            expect(host.get_by_text("£33.33 is still due.")).to_be_visible()
            expect(host.get_by_text("Paid", exact=True)).to_have_count(1)
    host.reload()
    expect(host.get_by_text("All of it is paid.")).to_be_visible()
    expect(host.get_by_text("Paid", exact=True)).to_have_count(3)
    browse.check(host)

    desk = browse(size=DESKTOP)
    sign_in(desk, bar)
    expect(drawer_of(desk, bar, booking).locator("#money .badge")).to_have_text("Paid")
