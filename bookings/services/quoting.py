"""Writing a price into a booking."""

from __future__ import annotations

from bookings.domain.pricing import Quote
from bookings.models import Occupancy


def take_over(occupancy: Occupancy, price: Quote | None) -> None:
    """Write a price into a booking; nothing where it stays as it is."""
    if price is None:
        return
    occupancy.quote = price.as_json()
    occupancy.total_minor = price.total.minor
    occupancy.currency = price.total.currency
