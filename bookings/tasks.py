"""Background work of the booking side: holds and requests that run out, parties that never come, series."""

from __future__ import annotations

from bookings.selectors.waitlist import venues_with_a_line
from bookings.services import arrivals, holds, invitees, requests, room_plans, usage
from bookings.services.series import extending
from bookings.services.waitlist_offers import offer_what_is_free
from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from boom.dispatch import businesses_with
from tenants.context import current_business


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


@app.task(base=PlatformTask, name="bookings.expire_requests")
def expire_requests() -> int:
    """Send every business with unanswered requests to let them go. Returns how many businesses."""
    due = businesses_with("bookings_occupancy", "status = 'pending' AND answer_by <= %s", [clock.now()])
    for business_id in due:
        expire_requests_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="bookings.expire_requests_of_business")
def expire_requests_of_business() -> int:
    """Let one business's unanswered requests go. Returns how many."""
    return requests.expire_requests(now=clock.now())


@app.task(base=PlatformTask, name="bookings.release_no_shows")
def release_no_shows() -> int:
    """Send every business that does not wait for ever to give up who never came. Returns how many."""
    due = businesses_with("bookings_venue", "release_after > %s", [0])
    for business_id in due:
        release_no_shows_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="bookings.release_no_shows_of_business")
def release_no_shows_of_business() -> int:
    """Give up one business's parties that never came. Returns how many."""
    return arrivals.release_no_shows(now=clock.now())


@app.task(base=PlatformTask, name="bookings.settle_rooms")
def settle_rooms() -> int:
    """Send every business with plans for rooms to write down what has come about. Returns how many."""
    due = businesses_with("bookings_room", "planned <> %s::jsonb", ["[]"])
    for business_id in due:
        settle_rooms_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="bookings.settle_rooms_of_business")
def settle_rooms_of_business() -> int:
    """Write down what has come about of one business's rooms by plan. Returns how many changed."""
    return room_plans.settle_rooms(now=clock.now())


@app.task(base=PlatformTask, name="bookings.sweep_waitlists")
def sweep_waitlists() -> int:
    """Send every business with a waiting list to look at it: what facts missed, nights that have just opened
    for booking, waits that are over. Returns how many businesses.
    """
    due = businesses_with("bookings_waitlistentry", "state = %s", ["waiting"], only_open=True)
    for business_id in due:
        sweep_waitlists_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="bookings.sweep_waitlists_of_business")
def sweep_waitlists_of_business() -> int:
    """Offer one business's people in line whatever is free for them. Returns how many offers were made."""
    now = clock.now()
    return sum(len(offer_what_is_free(venue_id=venue_id, now=now)) for venue_id in venues_with_a_line())


@app.task(base=PlatformTask, name="bookings.extend_series")
def extend_series() -> int:
    """Send every business with series that go on to write them on. Returns how many businesses."""
    due = businesses_with(
        "bookings_series", "ended_at IS NULL AND rule !~ %s", ["UNTIL=|COUNT="], only_open=True
    )
    for business_id in due:
        extend_series_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="bookings.extend_series_of_business")
def extend_series_of_business() -> int:
    """Write one business's series without an end on. Returns how many nights."""
    return extending.extend_all(now=clock.now())


@app.task(base=PlatformTask, name="bookings.record_usage")
def record_usage() -> int:
    """Send every business to count what it uses of its plan. Returns how many businesses."""
    due = businesses_with("bookings_venue", "id > %s", [0])
    for business_id in due:
        record_usage_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="bookings.record_usage_of_business")
def record_usage_of_business() -> None:
    """Count what one business uses, and tell its owner when little is left."""
    business = current_business()
    assert business is not None, "a tenant's task has a tenant"
    usage.record_usage(business, now=clock.now())


@app.task(base=PlatformTask, name="bookings.forget_invitees")
def forget_invitees() -> int:
    """Send every business with guest lists to forget those of visits long over. Returns how many."""
    due = businesses_with("bookings_invitee", "name <> %s", [""])
    for business_id in due:
        forget_invitees_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="bookings.forget_invitees_of_business")
def forget_invitees_of_business() -> int:
    """Forget who was asked along to one business's visits that are long over. Returns how many."""
    return invitees.forget_invitees(now=clock.now())
