"""The project's own background work: deliveries of the outbox, and keeping outboxes small."""

from __future__ import annotations

from datetime import timedelta

from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock, outbox
from boom.relay.rounds import sweep_all
from tenants.models import Business, BusinessStatus

# Under settings.DELIVERY_LEASE_S: a task that takes longer is ended before another worker may begin.
DELIVER_SOFT_S, DELIVER_HARD_S = 22, 27
KEEP_RELAYED_FOR = timedelta(days=30)


@app.task(base=TenantTask, name="boom.deliver", soft_time_limit=DELIVER_SOFT_S, time_limit=DELIVER_HARD_S)
def deliver(*, delivery_id: int) -> None:
    """Carry out one delivery of a business's outbox. A repeat finds it done and does nothing."""
    outbox.deliver(delivery_id, now=clock.now())


@app.task(
    base=PlatformTask,
    name="boom.deliver_for_platform",
    soft_time_limit=DELIVER_SOFT_S,
    time_limit=DELIVER_HARD_S,
)
def deliver_for_platform(*, delivery_id: int) -> None:
    """The same for the platform's own outbox."""
    outbox.deliver(delivery_id, now=clock.now())


@app.task(base=PlatformTask, name="boom.sweep_deliveries")
def sweep_deliveries() -> None:
    """Offer lost deliveries again while no relay runs (a running one does it every few seconds)."""
    sweep_all(now=clock.now())


@app.task(base=PlatformTask, name="boom.purge_outboxes")
def purge_outboxes() -> None:
    """Send every business's outbox, and the platform's, to be rid of what is long told."""
    outbox.purge(before=clock.now() - KEEP_RELAYED_FOR)
    ids = Business.objects.filter(status=BusinessStatus.ACTIVE).order_by("id").values_list("id", flat=True)
    for business_id in ids.iterator():
        purge_outbox.apply_async(kwargs={"business_id": business_id})


@app.task(base=TenantTask, name="boom.purge_outbox")
def purge_outbox() -> None:
    """Remove one business's facts that everybody was told of long ago."""
    outbox.purge(before=clock.now() - KEEP_RELAYED_FOR)
