"""Many at once, within one business: for races."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from boom.core.errors import DomainError
from tenants.context import tenant_scope
from tenants.models import Business


class Crowd:
    """Threads that work for one business, all set off at the same moment."""

    def __init__(self, business: Business, size: int) -> None:
        self.business = business
        self.pool = ThreadPoolExecutor(size)
        self.gate = threading.Barrier(size)

    def at_once(self, *works: Any) -> list[Any]:
        """The result of each, or the refusal it met."""
        return [future.result() for future in [self.pool.submit(self._work, work) for work in works]]

    def _work(self, work: Any) -> Any:
        with tenant_scope(self.business):
            self.gate.wait(timeout=30)
            try:
                return work()
            except DomainError as refusal:
                return type(refusal)

    def close(self) -> None:
        def leave() -> None:
            self.gate.wait(timeout=30)
            connection.close()

        for future in [self.pool.submit(leave) for _ in range(self.gate.parties)]:
            future.result()
        self.pool.shutdown()
