"""Several rooms and times in one cart: booked all at once or not at all, each with a page of its own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bookings.domain.interval import Interval
from bookings.errors import CartFull, HoldExpired, RulesBroken
from bookings.forms.picker import read_start
from bookings.models import Booking, Room, Venue
from bookings.selectors.groups import cart_of, parts_of
from bookings.services.carts import drop_held, hold_instead
from bookings.services.customers import Contact
from bookings.services.holds import MOST_IN_CART, confirm_hold, hold_slot
from bookings.services.links import issue_manage_link
from boom.core import clock
from notifications.letters import write_letter
from tests.conftest import TONIGHT
from tests.factories import make_room, make_venue
from tests.factories.prices import make_price_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

# It is Saturday the 21st, 19:00.
TONIGHT_NINE, SUNDAY_NINE = "20261121T2100Z", "20261122T2100Z"
DETAILS = {"name": "Hana Suzuki", "email": "hana@example.com", "country": "GB", "phone": "", "note": "Cake!"}
ANN = Contact(name="Ann", email="ann@example.com")
HOUR = timedelta(hours=1)


@pytest.fixture
def venue(business) -> Venue:
    Venue.objects.update(is_published=False)
    venue = make_venue(name="Velvet Rooms", slug="velvet", phone="+442079460123", cancel_until=1440)
    make_room(venue, name="Duet", capacity_max=4, order=1)
    make_room(venue, name="Echo", capacity_max=8, order=2)
    return venue


def room(name: str) -> Room:
    return Room.objects.get(name=name)


def text_of(response: Any) -> str:
    return response.content.decode()


def choose(client, start: str, name: str = "Duet", **more: str) -> str:
    """Choose a slot on the venue's page; the address one is led to."""
    wish = {"start": start, "minutes": 120, "people": 2, "room": room(name).pk, **more}
    return client.post("/book/hold/", {**wish, "csrfmiddlewaretoken": f"form {start}"}).url


@pytest.fixture
def cart(customer_client, venue) -> str:
    """Duet tonight at nine and once more on Sunday: the page where one says who one is."""
    held = choose(customer_client, TONIGHT_NINE)
    assert choose(customer_client, SUNDAY_NINE, also="1") == held
    return held


def mine() -> list[Booking]:
    here = Booking.objects.filter(room__venue__slug="velvet")
    return list(here.exclude(status="expired").order_by("starts_at", "pk"))


def confirmed() -> list[Booking]:
    return [booking for booking in mine() if booking.status == "confirmed"]


# ---- choosing -------------------------------------------------------------------------------------------


def test_two_evenings_in_one_room_are_booked_under_one_reference(customer_client, cart):
    page = text_of(customer_client.get(cart))

    booked = customer_client.post(cart, {**DETAILS, "shown": "12000"}).url

    first, second = mine()
    assert "Your 2 bookings" in page
    assert "Sat 21 Nov, 21:00 to 23:00" in page
    assert "Sun 22 Nov, 21:00 to 23:00" in page
    assert page.count("Held until") + page.count("Held for you until") == 2
    assert page.count('data-countdown="2026-11-21T19:') == 2
    assert page.count('name="drop"') == 2
    assert page.count("<dt>Total</dt>") == 2
    assert "£120 in all." in page
    assert [first.status, second.status] == ["confirmed", "confirmed"]
    assert {first.group_reference, second.group_reference} == {first.reference}
    assert {first.room.name, second.room.name} == {"Duet"}
    assert {first.note, second.note} == {"Cake!"}
    assert "Your 2 bookings" in text_of(customer_client.get(booked))


def test_the_times_page_says_what_is_chosen_so_far_and_shows_it_as_taken(customer_client, cart):
    page = text_of(customer_client.get("/?also=1&minutes=120&people=2&day=2026-11-22"))
    form = page[page.index('<form id="slots"') :]

    assert "Chosen so far" in page
    assert "£60" in page
    assert 'name="also" value="1"' in form
    # Duet is this cart's own then, Echo is there for it.
    assert (
        customer_client.post(
            "/book/hold/",
            {"start": SUNDAY_NINE, "minutes": 120, "people": 2, "room": "any", "csrfmiddlewaretoken": "x"},
        ).url
        == cart
    )
    assert [(each.room.name, each.starts_at.day) for each in mine()] == [
        ("Duet", 21),
        ("Duet", 22),
        ("Echo", 22),
    ]


