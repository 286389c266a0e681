"""A guest changes how many come and what they have with the room, by the link of their booking."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from audit.models import AuditEvent
from bookings.domain.interval import Interval
from bookings.domain.pricing import Agreed
from bookings.domain.pricing.terms import Terms
from bookings.models import Booking, Occupancy, Room, Venue
from bookings.selectors.quoting import agreed_quote
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.links import issue_manage_link
from bookings.services.quoting import reprice_booking
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.prices import (
    make_add_on,
    make_customer_class,
    make_price_list,
    make_promo,
    make_voucher,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

TUESDAY = "2026-11-24 21:00"


@pytest.fixture
def venue(business) -> Venue:
    venue = Venue.objects.get()
    Occupancy.objects.all().delete()
    venue.rooms.update(state="archived")
    Venue.objects.filter(pk=venue.pk).update(cancel_until=1440)
    make_room(venue, name="Duet", capacity_max=4, price_per_hour_minor=3000, order=1)
    make_room(venue, name="Echo", capacity_max=8, price_per_hour_minor=5000, order=2)
    return Venue.objects.get()


def room(name: str) -> Room:
    return Room.objects.get(name=name)


def booked(**given: Any) -> Booking:
    """Duet on Tuesday from 21:00 to 23:00, for three, taken on the telephone."""
    values: dict[str, Any] = {
        "room_id": room("Duet").pk,
        "span": Interval(at(TUESDAY), at(TUESDAY) + timedelta(hours=2)),
        "contact": Contact(name="Hana Suzuki", email="hana@example.com"),
        "party_size": 3,
        "source": "phone",
        "now": TONIGHT,
    }
    return create_booking(**values | given)


def link_of(booking: Booking) -> str:
    return f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/party/"


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def now_as(booking: Booking) -> Booking:
    return Booking.objects.select_related("room").get(pk=booking.pk)


def test_the_difference_is_shown_before_anything_changes_and_then_taken(customer_client, venue):
    platter = make_add_on(venue)
    booking = booked()
    link = link_of(booking)
    choice = {"people": 4, f"add_on_{platter.pk}": 2, "version": 1}

    shown = customer_client.post(link, {**choice, "price": "1", "shown": "6000"})
    before = now_as(booking)
    taken = customer_client.post(link, {**choice, "shown": "9000"})

    assert shown.status_code == 200
    assert "£30.00 more than now." in words(shown)
    assert "Platter 2 at £15 £30.00" in words(shown)
    assert 'name="shown" value="9000"' in shown.content.decode()
    assert (before.party_size, before.total_minor) == (3, 6000)
    assert taken.status_code == 302
    after = now_as(booking)
    assert (after.party_size, after.total_minor, after.version) == (4, 9000, 2)
    assert after.price_terms["add_ons"] == [[platter.pk, 2]]
    assert "Changed." in words(customer_client.get(taken["Location"]))


def test_a_price_that_was_not_shown_is_shown_and_asked_for(customer_client, venue):
    platter = make_add_on(venue)
    booking = booked()
    link = link_of(booking)

    answer = customer_client.post(
        link, {"people": 3, f"add_on_{platter.pk}": 1, "version": 1, "shown": "6000"}
    )

    assert answer.status_code == 409
    assert "That costs £75.00." in words(answer)
    assert 'name="shown" value="7500"' in answer.content.decode()
    assert now_as(booking).total_minor == 6000


def test_less_is_said_and_given_back_to_the_stock(customer_client, venue):
    machine = make_add_on(venue, name="Fog machine", stock=1)
    booking = booked(terms=Terms(add_ons=((machine.pk, 1),)))
    link = link_of(booking)
    other = booked(room_id=room("Echo").pk)

    shown = customer_client.post(link, {"people": 3, f"add_on_{machine.pk}": 0, "version": 1, "price": "1"})
    customer_client.post(link, {"people": 3, f"add_on_{machine.pk}": 0, "version": 1, "shown": "6000"})
    taken = customer_client.post(
        link_of(other), {"people": 3, f"add_on_{machine.pk}": 1, "version": 1, "shown": "11500"}
    )

    assert "£15.00 less than now." in words(shown)
    assert now_as(booking).total_minor == 6000
    assert (taken.status_code, now_as(other).total_minor) == (302, 11500)


def test_the_last_of_an_add_on_that_somebody_else_has_is_refused(customer_client, venue):
    machine = make_add_on(venue, name="Fog machine", stock=1)
    booked(room_id=room("Echo").pk, terms=Terms(add_ons=((machine.pk, 1),)))
    booking = booked()

    answer = customer_client.post(
        link_of(booking), {"people": 3, f"add_on_{machine.pk}": 1, "version": 1, "shown": "7500"}
    )

    assert answer.status_code == 409
    assert "There are not enough of an add-on left for that time." in words(answer)
    assert now_as(booking).total_minor == 6000


def test_what_others_have_of_an_add_on_is_said_before_it_is_taken(customer_client, venue):
    machine = make_add_on(venue, name="Fog machine", stock=3)
    booked(room_id=room("Echo").pk, terms=Terms(add_ons=((machine.pk, 2),)))
    booking = booked()

    page = words(customer_client.get(link_of(booking)))
    asked = {"people": 2, f"add_on_{machine.pk}": 2, "version": 1, "price": "1"}
    refused = customer_client.post(link_of(booking), asked)
    possible = customer_client.post(link_of(booking), asked | {f"add_on_{machine.pk}": 1})

    assert "1 left then." in page
    assert refused.status_code == 422
    assert "Only 1 of Fog machine left then." in words(refused)
    assert (possible.status_code, "Only 1 of" in words(possible)) == (200, False)
    assert now_as(booking).total_minor == 6000


def test_a_larger_party_that_does_not_fit_is_offered_another_room_and_moves_there(customer_client, venue):
    booking = booked()
    link = link_of(booking)
    echo = room("Echo")

    shown = customer_client.post(link, {"people": 6, "version": 1, "price": "1"})
    straight = customer_client.post(link, {"people": 6, "version": 1, "shown": "6000"})
    taken = customer_client.post(link, {"people": 6, "version": 1, "instead": f"{echo.pk} 10000"})

    assert shown.status_code == 422
    assert f'name="instead" value="{echo.pk} 10000"' in shown.content.decode()
    assert straight.status_code == 409
    assert taken.status_code == 302
    after = now_as(booking)
    assert (after.room.name, after.party_size, after.total_minor) == ("Echo", 6, 10000)


def test_a_room_that_is_taken_then_is_not_offered(customer_client, venue):
    booking = booked()
    make_booking(room=room("Echo"), starts_at=at(TUESDAY) + timedelta(hours=1))

    answer = customer_client.post(link_of(booking), {"people": 6, "version": 1, "price": "1"})

    assert "No other room that takes all of you is free then." in words(answer)
    assert 'name="instead"' not in answer.content.decode()


def test_another_rooms_price_has_to_be_the_one_that_was_shown(customer_client, venue):
    booking = booked()

    answer = customer_client.post(
        link_of(booking), {"people": 6, "version": 1, "instead": f"{room('Echo').pk} 6000"}
    )

    assert answer.status_code == 409
    assert now_as(booking).room.name == "Duet"


def test_a_room_that_needs_a_yes_is_neither_offered_nor_taken(customer_client, venue):
    Room.objects.filter(name="Echo").update(needs_approval=True)
    booking = booked()
    choice = {"people": 6, "version": 1, "instead": f"{room('Echo').pk} 10000"}

    answer = customer_client.post(link_of(booking), choice)

    assert answer.status_code == 409
    assert "has to say yes to that room first" in words(answer)
    assert 'name="instead"' not in answer.content.decode()
    assert (now_as(booking).room.name, now_as(booking).status) == ("Duet", "confirmed")


def test_more_than_any_room_takes_is_said_beside_the_field(customer_client, venue):
    answer = customer_client.post(link_of(booked()), {"people": 9, "version": 1, "price": "1"})

    assert answer.status_code == 422
    assert "Our largest room is for 8 people." in words(answer)


def test_after_the_deadline_nothing_can_be_changed(customer_client, venue):
    soon = booked(span=Interval(at("2026-11-22 18:00"), at("2026-11-22 19:00")))

    link = link_of(soon)

    assert customer_client.get(link).status_code == 302
    assert customer_client.post(link, {"people": 2, "version": 1, "shown": "3000"}).status_code == 302
    assert now_as(soon).party_size == 3


def test_what_staff_changed_meanwhile_is_shown_instead(customer_client, venue):
    booking = booked()
    Booking.objects.filter(pk=booking.pk).update(party_size=2, version=4)

    answer = customer_client.post(link_of(booking), {"people": 4, "version": 1, "shown": "6000"})

    assert answer.status_code == 409
    assert "The venue has changed this booking meanwhile." in words(answer)
    assert now_as(booking).party_size == 2


def test_students_in_the_party_are_counted_by_the_link(customer_client, venue):
    students = make_customer_class(venue, name="Students", is_online=True)
    hourly = {"per": "person_hour"}
    make_price_list(
        venue,
        {"name": "Student", "price_minor": 600, "customer_class": students, **hourly},
        {"name": "Adult", "price_minor": 1000, **hourly},
    )
    booking = booked()
    choice = {"people": 4, f"class_{students.pk}": 2, "version": 1}

    refused = customer_client.post(link_of(booking), {**choice, f"class_{students.pk}": 5, "shown": "6000"})
    taken = customer_client.post(link_of(booking), {**choice, "shown": "6400"})

    assert booking.total_minor == 6000
    assert "You named 5 guests by kind, and 4 are coming." in words(refused)
    assert (taken.status_code, now_as(booking).total_minor) == (302, 6400)


def test_a_voucher_goes_on_paying_and_a_code_that_no_longer_counts_is_said(customer_client, venue):
    platter = make_add_on(venue)
    promo, voucher = make_promo(venue, minimum_minor=7000), make_voucher(venue)
    terms = Terms(add_ons=((platter.pk, 1),), promo_id=promo.pk, voucher_id=voucher.pk)
    booking = booked(terms=terms)
    choice = {"people": 3, f"add_on_{platter.pk}": 0, "version": 1}

    shown = customer_client.post(link_of(booking), {**choice, "price": "1"})
    customer_client.post(link_of(booking), {**choice, "shown": "6000"})

    assert booking.total_minor == 6750
    assert "This code counts from £70.00 on." in words(shown)
    after = now_as(booking)
    assert (after.total_minor, after.price_terms["voucher_minor"]) == (6000, 5000)
    assert "promo" not in after.price_terms


def test_one_more_person_at_no_cost_keeps_voucher_and_price_as_they_are(customer_client, venue):
    voucher = make_voucher(venue)
    booking = booked(terms=Terms(voucher_id=voucher.pk))

    customer_client.post(link_of(booking), {"people": 4, "version": 1, "shown": "6000"})

    after = now_as(booking)
    assert (after.party_size, after.price_terms) == (4, booking.price_terms)
    assert after.quote == booking.quote


def test_a_price_that_staff_agreed_on_leaves_only_the_people_to_change(customer_client, venue):
    platter = make_add_on(venue)
    booking = booked(terms=Terms(agreed=Agreed(5000, "An old friend")))
    link = link_of(booking)

    page = customer_client.get(link)
    customer_client.post(link, {"people": 4, f"add_on_{platter.pk}": 3, "version": 1, "shown": "5000"})

    assert f"add_on_{platter.pk}" not in page.content.decode()
    assert "Your price was agreed with us" in words(page)
    after = now_as(booking)
    assert (after.party_size, after.total_minor, after.price_terms) == (4, 5000, booking.price_terms)


def test_what_only_staff_give_stays_though_the_form_does_not_ask(customer_client, venue):
    cleaning = make_add_on(venue, name="Deep clean", is_online=False)
    booking = booked()
    reprice_booking(booking_id=booking.pk, version=1, terms=Terms(add_ons=((cleaning.pk, 1),)), now=TONIGHT)

    customer_client.post(link_of(booking), {"people": 4, "version": 2, "shown": "7500"})

    after = now_as(booking)
    assert (after.party_size, after.total_minor) == (4, 7500)
    assert after.price_terms["add_ons"] == [[cleaning.pk, 1]]


def test_it_is_on_record_tells_the_venue_and_replaces_the_link(customer_client, venue):
    booking = booked()
    link = link_of(booking)

    customer_client.post(link, {"people": 2, "version": 1, "shown": "6000"})

    event = AuditEvent.objects.filter(table="bookings_occupancy", entity_id=str(booking.pk)).latest("id")
    assert (event.old["party_size"], event.new["party_size"]) == (3, 2)
    fact = OutboxMessage.objects.filter(kind="booking.changed").latest("id").payload
    assert fact["before"] == {"people": 3, "total_minor": 6000, "room": booking.room_id}
    assert fact["tell_customer"] is True
    assert customer_client.get(link).status_code == 404


def test_staff_take_a_guests_change_back(customer_client, owner_client, venue):
    platter = make_add_on(venue, stock=1)
    booking = booked()
    customer_client.post(
        link_of(booking), {"people": 4, f"add_on_{platter.pk}": 1, "version": 1, "shown": "7500"}
    )

    owner_client.post(f"/dashboard/bookings/{booking.pk}/undo/", {"version": 2})

    after = now_as(booking)
    assert (after.party_size, after.total_minor) == (3, 6000)
    quote = agreed_quote(after)
    assert quote is not None
    assert [line.code for line in quote.lines] == ["room"]


def test_a_booking_without_a_price_changes_its_people_only(customer_client, venue):
    make_add_on(venue)
    booking = make_booking(room=room("Duet"), starts_at=at(TUESDAY), quote=[], total_minor=None, currency="")

    page = customer_client.get(link_of(booking))
    customer_client.post(link_of(booking), {"people": 4, "version": 1, "shown": "0"})

    assert "There is no price on this booking." in words(page)
    assert now_as(booking).party_size == 4
