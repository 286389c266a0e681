"""Makers of rows with dull defaults; whatever a test relies on it says itself."""

from tests.factories.bookings import (
    LONDON,
    at,
    make_block,
    make_booking,
    make_customer,
    make_room,
    make_series,
    make_venue,
)
from tests.factories.people import make_user

__all__ = [
    "LONDON",
    "at",
    "make_block",
    "make_booking",
    "make_customer",
    "make_room",
    "make_series",
    "make_user",
    "make_venue",
]