def test_a_single_hold_is_still_replaced_by_another_choice(customer_client, venue):
    first = choose(customer_client, TONIGHT_NINE)

    second = choose(customer_client, SUNDAY_NINE)

    assert second != first
    assert [each.starts_at.day for each in mine()] == [22]


def test_each_hold_has_a_time_of_its_own(customer_client, venue):
    held = choose(customer_client, TONIGHT_NINE)

    with clock.set_to(TONIGHT + timedelta(minutes=8)):
        choose(customer_client, SUNDAY_NINE, also="1")
        page = text_of(customer_client.get(held))

    assert "19:10" in page
    assert "19:18" in page


def test_what_ran_out_while_another_time_was_looked_for_is_said(customer_client, venue):
    choose(customer_client, TONIGHT_NINE)

    with clock.set_to(TONIGHT + timedelta(minutes=11)):
        page = text_of(customer_client.get(choose(customer_client, SUNDAY_NINE, also="1")))

    assert "What you chose before is not held for you any more: choose it again" in page
    assert "Sun 22 Nov, 21:00 to 23:00" in page


def test_the_first_can_be_taken_out_and_the_address_leads_to_the_rest(customer_client, cart):
    first, second = mine()

    page = text_of(customer_client.post(cart, {**DETAILS, "drop": str(first.pk)}))
    booked = customer_client.post(cart, DETAILS)

    assert 'value="Hana Suzuki"' in page
    assert "Your 2 bookings" not in page
    assert "Sun 22 Nov, 21:00 to 23:00" in page
    assert booked.status_code == 302
    for each in (first, second):
        each.refresh_from_db()
    assert (first.status, second.status) == ("expired", "confirmed")
    assert second.group_reference == second.reference


def test_a_cart_has_an_end(venue):
    rooms = [make_room(venue, name=f"Room {number}") for number in range(MOST_IN_CART)]
    span = Interval.lasting(TONIGHT + 2 * HOUR, HOUR)
    first = hold_slot(room_id=rooms[0].pk, span=span, party_size=2, now=TONIGHT)
    for each in rooms[1:]:
        hold_slot(room_id=each.pk, span=span, party_size=2, now=TONIGHT, beside=first.pk)

    with pytest.raises(CartFull):
        hold_slot(room_id=room("Duet").pk, span=span, party_size=2, now=TONIGHT, beside=first.pk)


def test_a_choice_at_another_venue_takes_the_place_of_the_cart(customer_client, cart):
    tokyo = make_venue(name="Tokyo", slug="tokyo", currency="JPY")
    booth = make_room(tokyo, name="Booth", capacity_max=4)
    wish = {"start": SUNDAY_NINE, "minutes": 120, "people": 2, "room": booth.pk, "csrfmiddlewaretoken": "x"}

    page = text_of(customer_client.get("/v/tokyo/"))
    chosen = customer_client.post("/book/hold/?venue=tokyo", wish)

    assert "Chosen so far" not in page
    assert chosen.status_code == 302
    [hold] = Booking.objects.filter(status="held")
    assert (hold.room, hold.group_reference) == (booth, "")


def test_other_rooms_are_offered_to_whom_they_take_at_what_they_cost_them(customer_client, venue):
    make_room(venue, name="Hall", capacity_min=6, capacity_max=20, order=3)
    make_room(venue, name="Nook", capacity_max=2, order=4)
    make_price_list(venue, {"price_minor": 1000, "per": "person"})

    page = text_of(customer_client.get(choose(customer_client, TONIGHT_NINE, people="4")))
    more = page[page.index("Need another room") :]

    assert "Hall" not in more
    assert re.search(r"Echo.*?£40", more, re.DOTALL)
    assert re.search(r"Nook.*?£20", more, re.DOTALL)


def test_nothing_comes_beside_what_is_booked(venue):
    span = Interval.lasting(TONIGHT + 2 * HOUR, HOUR)
    first = hold_slot(room_id=room("Duet").pk, span=span, party_size=2, now=TONIGHT)
    confirm_hold(booking_id=first.pk, contact=ANN, now=TONIGHT)

    with pytest.raises(HoldExpired):
        hold_slot(room_id=room("Echo").pk, span=span, party_size=2, now=TONIGHT, beside=first.pk)


