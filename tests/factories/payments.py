"""Money for bookings, taken through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bookings.models import Occupancy
from boom.core.ids import new_token
from payments.models import Payment, PaymentLink
from payments.selectors.links import hash_of, token_of
from payments.services.taking import record_payment
from tests.conftest import TONIGHT


def take(booking: Occupancy, amount_minor: int, method: str = "cash", **given: Any) -> Payment:
    """So much for a booking, at the desk, tonight."""
    now: datetime = given.pop("now", TONIGHT)
    return record_payment(booking_id=booking.pk, method=method, amount_minor=amount_minor, now=now, **given)


def make_payment_link(booking: Occupancy, amount_minor: int = 100, **given: Any) -> PaymentLink:
    """So much asked for by a link that is good for a week."""
    nonce = new_token()
    values: dict[str, Any] = {
        "venue": booking.room.venue,
        "currency": booking.currency or booking.room.venue.currency,
        "nonce": nonce,
        "token_hash": hash_of(token_of(nonce)),
        "expires_at": TONIGHT + timedelta(days=7),
    }
    return PaymentLink.objects.create(booking=booking, amount_minor=amount_minor, **values | given)
