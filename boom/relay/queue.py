"""Handing deliveries to Celery workers. One that got lost is a row still, and is swept."""

from __future__ import annotations

from collections.abc import Sequence

from kombu.exceptions import OperationalError

from boom.core.outage import Outage

_broker = Outage("the task queue is away: deliveries wait in the database", left_alone_s=2)


def offer_to_workers(business_id: int | None, ids: Sequence[int]) -> list[int]:
    """Send one task per delivery of a business (None: of the platform). Returns the ids that got through."""
    from boom.tasks import deliver, deliver_for_platform

    taken: list[int] = []
    if _broker.is_on:
        return taken
    try:
        for delivery_id in ids:
            if business_id is None:
                deliver_for_platform.apply_async(kwargs={"delivery_id": delivery_id}, retry=False)
            else:
                arguments = {"business_id": business_id, "delivery_id": delivery_id}
                deliver.apply_async(kwargs=arguments, retry=False)
            taken.append(delivery_id)
    except (OperationalError, OSError) as error:
        _broker.note(error)
    return taken
