"""What can be taken back, and what only looks like it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.errors import NothingToUndo
from bookings.models import Occupancy
from bookings.services import arrivals, blocks
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, hold_slot, release_hold
from bookings.services.undo import undo_change
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room

pytestmark = pytest.mark.django_db

ANN = Contact(name="Ann", email="ann@example.com")
EIGHT = Interval.lasting(at("2026-11-21 20:00"), timedelta(hours=1))


def held() -> Occupancy:
    return hold_slot(room_id=make_room().pk, span=EIGHT, party_size=2, now=TONIGHT)


def last_fact() -> tuple[str, bool]:
    fact = OutboxMessage.objects.order_by("-id")[0]
    return fact.kind, fact.payload["tell_customer"]


def test_a_customers_confirmation_does_not_become_a_hold_again(business):
    booking = confirm_hold(booking_id=held().pk, contact=ANN, now=TONIGHT)

    with pytest.raises(NothingToUndo):
        undo_change(booking_id=booking.pk, version=booking.version, now=TONIGHT)


def test_a_hold_whose_time_was_up_does_not_come_back(business):
    hold = held()
    release_hold(booking_id=hold.pk, now=TONIGHT)

    with pytest.raises(NothingToUndo):
        undo_change(booking_id=hold.pk, version=2, now=hold.held_until)


def test_what_was_imported_as_over_is_not_cancelled_by_an_undo(business):
    booking = make_booking(room=make_room(), starts_at=at("2026-11-20 20:00"), status="completed")

    with pytest.raises(NothingToUndo):
        undo_change(booking_id=booking.pk, version=1, now=TONIGHT)


def test_taking_back_a_check_in_is_not_the_customers_to_read_about(business):
    booking = make_booking(room=make_room(), starts_at=at("2026-11-21 19:30"))
    arrivals.check_in(booking_id=booking.pk, version=1, now=TONIGHT)

    undone = undo_change(booking_id=booking.pk, version=2, now=TONIGHT)

    assert (undone.status, undone.checked_in_at) == ("confirmed", None)
    assert last_fact() == ("booking.edited", False)


def test_taking_back_a_cancellation_is(business):
    booking = make_booking(room=make_room(), starts_at=at("2026-11-21 22:00"))
    cancel_booking(booking_id=booking.pk, now=TONIGHT)

    undo_change(booking_id=booking.pk, version=2, now=TONIGHT)

    assert last_fact() == ("booking.restored", True)


def test_a_block_can_be_resized_and_that_taken_back(business):
    block = blocks.block_room(room_id=make_room().pk, span=EIGHT, reason="Paint", now=TONIGHT)
    longer = Interval.lasting(EIGHT.start, timedelta(hours=3))

    move_booking(booking_id=block.pk, room_id=block.room_id, span=longer, version=1, now=TONIGHT)
    undone = undo_change(booking_id=block.pk, version=2, now=TONIGHT)

    assert undone.span == EIGHT
