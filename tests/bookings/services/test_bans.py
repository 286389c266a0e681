"""Who is kept from booking online: by person, address or number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bookings.domain.interval import Interval
from bookings.errors import BannedAlready, NotTakenOnline
from bookings.models import Ban, Booking, Customer
from bookings.selectors.bans import banned_of, bans_against
from bookings.services.bans import ban, lift_ban, restore_ban
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, hold_slot
from tests.conftest import TONIGHT
from tests.factories import at, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]

ANN = {"email": "ann@example.com", "phone": "+442079460812"}


def book_online(**contact: str) -> Booking:
    span = Interval.lasting(at("2026-11-21 21:00"), timedelta(hours=1))
    hold = hold_slot(room_id=make_room().pk, span=span, party_size=2, now=TONIGHT)
    return confirm_hold(booking_id=hold.pk, contact=Contact(name="Ann", **contact), now=TONIGHT)


@pytest.mark.parametrize(
    "by", [{"customer": True}, {"email": "Ann@Example.com"}, {"phone": "+442079460812"}], ids=str
)
def test_whoever_is_banned_cannot_book_online_by_that(by):
    customer = make_customer(**ANN)
    ban(reason="Broke a door", **({"customer_id": customer.pk} if "customer" in by else by))

    with pytest.raises(NotTakenOnline) as refusal:
        book_online(**ANN)

    assert "door" not in refusal.value.message
    assert Customer.objects.get(pk=customer.pk).bookings.count() == 0


@pytest.mark.parametrize(
    "contact", [{"email": "new@example.com", "phone": ANN["phone"]}, {"email": "ANN@example.com"}]
)
def test_a_banned_person_is_known_by_each_address_and_number_of_theirs(contact):
    ban(reason="Broke a door", customer_id=make_customer(**ANN).pk)

    with pytest.raises(NotTakenOnline):
        book_online(**contact)


def test_the_records_merged_into_a_banned_person_are_theirs_too():
    customer = make_customer(**ANN)
    make_customer(email="old@example.com", phone="+442079460999", merged_into=customer)
    ban(reason="Broke a door", customer_id=customer.pk)

    for contact in ({"email": "old@example.com"}, {"email": "x@example.com", "phone": "+442079460999"}):
        with pytest.raises(NotTakenOnline):
            book_online(**contact)


def test_others_book_as_before():
    ban(reason="Broke a door", customer_id=make_customer(**ANN).pk)
    ban(reason="Spam", email="spam@example.com")

    assert book_online(email="bo@example.com", phone="+442079460813").status == "confirmed"


def test_staff_may_book_a_banned_guest():
    ban(reason="Broke a door", email=ANN["email"])
    span = Interval.lasting(at("2026-11-21 21:00"), timedelta(hours=1))

    booking = create_booking(
        room_id=make_room().pk,
        span=span,
        contact=Contact(name="Ann", **ANN),
        party_size=2,
        source="phone",
        now=TONIGHT,
    )

    assert [each.reason for each in bans_against(customer_id=booking.customer_id, email=ANN["email"])] == [
        "Broke a door"
    ]


def test_lifted_they_book_again_and_the_lifting_can_be_taken_back():
    made = ban(reason="Broke a door", email=ANN["email"])
    lift_ban(ban_id=made.pk, now=TONIGHT)
    assert book_online(**ANN).status == "confirmed"

    restore_ban(ban_id=made.pk)

    with pytest.raises(NotTakenOnline):
        book_online(**ANN)


def test_nobody_is_banned_twice_for_one_thing():
    customer = make_customer(**ANN)
    for thing in ({"customer_id": customer.pk}, {"email": ANN["email"]}, {"phone": ANN["phone"]}):
        ban(reason="one", **thing)
        with pytest.raises(BannedAlready):
            ban(reason="two", **thing)


def test_a_ban_is_of_one_thing():
    with pytest.raises(IntegrityError, match="ban_of_one_thing"), transaction.atomic():
        Ban.objects.create(email="a@example.com", phone="+442079460812", reason="x")
    with pytest.raises(IntegrityError, match="ban_of_one_thing"), transaction.atomic():
        Ban.objects.create(reason="x")


def test_a_list_knows_who_is_banned_with_one_question(django_assert_num_queries):
    by_person, by_mail, by_phone, free = (
        make_customer(email=f"{name}@example.com", phone=f"+4420794608{number}")
        for number, name in enumerate(["a", "b", "c", "d"], start=20)
    )
    ban(reason="x", customer_id=by_person.pk)
    ban(reason="x", email="B@example.com")
    ban(reason="x", phone=by_phone.phone)

    with django_assert_num_queries(1):
        found = banned_of([by_person, by_mail, by_phone, free])

    assert found == {by_person.pk, by_mail.pk, by_phone.pk}
