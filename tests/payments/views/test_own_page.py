"""A guest reads on their own page what is paid and due, and takes their documents along; nobody else's."""

from __future__ import annotations

from datetime import datetime

import pytest

from bookings.models import Booking, Venue
from bookings.services.links import issue_manage_link
from payments.models import PaymentSettings
from tests.conftest import HostClient
from tests.factories import make_booking, make_customer, make_room
from tests.factories.bookings import renew_setup
from tests.factories.payments import take

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def booking(business, now: datetime) -> Booking:
    return make_booking(room=make_room(Venue.objects.get()), starts_at=now.replace(hour=22), total_minor=6000)


def token_of(booking: Booking, now: datetime) -> str:
    return issue_manage_link(booking_id=booking.pk, now=now)


def page(client: HostClient, token: str) -> str:
    return client.get(f"/booked/{token}/").content.decode()


def test_what_is_paid_and_due_stands_there(customer_client: HostClient, booking: Booking, now: datetime):
    take(booking, 2000)

    text = page(customer_client, token_of(booking, now))

    assert "£20.00" in text
    assert "Still due" in text
    assert "£40.00" in text


def test_as_long_as_nothing_was_paid_it_says_how_to(
    customer_client: HostClient, booking: Booking, now: datetime
):
    text = page(customer_client, token_of(booking, now))

    assert "Still due" not in text
    assert "You pay at the venue." in text


def test_by_when_it_is_due_follows_the_venue_s_rule(
    customer_client: HostClient, booking: Booking, now: datetime
):
    Booking.objects.filter(pk=booking.pk).update(created_at="2026-11-01T12:00Z")
    PaymentSettings.objects.create(venue=booking.room.venue, due_rule="days_before", due_days=2)

    assert "Due by Thursday 19 November." in page(customer_client, token_of(booking, now))


def test_all_paid_is_not_asked_for_again(customer_client: HostClient, booking: Booking, now: datetime):
    take(booking, 6000)

    assert "You pay at the venue." not in page(customer_client, token_of(booking, now))


def test_what_comes_back_after_cancelling_is_promised(
    customer_client: HostClient, booking: Booking, now: datetime
):
    take(booking, 6000)
    Booking.objects.filter(pk=booking.pk).update(status="cancelled", fee_minor=1000)

    text = page(customer_client, token_of(booking, now))

    assert "You get back" in text
    assert "£50.00" in text


def test_they_take_their_receipt_along(customer_client: HostClient, booking: Booking, now: datetime):
    document = take(booking, 2000).documents.get()
    token = token_of(booking, now)

    answer = customer_client.get(f"/booked/{token}/documents/{document.pk}.pdf")

    assert f"/booked/{token}/documents/{document.pk}.pdf" in page(customer_client, token)
    assert answer.content[:4] == b"%PDF"


def test_and_nobody_else_s(customer_client: HostClient, booking: Booking, now: datetime):
    other = make_booking(room=booking.room, starts_at=now.replace(hour=20), total_minor=6000)
    document = take(other, 2000).documents.get()

    answer = customer_client.get(f"/booked/{token_of(booking, now)}/documents/{document.pk}.pdf")

    assert answer.status_code == 404


def test_of_a_group_each_guest_has_their_own(customer_client: HostClient, booking: Booking, now: datetime):
    Booking.objects.filter(pk=booking.pk).update(group_reference=booking.reference)
    given_away = make_booking(
        room=booking.room, starts_at=now.replace(hour=20), total_minor=6000,
        group_reference=booking.reference, customer=make_customer(), guest_name="Somebody else",
    )  # fmt: skip
    document = take(given_away, 2000).documents.get()
    token = token_of(booking, now)

    assert "Still due" not in page(customer_client, token)
    assert customer_client.get(f"/booked/{token}/documents/{document.pk}.pdf").status_code == 404


def test_what_cancelling_gives_back_stands_there_before_the_button(
    customer_client: HostClient, booking: Booking, now: datetime
):
    take(booking, 6000)
    Venue.objects.update(cancel_until=10 * 24 * 60, cancellation_tiers=[{"notice": 0, "percent": 50}])
    renew_setup(booking.room.venue)

    text = customer_client.get(f"/booked/{token_of(booking, now)}/cancel/").content.decode()

    assert "You get back" in text
    assert text.count("£30.00") == 3
