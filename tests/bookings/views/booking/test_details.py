"""The details of a booking, edited in the drawer: what is kept, named and refused."""

from __future__ import annotations

from typing import Any

import pytest

from bookings.models import Booking, Venue
from tests.bookings.views.booking.asking import fresh, text_of
from tests.factories import make_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def details(**given: Any) -> dict[str, Any]:
    values = {
        "version": 1,
        "name": "Priya N.",
        "phone": "+44 20 7946 0999",
        "email": "priya@example.com",
        "party_size": 4,
        "note": "Cake",
        "staff_note": "",
        "from": "drawer",
    }
    return values | given


def test_details_can_be_edited(priya, owner_client):
    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", details())

    booking = fresh(priya)
    assert (booking.guest_name, booking.party_size, booking.note) == ("Priya N.", 4, "Cake")
    assert "Saved Priya N." in text_of(response)
    assert "changed the name from Priya Nair to Priya N." in text_of(response)


def test_a_corrected_number_is_on_the_customers_record(priya, owner_client):
    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", details(name="Priya Nair"))

    fresh(priya)
    assert (priya.customer.name, priya.customer.phone) == ("Priya Nair", "+442079460999")
    # The booking could be put back, the record could not; so nothing is promised.
    assert "/undo/" not in text_of(response).split('id="toasts"')[-1].split("data-toast")[-1]


def test_another_name_and_address_make_it_another_customers(priya, owner_client):
    bob = make_customer(name="Bob", email="bob@example.com")
    values = details(name="Bob", email="BOB@example.com", phone="")

    owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", values)

    before = priya.customer
    assert fresh(priya).customer == bob
    before.refresh_from_db()
    assert (before.email, before.phone) == ("priya@example.com", "+442079460812")


def test_a_number_from_another_system_stays_as_it_is_if_untouched(priya, owner_client):
    priya.customer.phone = "ring the bell"
    priya.customer.save()

    response = owner_client.htmx(
        "post", f"/dashboard/bookings/{priya.pk}/edit/", details(phone="ring the bell", note="Cake")
    )

    assert response.status_code == 200
    assert fresh(priya).note == "Cake"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Type a name."),
        ({"phone": "12"}, "That is not a whole phone number."),
        ({"email": "priya"}, "An e-mail address looks like name@example.com."),
        ({"party_size": "0"}, "greater than or equal to 1"),
        ({"name": "\u202eevil"}, "Use letters, digits and ordinary signs."),
    ],
)
def test_wrong_details_are_named_and_kept(priya, owner_client, wrong, words):
    Venue.objects.update(country="GB")

    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", details(**wrong))

    assert response.status_code == 422
    assert words in text_of(response)
    assert "Cake" in text_of(response)
    assert fresh(priya).version == 1


def test_a_party_too_large_for_the_room_asks_for_a_reason(priya, owner_client):
    refused = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", details(party_size=9))
    taken = owner_client.htmx(
        "post",
        f"/dashboard/bookings/{priya.pk}/edit/",
        details(party_size=9, override_reason="They squeeze in"),
    )

    assert refused.status_code == 422
    assert "This room takes 1 to 6 people." in text_of(refused)
    assert "Save anyway" in text_of(refused)
    assert taken.status_code == 200
    assert fresh(priya).party_size == 9


def test_what_somebody_typed_survives_that_another_was_faster(priya, owner_client):
    Booking.objects.filter(pk=priya.pk).update(version=2, party_size=5)

    response = owner_client.htmx(
        "post", f"/dashboard/bookings/{priya.pk}/edit/", details(note="Typed for long")
    )

    assert response.status_code == 409
    assert "Typed for long" in text_of(response)
    assert "changed people from 2 to 5" in text_of(response)
    assert '<input type="hidden" name="version" value="2">' in text_of(response)
