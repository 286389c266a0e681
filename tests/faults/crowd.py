"""Threads that want something at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from boom.core.errors import DomainError
from tenants.context import tenant_scope
from tenants.models import Business
from tests.drills import rounds

CROWD, ROUNDS = 50, rounds(20, ordinary=4)


class Crowd:
    """Threads with a connection each, in one business."""

    def __init__(self, business: Business) -> None:
        self.business = business
        self.pool = ThreadPoolExecutor(CROWD)
        self.gate = threading.Barrier(CROWD)

    def at_once(self, works: list[Callable[[], Any]]) -> Counter[str]:
        """Run all at the same moment; "done" or the refusal's code of each."""
        return Counter(self.pool.map(self._run, works))

    def _run(self, work: Callable[[], Any]) -> str:
        with tenant_scope(self.business):
            self.gate.wait(timeout=60)
            try:
                work()
            except DomainError as refusal:
                return refusal.code
            return "done"

    def close(self) -> None:
        # One each: a thread that has met the others at the gate takes no second one.
        list(self.pool.map(lambda _: (self.gate.wait(timeout=60), connection.close()), range(CROWD)))
        self.pool.shutdown()
