"""A helper that stopped answering (Redis, the broker): left alone for a moment, and said so, but seldom."""

from __future__ import annotations

import threading
import time

import structlog

log = structlog.get_logger(__name__)

TELL_EVERY_S = 60.0


class Outage:
    """Whether something is away. Only for what Boom can do without; the log hears of it once a minute."""

    def __init__(self, consequence: str, *, left_alone_s: float) -> None:
        """`consequence` is what the log says: what is away, and what happens instead."""
        self._consequence = consequence
        self._left_alone_s = left_alone_s
        self._until = 0.0
        self._told_at = -TELL_EVERY_S
        self._lock = threading.Lock()

    @property
    def is_on(self) -> bool:
        """Whether it failed so recently that asking again would only cost time."""
        return time.monotonic() < self._until

    def note(self, error: BaseException) -> None:
        """It failed just now."""
        with self._lock:
            now = time.monotonic()
            self._until = now + self._left_alone_s
            tell = now - self._told_at >= TELL_EVERY_S
            if tell:
                self._told_at = now
        if tell:
            log.warning(self._consequence, error=f"{type(error).__name__}: {error}"[:300])
