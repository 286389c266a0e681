"""A customer's own visit by its link: requests, fees, running late, staying longer, several rooms."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bookings.models import Booking, Room, Venue
from bookings.services import setup
from bookings.services.links import issue_manage_link
from boom.core import clock
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

NINE = "20261121T2100Z"
DETAILS = {"name": "Hana Suzuki", "email": "hana@example.com", "country": "GB", "phone": "", "note": ""}
HOURLY = [
    {
        "code": "room",
        "quantity": "1",
        "unit": "hour",
        "unit_price_minor": 3000,
        "amount_minor": 3000,
        "starts_at": None,
        "ends_at": None,
    }
]


@pytest.fixture
def venue(business) -> Venue:
    Venue.objects.update(is_published=False)
    venue = make_venue(name="Velvet Rooms", slug="velvet", phone="+442079460123", cancel_until=1440)
    make_room(venue, name="Duet", capacity_max=4, order=1)
    make_room(venue, name="Echo", capacity_max=8, order=2)
    return venue


def room(name: str) -> Room:
    return Room.objects.get(name=name)


def link_of(booking: Booking) -> str:
    return f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/"


@pytest.fixture
def booking(venue) -> Booking:
    """Duet from 19:10 to 20:10; it is 19:00."""
    return make_booking(
        room=room("Duet"),
        starts_at=TONIGHT + timedelta(minutes=10),
        quote=HOURLY,
        customer=make_customer(name="Hana", email="hana@example.com"),
    )


def text_of(response: Any) -> str:
    return response.content.decode()


# ---- requests -------------------------------------------------------------------------------------------


def test_a_room_on_request_says_so_before_and_after(customer_client, venue):
    Room.objects.update(needs_approval=True)
    held = customer_client.post(
        "/book/hold/",
        {"start": NINE, "minutes": 120, "people": 2, "room": "any", "csrfmiddlewaretoken": "form"},
    ).url

    details = text_of(customer_client.get(held))
    booked = customer_client.post(held, DETAILS).url
    page = text_of(customer_client.get(booked))

    assert "This room is booked on request" in details
    assert "Ask for it" in details
    assert Booking.objects.get(guest_name="Hana Suzuki").status == "pending"
    assert "Asked for" in page
    assert "You have an answer by Sat 21 Nov, 21:00." in page


def test_a_request_nobody_answered_says_so_and_is_no_checkout_again(customer_client, booking):
    link = link_of(booking)
    Booking.objects.filter(pk=booking.pk).update(status="expired", answer_by=TONIGHT)

    assert "Nobody answered your request in time" in text_of(customer_client.get(link))


def test_a_declined_request_shows_the_reason(customer_client, booking):
    link = link_of(booking)
    Booking.objects.filter(pk=booking.pk).update(status="cancelled", cancellation_reason="A wedding")

    assert "A wedding" in text_of(customer_client.get(link))


# ---- what cancelling costs ------------------------------------------------------------------------------


def test_the_fee_is_shown_before_the_button_and_charged_as_shown(customer_client, booking):
    Venue.objects.filter(slug="velvet").update(cancellation_tiers=[{"notice": 0, "percent": 50}])
    link = link_of(booking)

    page = text_of(customer_client.get(f"{link}cancel/"))
    answer = customer_client.post(f"{link}cancel/", {"version": "1", "reason": "Ill"})
    after = text_of(customer_client.get(answer.url))

    assert "Cancelling now costs 50%" in page
    assert "£15.00" in page
    booking.refresh_from_db()
    assert (booking.status, booking.fee_minor, booking.cancellation_reason) == ("cancelled", 1500, "Ill")
    assert "£15 of the price is due." in after


def test_another_version_than_the_one_shown_is_not_cancelled(customer_client, booking):
    Venue.objects.filter(slug="velvet").update(cancellation_tiers=[{"notice": 0, "percent": 50}])
    link = link_of(booking)
    Booking.objects.filter(pk=booking.pk).update(version=3)

    answer = customer_client.post(f"{link}cancel/", {"version": "1"})

    assert answer.status_code == 409
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_the_rule_stands_on_the_details_page(customer_client, venue):
    Venue.objects.filter(slug="velvet").update(cancellation_tiers=[{"notice": 60, "percent": 50}])
    held = customer_client.post(
        "/book/hold/",
        {"start": NINE, "minutes": 120, "people": 2, "room": "any", "csrfmiddlewaretoken": "form"},
    ).url

    assert "After that, until 1 hour before, cancelling costs 50% of the price." in text_of(
        customer_client.get(held)
    )


# ---- late, longer ---------------------------------------------------------------------------------------


def test_running_late_reaches_the_front_desk_and_the_link_stays_good(customer_client, client_as, booking):
    link = link_of(booking)

    customer_client.post(f"{link}late/", {"minutes": "20", "note": "The train"})
    page = text_of(customer_client.get(link))
    drawer = text_of(client_as("front_desk").htmx("get", f"/dashboard/bookings/{booking.pk}/"))

    assert "The front desk knows you will be 20 minutes late" in page
    assert "20 min: The train" in drawer


def test_nobody_is_a_week_late(customer_client, booking):
    link = link_of(booking)

    customer_client.post(f"{link}late/", {"minutes": "9999"})

    booking.refresh_from_db()
    assert booking.late_minutes is None


def test_more_time_shows_its_price_and_is_taken_by_the_link(customer_client, booking):
    link = link_of(booking)

    page = text_of(customer_client.get(f"{link}extend/"))
    answer = customer_client.post(f"{link}extend/", {"minutes": "30 1500", "version": "1"})

    booking.refresh_from_db()
    assert "30 min more" in page
    assert "£15" in page
    assert (answer.status_code, answer.url) == (302, link)
    assert (booking.span.minutes, booking.total_minor) == (90, 4500)


def test_where_somebody_comes_next_another_room_is_offered_without_a_name(customer_client, booking):
    link = link_of(booking)
    make_booking(room=booking.room, starts_at=booking.ends_at, guest_name="Priya Nair")
    Booking.objects.filter(pk=booking.pk).update(status="checked_in")

    page = text_of(customer_client.get(f"{link}extend/"))
    with clock.set_to(TONIGHT + timedelta(minutes=40)):
        [choice] = re.findall(r'name="room" value="([^"]+)"', text_of(customer_client.get(f"{link}extend/")))
        answer = customer_client.post(f"{link}extend/", {"minutes": "30", "version": "1", "room": choice})
        onward = text_of(customer_client.get(answer.url))

    assert "Priya" not in page
    assert "The room is taken 20:10–21:10." in page
    assert "Echo" in page
    rest = Booking.objects.get(continues=booking)
    assert (rest.room.name, rest.span.minutes) == ("Echo", 60)
    booking.refresh_from_db()
    shown = int(choice.partition(" ")[2])
    assert booking.total_minor + rest.total_minor - 3000 == shown == 1500
    assert answer.url != link
    assert "Echo" in onward


def test_staying_longer_does_not_lead_into_a_room_that_needs_a_yes(customer_client, booking):
    Room.objects.filter(name="Echo").update(needs_approval=True)
    make_booking(room=room("Duet"), starts_at=booking.ends_at)
    link = link_of(booking)

    shown = customer_client.get(f"{link}extend/")
    answer = customer_client.post(
        f"{link}extend/", {"room": f"{room('Echo').pk} 1500", "minutes": "30 0", "version": 1}
    )

    assert "Echo" not in text_of(shown)
    assert answer.status_code == 409
    assert "has to say yes to that room first" in text_of(answer)
    booking.refresh_from_db()
    assert booking.room == room("Duet")


@pytest.mark.parametrize("status", ["confirmed", "checked_in"])
@pytest.mark.parametrize("where", ["hidden", "elsewhere"])
def test_staying_longer_does_not_lead_into_a_room_that_guests_cannot_book(
    customer_client, booking, status, where
):
    Booking.objects.filter(pk=booking.pk).update(status=status)
    make_booking(room=room("Duet"), starts_at=booking.ends_at)
    there = room("Echo")
    if where == "hidden":
        setup.change_room(room_id=there.pk, state="hidden")
    else:
        there = make_room(make_venue(name="Tokyo", slug="tokyo", currency="JPY"), capacity_max=8)
    link = link_of(booking)

    shown = text_of(customer_client.get(f"{link}extend/"))
    for price in ("1500", "-3000", "1500000"):
        answer = customer_client.post(
            f"{link}extend/", {"room": f"{there.pk} {price}", "minutes": "30 0", "version": 1}
        )
        assert answer.status_code == 409
        assert "another price" not in text_of(answer)

    assert f'value="{there.pk} ' not in shown
    booking.refresh_from_db()
    assert booking.room == room("Duet")


def test_somebody_faster_leaves_the_page_with_what_is_true_now(customer_client, booking):
    link = link_of(booking)
    make_booking(room=booking.room, starts_at=booking.ends_at)

    answer = customer_client.post(f"{link}extend/", {"minutes": "30", "version": "1"})

    assert answer.status_code == 409
    assert "The room is taken" in text_of(answer)


def test_a_price_that_has_changed_meanwhile_is_shown_again_and_asked_for(customer_client, booking):
    link = link_of(booking)
    page = text_of(customer_client.get(f"{link}extend/"))
    quote = [{**HOURLY[0], "unit_price_minor": 6000, "amount_minor": 6000}]
    Booking.objects.filter(pk=booking.pk).update(quote=quote, total_minor=6000)

    stale = customer_client.post(f"{link}extend/", {"minutes": "30 1500", "version": "1"})
    untouched = Booking.objects.get(reference=booking.reference)
    taken = customer_client.post(f"{link}extend/", {"minutes": "30 3000", "version": "1"})

    assert 'value="30 1500"' in page
    assert stale.status_code == 409
    assert "The price has changed meanwhile." in text_of(stale)
    assert 'value="30 3000"' in text_of(stale)
    assert (untouched.span.minutes, untouched.total_minor, untouched.version) == (60, 6000, 1)
    booking.refresh_from_db()
    assert (taken.status_code, booking.total_minor) == (302, 9000)


def test_another_room_before_the_visit_costs_what_the_button_says(customer_client, booking):
    link = link_of(booking)
    make_booking(room=booking.room, starts_at=booking.ends_at)

    [choice] = re.findall(r'name="room" value="([^"]+)"', text_of(customer_client.get(f"{link}extend/")))
    customer_client.post(f"{link}extend/", {"minutes": "30", "version": "1", "room": choice})

    booking.refresh_from_db()
    assert choice == f"{room('Echo').pk} 1500"
    assert (booking.room.name, booking.span.minutes, booking.total_minor) == ("Echo", 90, 4500)


def test_another_room_at_a_price_nobody_was_shown_is_not_taken(customer_client, booking):
    link = link_of(booking)
    make_booking(room=booking.room, starts_at=booking.ends_at)
    Booking.objects.filter(pk=booking.pk).update(status="checked_in")

    with clock.set_to(TONIGHT + timedelta(minutes=40)):
        answer = customer_client.post(
            f"{link}extend/", {"minutes": "30", "version": "1", "room": f"{room('Echo').pk} 1"}
        )

    assert answer.status_code == 409
    assert "The price has changed meanwhile." in text_of(answer)
    booking.refresh_from_db()
    assert (booking.status, booking.room.name) == ("checked_in", "Duet")
    assert not Booking.objects.filter(continues=booking).exists()


def test_a_booking_next_week_cannot_be_extended_here(customer_client, venue):
    booking = make_booking(room=room("Duet"), starts_at=at("2026-11-28 20:00"))
    link = link_of(booking)

    assert customer_client.get(f"{link}extend/").url == link


# ---- several rooms --------------------------------------------------------------------------------------


def test_a_second_room_comes_into_the_cart_and_both_are_booked(customer_client, venue):
    held = customer_client.post(
        "/book/hold/",
        {"start": NINE, "minutes": 120, "people": 2, "room": "any", "csrfmiddlewaretoken": "form"},
    ).url
    before = text_of(customer_client.get(held))

    customer_client.post(held, {"add": str(room("Echo").pk)})
    cart = text_of(customer_client.get(held))
    booked = customer_client.post(held, DETAILS).url
    page = text_of(customer_client.get(booked))

    assert "Need another room at the same time?" in before
    assert "Your 2 rooms" in cart
    assert "£120 in all." in cart
    assert [each.status for each in Booking.objects.filter(guest_name="Hana Suzuki")] == ["confirmed"] * 2
    assert "Your 2 rooms" in page


def test_a_room_is_taken_out_of_the_cart(customer_client, venue):
    held = customer_client.post(
        "/book/hold/",
        {"start": NINE, "minutes": 120, "people": 2, "room": "any", "csrfmiddlewaretoken": "form"},
    ).url
    customer_client.post(held, {"add": str(room("Echo").pk)})
    _, part = re.findall(r'name="drop" value="(\d+)"', text_of(customer_client.get(held)))

    customer_client.post(held, {"drop": part})

    [dropped] = Booking.objects.filter(pk=part)
    assert dropped.status == "expired"
    assert "Your 2 rooms" not in text_of(customer_client.get(held))


def test_one_of_several_rooms_is_cancelled_by_the_link(customer_client, venue):
    first = make_booking(room=room("Duet"), starts_at=at("2026-11-28 20:00"), group_reference="GRPABC")
    other = make_booking(room=room("Echo"), starts_at=at("2026-11-28 20:00"), group_reference="GRPABC")
    link = link_of(first)

    page = text_of(customer_client.get(f"{link}cancel/"))
    customer_client.post(f"{link}cancel/", {"part": str(other.pk), "version": "1"})

    assert "Which rooms" in page
    for each in (first, other):
        each.refresh_from_db()
    assert (first.status, other.status) == ("confirmed", "cancelled")


def test_a_room_that_was_given_to_somebody_else_since_is_none_of_a_links_business(customer_client, venue):
    first = make_booking(room=room("Duet"), starts_at=at("2026-11-28 20:00"), group_reference="GRPABC")
    other = make_booking(room=room("Echo"), starts_at=at("2026-11-28 20:00"), group_reference="GRPABC")
    link = link_of(first)
    together = text_of(customer_client.get(link))
    Booking.objects.filter(pk=other.pk).update(customer=make_customer(name="Bea", email="bea@example.com"))

    page = text_of(customer_client.get(link))
    opened = customer_client.post(f"{link}of/{other.pk}/")
    customer_client.post(f"{link}cancel/", {"part": str(other.pk), "version": "1"})

    assert "Echo" in together
    assert "Echo" not in page
    assert opened.status_code == 404
    other.refresh_from_db()
    assert other.status == "confirmed"


def test_a_link_cancels_no_booking_of_somebody_else(customer_client, booking):
    stranger = make_booking(room=room("Echo"), starts_at=at("2026-11-28 20:00"))
    link = link_of(booking)

    answer = customer_client.post(f"{link}cancel/", {"part": str(stranger.pk), "version": "1"})

    assert answer.status_code == 409
    stranger.refresh_from_db()
    assert stranger.status == "confirmed"


def test_more_than_one_customer_may_have_is_said_on_the_form(customer_client, venue):
    Venue.objects.filter(slug="velvet").update(most_bookings=0)
    held = customer_client.post(
        "/book/hold/",
        {"start": NINE, "minutes": 120, "people": 2, "room": "any", "csrfmiddlewaretoken": "form"},
    ).url

    answer = customer_client.post(held, DETAILS)

    assert answer.status_code == 422
    assert "One guest may have 0 bookings ahead at a time." in text_of(answer)
