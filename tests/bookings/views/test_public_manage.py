"""A customer's own booking by its link: page, calendar file, changing, cancelling, links that died."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from icalendar import Calendar

from bookings.models import Booking, Customer, ManageLink, Room, Venue
from bookings.services.bookings import move_booking
from bookings.services.links import issue_manage_link
from bookings.services.setup import change_venue
from boom.core import clock
from tests.conftest import TONIGHT, client_of
from tests.factories import at, make_booking, make_customer, make_room, make_series, make_venue
from tests.factories.prices import make_price_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

TUESDAY = "2026-11-24 21:00"


@pytest.fixture
def venue(business):
    Venue.objects.update(is_published=False)
    return make_venue(name="Velvet Rooms", slug="velvet", phone="+442079460123", address="1 Mare Street")


@pytest.fixture
def booking(venue) -> Booking:
    """Duet, Tuesday 21:00 to 23:00, for three, at 60.00; may be changed until Monday 21:00."""
    duet = make_room(venue, name="Duet", capacity_max=4, price_per_hour_minor=3000, order=1)
    make_room(venue, name="Echo", capacity_max=8, price_per_hour_minor=5000, order=2)
    return make_booking(
        room=duet,
        starts_at=at(TUESDAY),
        minutes=120,
        reference="C4DH7X",
        party_size=3,
        total_minor=6000,
        customer=make_customer(name="Hana", email="hana@example.com"),
        quote=[
            {
                "code": "room",
                "quantity": "2",
                "unit": "hour",
                "unit_price_minor": 3000,
                "amount_minor": 6000,
                "starts_at": None,
                "ends_at": None,
            }
        ],
    )


@pytest.fixture
def link(booking) -> str:
    return f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/"


def now_as(booking: Booking) -> Booking:
    return Booking.objects.select_related("room").get(pk=booking.pk)


def move(link, booking, **given: object) -> dict[str, object]:
    return {"start": "20261124T2200Z", "minutes": 120, "room": booking.room_id, "version": 1} | given


def test_the_page_says_all_there_is_to_know(customer_client, link):
    html = customer_client.get(link).content.decode()

    words = re.sub(r"\s+", " ", re.sub("<.*?>", " ", html))
    assert "Tuesday 24 November 21:00–23:00" in words
    assert "Duet , 3 people, 2 h" in words
    assert "1 Mare Street" in words
    assert "C4D-H7X" in words
    assert "2 h at £30 an hour £60.00" in words
    assert "Free to change or cancel until Mon 23 Nov, 21:00." in words
    assert "hana@example.com" in words


def test_a_venue_without_phone_and_mail_still_leaves_a_way(customer_client, venue, link):
    with_phone = customer_client.get(link).content.decode()
    change_venue(venue_id=venue.pk, phone="", email="")
    without = customer_client.get(link).content.decode()

    assert "Reach us:" in with_phone
    assert "come by" not in with_phone
    assert "The link in your e-mail always leads back here." in without
    assert "To ask something, come by: <bdi>1 Mare Street</bdi>." in without


def test_whoever_left_no_mail_is_told_to_keep_the_address(customer_client, booking, link):
    Customer.objects.filter(pk=booking.customer_id).update(email="")

    assert "Keep the address of this page" in customer_client.get(link).content.decode()


def test_the_page_is_nobody_elses_business(customer_client, link):
    response = customer_client.get(link)

    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_staffs_own_words_stay_with_staff(customer_client, booking, link):
    Booking.objects.filter(pk=booking.pk).update(staff_note="Sings badly", note="Birthday")

    html = customer_client.get(link).content.decode()

    assert "Birthday" in html
    assert "Sings badly" not in html


def test_the_calendar_file_has_the_booking(customer_client, business, link):
    response = customer_client.get(f"{link}calendar.ics")

    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="booking-C4D-H7X.ics"'
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("PUBLISH", f"C4DH7X@{business.host}", 0)
    assert event["DTSTART"].dt == datetime(2026, 11, 24, 21, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert "Duet" in event["SUMMARY"]
    assert "/booked/" not in response.content.decode()


def test_a_change_raises_the_sequence_and_keeps_the_uid(customer_client, business, booking, link):
    fresh = customer_client.post(f"{link}change/", move(link, booking)).url

    (event,) = Calendar.from_ical(customer_client.get(f"{fresh}calendar.ics").content).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (f"C4DH7X@{business.host}", 1)
    assert event["DTSTART"].dt == datetime(2026, 11, 24, 22, tzinfo=UTC)


def test_a_cancelled_booking_leaves_the_calendar(customer_client, link):
    fresh = customer_client.post(f"{link}cancel/").url

    calendar = Calendar.from_ical(customer_client.get(f"{fresh}calendar.ics").content)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_the_rule_stands_before_the_button(customer_client, link):
    html = customer_client.get(f"{link}cancel/").content.decode()

    assert html.index("Free to change or cancel until Mon 23 Nov, 21:00.") < html.index("Cancel this booking")


def test_cancelling_frees_the_room_and_replaces_the_link(customer_client, booking, link):
    response = customer_client.post(f"{link}cancel/")

    assert now_as(booking).status == "cancelled"
    html = customer_client.get(response.url).content.decode()
    assert "Book again" in html
    assert "/?people=3&amp;minutes=120&amp;day=2026-11-24" in html
    dead = customer_client.get(link)
    assert dead.status_code == 404
    assert "This link was replaced when the booking was changed." in dead.content.decode()


def test_cancelling_twice_is_cancelling_once(customer_client, booking, link):
    fresh = customer_client.post(f"{link}cancel/").url

    again = customer_client.post(f"{fresh}cancel/")

    assert again.url == fresh
    assert now_as(booking).version == 2


def test_after_the_cut_off_the_venue_has_to_be_asked(customer_client, booking, link):
    with clock.set_to(at("2026-11-23 21:01")):
        page = customer_client.get(link).content.decode()
        asked = customer_client.get(f"{link}cancel/").content.decode()
        refused = customer_client.post(f"{link}cancel/")
        moved = customer_client.post(f"{link}change/", move(link, booking))

    assert "This close to the start it cannot be changed or cancelled online." in page
    assert f"{link}cancel/" not in page
    assert "+44 20 7946 0123" in asked
    assert "Cancel this booking" not in asked
    assert refused.status_code == 409
    assert moved.url == link
    assert (now_as(booking).status, now_as(booking).starts_at) == ("confirmed", at(TUESDAY))


def test_at_the_very_cut_off_it_can_still_be_cancelled(customer_client, booking, link):
    with clock.set_to(at("2026-11-23 21:00")):
        customer_client.post(f"{link}cancel/")

    assert now_as(booking).status == "cancelled"


def test_the_change_page_begins_with_the_booking_as_it_is(customer_client, link):
    html = customer_client.get(f"{link}change/").content.decode()

    assert "Now:" in html
    assert "Tue 24 Nov, 21:00 for 2 h" in html
    assert re.search(r'id="start-20261124T2100Z" checked', html)
    assert 'name="people"' not in html


def test_htmx_gets_the_times_to_change_to(customer_client, link):
    response = customer_client.htmx("get", f"{link}change/", {"day": "2026-11-25", "minutes": 60})

    html = response.content.decode()
    assert html.strip().startswith('<form id="slots"')
    assert 'data-day="2026-11-25"' in html


def test_changing_keeps_the_agreed_price_and_replaces_the_link(customer_client, booking, link):
    Room.objects.update(price_per_hour_minor=9900)

    response = customer_client.post(f"{link}change/", move(link, booking))

    changed = now_as(booking)
    assert (changed.starts_at, changed.total_minor) == (at("2026-11-24 22:00"), 6000)
    assert (
        "Changed. We are sending you a mail about it." in customer_client.get(response.url).content.decode()
    )
    assert customer_client.get(link).status_code == 404


def test_another_length_costs_the_agreed_rate(customer_client, booking, link):
    shown = customer_client.get(
        f"{link}change/", {"day": "2026-11-24", "start": "20261124T2200Z", "minutes": 180}
    ).content.decode()

    customer_client.post(f"{link}change/", move(link, booking, minutes=180, shown=9000))

    assert "£90 instead of £60" in shown
    assert now_as(booking).total_minor == 9000


def test_a_change_that_costs_something_else_asks_first(customer_client, booking, link):
    make_price_list(
        booking.room.venue, {"name": "Late", "price_minor": 9000, "starts": time(22), "ends": time(2)}
    )

    asked = customer_client.post(f"{link}change/", move(link, booking))

    assert asked.status_code == 409
    assert "That costs £180.00 instead of £60.00. Press Change to take it." in asked.content.decode()
    assert now_as(booking).total_minor == 6000
    seen = customer_client.get(f"{link}change/", {"day": "2026-11-24", "start": "20261124T2200Z"})
    assert 'name="shown" value="18000"' in seen.content.decode()

    customer_client.post(f"{link}change/", move(link, booking, shown=18000))

    assert (now_as(booking).starts_at, now_as(booking).total_minor) == (at("2026-11-24 22:00"), 18000)


def test_another_room_can_be_had(customer_client, booking, link):
    echo = Room.objects.get(name="Echo")

    customer_client.post(
        f"{link}change/", move(link, booking, room=echo.pk, start="20261124T2100Z", shown=10000)
    )

    assert (now_as(booking).room.name, now_as(booking).total_minor) == ("Echo", 10000)


@pytest.mark.parametrize(
    "case",
    [("confirmed", False, "Duet"), ("confirmed", True, "Echo"), ("pending", False, "Echo")],
    ids=["a-yes-is-needed", "it-was-said", "it-is-waited-for"],
)
def test_a_room_that_needs_a_yes_is_not_had_by_changing(customer_client, booking, link, case):
    status, from_one, room_after = case
    Room.objects.filter(name="Echo").update(needs_approval=True)
    Room.objects.filter(name="Duet").update(needs_approval=from_one)
    Booking.objects.filter(pk=booking.pk).update(status=status)
    echo = Room.objects.get(name="Echo")

    shown = customer_client.get(f"{link}change/").content.decode()
    answer = customer_client.post(
        f"{link}change/", move(link, booking, room=echo.pk, start="20261124T2100Z", shown=10000)
    )

    assert (now_as(booking).room.name, now_as(booking).status) == (room_after, status)
    assert ("has to say yes to that room first" in answer.content.decode()) == (room_after == "Duet")
    assert ("Echo" in shown) == (room_after == "Echo")


def test_changing_to_what_it_is_changes_nothing(customer_client, booking, link):
    response = customer_client.post(f"{link}change/", move(link, booking, start="20261124T2100Z"))

    assert response.url == link
    assert now_as(booking).version == 1


def test_a_time_lost_to_somebody_faster_comes_with_others(customer_client, booking, link):
    make_booking(room=booking.room, starts_at=at("2026-11-24 23:30"), minutes=60)

    response = customer_client.post(f"{link}change/", move(link, booking))

    html = response.content.decode()
    assert response.status_code == 409
    assert "That time has just been taken." in html
    assert f'action="{link}change/"' in html
    assert now_as(booking).starts_at == at(TUESDAY)


def test_an_alternative_to_a_lost_change_is_one_press_away(customer_client, booking, link):
    make_booking(room=booking.room, starts_at=at("2026-11-24 23:30"), minutes=60)
    html = customer_client.post(f"{link}change/", move(link, booking)).content.decode()
    form = html[html.index('<ul class="choices">') :].split("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))

    response = customer_client.post(f"{link}change/", fields)

    assert response.status_code == 302
    assert now_as(booking).version == 2


def test_a_change_by_the_venue_meanwhile_is_shown_first(customer_client, booking, link):
    move_booking(
        booking_id=booking.pk,
        room_id=booking.room_id,
        span=booking.span.shift(timedelta(hours=1)),
        version=1,
        now=TONIGHT,
    )

    response = customer_client.post(f"{link}change/", move(link, booking, start="20261124T2330Z"))

    assert response.status_code == 409
    assert "The venue has changed this booking meanwhile." in response.content.decode()
    assert now_as(booking).starts_at == at("2026-11-24 22:00")


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ({"start": ""}, 422),
        ({"start": "20261124T2210Z"}, 422),
        ({"start": "20270324T2200Z"}, 422),
        ({"minutes": "\x00"}, 422),
        ({"minutes": 17}, 422),
        ({"room": "9" * 30}, 422),
        ({"room": "999999"}, 422),
        ({"version": "x"}, 409),
        ({"version": "9" * 19}, 409),
    ],
)
def test_rules_hold_for_changes_too(customer_client, booking, link, broken, status):
    response = customer_client.post(f"{link}change/", move(link, booking, **broken))

    assert response.status_code == status
    assert now_as(booking).version == 1


def test_a_room_too_small_for_the_party_is_refused(customer_client, booking, link):
    tiny = make_room(booking.room.venue, name="Tiny", capacity_max=2)

    response = customer_client.post(f"{link}change/", move(link, booking, room=tiny.pk))

    assert response.status_code == 422
    assert "This room takes 1 to 2 people." in response.content.decode()


def test_a_link_that_ran_out_says_how_to_reach_the_venue(customer_client, link):
    with clock.set_to(at("2027-01-24 21:00")):
        response = customer_client.get(link)

    assert response.status_code == 404
    assert "This link has run out." in response.content.decode()
    assert "+44 20 7946 0123" in response.content.decode()


@pytest.mark.parametrize("part", ["", "calendar.ics", "change/", "cancel/"])
def test_a_link_of_another_business_opens_nothing(other_business, link, part):
    elsewhere = client_of(other_business)

    assert elsewhere.get(f"{link}{part}").status_code == 404


@pytest.mark.parametrize("part", ["", "calendar.ics", "change/", "cancel/"])
def test_looking_changes_nothing(customer_client, link, part):
    before = list(Booking.objects.values()), list(ManageLink.objects.values())

    customer_client.get(f"{link}{part}")

    assert (list(Booking.objects.values()), list(ManageLink.objects.values())) == before


def test_a_booking_that_is_over_is_a_receipt(customer_client, booking, link):
    Booking.objects.filter(pk=booking.pk).update(status="completed")

    with clock.set_to(at("2026-11-25 12:00")):
        html = customer_client.get(link).content.decode()

    assert "Your booking" in html
    assert "£60.00" in html
    assert "Change time" not in html


def test_an_imported_booking_without_price_party_or_mail_has_a_page_too(customer_client, booking):
    bare = make_booking(
        room=booking.room,
        starts_at=at("2026-11-26 21:00"),
        party_size=None,
        total_minor=None,
        currency="",
        quote=[],
    )
    link = f"/booked/{issue_manage_link(booking_id=bare.pk, now=TONIGHT)}/"

    answers = [
        customer_client.get(f"{link}{part}").status_code
        for part in ("", "calendar.ics", "change/", "cancel/")
    ]

    assert answers == [200, 200, 200, 200]


def test_a_booking_of_a_series_says_so(customer_client, venue):
    room = make_room(venue)
    series = make_series(room, [at(TUESDAY), at("2026-12-01 21:00")])
    booking = Booking.objects.filter(series=series).earliest("starts_at")

    page = customer_client.get(f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/")

    assert "Every Tuesday from 24 November 2026 until 1 December 2026" in page.content.decode()
