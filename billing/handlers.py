"""What follows from the platform's facts about money. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from billing.errors import CallLost
from billing.services import events, subscribing
from boom.core import outbox
from boom.core.models import OutboxMessage
from boom.core.providers.stripe import StripeDown, StripeNotSetUp


@outbox.handles(events.FACT, name="billing.apply_event", label="An event of Stripe's")
def apply_event(message: OutboxMessage, now: datetime) -> None:
    """Fold what Stripe has of an event's object."""
    events.apply_event(event_id=message.payload["event"], now=now)


@outbox.handles("plan.retry_due", name="billing.retry_payment", label="Asking for a refused payment again")
def retry_payment(message: OutboxMessage, now: datetime) -> None:
    """Ask once more for what a business owes; once a stage, however often this runs."""
    try:
        subscribing.retry_payment(
            business_id=message.payload["business"], days=message.payload["days"], now=now
        )
    except (StripeDown, StripeNotSetUp) as away:
        raise outbox.Later(away.message, after=timedelta(minutes=5)) from away


@outbox.handles(
    "plan.overage_due", name="billing.charge_overage", label="Bookings above the plan on the invoice"
)
def charge_overage(message: OutboxMessage, now: datetime) -> None:
    """Put a month's bookings above the limit on the business's next invoice."""
    month = date.fromisoformat(message.payload["month"])
    try:
        subscribing.charge_overage(business_id=message.payload["business"], month=month, now=now)
    except CallLost as lost:
        raise outbox.GiveUp(f"{lost.message} See Stripe calls.") from lost
    except (StripeDown, StripeNotSetUp) as away:
        raise outbox.Later(away.message, after=timedelta(minutes=5)) from away
