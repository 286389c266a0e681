"""One message to everybody of some nights: seen before it is sent, once each, not to those who cancelled."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bookings.models import Booking, Venue
from boom.core.errors import DomainError
from boom.core.models import OutboxMessage
from notifications.handlers import mail_broadcast
from notifications.models import Broadcast, Message
from notifications.services.broadcasts import BROADCAST, send_broadcast
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_customer, make_room
from tests.notifications.conftest import Postbox

pytestmark = pytest.mark.django_db
PAGE = "/dashboard/settings/messages/everybody/"
TYPED = {
    "first_day": "2026-11-27",
    "last_day": "2026-11-27",
    "subject": "No heating at {{businessName}}",
    "body": "{{greeting}}\n\nBring a coat for {{when}}.\n\n{{bookingLink}}",
    "key": "k" * 20,
}


def booked(address: str, starts: str = "2026-11-27 21:00", **given: object) -> Booking:
    room = make_room(Venue.objects.get())
    return make_booking(room=room, starts_at=at(starts), customer=make_customer(email=address), **given)


def carry_out(now: datetime) -> None:
    for fact in OutboxMessage.objects.filter(kind=BROADCAST).order_by("id"):
        mail_broadcast(fact, now)


def test_each_guest_of_the_night_is_told_once_though_the_button_is_pressed_twice(
    business: Business, owner_client: HostClient, postbox: Postbox, now: datetime
):
    ann = booked("ann@example.com")
    make_booking(room=make_room(Venue.objects.get()), starts_at=at("2026-11-27 23:00"), customer=ann.customer)
    booked("past.midnight@example.com", "2026-11-28 01:00")
    booked("next@example.com", "2026-11-28 21:00")
    booked("off@example.com", status="cancelled")

    answers = [owner_client.post(PAGE, TYPED).status_code for _ in range(2)]
    carry_out(now)
    carry_out(now)

    told = sorted(each for recipients in postbox.recipients for each in recipients)
    assert answers == [302, 302]
    assert told == ["ann@example.com", "past.midnight@example.com"]
    assert Broadcast.objects.get().guests == 2
    (first, _) = sorted(postbox.mails, key=lambda mail: str(mail["To"]))
    assert first["Subject"].startswith("No heating at ")
    assert "/booked/" in first.get_body(("plain",)).get_content()


def test_whoever_cancels_meanwhile_is_left_alone(
    business: Business, owner_client: HostClient, postbox: Postbox, now: datetime
):
    booking = booked("ann@example.com")
    owner_client.post(PAGE, TYPED)
    Booking.objects.filter(pk=booking.pk).update(status="cancelled")

    carry_out(now)

    assert (postbox.mails, Message.objects.get().state) == ([], "skipped")


def test_who_would_get_it_is_seen_before_anything_is_sent(
    business: Business, owner_client: HostClient, now: datetime
):
    booked("ann@example.com", guest_name="Ann")

    seen = owner_client.htmx("post", PAGE, TYPED).content.decode()

    assert "1 guest" in seen
    assert "Ann" in seen
    assert not Broadcast.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"body": "{{nobody}}"}, "there is no placeholder called “nobody”"),
        ({"last_day": "2026-11-26"}, "not before the first"),
        ({"first_day": ""}, "Choose first night"),
        ({}, "Nobody who has booked"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_goes_out(
    business: Business, owner_client: HostClient, now: datetime, given: dict[str, str], words: str
):
    answer = owner_client.post(PAGE, TYPED | given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not OutboxMessage.objects.filter(kind=BROADCAST).exists()


def test_far_too_many_nights_are_refused(business: Business, now: datetime):
    with pytest.raises(DomainError):
        send_broadcast(
            venue_id=Venue.objects.get().pk,
            first_day=date(2026, 1, 1),
            last_day=date(2028, 1, 1),
            subject="x",
            body="x",
            key="k",
        )


def test_the_page_says_what_became_of_earlier_ones(
    business: Business, owner_client: HostClient, postbox: Postbox, now: datetime
):
    booked("ann@example.com")
    owner_client.post(PAGE, TYPED)
    carry_out(now)

    page = owner_client.get(PAGE).content.decode()

    assert "No heating at {{businessName}}" in page
    assert 'data-label="Sent">1<' in page
