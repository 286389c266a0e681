"""Holds end once, tell so, and one form makes one booking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bookings.domain.interval import Interval
from bookings.errors import BookingUnknown, FormSentBefore
from bookings.models import Booking, Room
from bookings.services import holds
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from boom.core.errors import Busy
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room

pytestmark = pytest.mark.django_db

ANN = Contact(name="Ann", email="ann@example.com")


def hold(room: Room, start: str = "2026-11-21 20:00", **given: Any) -> Booking:
    span = Interval.lasting(at(start), timedelta(hours=1))
    return holds.hold_slot(**{"room_id": room.pk, "span": span, "party_size": 2, "now": TONIGHT} | given)


def expired() -> list[int]:
    facts = OutboxMessage.objects.filter(kind="booking.expired").order_by("id")
    return [fact.payload["booking"] for fact in facts]


def test_a_hold_that_gives_way_is_told_to_open_pages(business):
    room = make_room()
    overdue = hold(room)

    create_booking(
        room_id=room.pk,
        span=overdue.span,
        contact=ANN,
        party_size=2,
        source="phone",
        now=overdue.held_until,
    )

    assert expired() == [overdue.pk]


def test_only_holds_that_were_swept_are_told(business):
    overdue = hold(make_room())
    hold(overdue.room, "2026-11-21 22:00", now=TONIGHT + timedelta(minutes=5))

    swept = holds.expire_holds(now=overdue.held_until)

    assert (swept, expired()) == (1, [overdue.pk])


def test_a_late_confirmation_is_one_change_and_not_an_end_and_a_beginning(business):
    late = hold(make_room())

    booking = holds.confirm_hold(booking_id=late.pk, contact=ANN, now=late.held_until + timedelta(minutes=1))

    assert (booking.status, booking.version) == ("confirmed", 2)
    assert expired() == []


def test_one_form_used_for_two_slots_is_refused_the_second_time(business):
    room = make_room()
    first = hold(room, idempotency_key="form-1")

    with pytest.raises(FormSentBefore):
        hold(room, "2026-11-21 22:00", idempotency_key="form-1")
    with pytest.raises(FormSentBefore):
        hold(room, idempotency_key="form-1", party_size=5)

    assert hold(room, idempotency_key="form-1") == first


def test_a_reference_that_is_taken_is_drawn_again(business, monkeypatch: pytest.MonkeyPatch):
    room = make_room()
    taken = make_booking(room=room, starts_at=at("2026-11-20 20:00"))
    draws = iter([taken.reference, taken.reference, "C4DH7M"])
    monkeypatch.setattr(holds, "generate", lambda source: next(draws))

    assert hold(room).reference == "C4DH7M"


def test_when_no_reference_is_left_it_says_busy(business, monkeypatch: pytest.MonkeyPatch):
    room = make_room()
    taken = make_booking(room=room, starts_at=at("2026-11-20 20:00"))
    monkeypatch.setattr(holds, "generate", lambda source: taken.reference)

    with pytest.raises(Busy):
        hold(room)


def test_a_block_is_no_hold_to_confirm(business):
    block = make_block(room=make_room(), starts_at=at("2026-11-21 20:00"))

    with pytest.raises(BookingUnknown):
        holds.confirm_hold(booking_id=block.pk, contact=ANN, now=TONIGHT)
