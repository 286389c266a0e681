"""Rooms that need a yes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.errors import SlotTaken
from bookings.models import Booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, hold_slot
from bookings.services.requests import expire_requests
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_room, make_venue

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ANN = Contact(name="Ann", email="ann@example.com")
EIGHT = Interval.lasting(at("2026-11-22 20:00"), HOUR)


def asked_for(**venue: int) -> Booking:
    room = make_room(make_venue(**venue), needs_approval=True)
    hold = hold_slot(room_id=room.pk, span=EIGHT, party_size=2, now=TONIGHT)
    return confirm_hold(booking_id=hold.pk, contact=ANN, now=TONIGHT)


def test_what_customers_ask_for_there_waits_keeps_the_room_and_confirms_nothing(business):
    request = asked_for()

    assert (request.status, request.held_until) == ("pending", None)
    assert request.answer_by == TONIGHT + 24 * HOUR
    assert OutboxMessage.objects.order_by("-id")[0].kind == "booking.requested"
    with pytest.raises(SlotTaken):
        hold_slot(room_id=request.room_id, span=EIGHT, party_size=2, now=TONIGHT)


def test_sending_the_form_twice_asks_once(business):
    request = asked_for()

    again = confirm_hold(booking_id=request.pk, contact=ANN, now=TONIGHT)

    assert (again.pk, again.version) == (request.pk, request.version)


@pytest.mark.parametrize(("within", "waits"), [(120, 2 * HOUR), (0, 25 * HOUR), (60 * 48, 25 * HOUR)])
def test_it_waits_as_long_as_the_venue_says_and_never_past_its_start(business, within, waits):
    assert asked_for(answer_within=within).answer_by == TONIGHT + waits


def test_what_nobody_answers_is_let_go_at_that_very_instant(business):
    request = asked_for(answer_within=120)

    too_early = expire_requests(now=TONIGHT + 2 * HOUR - timedelta(seconds=1))
    in_time = expire_requests(now=TONIGHT + 2 * HOUR)
    request.refresh_from_db()

    assert (too_early, in_time) == (0, 1)
    assert (request.status, request.version) == ("expired", 3)
    hold_slot(room_id=request.room_id, span=EIGHT, party_size=2, now=TONIGHT + 2 * HOUR)