def test_the_limits_for_one_guest_count_every_night(venue):
    Venue.objects.filter(slug="velvet").update(most_bookings=1)
    spans = [Interval.lasting(TONIGHT + timedelta(days=days, hours=2), HOUR) for days in (0, 1)]
    first = hold_slot(room_id=room("Duet").pk, span=spans[0], party_size=2, now=TONIGHT)
    hold_slot(room_id=room("Duet").pk, span=spans[1], party_size=2, now=TONIGHT, beside=first.pk)

    with pytest.raises(RulesBroken, match="1 booking"):
        confirm_hold(booking_id=first.pk, contact=ANN, now=TONIGHT)

    assert confirmed() == []


def test_what_was_taken_out_in_another_window_is_not_booked(venue):
    span = Interval.lasting(TONIGHT + 2 * HOUR, HOUR)
    first = hold_slot(room_id=room("Duet").pk, span=span, party_size=2, now=TONIGHT)
    second = hold_slot(room_id=room("Echo").pk, span=span, party_size=2, now=TONIGHT, beside=first.pk)
    drop_held(booking_id=first.pk, part_id=second.pk)

    with pytest.raises(HoldExpired):
        confirm_hold(booking_id=second.pk, contact=ANN, now=TONIGHT)

    first.refresh_from_db()
    assert first.status == "held"


# ---- all or none ----------------------------------------------------------------------------------------


@pytest.fixture
def lost(customer_client, cart) -> str:
    """Time ran out, and somebody else has taken Duet on Sunday."""
    with clock.set_to(TONIGHT + timedelta(minutes=11)):
        hold_slot(
            room_id=room("Duet").pk,
            span=Interval.lasting(TONIGHT + timedelta(days=1, hours=2), 2 * HOUR),
            party_size=2,
            now=clock.now(),
        )
    return cart


def test_one_of_them_gone_by_then_books_none_and_keeps_what_was_typed(customer_client, lost):
    with clock.set_to(TONIGHT + timedelta(minutes=12)):
        answer = customer_client.post(lost, DETAILS)

    page = text_of(answer)
    assert answer.status_code == 409
    assert confirmed() == []
    assert "nothing is booked yet" in page
    assert "Not free any more." in page
    assert "It is yours if nobody is faster." in page
    assert 'value="Hana Suzuki"' in page
    assert "Cake!" in page


def test_what_is_gone_is_taken_out_and_the_rest_booked(customer_client, lost):
    with clock.set_to(TONIGHT + timedelta(minutes=12)):
        _, gone = re.findall(r'name="drop" value="(\d+)"', text_of(customer_client.post(lost, DETAILS)))
        page = text_of(customer_client.post(lost, {**DETAILS, "drop": gone}))
        customer_client.post(lost, DETAILS)

    assert 'value="Hana Suzuki"' in page
    [booked] = confirmed()
    assert booked.starts_at.day == 21


def test_another_time_for_what_is_gone_goes_in_and_all_is_booked(customer_client, lost):
    with clock.set_to(TONIGHT + timedelta(minutes=12)):
        before = text_of(customer_client.post(lost, DETAILS))
        [choice, *_] = re.findall(r'name="instead" value="([^"]+)"', before)
        page = text_of(customer_client.post(lost, {**DETAILS, "instead": choice}))
        customer_client.post(lost, DETAILS)

    assert "Not free any more." not in page
    assert 'value="Hana Suzuki"' in page
    booked = confirmed()
    assert [each.starts_at.day for each in booked] == [21, 22]
    assert len({each.group_reference for each in booked}) == 1


def test_another_time_somebody_else_took_meanwhile_is_said_and_the_rest_stays(customer_client, lost):
    with clock.set_to(TONIGHT + timedelta(minutes=12)):
        before = text_of(customer_client.post(lost, DETAILS))
        [choice, *_] = re.findall(r'name="instead" value="([^"]+)"', before)
        start, taken, _ = choice.split(" ")
        span = Interval.lasting(read_start(start), 2 * HOUR)
        hold_slot(room_id=int(taken), span=span, party_size=2, now=clock.now())
        answer = customer_client.post(lost, {**DETAILS, "instead": choice})

    assert answer.status_code == 409
    assert "Not free any more." in text_of(answer)
    assert 'value="Hana Suzuki"' in text_of(answer)


def test_what_is_gone_from_a_full_cart_is_replaced_too(venue):
    rooms = [make_room(venue, name=f"Room {number}") for number in range(MOST_IN_CART)]
    span = Interval.lasting(TONIGHT + 2 * HOUR, HOUR)
    first = hold_slot(room_id=rooms[0].pk, span=span, party_size=2, now=TONIGHT)
    for each in rooms[1:]:
        hold_slot(room_id=each.pk, span=span, party_size=2, now=TONIGHT, beside=first.pk)

    heir = hold_instead(
        booking_id=first.pk, part_id=first.pk, room_id=room("Duet").pk, span=span, now=TONIGHT
    )

    held = cart_of(Booking.objects.in_bulk()[heir])
    assert len(held) == MOST_IN_CART
    assert room("Duet") in {part.room for part in held}
    assert rooms[0] not in {part.room for part in held}


