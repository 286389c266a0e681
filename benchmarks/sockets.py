"""A thousand websocket clients in one process: a reader of frames and nothing in its way."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from benchmarks.load import LOOPBACK

AT_A_TIME = 50
PATIENCE_S = 60.0
TEXT = 1
# RFC 6455, 5.2: lengths from 126 on follow in two bytes; longer ones nobody sends here.
TWO_BYTE_LENGTH = 126

Heard = Callable[[bytes, float], None]


async def open_sockets(
    port: int, path: str, headers: Iterable[Mapping[str, str]], heard: Heard
) -> list[asyncio.Transport]:
    """Open a socket for each set of headers, a few at a time. `heard` gets every text and when it came."""
    opened: list[asyncio.Transport] = []
    waiting = list(headers)
    while waiting:
        batch, waiting = waiting[:AT_A_TIME], waiting[AT_A_TIME:]
        opened += await asyncio.wait_for(
            asyncio.gather(*(_open(port, path, each, heard) for each in batch)), PATIENCE_S
        )
    return opened


async def _open(port: int, path: str, headers: Mapping[str, str], heard: Heard) -> asyncio.Transport:
    loop = asyncio.get_running_loop()
    is_open = loop.create_future()
    transport, _ = await loop.create_connection(
        lambda: _Socket(path, headers, heard, is_open), LOOPBACK, port
    )
    await is_open
    return transport


class _Socket(asyncio.Protocol):
    def __init__(
        self, path: str, headers: Mapping[str, str], heard: Heard, is_open: asyncio.Future[None]
    ) -> None:
        self._path, self._headers, self._heard, self._is_open = path, headers, heard, is_open
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        lines = {
            **self._headers,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        # uvloop's transports are not asyncio's classes, though they do the same.
        cast(asyncio.Transport, transport).write(f"GET {self._path} HTTP/1.1\r\n{head}\r\n".encode())

    def data_received(self, chunk: bytes) -> None:
        at = time.perf_counter()
        self._received += chunk
        if not self._is_open.done():
            head, found, rest = self._received.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head[:20]:
                self._is_open.set_exception(ConnectionError(head.decode(errors="replace")))
                return
            self._received = rest
            self._is_open.set_result(None)
        self._read_frames(at)

    def connection_lost(self, error: Exception | None) -> None:
        if not self._is_open.done():
            self._is_open.set_exception(ConnectionError("the server closed before the handshake ended"))

    def _read_frames(self, at: float) -> None:
        received = self._received
        while len(received) >= 2:
            length, starts = received[1] & 127, 2
            if length == TWO_BYTE_LENGTH:
                length, starts = int.from_bytes(received[2:4], "big"), 4
            if len(received) < starts + length:
                break
            if received[0] & 15 == TEXT:
                self._heard(received[starts : starts + length], at)
            received = received[starts + length :]
        self._received = received
