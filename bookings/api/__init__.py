"""The booking side of the REST API: thin functions over the same services and selectors as every page."""

from __future__ import annotations

from bookings.api import (
    bans,
    blocks,
    bookings,
    business,
    closings,
    customers,
    free,
    groups,
    places,
    price_lists,
    prices,
    questions,
    series,
    steps,
    visits,
    waitlist,
)

ROUTERS = (
    business.router,
    places.router,
    closings.router,
    free.router,
    bookings.router,
    steps.router,
    visits.router,
    blocks.router,
    groups.router,
    series.router,
    customers.router,
    bans.router,
    waitlist.router,
    prices.router,
    price_lists.router,
    questions.router,
)

__all__ = ["ROUTERS"]
