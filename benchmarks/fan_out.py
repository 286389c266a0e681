"""The yardstick for the live socket: one Redis subscriber, a set of sockets, each message to all of them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

import redis.asyncio as redis

CHANNEL = "bench-fan-out"

_queues: set[asyncio.Queue[str]] = set()
_pumps: set[asyncio.Task[None]] = set()

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """ASGI; websockets only. The subscriber starts with the first of them."""
    if scope["type"] != "websocket":
        return
    if not _pumps:
        _pumps.add(asyncio.create_task(_pump()))
    await _socket(receive, send)


async def _pump() -> None:
    client = redis.from_url(os.environ["REDIS_URL"])
    async with client.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.subscribe(CHANNEL)
        async for message in channel.listen():
            text = message["data"].decode()
            for queue in _queues:
                queue.put_nowait(text)


async def _socket(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    queue: asyncio.Queue[str] = asyncio.Queue()
    _queues.add(queue)

    async def write() -> None:
        while True:
            await send({"type": "websocket.send", "text": await queue.get()})

    writer = asyncio.create_task(write())
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        _queues.discard(queue)
        writer.cancel()
