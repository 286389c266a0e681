"""Pushing notices to open pages through the channel layer, from a thread with an event loop of its own.

The relay's own thread never waits for Redis: a page that missed a notice asks for itself. Notices go out
in order; when too many wait, the oldest are dropped.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from collections.abc import Iterable
from typing import Any

from channels.layers import get_channel_layer

from boom.core.live import Notice, group_name
from boom.core.outage import Outage

# The message type that `boom.sockets` knows.
LIVE = "live"
MOST_WAITING = 5000
SEND_TIMEOUT_S = 1.0


class LivePush:
    """Starts with `start`, ends with `stop`; `push` may be called from any thread."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[str, dict[str, Any]]] = deque(maxlen=MOST_WAITING)
        self._loop = asyncio.new_event_loop()
        self._more = asyncio.Event()
        self._stopping = False
        self._outage = Outage("redis is away: open pages ask for changes themselves", left_alone_s=1)
        self._thread = threading.Thread(target=self._run, name="live-push", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread once what waits has gone out, or could not."""
        self._stopping = True
        self._loop.call_soon_threadsafe(self._more.set)
        self._thread.join(timeout=SEND_TIMEOUT_S * 2)

    def push(self, schema: str, notices: Iterable[Notice]) -> None:
        """Tell the groups of a business. Returns at once."""
        for notice in notices:
            group = group_name(notice.schema or schema, notice.group)
            message = {
                "type": LIVE,
                "group": group,
                "text": json.dumps(notice.event, separators=(",", ":")) if notice.event else "",
                "close": notice.close,
                "session": notice.session,
            }
            self._waiting.append((group, message))
        if self._waiting:
            self._loop.call_soon_threadsafe(self._more.set)

    def _run(self) -> None:
        self._loop.run_until_complete(self._send_all())
        self._loop.close()

    async def _send_all(self) -> None:
        layer = get_channel_layer()
        while not self._stopping or self._waiting:
            await self._more.wait()
            self._more.clear()
            while self._waiting:
                group, message = self._waiting.popleft()
                if not self._outage.is_on:
                    await self._send(layer, group, message)

    async def _send(self, layer: Any, group: str, message: dict[str, Any]) -> None:
        try:
            await asyncio.wait_for(layer.group_send(group, message), SEND_TIMEOUT_S)
        except Exception as error:  # noqa: BLE001 - whatever Redis fails with, live is a hint and goes on
            self._outage.note(error)
