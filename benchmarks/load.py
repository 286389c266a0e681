"""One HTTP/1.1 client for everything that is measured: keep-alive, a connection each, the least of parsing.

Loopback only, and bounded in seconds. `run` keeps so many clients busy; `together` fires one request each at
the same instant.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

LOOPBACK = "127.0.0.1"
PATIENCE_S = 60.0
GONE = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; status 0 when the connection broke before it was whole."""

    status: int
    head: bytes = b""
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of this name, or an empty text."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode("latin-1").lower() == name:
                return value.strip().decode("latin-1")
        return ""


@dataclass(slots=True)
class Slice:
    """What one stretch of load found. Seconds."""

    latencies: list[float]
    seconds: float
    statuses: Counter[int] = field(default_factory=Counter)
    refusal: Reply | None = None

    @property
    def requests(self) -> int:
        return len(self.latencies)

    def percentile(self, share: float) -> float:
        """The latency that this share of the requests stayed below."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def insist(self, *expected: int) -> Slice:
        """The slice itself. Raises UnexpectedReply when any reply had another status."""
        if self.refusal is not None and set(self.statuses) - set(expected):
            raise UnexpectedReply(f"{dict(self.statuses)}, the last: {self.refusal}"[:2000])
        return self


class UnexpectedReply(RuntimeError):
    """What was measured is not what was meant: a figure of it would be a lie."""


def request(
    method: str, path: str, *, host: str, headers: Mapping[str, str] | None = None, body: str = ""
) -> bytes:
    """A request as it goes over the wire."""
    lines = {"Host": host, "Accept": "*/*", **(headers or {})}
    if body or method != "GET":
        lines |= {"Content-Length": str(len(body.encode()))}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n{body}".encode()


def form(method: str, path: str, fields: str, *, host: str, headers: Mapping[str, str]) -> bytes:
    """A posted form; `fields` are urlencoded."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return request(method, path, host=host, headers={**kind, **headers}, body=fields)


def run(port: int, requests: Iterable[bytes], *, clients: int, seconds: float) -> Slice:
    """Let `clients` ask one thing after the other for so long, or until there is nothing left to ask."""
    return uvloop.run(_run(port, requests, clients, seconds))


def together(port: int, requests: Sequence[bytes]) -> tuple[list[Reply], float]:
    """Open a connection for each request, send them all in one turn. Replies, and seconds to the last."""
    return uvloop.run(_together(port, requests))


def ask(port: int, wire: bytes) -> Reply:
    """One request on a connection of its own."""
    return together(port, [wire])[0][0]


async def _run(port: int, requests: Iterable[bytes], clients: int, seconds: float) -> Slice:
    waiting = iter(requests)
    found = Slice([], 0.0)
    began = time.perf_counter()

    async def client() -> None:
        connection = await _connect(port)
        # The first is asked however late it is: a slice of nothing has no percentiles.
        while (time.perf_counter() - began < seconds or not found.latencies) and (
            wire := next(waiting, None)
        ) is not None:
            sent = time.perf_counter()
            reply = await asyncio.wait_for(connection.send(wire), PATIENCE_S)
            found.latencies.append(time.perf_counter() - sent)
            found.statuses[reply.status] += 1
            if reply.status >= 300 or reply.status == GONE:
                found.refusal = reply
            if connection.is_closed:
                connection = await _connect(port)
        connection.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    found.seconds = time.perf_counter() - began
    return found


async def _together(port: int, requests: Sequence[bytes]) -> tuple[list[Reply], float]:
    connections = await asyncio.gather(*(_connect(port) for _ in requests))
    began = time.perf_counter()
    answers = [connection.send(wire) for connection, wire in zip(connections, requests, strict=True)]
    replies = await asyncio.wait_for(asyncio.gather(*answers), PATIENCE_S)
    seconds = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return replies, seconds


async def _connect(port: int) -> _Connection:
    _, protocol = await asyncio.get_running_loop().create_connection(_Connection, LOOPBACK, port)
    return protocol


class _Connection(asyncio.Protocol):
    """One request at a time; understands bodies with a length and chunked ones."""

    def __init__(self) -> None:
        self.is_closed = False
        self._answer: asyncio.Future[Reply] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's classes, though they do the same.
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.is_closed = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(Reply(GONE))

    def send(self, wire: bytes) -> asyncio.Future[Reply]:
        self._received = bytearray()
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(wire)
        return self._answer

    def close(self) -> None:
        self._transport.close()

    def data_received(self, chunk: bytes) -> None:
        self._received += chunk
        reply = _whole_reply(bytes(self._received))
        if reply is not None and self._answer is not None and not self._answer.done():
            self._answer.set_result(reply)


def _whole_reply(received: bytes) -> Reply | None:
    head, found, rest = received.partition(b"\r\n\r\n")
    if not found:
        return None
    status = int(head[9:12])
    lowered = head.lower()
    if b"\r\ntransfer-encoding: chunked" in lowered:
        body = _unchunked(rest)
        return None if body is None else Reply(status, head, body)
    _, _, after = lowered.partition(b"\r\ncontent-length:")
    length = int(after.partition(b"\r\n")[0] or 0)
    return Reply(status, head, rest) if len(rest) >= length else None


def _unchunked(rest: bytes) -> bytes | None:
    body = b""
    while True:
        size, found, rest = rest.partition(b"\r\n")
        length = int(size or b"0", 16)
        if not found or len(rest) < length + 2:
            return None
        if not length:
            return body
        body, rest = body + rest[:length], rest[length + 2 :]
