"""The board coloured by payment, the night sheet and the guest's summary say what was really paid."""

from __future__ import annotations

from datetime import date

import pytest

from bookings.domain.paying import Paid
from bookings.hues import PAID_HUES
from bookings.looks import Look
from bookings.models import Booking, Venue
from bookings.selectors.calendar import Viewer, board_of
from bookings.selectors.night_sheet import night_sheet
from bookings.selectors.setup import setup_of
from bookings.summary_file import sheet_of
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.payments import take

DAY = date(2026, 11, 21)


@pytest.fixture
def booking(business: Business) -> Booking:
    room = make_room(Venue.objects.get())
    return make_booking(room=room, starts_at=at("2026-11-21 20:00"), total_minor=6000)


def hue_of(booking: Booking) -> str:
    viewer = Viewer(
        may_move=True, may_block=True, booking_url="/dashboard/bookings/0/", look=Look(colour="paid")
    )
    board, _ = board_of(setup_of(booking.room.venue), DAY, now=TONIGHT, viewer=viewer)
    return next(ticket.hue for row in board.rows for ticket in row.tickets if ticket.id == booking.pk)


def test_the_colour_follows_what_is_paid(booking: Booking):
    seen = [hue_of(booking)]
    take(booking, 2000)
    seen.append(hue_of(booking))
    take(booking, 4000)
    seen.append(hue_of(booking))
    Booking.objects.filter(pk=booking.pk).update(total_minor=5000)
    seen.append(hue_of(booking))

    assert seen == [PAID_HUES[paid] for paid in (Paid.NOTHING, Paid.PART, Paid.ALL, Paid.TOO_MUCH)]


def test_the_night_sheet_says_what_is_still_to_be_paid(booking: Booking):
    take(booking, 2000)

    sheet = night_sheet(setup_of(booking.room.venue), DAY)

    assert [line.due.minor for part in sheet.parts for line in part.lines if line.id == booking.pk] == [4000]


def test_of_what_is_booked_together_the_sheet_says_it_once(booking: Booking):
    Booking.objects.filter(pk=booking.pk).update(group_reference=booking.reference)
    other = make_booking(
        room=make_room(booking.room.venue),
        starts_at=booking.starts_at,
        total_minor=3000,
        group_reference=booking.reference,
    )
    take(other, 1000)

    sheet = night_sheet(setup_of(booking.room.venue), DAY)

    found = {line.id: line.due for part in sheet.parts for line in part.lines}
    assert (found[booking.pk].minor, found[other.pk]) == (8000, None)


def test_the_summary_says_what_was_paid_and_what_is_left(booking: Booking):
    take(booking, 2000)

    sums = dict(sheet_of(booking, [], now=TONIGHT).sums)

    assert (sums["Paid"], sums["Due at the venue"]) == ("−£20.00", "£40.00")
