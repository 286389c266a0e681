"""Background work about messages: those that go out by themselves."""

from __future__ import annotations

from datetime import timedelta

from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from boom.dispatch import businesses_with
from notifications.services.senders import ask_for_due_checks
from notifications.services.timing import LONGEST, plan_due

# Bookings that a reminder or a follow-up may be due for, quiet hours and a worker's absence included.
NEAR = (
    "kind = 'booking' AND NOT is_example AND customer_id IS NOT NULL"
    " AND status IN ('confirmed', 'checked_in', 'completed') AND starts_at BETWEEN %s AND %s"
)
LOOK_BACK, LOOK_AHEAD = LONGEST + timedelta(days=4), LONGEST + timedelta(days=1)


@app.task(base=PlatformTask, name="notifications.plan_due")
def plan_due_messages() -> int:
    """Send every business with bookings near now to write down what is due. Returns how many businesses."""
    now = clock.now()
    due = businesses_with("bookings_occupancy", NEAR, [now - LOOK_BACK, now + LOOK_AHEAD])
    for business_id in due:
        plan_due_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="notifications.plan_due_of_business")
def plan_due_of_business() -> int:
    """Write down one business's reminders and follow-ups that are due; once a day have its senders' domains
    looked at. Returns how many messages.
    """
    now = clock.now()
    ask_for_due_checks(now=now)
    return plan_due(now=now)
