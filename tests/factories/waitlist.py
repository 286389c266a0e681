"""Makers of people in line."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from bookings.models import Venue, WaitlistEntry
from bookings.services.customers import Contact
from bookings.services.waitlist import Wanted, join_waitlist

_numbers = itertools.count(1)
# The Saturday of tests.conftest.TONIGHT.
SATURDAY = date(2026, 11, 21)


def make_waiting(
    venue: Venue, *, now: datetime, name: str = "", email: str = "", **given: Any
) -> WaitlistEntry:
    """Somebody who waits for an hour for two on the Saturday, any time, any room, through the service."""
    number = next(_numbers)
    wish = {"first_day": SATURDAY, "minutes": 60, "party_size": 2} | given
    wish.setdefault("last_day", wish["first_day"])
    return join_waitlist(
        venue_id=venue.pk,
        contact=Contact(name or f"Waiting {number}", email or f"waiting{number}@example.com"),
        wanted=Wanted(**wish),
        now=now,
    )
