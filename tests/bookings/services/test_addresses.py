"""Another e-mail address ends the links that went to the old one, whoever changes it."""

from __future__ import annotations

import pytest

from audit.services.undo import take_back
from bookings.errors import LinkNotGood
from bookings.models import Booking, Customer
from bookings.services.bookings import edit_booking
from bookings.services.customer_links import customer_of_link, issue_customer_link
from bookings.services.customer_records import change_customer
from bookings.services.customers import Contact
from bookings.services.links import booking_of_link, issue_manage_link
from tests.bookings.acts import newest_event, one_act
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


@pytest.fixture
def ann() -> Customer:
    return make_customer(name="Ann Olsen", email="ann@example.com", phone="+442079460812")


@pytest.fixture
def booking(ann) -> Booking:
    return make_booking(room=make_room(), starts_at=at("2026-11-28 21:00"), customer=ann)


@pytest.fixture
def links(ann, booking) -> tuple[str, str]:
    """What was mailed to Ann: to her own page, to her booking."""
    return (
        issue_customer_link(customer_id=ann.pk, now=TONIGHT),
        issue_manage_link(booking_id=booking.pk, now=TONIGHT),
    )


def good(links: tuple[str, str]) -> list[bool]:
    found = []
    for opens, token in zip((customer_of_link, booking_of_link), links, strict=True):
        try:
            opens(token, now=TONIGHT)
        except LinkNotGood:
            found.append(False)
        else:
            found.append(True)
    return found


def edit(booking: Booking, contact: Contact) -> None:
    edit_booking(
        booking_id=booking.pk,
        version=booking.version,
        contact=contact,
        party_size=booking.party_size,
        note="",
        staff_note="",
        now=TONIGHT,
    )


def test_a_new_address_on_the_customers_page_ends_both(ann, links):
    before = good(links)

    change_customer(customer_id=ann.pk, version=ann.version, email="ann@new.example")

    assert (before, good(links)) == ([True, True], [False, False])


@pytest.mark.parametrize("values", [{"email": "Ann@Example.com"}, {"notes": "Tips well"}, {"phone": ""}])
def test_anything_else_leaves_them(ann, links, values):
    change_customer(customer_id=ann.pk, version=ann.version, **values)

    assert good(links) == [True, True]


def test_a_first_address_ends_nothing(ann, booking):
    Customer.objects.filter(pk=ann.pk).update(email="")
    kept = (
        issue_customer_link(customer_id=ann.pk, now=TONIGHT),
        issue_manage_link(booking_id=booking.pk, now=TONIGHT),
    )

    change_customer(customer_id=ann.pk, version=ann.version, email="ann@example.com")

    assert good(kept) == [True, True]


def test_a_new_address_typed_over_a_booking_ends_them(booking, links):
    edit(booking, Contact("Ann Olsen", "ann@new.example", "+442079460812"))

    assert good(links) == [False, False]


def test_a_booking_that_is_somebody_elses_by_now_opens_no_more_from_the_old_mail(booking, links):
    make_customer(name="Bea", email="bea@example.com")

    edit(booking, Contact("Bea", "bea@example.com"))

    assert good(links) == [True, False]


def test_taking_the_new_address_back_ends_what_went_there(ann, booking, links):
    with one_act():
        change_customer(customer_id=ann.pk, version=ann.version, email="ann@new.example")
    change = newest_event()
    sent_there = (
        issue_customer_link(customer_id=ann.pk, now=TONIGHT),
        issue_manage_link(booking_id=booking.pk, now=TONIGHT),
    )

    take_back(event_id=change, now=TONIGHT)

    assert Customer.objects.get(pk=ann.pk).email == "ann@example.com"
    assert good(sent_there) == [False, False]
