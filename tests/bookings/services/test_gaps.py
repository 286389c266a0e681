"""Gap protection where it counts: what is offered, what is held, what staff read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.errors import RulesBroken
from bookings.models import Venue
from bookings.selectors.choosing import rooms_for
from bookings.selectors.free import room_starts, wish_for
from bookings.selectors.gaps import lost_to_holes
from bookings.selectors.setup import setup_of
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.holds import hold_slot
from bookings.services.parts import set_parts
from boom.core.money import Money
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db


def test_customers_are_neither_offered_nor_given_such_a_start_but_staff_are_warned(business):
    room = make_room(make_venue(gap_rule="refuse"))
    make_booking(room=room, starts_at=at("2026-11-22 21:00"))
    wrong = Interval.lasting(at("2026-11-22 19:30"), timedelta(hours=1))
    setup = setup_of(room.venue)
    day = at("2026-11-22 20:00").date()

    offered = room_starts(setup, [room], day, wish_for(setup, minutes=60, people=2, now=TONIGHT))[room.pk]

    assert int(wrong.start.timestamp()) not in offered
    with pytest.raises(RulesBroken, match="It would leave"):
        hold_slot(room_id=room.pk, span=wrong, party_size=2, now=TONIGHT)
    [option] = rooms_for(setup, wrong, 2, now=TONIGHT)
    assert option.is_free
    assert "another start leaves less" in option.warning
    assert create_booking(
        room_id=room.pk, span=wrong, contact=Contact(name="Ann"), party_size=2, source="phone", now=TONIGHT
    )


def test_what_holes_came_to_stands_beside_the_rule(owner_client, now):
    """Duet lost 30 minutes before and 45 between; the hall it is a part of loses nothing more."""
    venue = Venue.objects.get()
    duet, hall = make_room(venue, name="Duet"), make_room(venue, name="Hall", price_per_hour_minor=9000)
    set_parts(whole_id=hall.pk, part_ids=[duet.pk, make_room(venue, name="Echo").pk])
    for start, minutes in (("18:30", 60), ("20:15", 120)):
        make_booking(room=duet, starts_at=at(f"2026-11-14 {start}"), minutes=minutes, status="completed")
    make_booking(room=duet, starts_at=at("2026-11-13 18:30"), status="cancelled")
    make_booking(room=duet, starts_at=at("2026-11-22 18:30"))

    lost = lost_to_holes(setup_of(venue), now=now)
    page = owner_client.get("/dashboard/visits/").content.decode()

    assert (lost.nights, lost.time, lost.worth) == (28, timedelta(minutes=75), Money(3750, "GBP"))
    assert "In the last 28 nights 1 h 15 was left that nobody could book: £37.50" in page


def test_a_night_without_holes_says_so(owner_client, now):
    make_room(Venue.objects.get())

    page = owner_client.get("/dashboard/visits/").content.decode()

    assert "In the last 28 nights no time was left that nobody could book." in page


def test_where_the_venue_only_wants_warnings_customers_may_book_it(business):
    room = make_room(make_venue(gap_rule="warn"))
    make_booking(room=room, starts_at=at("2026-11-22 21:00"))
    wrong = Interval.lasting(at("2026-11-22 19:30"), timedelta(hours=1))

    assert rooms_for(setup_of(room.venue), wrong, 2, now=TONIGHT)[0].warning
    assert hold_slot(room_id=room.pk, span=wrong, party_size=2, now=TONIGHT)
