"""Background work about accounts: sessions that have run out are swept away every night."""

from __future__ import annotations

from accounts import services
from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from tenants.models import Business, BusinessStatus

# Thousands of businesses are swept over so many seconds, not all at one stroke.
SWEEP_OVER_S = 3600


@app.task(base=PlatformTask, name="accounts.sweep_sessions")
def sweep_sessions() -> int:
    """The platform's own here, each business's in a task of its own. Returns how many businesses."""
    services.forget_ended_sessions(now=clock.now())
    active = Business.objects.filter(status=BusinessStatus.ACTIVE)
    keys = list(active.order_by("id").values_list("id", flat=True))
    for place, key in enumerate(keys):
        sweep_business_sessions.apply_async(
            kwargs={"business_id": key}, countdown=place * SWEEP_OVER_S // len(keys)
        )
    return len(keys)


@app.task(base=TenantTask, name="accounts.sweep_business_sessions")
def sweep_business_sessions() -> int:
    """One business's. Returns how many."""
    return services.forget_ended_sessions(now=clock.now())
