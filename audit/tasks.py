"""Background work of the record: new events are sealed every hour, everything is looked over every night."""

from __future__ import annotations

from audit.services.inspecting import inspect
from audit.services.sealing import seal_record
from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from tenants.models import Business, BusinessStatus

# Thousands of businesses are sealed over so many seconds, not all at one stroke.
SEAL_OVER_S = 1800
INSPECT_OVER_S = 3 * 3600
# The chain of a record of many millions takes minutes.
INSPECT_SOFT_S = 25 * 60


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


@app.task(base=PlatformTask, name="audit.inspect_everybody")
def inspect_everybody() -> int:
    """Have every business looked over, one after the other through the night. Returns how many."""
    active = Business.objects.filter(status=BusinessStatus.ACTIVE)
    keys = list(active.order_by("id").values_list("id", flat=True))
    for place, key in enumerate(keys):
        inspect_business.apply_async(
            kwargs={"business_id": key}, countdown=place * INSPECT_OVER_S // len(keys)
        )
    return len(keys)


@app.task(
    base=TenantTask,
    name="audit.inspect_business",
    soft_time_limit=INSPECT_SOFT_S,
    time_limit=INSPECT_SOFT_S + 30,
)
def inspect_business(*, inspection_id: int | None = None) -> int:
    """Look one business over, for the night or because somebody asked. Returns how many problems."""
    seal_record()
    found = inspect(now=clock.now(), inspection_id=inspection_id)
    return sum(found.parts.values_list("problems", flat=True))


@app.task(base=TenantTask, name="audit.seal_record_of_business")
def seal_record_of_business() -> int:
    """One business's. Returns how many events."""
    return seal_record()
