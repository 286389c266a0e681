"""Handing deliveries to Celery workers. One that got lost is a row still, and is swept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kombu.exceptions import OperationalError
from redis import RedisError

from boom.celery import app
from boom.core.outage import Outage

# A queue that accepts and then says nothing must not hold up the relay.
TIMEOUT_S = 2

_broker = Outage("the task queue is away: deliveries wait in the database", left_alone_s=2)


class _Line:
    """This process's own connection to the queue, made anew after it has failed."""

    def __init__(self) -> None:
        self._producer: Any = None

    def producer(self) -> Any:
        if self._producer is None:
            usual = app.connection_for_write()
            options = {**usual.transport_options, "socket_timeout": TIMEOUT_S}
            self._producer = app.amqp.Producer(usual.clone(transport_options=options))
        return self._producer

    def drop(self) -> None:
        """Forget a connection that failed, without asking it anything any more."""
        broken, self._producer = self._producer, None
        if broken is not None:
            broken.connection.collect(socket_timeout=TIMEOUT_S)


_line = _Line()


def offer_to_workers(business_id: int | None, ids: Sequence[int]) -> list[int]:
    """Send one task per delivery of a business (None: of the platform). Returns the ids that got through."""
    from boom.tasks import deliver, deliver_for_platform

    taken: list[int] = []
    if _broker.is_on:
        return taken
    whose = {} if business_id is None else {"business_id": business_id}
    task = deliver_for_platform if business_id is None else deliver
    try:
        for delivery_id in ids:
            arguments = {**whose, "delivery_id": delivery_id}
            task.apply_async(kwargs=arguments, producer=_line.producer(), retry=False)
            taken.append(delivery_id)
    except (OperationalError, RedisError, OSError) as error:
        _line.drop()
        _broker.note(error)
    return taken
