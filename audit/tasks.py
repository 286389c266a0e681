"""Background work of the record: new events are sealed every hour."""

from __future__ import annotations

from audit.services.sealing import seal_record
from boom.celery import PlatformTask, TenantTask, app
from tenants.models import Business, BusinessStatus

# Thousands of businesses are sealed over so many seconds, not all at one stroke.
SEAL_OVER_S = 1800


@app.task(base=PlatformTask, name="audit.seal_records")
def seal_records() -> int:
    """The platform's own here, each business's in a task of its own. Returns how many businesses."""
    seal_record()
    active = Business.objects.filter(status=BusinessStatus.ACTIVE)
    keys = list(active.order_by("id").values_list("id", flat=True))
    for place, key in enumerate(keys):
        seal_record_of_business.apply_async(
            kwargs={"business_id": key}, countdown=place * SEAL_OVER_S // len(keys)
        )
    return len(keys)


@app.task(base=TenantTask, name="audit.seal_record_of_business")
def seal_record_of_business() -> int:
    """One business's. Returns how many events."""
    return seal_record()
