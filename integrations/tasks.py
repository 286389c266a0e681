"""Background work of integrations: calendars of others are read, what is kept for a while goes."""

from __future__ import annotations

import time

from bookings.services.imports import forget_files
from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from boom.dispatch import businesses_with
from integrations.external_reading import read_external
from integrations.models import ExternalCalendar
from integrations.services.kept_answers import forget_answers
from integrations.services.log_ins import forget_ended_log_ins
from integrations.services.webhook_deliveries import KEPT_FOR, purge_deliveries
from tenants.context import current_business
from tenants.models import Business, BusinessStatus

# One task reads several calendars, one after the other, each of which may take the time of a call.
READS_FOR_S = 60.0


@app.task(base=PlatformTask, name="integrations.purge_webhooks")
def purge_webhooks() -> int:
    """Send every business with an old log of webhooks to shorten it. Returns how many businesses."""
    due = businesses_with(
        "integrations_webhookdelivery", "created_at < %s AND state <> 'due'", [clock.now() - KEPT_FOR]
    )
    for business_id in due:
        purge_webhooks_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="integrations.purge_webhooks_of_business")
def purge_webhooks_of_business() -> int:
    """Remove one business's deliveries of long ago. Returns how many."""
    removed = 0
    while some := purge_deliveries(before=clock.now() - KEPT_FOR):
        removed += some
    return removed


@app.task(base=PlatformTask, name="integrations.read_calendars")
def read_calendars() -> int:
    """Send every business with calendars that are due to read them. Returns how many businesses."""
    due = businesses_with(
        "integrations_externalcalendar",
        "removed_at IS NULL AND next_read_at <= %s",
        [clock.now()],
        only_open=True,
    )
    for business_id in due:
        read_calendars_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="integrations.read_calendars_of_business")
def read_calendars_of_business() -> int:
    """Read one business's calendars that are due, as far as the time goes. Returns how many were read."""
    business = current_business()
    assert business is not None, "a tenant's task"
    began, read = time.monotonic(), 0
    due = (
        ExternalCalendar.objects.standing()
        .filter(next_read_at__lte=clock.now())
        .order_by("next_read_at", "id")
    )
    for calendar_id in list(due.values_list("id", flat=True)):
        if time.monotonic() - began > READS_FOR_S:
            break
        read += read_external(calendar_id, business, now=clock.now()) is not None
    return read


@app.task(base=PlatformTask, name="integrations.forget_calls")
def forget_calls() -> None:
    """Send every business to forget answers, log-ins and lists that nobody asks for any more."""
    ids = Business.objects.filter(status=BusinessStatus.ACTIVE).order_by("id").values_list("id", flat=True)
    for business_id in ids.iterator():
        forget_calls_of.apply_async(kwargs={"business_id": business_id})


@app.task(base=TenantTask, name="integrations.forget_calls_of")
def forget_calls_of() -> None:
    """Forget one business's. Twice does no harm."""
    now = clock.now()
    forget_answers(now=now)
    forget_files(now=now)
    forget_ended_log_ins(now=now)
