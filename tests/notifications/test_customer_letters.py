"""A customer's link to their page, and a guest's words to the venue, as mails."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.db import transaction

from bookings.domain.pricing.terms import PLAIN
from bookings.models import Customer, Venue
from bookings.services.customer_links import ask_for_link, customer_of_link
from bookings.services.guests import send_guest_message
from bookings.services.own import change_own_party
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications.handlers import (
    mail_customer,
    mail_customer_link,
    mail_guest_message,
    mail_own_change,
    mail_sent_back,
)
from notifications.models import Message
from tenants.models import Business
from tests.factories import at, make_booking, make_customer, make_room, make_venue
from tests.notifications.conftest import Postbox

pytestmark = pytest.mark.django_db


def newest(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(kind=kind).latest("id")


def text_of(postbox: Postbox) -> str:
    (mail,) = postbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_link_goes_to_the_address_on_record_and_opens_their_page(
    business: Business, postbox: Postbox, now: datetime
):
    ann = make_customer(name="Ann", email="ann@example.com")
    ask_for_link(email="ANN@example.com")

    mail_customer_link(newest("customers.link_asked"), now)
    mail_customer_link(newest("customers.link_asked"), now)

    assert postbox.recipients == [["ann@example.com"]]
    found = re.search(r"/my/([\w-]{43})/", text_of(postbox))
    assert found is not None
    assert customer_of_link(found[1], now=now) == ann
    assert found[1] not in str(list(Message.objects.values()))


def test_whoever_asked_with_a_former_address_is_written_to_at_the_present_one(
    business: Business, postbox: Postbox, now: datetime
):
    ann = make_customer(email="new@example.com")
    make_customer(email="old@example.com", merged_into=ann)
    ask_for_link(email="old@example.com")

    mail_customer_link(newest("customers.link_asked"), now)

    assert postbox.recipients == [["new@example.com"]]


def guest(**given: str) -> Customer:
    return make_customer(name="Ann", **given)


def test_a_guests_words_reach_the_venue_and_an_answer_the_guest(
    business: Business, postbox: Postbox, now: datetime
):
    venue = make_venue(name="Echo", email="desk@echo.example")
    booking = make_booking(
        room=make_room(venue, name="Ruby"),
        starts_at=at("2026-11-27 21:00"),
        customer=guest(email="ann@example.com"),
        reference="C4DH7X",
    )
    send_guest_message(booking_id=booking.pk, words="Is there parking?")

    mail_guest_message(newest("guest_message.sent"), now)

    (mail,) = postbox.mails
    assert postbox.recipients == [["desk@echo.example"]]
    assert mail["Reply-To"] == "ann@example.com"
    assert "C4D-H7X" in mail["Subject"]
    assert "Is there parking?" in text_of(postbox)
    assert f"/dashboard/bookings/{booking.pk}/" in text_of(postbox)


def test_a_venue_without_an_address_is_sent_nothing(business: Business, postbox: Postbox, now: datetime):
    booking = make_booking(room=make_room(), starts_at=at("2026-11-27 21:00"))
    send_guest_message(booking_id=booking.pk, words="Hello")

    mail_guest_message(newest("guest_message.sent"), now)

    assert postbox.mails == []
    assert not Message.objects.exists()


def test_the_venue_reads_what_a_guest_changed_and_can_answer(
    business: Business, postbox: Postbox, now: datetime
):
    venue = make_venue(email="desk@example.com")
    room = make_room(venue, name="Duet", capacity_max=6)
    booking = make_booking(
        room=room,
        starts_at=at("2026-11-28 21:00"),
        customer=make_customer(name="Hana", email="hana@example.com"),
        guest_name="Hana",
        reference="C4DH7X",
    )
    change_own_party(booking_id=booking.pk, version=1, party_size=5, terms=PLAIN, shown_minor=3000, now=now)

    mail_own_change(newest("booking.changed"), now)
    mail_own_change(newest("booking.changed"), now)

    assert postbox.recipients == [["desk@example.com"]]
    assert "Hana changed the booking C4D-H7X by its link" in text_of(postbox)
    assert "People: 2 before, 5 now" in text_of(postbox)
    assert postbox.mails[0]["Reply-To"] == "hana@example.com"


def test_the_guest_reads_how_the_booking_stands_after_their_change(
    business: Business, postbox: Postbox, now: datetime
):
    room = make_room(make_venue(), name="Duet", capacity_max=6)
    hana = make_customer(name="Hana", email="hana@example.com")
    booking = make_booking(room=room, starts_at=at("2026-11-28 21:00"), customer=hana)
    change_own_party(booking_id=booking.pk, version=1, party_size=5, terms=PLAIN, shown_minor=3000, now=now)

    mail_customer(newest("booking.changed"), now)

    assert postbox.recipients == [["hana@example.com"]]
    assert "is changed. This is how it stands now:" in text_of(postbox)
    assert "People: 5" in text_of(postbox)


@pytest.mark.parametrize(
    ("is_late", "words"), [(True, "somebody else has it by now"), (False, "than was due")]
)
def test_a_payment_that_came_too_late_is_told_with_what_goes_back(
    business: Business, postbox: Postbox, now: datetime, is_late: bool, words: str
):
    ann = make_customer(name="Ann", email="ann@example.com")
    booking = make_booking(room=make_room(Venue.objects.get()), starts_at=now, customer=ann)
    with transaction.atomic():
        fact = outbox.publish(
            "payment.sent_back", booking=booking.pk, amount_minor=1200, currency="GBP", is_late=is_late
        )

    mail_sent_back(fact, now)
    mail_sent_back(fact, now)

    assert postbox.recipients == [["ann@example.com"]]
    assert (words in text_of(postbox), "£12.00 goes back to the card" in text_of(postbox)) == (True, True)
