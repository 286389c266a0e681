"""Background work of integrations: what is kept for a while goes."""

from __future__ import annotations

from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from integrations.services.kept_answers import forget_answers
from integrations.services.log_ins import forget_ended_log_ins
from tenants.models import Business, BusinessStatus


@app.task(base=PlatformTask, name="integrations.forget_calls")
def forget_calls() -> None:
    """Send every business to forget answers and log-ins that nobody can ask for any more."""
    ids = Business.objects.filter(status=BusinessStatus.ACTIVE).order_by("id").values_list("id", flat=True)
    for business_id in ids.iterator():
        forget_calls_of.apply_async(kwargs={"business_id": business_id})


@app.task(base=TenantTask, name="integrations.forget_calls_of")
def forget_calls_of() -> None:
    """Forget one business's. Twice does no harm."""
    now = clock.now()
    forget_answers(now=now)
    forget_ended_log_ins(now=now)
