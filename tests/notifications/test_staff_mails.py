"""Mails to the team: what each chose, once, for their venues, and not about what they did themselves."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from accounts.models import User
from bookings.models import Booking, Venue
from bookings.services.cancelling import cancel_booking
from boom.core import outbox
from boom.core.actor import acting
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage
from boom.relay.schemas import relay_facts
from notifications.models import Message, StaffMails
from notifications.services.staff_mails import choose_staff_mails
from notifications.staff_handlers import mail_staff, tell_team
from notifications.unsubscribing import staff_token
from tenants.context import tenant_scope
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_room, make_user, make_venue
from tests.notifications.conftest import Postbox
from tests.notifications.test_sending import publish

pytestmark = pytest.mark.django_db
PAGE = "/dashboard/alerts/mails/"


@pytest.fixture
def booking(business: Business) -> Booking:
    # Nobody but those whom a test makes.
    User.objects.update(is_active=False)
    room = make_room(Venue.objects.get(), name="Ruby")
    return make_booking(room=room, starts_at=at("2026-11-27 21:00"), guest_name="Ann")


def due() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="staff_mail.due").order_by("id"))


def cancelled(booking: Booking, now: datetime, **actor: str) -> OutboxMessage:
    with acting(label="Somebody", **({"kind": "customer"} | actor)):
        cancel_booking(booking_id=booking.pk, reason="", now=now)
    return OutboxMessage.objects.filter(kind="booking.cancelled").latest("id")


def test_an_owner_is_mailed_of_a_guests_cancellation_once_with_a_way_to_end_it(
    booking: Booking, postbox: Postbox, now: datetime
):
    owner, _manager = make_user(role="owner"), make_user(role="manager")
    fact = cancelled(booking, now)

    for _ in range(2):
        tell_team(fact, now)
        for promised in due():
            mail_staff(promised, now)

    assert postbox.recipients == [[owner.email]]
    (mail,) = postbox.mails
    words = mail.get_body(("plain",)).get_content()
    assert mail["Subject"].startswith("Booking cancelled: Ann, Ruby, Friday 27 November 2026")
    assert "Done by: the guest" in words
    assert f"/dashboard/bookings/{booking.pk}/" in words
    assert "/mails-off/" in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nobody_is_mailed_of_what_they_did_themselves(booking: Booking, now: datetime):
    owner, other = make_user(role="owner"), make_user(role="owner")

    tell_team(cancelled(booking, now, kind="person", id=str(owner.pk)), now)

    assert [each.payload["user"] for each in due()] == [other.pk]


def test_topics_venues_and_rights_decide_who_is_told(booking: Booking, now: datetime):
    asked = make_user(role="viewer")
    elsewhere, without = make_user(role="front_desk"), make_user(role="viewer")
    for user in (asked, elsewhere):
        choose_staff_mails(user_id=user.pk, topics=["new", "refunds"])
    User.objects.filter(pk=elsewhere.pk).update(venue_ids=[make_venue(name="Elsewhere").pk])

    tell_team(publish(booking, "booking.created"), now)

    assert [each.payload["user"] for each in due()] == [asked.pk]
    # What somebody may not see cannot be chosen, and stays as it was.
    assert StaffMails.objects.get(user=asked).topics == ["new", "disputes"]
    assert not StaffMails.objects.filter(user=without).exists()


def test_an_answered_request_is_another_topic_than_a_new_booking(booking: Booking, now: datetime):
    new, answers = make_user(role="viewer"), make_user(role="viewer")
    choose_staff_mails(user_id=new.pk, topics=["new"])
    choose_staff_mails(user_id=answers.pk, topics=["answers"])

    tell_team(publish(booking), now)
    Booking.objects.filter(pk=booking.pk).update(status="pending")
    Booking.objects.filter(pk=booking.pk).update(status="confirmed")
    OutboxMessage.objects.all().delete()
    told = publish(booking)
    tell_team(told, now)

    assert [each.payload["user"] for each in due()] == [answers.pk]


def test_one_act_on_many_bookings_is_one_mail(booking: Booking, postbox: Postbox, now: datetime):
    make_user(role="owner")
    facts = [publish(booking, "booking.cancelled") for _ in range(3)]

    for fact in facts:
        tell_team(fact, now)
    for promised in due():
        mail_staff(promised, now)

    (mail,) = postbox.mails
    assert "At the same time: 2 more bookings" in mail.get_body(("plain",)).get_content()


def test_who_looks_after_a_later_room_of_one_act_is_told_of_that_one(booking: Booking, now: datetime):
    other = make_booking(room=make_room(booking.room.venue, name="Opal"), starts_at=at("2026-11-27 21:00"))
    owner, limited = make_user(role="owner"), make_user(role="front_desk")
    User.objects.filter(pk=limited.pk).update(room_ids=[other.room_id])
    choose_staff_mails(user_id=limited.pk, topics=["cancellations"])

    for fact in [publish(each, "booking.cancelled") for each in (booking, other, other)]:
        tell_team(fact, now)

    told = [(each.payload["user"], each.payload["booking"], each.payload["count"]) for each in due()]
    assert told == [(owner.pk, booking.pk, 3), (limited.pk, other.pk, 2)]


@pytest.mark.parametrize("meanwhile", [{"is_active": False}, {"venue_ids": [0]}, {"topics": []}])
def test_what_changed_meanwhile_counts_when_it_is_sent(
    booking: Booking, postbox: Postbox, now: datetime, meanwhile: dict[str, object]
):
    owner = make_user(role="owner")
    tell_team(cancelled(booking, now), now)
    if "topics" in meanwhile:
        choose_staff_mails(user_id=owner.pk, topics=[])
    else:
        User.objects.filter(pk=owner.pk).update(**meanwhile)

    for promised in due():
        mail_staff(promised, now)

    assert postbox.mails == []
    assert Message.objects.get(kind="staff_mail.due").state == "skipped"


def test_a_refused_address_keeps_it_from_no_other(booking: Booking, postbox: Postbox, now: datetime):
    bad, good = make_user(role="owner"), make_user(role="owner")
    User.objects.filter(pk=bad.pk).update(email="not an address")
    tell_team(cancelled(booking, now), now)
    relay_facts("any", [], tell=lambda notices: None, offer=lambda ids: [], now=now)

    found = OutboxDelivery.objects.filter(handler="notifications.mail_staff").order_by("id")
    found.update(due_at=now)
    for delivery in found:
        outbox.deliver(delivery.pk, now=now)

    assert [each.state for each in found.all()] == [DeliveryState.DEAD, DeliveryState.DONE]
    assert postbox.recipients == [[good.email]]


def test_everybody_chooses_on_a_page_of_their_own(client_as, django_assert_max_num_queries):
    desk = client_as("front_desk")
    with django_assert_max_num_queries(12):
        page = desk.get(PAGE).content.decode()

    saved = desk.post(PAGE, {"topics": ["new", "changes"]})
    refused = desk.post(PAGE, {"topics": ["disputes"]})

    assert "Disputed payments" not in page
    assert "Refunds" in page
    assert saved.status_code == 302
    assert refused.status_code == 422
    # The desk sees no disputes; whoever made them a manager later finds that as it was.
    assert StaffMails.objects.get().topics == ["new", "changes", "disputes"]
    assert re.search(r'value="new"[^>]*checked', desk.get(PAGE).content.decode())


def test_one_press_ends_a_topic_and_a_look_does_not(
    booking: Booking,
    other_business: Business,
    postbox: Postbox,
    customer_client: HostClient,
    now: datetime,
):
    owner = make_user(role="owner")
    tell_team(cancelled(booking, now), now)
    mail_staff(due()[0], now)
    link = postbox.mails[0]["List-Unsubscribe"].strip("<>")
    path = "/" + link.split("/", 3)[3]

    looked = customer_client.get(path)
    assert not StaffMails.objects.exists()
    pressed = customer_client.post(path, {"List-Unsubscribe": "One-Click"})

    assert "Cancellations" in looked.content.decode()
    assert pressed.status_code == 200
    assert StaffMails.objects.get(user=owner).topics == ["requests", "disputes"]
    with tenant_scope(other_business):
        foreign = staff_token(owner.pk, "requests")
    assert customer_client.post(f"/mails-off/{foreign}/").status_code == 404
    assert StaffMails.objects.get(user=owner).topics == ["requests", "disputes"]
