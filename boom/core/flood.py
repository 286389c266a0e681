"""A generous limit for cheap public reads, counted in this process alone: no round trip, no lock to wait for.

What matters (log-in, booking) is counted for all processes together by `throttle`; here it is enough that
nobody can keep a worker busy alone.
"""

from __future__ import annotations

import threading
import time

from django.conf import settings

from boom.core.errors import LimitReached

MINUTE_S = 60.0
MOST_KEYS = 50_000


class TooFast(LimitReached):
    """Refused until the minute is over; `details["retry_after"]` is whole seconds."""

    code = "too-fast"
    message = "That was too fast. Try again in a minute."


class FloodGate:
    """At most as many calls a minute from one address as the setting called `settings_name` says."""

    def __init__(self, settings_name: str) -> None:
        self.settings_name = settings_name
        self._lock = threading.Lock()
        self._began = 0.0
        self._counts: dict[str, int] = {}

    def take(self, address: str) -> None:
        """Count one call. Raises TooFast past the limit."""
        at = time.monotonic()
        with self._lock:
            if at - self._began >= MINUTE_S or len(self._counts) >= MOST_KEYS:
                self._began, self._counts = at, {}
            count = self._counts[address] = self._counts.get(address, 0) + 1
        if count > getattr(settings, self.settings_name):
            raise TooFast(details={"retry_after": int(MINUTE_S - (at - self._began)) + 1})

    def open_again(self) -> None:
        """Forget all counts (tests)."""
        with self._lock:
            self._counts = {}
