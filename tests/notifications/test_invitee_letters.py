"""Mails to those asked along: one invitation each, and word of a change to whoever said yes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.handlers import tell_guest_list
from bookings.models import Booking, Invitee
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.invitees import INVITED, NEWS, answer_invitation, invite, take_off_guest_list
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications.invitee_handlers import mail_invitation, mail_news
from notifications.models import Message
from tenants.models import Business
from tests.factories import at, make_booking, make_customer, make_room, make_venue
from tests.notifications.conftest import Postbox

pytestmark = pytest.mark.django_db
TUESDAY = at("2026-11-24 21:00")


@pytest.fixture
def booking(business: Business) -> Booking:
    return make_booking(
        room=make_room(make_venue(name="Echo House", address="1 Mare Street"), name="Ruby"),
        starts_at=TUESDAY,
        customer=make_customer(name="Hana", email="hana@example.com"),
        guest_name="Hana",
        reference="C4DH7X",
        total_minor=6000,
    )


def newest(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(kind=kind).latest("id")


def asked(booking: Booking, now: datetime, email: str = "ben@example.com", answer: str = "") -> Invitee:
    made = invite(booking_id=booking.pk, name="Ben", email=email, now=now)
    if answer:
        answer_invitation(invitee_id=made.pk, answer=answer, people=1, now=now)
    return made


def plain(postbox: Postbox) -> str:
    body = postbox.mails[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def moved(booking: Booking, now: datetime, **given: bool) -> OutboxMessage:
    booking.refresh_from_db()
    span = Interval(booking.starts_at + timedelta(hours=1), booking.ends_at + timedelta(hours=1))
    move_booking(
        booking_id=booking.pk, room_id=booking.room_id, span=span, version=booking.version, now=now, **given
    )
    return newest("booking.moved")


def test_an_invitation_goes_out_once_and_says_nothing_of_the_price(
    booking: Booking, postbox: Postbox, now: datetime
):
    asked(booking, now)

    mail_invitation(newest(INVITED), now)
    mail_invitation(newest(INVITED), now)

    assert postbox.recipients == [["ben@example.com"]]
    assert "Hana invites you to Echo House" in postbox.mails[0]["Subject"]
    assert "/invited/" in plain(postbox)
    assert "1 Mare Street" in plain(postbox)
    for secret in ("60", "C4D", "hana@example.com", "/booked/"):
        assert secret not in plain(postbox)


def test_a_name_is_no_place_for_advertising(booking: Booking, postbox: Postbox, now: datetime):
    Booking.objects.update(guest_name="Win at www.spam.example")
    asked(booking, now)

    mail_invitation(newest(INVITED), now)

    assert "spam" not in str(postbox.mails[0]["Subject"]) + plain(postbox)


def test_whoever_is_off_the_list_by_then_is_not_written_to(booking: Booking, postbox: Postbox, now: datetime):
    ben = asked(booking, now)
    take_off_guest_list(booking_id=booking.pk, invitee_id=ben.pk, now=now)

    mail_invitation(newest(INVITED), now)

    assert postbox.mails == []
    assert Message.objects.get().state == "skipped"


def test_a_moved_booking_tells_those_who_said_yes_once(booking: Booking, postbox: Postbox, now: datetime):
    asked(booking, now, answer="yes")
    asked(booking, now, email="cleo@example.com", answer="maybe")
    asked(booking, now, email="", answer="yes")
    fact = moved(booking, now, tell_customer=True)

    # A delivery that is repeated writes the news down twice; one mail comes of it.
    tell_guest_list(fact, now)
    tell_guest_list(fact, now)
    for news in OutboxMessage.objects.filter(kind=NEWS):
        mail_news(news, now)

    assert postbox.recipients == [["ben@example.com"]]
    assert "22:00" in plain(postbox)
    calendar = next(part for part in postbox.mails[0].walk() if part.get_content_type() == "text/calendar")
    assert "20261124T220000Z" in calendar.get_content()


def test_where_the_guest_is_not_told_nor_are_those_they_asked_along(
    booking: Booking, postbox: Postbox, now: datetime
):
    asked(booking, now, answer="yes")

    fact = moved(booking, now, tell_customer=False)

    names = {registration.name for registration in outbox.handlers_for(fact.kind, fact.payload)}
    assert "bookings.guest_list_after_moved" not in names


def test_a_visit_that_is_off_is_taken_out_of_their_calendar(
    booking: Booking, postbox: Postbox, now: datetime
):
    asked(booking, now, answer="yes")
    cancel_booking(booking_id=booking.pk, reason="", now=now)

    tell_guest_list(newest("booking.cancelled"), now)
    mail_news(newest(NEWS), now)

    assert "Called off" in postbox.mails[0]["Subject"]
    calendar = next(part for part in postbox.mails[0].walk() if part.get_content_type() == "text/calendar")
    assert "METHOD:CANCEL" in calendar.get_content()


def test_a_visit_moved_to_and_fro_does_not_fill_a_postbox(booking: Booking, postbox: Postbox, now: datetime):
    asked(booking, now, answer="yes")
    fact, ben = moved(booking, now), Invitee.objects.get()
    for number in range(7):
        OutboxMessage.objects.create(
            kind=NEWS,
            payload={
                "invitee": ben.pk, "about": fact.kind, "booking": booking.pk, "key": str(number)
            },
        )  # fmt: skip
        mail_news(newest(NEWS), now)

    assert len(postbox.mails) == 5
