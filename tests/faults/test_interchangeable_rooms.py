"""Fifty groups want one of three lanes at the same time: three play, the others hear that all are taken."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta

from bookings.domain.interval import Interval
from bookings.models import Booking, Venue
from bookings.services import setup
from bookings.services.holds import hold_any_room
from boom.core import clock
from tenants.models import Business
from tests.factories import make_room
from tests.faults.crowd import CROWD, ROUNDS, Crowd

LANES = 3


def test_as_many_groups_at_once_as_there_are_lanes(crowd: Crowd, live_business: Business):
    venue = Venue.objects.get()
    always = [(day, time(), time()) for day in range(7)]
    setup.set_opening_hours(venue_id=venue.pk, rows=always)
    lanes = [make_room(venue, name=f"Lane {number}").pk for number in range(LANES)]
    soon = clock.now().replace(minute=0, second=0, microsecond=0)

    for number in range(ROUNDS):
        span = Interval.lasting(soon + timedelta(days=3 + number), timedelta(hours=1))

        outcomes = crowd.at_once(
            [
                lambda span=span: hold_any_room(room_ids=lanes, span=span, party_size=2, now=clock.now())
                for _ in range(CROWD)
            ]
        )

        assert outcomes == {"done": LANES, "slot-taken": CROWD - LANES}
        held = Counter(Booking.objects.filter(starts_at=span.start).values_list("room_id", flat=True))
        assert held == Counter(lanes)
