"""What follows from facts about businesses."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from boom.core import outbox
from boom.core.models import OutboxMessage
from tenants.provisioning.schemas import stock_spares


@outbox.handles("business.founded", name="tenants.restock", label="A spare schema for the next sign-up")
def restock(message: OutboxMessage, now: datetime) -> None:
    """A spare was used: make another at once."""
    stock_spares(wanted=settings.SPARE_SCHEMAS)