def test_what_is_taken_instead_is_at_the_same_venue(customer_client, venue):
    """Another one may not be open to customers at all, or count in other money."""
    closed = make_venue(name="Tokyo", slug="tokyo", currency="JPY", is_published=False)
    booth = make_room(closed, name="Booth", capacity_max=4)
    held = choose(customer_client, TONIGHT_NINE)

    customer_client.post(held, {**DETAILS, "instead": f"{SUNDAY_NINE} {booth.pk}"})

    assert not Booking.objects.filter(room=booth).exists()


# ---- afterwards -----------------------------------------------------------------------------------------


@pytest.fixture
def group(customer_client, cart) -> list[Booking]:
    customer_client.post(cart, DETAILS)
    return mine()


def link_of(booking: Booking) -> str:
    return f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/"


def test_the_calendar_file_has_one_event_for_each_time(customer_client, venue, business, group):
    first, second = group
    Booking.objects.create(
        room=room("Echo"),
        reference="XYZ234",
        group_reference=first.reference,
        status="confirmed",
        **{name: getattr(first, name) for name in ("starts_at", "ends_at", "hold_from", "hold_until")},
    )

    calendar = Calendar.from_ical(customer_client.get(f"{link_of(second)}calendar.ics").content)

    one, other = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert [event["DTSTART"].dt for event in (one, other)] == [first.starts_at, second.starts_at]
    assert [event["UID"] for event in (one, other)] == [
        f"{first.reference}@{business.host}",
        f"{second.reference}@{business.host}",
    ]
    assert "Duet, Echo at Velvet Rooms" in one["SUMMARY"]


def test_cancelling_one_of_them_takes_that_one_off_the_calendar(customer_client, group):
    first, second = group
    link = link_of(second)

    page = text_of(customer_client.get(f"{link}cancel/"))
    fresh = customer_client.post(f"{link}cancel/", {"part": str(second.pk), "version": second.version}).url
    calendar = Calendar.from_ical(customer_client.get(f"{fresh}calendar.ics").content)

    assert "Which of your bookings" in page
    assert page.count("checked") == 1
    first.refresh_from_db()
    assert first.status == "confirmed"
    assert {str(event["UID"])[:6]: event["STATUS"] for event in calendar.walk("VEVENT")} == {
        first.reference: "CONFIRMED",
        second.reference: "CANCELLED",
    }


def test_each_has_a_page_of_its_own_from_the_others(customer_client, group):
    first, second = group
    link = link_of(first)

    own = customer_client.post(f"{link}of/{second.pk}/").url

    assert "Sunday 22 November" in text_of(customer_client.get(own))
    assert f'action="{link}of/{second.pk}/"' in text_of(customer_client.get(link))


def test_nobody_elses_booking_opens_from_it(customer_client, venue, group):
    span = Interval.lasting(TONIGHT + 2 * HOUR, HOUR)
    stranger = hold_slot(room_id=room("Echo").pk, span=span, party_size=2, now=TONIGHT)

    assert customer_client.post(f"{link_of(group[0])}of/{stranger.pk}/").status_code == 404


def test_the_mail_tells_every_time_and_the_sum(business, group, now):
    first, _ = parts_of(group[0].pk)

    letter = write_letter("booking.confirmed", first, business, now=now)

    assert "Saturday 21 November 2026, 21:00 to 23:00, and 1 more time" in letter.subject
    assert "When: Saturday 21 November 2026, 21:00 to 23:00\nRoom: Duet" in letter.text
    assert "When: Sunday 22 November 2026, 21:00 to 23:00\nRoom: Duet" in letter.text
    assert "Price: £120.00" in letter.text
    assert letter.calendar is not None
    content, method = letter.calendar
    assert method == "PUBLISH"
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 2


def test_staff_read_each_time_in_the_drawer(client_as, group):
    page = text_of(client_as("front_desk").htmx("get", f"/dashboard/bookings/{group[0].pk}/"))

    assert "Booked together with" in page
    assert "Sun 22 Nov, 21:00 to 23:00" in page
