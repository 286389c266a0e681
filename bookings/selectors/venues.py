"""Which venue a page is about."""

from __future__ import annotations

from bookings.models import Venue
from boom.core.errors import NotFound


def venues_in_order() -> list[Venue]:
    """Every venue of the business, as its owner ordered them."""
    return list(Venue.objects.order_by("order", "id"))


def venue_called(slug: str | None) -> Venue:
    """The venue with this slug; without one, the first. Raises NotFound."""
    venues = Venue.objects.order_by("order", "id")
    venue = venues.filter(slug=slug).first() if slug else venues.first()
    if venue is None:
        raise NotFound("There is no such venue.")
    return venue
