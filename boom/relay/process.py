"""The relay's loop: woken by nudges, looking once a second by itself, until it is told to stop."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import redis
import structlog
from django.conf import settings
from django.db import Error, close_old_connections, connection

from boom.core import clock, nudges
from boom.core.outage import Outage
from boom.relay.push import LivePush
from boom.relay.rounds import relay_all, sweep_all
from tenants.context import public_scope

log = structlog.get_logger(__name__)

# Without a nudge it looks this often; with Redis away that is how late a fact is told.
LOOK_EVERY_S = 1.0
# Rounds keep this distance, so that a burst of changes becomes few notices; a lone change is told at once.
ROUNDS_APART_S = 0.05
SWEEP_EVERY_S = settings.DELIVERY_SWEEP_S
# After the database failed.
REST_S = 1.0


class Relay:
    """One relay process. `run` returns soon after `stop`, which a signal handler may call.

    `pulse` is a file that is touched after each look that worked: a health check reads its age.
    """

    def __init__(self, *, pulse: Path | None = None) -> None:
        self._pulse = pulse
        self._live = LivePush()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._swept_at: float = -SWEEP_EVERY_S

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def run(self) -> None:
        self._live.start()
        threading.Thread(target=self._listen, name="nudges", daemon=True).start()
        log.info("the relay runs")
        try:
            while not self._stopping.is_set():
                began = time.monotonic()
                if self._round():
                    self._stopping.wait(max(0.0, began + ROUNDS_APART_S - time.monotonic()))
                else:
                    self._wake.wait(LOOK_EVERY_S)
                # Whatever nudged us until here is committed, so the next round sees it.
                self._wake.clear()
        finally:
            self._live.stop()
            connection.close()
            log.info("the relay has stopped")

    def _round(self) -> int:
        """Relay and, now and then, sweep. Returns how many facts were relayed."""
        try:
            close_old_connections()
            with public_scope():
                now = clock.now()
            relayed = relay_all(push=self._live.push, now=now)
            if time.monotonic() - self._swept_at >= SWEEP_EVERY_S:
                self._swept_at = time.monotonic()
                sweep_all(now=now)
            if self._pulse is not None:
                self._pulse.touch()
            return relayed
        except Error as error:
            # The database restarts, or a schema is being dropped. Nothing is lost: it all stands there still.
            log.warning("the relay could not work and tries again", error=f"{type(error).__name__}: {error}")
            connection.close()
            self._stopping.wait(REST_S)
            return 0

    def _listen(self) -> None:
        outage = Outage("redis is away: the relay finds facts by looking once a second", left_alone_s=1)
        while not self._stopping.is_set():
            try:
                for nudged in nudges.listen(timeout=LOOK_EVERY_S):
                    if self._stopping.is_set():
                        return
                    if nudged:
                        self._wake.set()
            except (redis.RedisError, OSError) as error:
                outage.note(error)
                self._stopping.wait(1)
