"""Calendars that other programs read by a secret address: of a room, a venue, or all somebody may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from accounts.models import User
from bookings.models import Booking, Venue
from integrations.feed_links import token_from
from integrations.models import CalendarFeed
from integrations.services.feeds import add_feed, renew_own_feed, revoke_feed
from tests.conftest import HostClient
from tests.factories import make_block, make_booking, make_customer, make_room
from tests.integrations.calendars.rfc5545 import problems_of

HOME = "/dashboard/integrations/calendars/"


def path_of(feed: CalendarFeed) -> str:
    return f"/calendar/{token_from(feed.link_nonce)}.ics"


def events_in(answer: object) -> dict[str, object]:
    """Events by their summary."""
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


@pytest.fixture
def venue(business: object) -> Venue:
    Booking.objects.all().delete()
    return Venue.objects.get()


def test_a_rooms_calendar_has_its_bookings_and_blocks_and_no_others(
    venue: Venue, customer_client: HostClient, now: datetime
):
    room, other = make_room(venue, name="Echo"), make_room(venue, name="Duet")
    booking = make_booking(room=room, starts_at=now + timedelta(days=1), guest_name="Ann", party_size=4)
    make_booking(room=room, starts_at=now + timedelta(days=2), guest_name="Gone", status="cancelled")
    make_booking(room=other, starts_at=now + timedelta(days=1), guest_name="Bob")
    make_block(room=room, starts_at=now + timedelta(days=3), reason="Painting")
    feed = add_feed(venue_id=venue.pk, room_id=room.pk, shows="names")

    answer = customer_client.get(path_of(feed))

    events = events_in(answer)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert problems_of(answer.content) == []
    assert events.keys() == {"Ann (4)", "Painting"}
    assert events["Ann (4)"].decoded("DTSTART") == booking.starts_at
    # The same entry as in the mail's own file.
    assert str(events["Ann (4)"]["UID"]) == f"{booking.reference}@twin-a.localhost"


def test_a_calendar_may_show_only_that_it_is_taken(venue: Venue, customer_client: HostClient, now: datetime):
    make_booking(room=make_room(venue, name="Echo"), starts_at=now, guest_name="Ann", note="Secret wish")
    feed = add_feed(venue_id=venue.pk, room_id=None, shows="busy")

    answer = customer_client.get(path_of(feed))

    assert events_in(answer).keys() == {"Echo: Booked"}
    assert "Ann" not in answer.content.decode()
    assert "Secret" not in answer.content.decode()


def test_nobody_reads_by_another_address_or_one_that_was_ended(
    venue: Venue, customer_client: HostClient, now: datetime
):
    feed = add_feed(venue_id=venue.pk, room_id=None, shows="names")
    revoke_feed(feed_id=feed.pk, now=now)

    assert customer_client.get(path_of(feed)).status_code == 404
    assert customer_client.get(f"/calendar/{'x' * 43}.ics").status_code == 404


def test_the_address_stands_nowhere(venue: Venue):
    feed = add_feed(venue_id=venue.pk, room_id=None, shows="names")

    assert token_from(feed.link_nonce) not in str(list(CalendarFeed.objects.values()))


def test_a_reader_that_has_it_is_told_that_nothing_changed(
    venue: Venue, customer_client: HostClient, now: datetime
):
    room = make_room(venue)
    make_booking(room=room, starts_at=now + timedelta(days=1))
    path = path_of(add_feed(venue_id=venue.pk, room_id=None, shows="names"))
    first = customer_client.get(path)

    again = customer_client.get(path, headers={"if-none-match": f'W/"other", {first["ETag"]}'})
    make_booking(room=room, starts_at=now + timedelta(days=2))
    changed = customer_client.get(path, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert CalendarFeed.objects.get().last_read_at == now


def test_somebodys_own_calendar_has_what_they_may_see_and_ends_with_them(
    venue: Venue, customer_client: HostClient, client_as: Callable[[str], HostClient], now: datetime
):
    room, other = make_room(venue, name="Echo"), make_room(venue, name="Duet")
    for each, name in ((room, "Ann"), (other, "Bob")):
        make_booking(room=each, starts_at=now + timedelta(days=1), guest_name=name)
    viewer = client_as("viewer")
    assert viewer.post("/dashboard/integrations/own-calendar/", {"do": "renew"}).status_code == 302
    path = path_of(CalendarFeed.objects.get())
    assert len(events_in(customer_client.get(path))) == 2

    person = User.objects.get(role="viewer")
    person.room_ids = [room.pk]
    person.save()
    assert [name.partition(" (")[0] for name in events_in(customer_client.get(path))] == ["Echo: Ann"]

    person.is_active = False
    person.save()
    assert customer_client.get(path).status_code == 404


def test_somebodys_own_calendar_has_no_numbers_they_may_not_see(
    venue: Venue, customer_client: HostClient, now: datetime
):
    booking = make_booking(
        room=make_room(venue), starts_at=now, customer=make_customer(phone="+44 20 7946 0011")
    )
    own = {}
    for role in ("viewer", "front_desk"):
        feed = renew_own_feed(person=User.objects.get(role=role), now=now)
        own[role] = customer_client.get(path_of(feed)).content.decode()

    assert booking.reference[:4] in own["viewer"]
    assert {role: "7946" in text for role, text in own.items()} == {"viewer": False, "front_desk": True}


def test_another_address_ends_the_one_before(venue: Venue, now: datetime):
    person = User.objects.get(role="owner")
    first, second = (renew_own_feed(person=person, now=now) for _ in range(2))

    assert list(CalendarFeed.objects.standing()) == [second]
    assert first.pk != second.pk


def test_calendars_are_made_and_ended_on_their_page(venue: Venue, owner_client: HostClient, now: datetime):
    room = make_room(venue, name="Echo")
    assert owner_client.post(HOME, {"room": room.pk, "shows": "names"}).status_code == 302
    feed = CalendarFeed.objects.get()

    page = owner_client.get(HOME).content.decode()
    assert f"{token_from(feed.link_nonce)}.ics" in page
    assert owner_client.post(HOME, {"room": 999_999, "shows": "names"}).status_code == 422
    assert owner_client.post(f"{HOME}{feed.pk}/end/").status_code == 302
    assert token_from(feed.link_nonce) not in owner_client.get(HOME).content.decode()


def test_five_thousand_bookings_are_given_with_as_few_queries_as_five(
    venue: Venue, customer_client: HostClient, count_queries, now: datetime
):
    room = make_room(venue)
    like = make_booking(room=room, starts_at=now - timedelta(days=80))
    many(like, 5_000)
    path = path_of(add_feed(venue_id=venue.pk, room_id=None, shows="names"))
    customer_client.get(path)

    with count_queries() as asked:
        answer = customer_client.get(path)

    assert answer.content.count(b"BEGIN:VEVENT") == 5_000
    assert asked() <= 6


def many(like: Booking, count: int) -> None:
    """Half an hour each, one after the other."""
    rows = []
    for number in range(1, count):
        starts_at = like.starts_at + timedelta(minutes=30 * number + 180)
        rows.append(
            Booking(
                kind="booking", reference=f"{number:06d}", room_id=like.room_id, guest_name=f"Guest {number}",
                starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), hold_from=starts_at,
                hold_until=starts_at + timedelta(minutes=30), status="confirmed", party_size=4,
            )
        )  # fmt: skip
    Booking.objects.bulk_create(rows)
