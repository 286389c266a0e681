"""Gap protection where it counts: what is offered, what is held, what staff read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.errors import RulesBroken
from bookings.selectors.choosing import rooms_for
from bookings.selectors.free import room_starts, wish_for
from bookings.selectors.setup import setup_of
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.holds import hold_slot
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


def test_where_the_venue_only_wants_warnings_customers_may_book_it(business):
    room = make_room(make_venue(gap_rule="warn"))
    make_booking(room=room, starts_at=at("2026-11-22 21:00"))
    wrong = Interval.lasting(at("2026-11-22 19:30"), timedelta(hours=1))

    assert rooms_for(setup_of(room.venue), wrong, 2, now=TONIGHT)[0].warning
    assert hold_slot(room_id=room.pk, span=wrong, party_size=2, now=TONIGHT)
