"""Background work of the booking side: holds that run out give their slots back."""

from __future__ import annotations

from bookings.services import holds
from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from boom.dispatch import businesses_with


@app.task(base=PlatformTask, name="bookings.expire_holds")
def expire_holds() -> int:
    """Send every business that has overdue holds to expire them. Returns how many businesses."""
    due = businesses_with("bookings_occupancy", "status = 'held' AND held_until <= %s", [clock.now()])
    for business_id in due:
        expire_holds_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="bookings.expire_holds_of_business")
def expire_holds_of_business() -> int:
    """Expire one business's overdue holds; open pages hear of it. Returns how many."""
    return holds.expire_holds(now=clock.now())
