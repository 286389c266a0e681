"""Why bookings were called off: counted by reason, with what they were worth and what was kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.models import Room, Venue
from bookings.selectors.cancellations import cancellations_of
from boom.core.money import Money
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

DAY = timedelta(days=1)


@pytest.fixture
def room(business) -> Room:
    return make_room(Venue.objects.get())


def gone(room: Room, days_ago: int, reason: str, *, status: str = "cancelled", fee: int = 0) -> None:
    make_booking(
        room=room,
        starts_at=TONIGHT - days_ago * DAY,
        status=status,
        cancellation_reason=reason,
        total_minor=3000,
        fee_minor=fee,
    )


def test_reasons_are_counted_together_however_written(room):
    gone(room, 3, "Ill", fee=1500)
    gone(room, 4, "ill ")
    gone(room, 5, "", status="no_show", fee=3000)
    gone(room, 40, "Ill")
    make_booking(room=room, starts_at=TONIGHT - 2 * DAY)

    found = cancellations_of(room.venue, since=TONIGHT - 30 * DAY, until=TONIGHT)

    assert [(line.reason, line.bookings, line.no_shows) for line in found.lines] == [
        ("Ill", 2, 0),
        ("", 1, 1),
    ]
    assert (found.bookings, found.worth, found.kept) == (3, Money(9000, "GBP"), Money(4500, "GBP"))


def test_the_page_shows_them_for_a_period_to_managers_only(client_as, room):
    gone(room, 40, "Moved away")

    month = client_as("manager").get("/dashboard/cancellations/").content.decode()
    quarter = client_as("manager").get("/dashboard/cancellations/?days=90").content.decode()

    assert "Nothing was called off" in month
    assert "Moved away" in quarter
    assert client_as("front_desk").get("/dashboard/cancellations/").status_code == 403
