"""Background work of the platform about its businesses: schemas in stock for the next sign-ups."""

from __future__ import annotations

from django.conf import settings

from boom.celery import PlatformTask, app
from tenants.provisioning.schemas import stock_spares as stock


@app.task(base=PlatformTask, name="tenants.stock_spares")
def stock_spares() -> int:
    """Keep schemas ready; beat asks every minute."""
    return stock(wanted=settings.SPARE_SCHEMAS)
