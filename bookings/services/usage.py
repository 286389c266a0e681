"""Counting what a business uses of its plan, for the platform's record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from billing.domain.quota import Meter, month_of
from billing.measures import measured
from billing.services.usage import Usage, close_month, note_usage
from bookings.selectors.plan_usage import bookings_in, rooms_in_use, stored_bytes
from tenants.context import public_scope
from tenants.models import Business

DAY = timedelta(days=1)


def record_usage(business: Business, *, now: datetime) -> Sequence[Meter]:
    """Count in the business's scope, note it on the platform's side, by the business's clock.

    In the first days of a month the one before is closed. Safe to run as often as one likes.
    """
    zone = ZoneInfo(business.time_zone)
    local = now.astimezone(zone)
    month = month_of(now, zone)
    usage = Usage(
        rooms=len(rooms_in_use(now=now)),
        bookings=bookings_in(month, zone),
        messages=measured("messages", local.replace(hour=0, minute=0, second=0, microsecond=0)),
        storage_bytes=stored_bytes(),
    )
    before = (month - DAY).replace(day=1)
    last_month = bookings_in(before, zone)
    with public_scope():
        meters = note_usage(business_id=business.pk, day=local.date(), usage=usage, now=now)
        close_month(business_id=business.pk, month=before, bookings=last_month, now=now)
    return meters
