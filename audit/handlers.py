"""What the record does when something has been committed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as word

from audit.tasks import inspect_business
from boom.core import outbox
from boom.core.models import OutboxMessage
from tenants.context import current_business


@outbox.handles("audit.inspection_asked", name="audit.inspect", label=word("Looking everything over"))
def start_inspection(message: OutboxMessage, now: datetime) -> None:
    """Hand the look to a task of its own, which may take longer than a delivery."""
    business = current_business()
    if business is not None:
        inspect_business.apply_async(
            kwargs={"business_id": business.pk, "inspection_id": message.payload["inspection"]}
        )
