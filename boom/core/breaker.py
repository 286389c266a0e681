"""A circuit breaker: after several failures in a row an outside service is left alone for a while.

It spares everybody the waiting for a service that is away, and the service a crowd at its return. Kept per
process; two workers find out separately, which costs a few attempts and no shared state.
"""

from __future__ import annotations

import threading
import time

OPENS_AFTER = 5
REST_S = 30.0


class Breaker:
    """Opens after `opens_after` failures in a row; then one attempt may pass every `rest_s` seconds."""

    def __init__(self, *, opens_after: int = OPENS_AFTER, rest_s: float = REST_S) -> None:
        self._opens_after = opens_after
        self._rest_s = rest_s
        self._failures = 0
        self._open_until = 0.0
        self._lock = threading.Lock()

    def may_try(self) -> bool:
        """Whether an attempt makes sense now. While open, True once a rest, for the one that finds out."""
        with self._lock:
            if self._failures < self._opens_after:
                return True
            now = time.monotonic()
            if now < self._open_until:
                return False
            self._open_until = now + self._rest_s
            return True

    def succeeded(self) -> None:
        """It answered, be it with a refusal."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """It did not answer."""
        with self._lock:
            self._failures += 1
            self._open_until = time.monotonic() + self._rest_s
