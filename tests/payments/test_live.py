"""Money that moves draws the board anew, and nobody's free times."""

from __future__ import annotations

from datetime import UTC, datetime

from bookings.models import Venue
from boom.core.live import Fact
from boom.core.models import OutboxMessage
from payments.live import tell_of_money
from tenants.models import Business
from tests.factories import make_booking, make_room
from tests.factories.payments import take


def test_the_board_is_told_of_its_row_and_the_public_page_of_nothing(business: Business):
    booking = make_booking(
        room=make_room(Venue.objects.get()), starts_at=datetime(2026, 11, 22, 20, tzinfo=UTC)
    )
    take(booking, 1000)
    said = OutboxMessage.objects.get(kind="payment.taken")

    notices = list(tell_of_money([Fact(said.kind, said.payload)], "1-1"))

    assert [(each.event["t"], each.event["day"], each.event["rooms"]) for each in notices] == [
        ("rows", "2026-11-22", [booking.room_id])
    ]
