"""Guest lists: whom a guest asks along, what those see by their own link, and what ends it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from audit.models import AuditEvent
from bookings.errors import GuestListFull, InviteeUnknown, TooManyInvitations
from bookings.invitee_links import token_of
from bookings.models import Booking, Invitee
from bookings.services import invitees
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.invitees import forget_invitees, invite, share_guest_list, take_off_guest_list
from bookings.services.links import issue_manage_link
from boom.core import clock, throttle
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT, client_of
from tests.factories import at, make_booking, make_customer, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

TUESDAY = at("2026-11-24 21:00")


@pytest.fixture
def booking(business) -> Booking:
    """Duet on Tuesday from 21:00 to 22:00, for four, at 60.00."""
    venue = make_venue(name="Velvet Rooms", slug="velvet", phone="+442079460123", address="1 Mare Street")
    return make_booking(
        room=make_room(venue, name="Duet"),
        starts_at=TUESDAY,
        party_size=4,
        total_minor=6000,
        reference="C4DH7X",
        customer=make_customer(name="Hana Suzuki", email="hana@example.com", phone="+442079469999"),
        guest_name="Hana Suzuki",
    )


@pytest.fixture
def page(booking) -> str:
    return f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/guests/"


def asked(booking: Booking, name: str = "Ben", **given: str) -> Invitee:
    return invite(booking_id=booking.pk, name=name, email=given.get("email", ""), now=TONIGHT)


def path_of(invitee: Invitee) -> str:
    return f"/invited/{token_of(invitee)}/"


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_guest_asks_another_along_who_answers_and_both_host_and_staff_see_it(
    booking, page, customer_client, owner_client
):
    customer_client.post(page, {"name": "Ben Osei", "email": ""})
    ben = Invitee.objects.get()
    assert path_of(ben) in customer_client.get(page).content.decode()

    answer = customer_client.post(path_of(ben), {"answer": "yes", "people": "3"}, follow=True)

    assert "Thank you" in words(answer)
    assert "3 people come" in words(customer_client.get(page))
    assert "3 people said yes" in words(customer_client.get(page.removesuffix("guests/")))
    drawer = words(owner_client.get(f"/dashboard/bookings/{booking.pk}/"))
    assert "Guest list: 3 come" in drawer
    assert "Ben Osei" in drawer
    assert not OutboxMessage.objects.filter(kind=invitees.INVITED).exists()


def test_whoever_is_asked_along_sees_when_and_where_and_nothing_else(booking, customer_client):
    asked(booking, "Cleo", email="cleo@example.com")
    ben = asked(booking)

    shown = customer_client.get(path_of(ben)).content.decode()

    for seen in ("Duet", "Velvet Rooms", "1 Mare Street", "Tuesday", "Hana Suzuki", "Ben"):
        assert seen in shown
    for secret in (
        "60.00",
        "C4D",
        "hana@example.com",
        "+442079469999",
        "Cleo",
        "cleo@example.com",
        "/booked/",
    ):
        assert secret not in shown


def test_the_calendar_entry_says_no_more_and_keeps_its_name(booking, customer_client):
    ben = asked(booking)

    first = customer_client.get(path_of(ben) + "calendar.ics").content
    booking.refresh_from_db()
    move_booking(
        booking_id=booking.pk, room_id=booking.room_id,
        span=type(booking.span)(TUESDAY + timedelta(hours=1), TUESDAY + timedelta(hours=2)),
        version=booking.version, now=TONIGHT,
    )  # fmt: skip
    second = customer_client.get(path_of(ben) + "calendar.ics").content

    events = [Calendar.from_ical(content).walk("VEVENT")[0] for content in (first, second)]
    assert events[0]["UID"] == events[1]["UID"]
    assert events[1]["SEQUENCE"] > events[0]["SEQUENCE"]
    assert events[1].decoded("DTSTART") == TUESDAY + timedelta(hours=1)
    assert "C4D" not in first.decode()
    assert "@example.com" not in first.decode()


def test_one_link_for_all_puts_whoever_follows_it_on_the_list(booking, page, customer_client):
    customer_client.post(page + "link/")
    customer_client.post(page + "link/")
    shared = Invitee.objects.get()

    answer = customer_client.post(path_of(shared), {"name": "Dee", "answer": "maybe", "people": "2"})

    dee = Invitee.objects.get(name="Dee")
    assert answer["Location"] == path_of(dee)
    assert (dee.answer, dee.people) == ("maybe", 2)
    assert "Dee" not in words(customer_client.get(path_of(shared)))
    customer_client.post(f"{page}{shared.pk}/end/")
    assert customer_client.get(path_of(shared)).status_code == 404
    assert customer_client.get(path_of(dee)).status_code == 200


def test_links_die_with_the_visit_and_when_they_are_taken_back(booking, page, customer_client):
    ben, cleo = asked(booking), asked(booking, "Cleo")
    customer_client.post(f"{page}{ben.pk}/end/")
    assert customer_client.get(path_of(ben)).status_code == 404
    assert "Ben" not in words(customer_client.get(page))

    with clock.set_to(booking.ends_at):
        assert "This visit is over." in words(customer_client.get(path_of(cleo)))
    cancel_booking(booking_id=booking.pk, reason="", now=TONIGHT)

    for part in ("", "calendar.ics"):
        answer = customer_client.get(path_of(cleo) + part)
        assert answer.status_code == 404
        assert "called off" in words(answer)
    assert customer_client.post(path_of(cleo), {"answer": "yes"}).status_code == 404


def test_nobody_ends_an_invitation_of_another_booking(booking, page, customer_client):
    other = asked(make_booking(room=make_room(), starts_at=TUESDAY))

    assert customer_client.post(f"{page}{other.pk}/end/").status_code == 404
    with pytest.raises(InviteeUnknown):
        take_off_guest_list(booking_id=booking.pk, invitee_id=other.pk, now=TONIGHT)
    assert customer_client.get(path_of(other)).status_code == 200


def test_another_businesss_host_knows_no_such_invitation(booking, other_business):
    assert client_of(other_business).get(path_of(asked(booking))).status_code == 404


def test_an_answer_that_is_none_is_asked_for_again(booking, customer_client):
    ben = asked(booking)

    for typed in ({}, {"answer": "perhaps"}, {"answer": "yes", "people": "21"}):
        assert customer_client.post(path_of(ben), typed).status_code == 422
    ben.refresh_from_db()
    assert ben.answer == ""


def test_a_request_is_no_reason_to_ask_others_along(booking, page, customer_client):
    Booking.objects.update(status="pending")

    assert customer_client.post(page, {"name": "Ben"}).status_code == 409
    assert "as soon as the venue has said yes" in words(customer_client.get(page))


# ---- mails: few, and each once --------------------------------------------------------------------------


def test_an_address_is_mailed_once_however_often_it_is_put_on_the_list(booking, page, customer_client):
    ben = asked(booking, email="ben@example.com")
    assert customer_client.post(page, {"name": "Ben", "email": "BEN@example.com"}).status_code == 409

    take_off_guest_list(booking_id=booking.pk, invitee_id=ben.pk, now=TONIGHT)
    again = asked(booking, email="ben@example.com")

    assert again.mailed_at is None
    assert OutboxMessage.objects.filter(kind=invitees.INVITED).count() == 1


def test_a_booking_has_so_many_mails_a_day_and_in_all(booking, monkeypatch):
    monkeypatch.setattr(invitees, "MOST_MAILS", 3)
    monkeypatch.setattr(invitees, "MOST_MAILS_A_DAY", 2)
    for number in range(2):
        asked(booking, email=f"{number}@example.com")
    with pytest.raises(TooManyInvitations):
        asked(booking, email="more@example.com")
    assert asked(booking, "By hand").mailed_at is None

    tomorrow = TONIGHT + timedelta(days=1, minutes=1)
    invite(booking_id=booking.pk, name="C", email="c@example.com", now=tomorrow)
    with pytest.raises(TooManyInvitations):
        invite(booking_id=booking.pk, name="D", email="d@example.com", now=tomorrow)


def test_nobody_is_mailed_from_many_bookings(booking, customer_client):
    codes = []
    for number in range(throttle.INVITATIONS_TO.most + 1):
        other = make_booking(room=make_room(), starts_at=TUESDAY + timedelta(days=number))
        link = f"/booked/{issue_manage_link(booking_id=other.pk, now=TONIGHT)}/guests/"
        codes.append(customer_client.post(link, {"name": "Ben", "email": "ben@example.com"}).status_code)

    assert codes == [302] * throttle.INVITATIONS_TO.most + [429]


def test_a_list_has_an_end(booking, monkeypatch):
    monkeypatch.setattr(invitees, "MOST_INVITEES", 2)
    shared = share_guest_list(booking_id=booking.pk, now=TONIGHT)
    asked(booking)

    with pytest.raises(GuestListFull):
        invitees.join_guest_list(shared_id=shared.pk, name="C", answer="yes", people=1, now=TONIGHT)


# ---- what is kept ---------------------------------------------------------------------------------------


def test_who_was_asked_along_is_on_no_record_and_forgotten_a_month_later(booking):
    ben = asked(booking, "Ben Osei", email="ben@example.com")
    kept = asked(make_booking(room=make_room(), starts_at=TUESDAY + timedelta(days=20)), "Cleo")

    assert forget_invitees(now=booking.ends_at + invitees.KEPT_FOR) == 1

    ben.refresh_from_db()
    kept.refresh_from_db()
    assert (ben.name, ben.email, kept.name) == ("", "", "Cleo")
    told = str(list(AuditEvent.objects.filter(table="bookings_invitee").values("old", "new")))
    for secret in ("Ben", "ben@example.com", ben.token_hash, ben.link_nonce):
        assert secret not in told


def test_a_long_list_takes_as_many_queries_as_a_short_one(booking, page, customer_client, count_queries):
    asked(booking)
    customer_client.get(page)
    with count_queries() as of_one:
        customer_client.get(page)
    for number in range(4):
        asked(booking, f"Guest {number}")

    with count_queries() as of_many:
        customer_client.get(page)

    assert of_many() == of_one()
    assert of_many() <= 12
