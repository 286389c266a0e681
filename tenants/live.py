"""The sockets of a business are closed that is suspended, or closed for want of payment; new ones are not let
in (`tenants.sockets`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boom.core.live import ALERTS, AVAILABILITY, CALENDAR, CLOSE_FORBIDDEN, Fact, Notice, announces
from tenants.models import Business


@announces("business.suspended")
@announces("business.closed")
def close_sockets(facts: Sequence[Fact], version: str) -> Iterator[Notice]:
    """Runs in the public scope, where facts about businesses are."""
    keys = [fact.payload["business"] for fact in facts]
    for schema in Business.objects.filter(pk__in=keys).values_list("schema_name", flat=True):
        for group in (CALENDAR, AVAILABILITY, ALERTS):
            yield Notice(group, close=CLOSE_FORBIDDEN, schema=schema)
