"""Money for bookings, taken through the services."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bookings.models import Occupancy
from payments.models import Payment
from payments.services.taking import record_payment
from tests.conftest import TONIGHT


def take(booking: Occupancy, amount_minor: int, method: str = "cash", **given: Any) -> Payment:
    """So much for a booking, at the desk, tonight."""
    now: datetime = given.pop("now", TONIGHT)
    return record_payment(booking_id=booking.pk, method=method, amount_minor=amount_minor, now=now, **given)
