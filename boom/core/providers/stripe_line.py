"""The line to Stripe, in bounded time: 3 s to connect, and an end to the whole of a call.

A socket's time-out starts anew with every byte that drips in, so a clock of our own cuts the line. The
library's own clients know no such end (80 s a read, three times over).
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from typing import Any
from urllib.parse import urlsplit

import stripe

CONNECT_S = 3.0
TOTAL_S = 10.0
# Stripe's answers are some kilobytes; a list of a hundred events may be a few megabytes.
LONGEST_ANSWER = 32 * 1024 * 1024

_ends_at: ContextVar[float] = ContextVar("boom_stripe_ends_at")


@contextlib.contextmanager
def bounded(total_s: float = TOTAL_S) -> Iterator[None]:
    """All that is asked within the block has to be answered in `total_s` seconds together."""
    token = _ends_at.set(time.monotonic() + total_s)
    try:
        yield
    finally:
        _ends_at.reset(token)


def time_left() -> float:
    """Seconds until the present block's end; never less than nothing."""
    return max(0.0, _ends_at.get() - time.monotonic())


class Line(stripe.HTTPClient):
    """What the library sends through: one connection a request, cut off at its end."""

    name = "boom"

    def __init__(self) -> None:
        super().__init__()
        self._tls = ssl.create_default_context(cafile=stripe.ca_bundle_path)

    def request(  # type: ignore[override]
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: str | None = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """The answer as it came. Raises stripe.APIConnectionError when there was none in time."""
        left = time_left()
        if left <= 0:
            raise _no_answer("no time left for another attempt")
        line = self._connection(url, min(CONNECT_S, left))
        try:
            line.connect()
            with _cut_off_after(line, time_left()):
                parts = urlsplit(url)
                target = f"{parts.path}?{parts.query}" if parts.query else parts.path
                line.request(method.upper(), target, body=post_data, headers=dict(headers or {}))
                with contextlib.closing(line.getresponse()) as answer:
                    body = answer.read(LONGEST_ANSWER + 1)
                    if len(body) <= LONGEST_ANSWER and answer.length:
                        raise IncompleteRead(body, answer.length)
        except (OSError, HTTPException) as error:
            raise _no_answer(f"{type(error).__name__}: {error}") from error
        finally:
            line.close()
        if len(body) > LONGEST_ANSWER:
            raise _no_answer("an answer beyond measure")
        return body, answer.status, {name.lower(): value for name, value in answer.getheaders()}

    def close(self) -> None:
        """Nothing is kept open."""

    def _connection(self, url: str, timeout: float) -> HTTPConnection:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            return HTTPSConnection(host, parts.port, timeout=timeout, context=self._tls)
        return HTTPConnection(host, parts.port, timeout=timeout)


def _no_answer(why: str) -> stripe.APIConnectionError:
    return stripe.APIConnectionError(why)  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def _cut_off_after(line: HTTPConnection, seconds: float) -> Iterator[None]:
    line.sock.settimeout(max(seconds, 0.001))
    was_cut = threading.Event()

    def cut(live: Any = line.sock) -> None:
        was_cut.set()
        with contextlib.suppress(OSError):  # It has ended meanwhile.
            live.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(seconds, cut)
    clock.daemon = True
    clock.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if was_cut.is_set():
            raise TimeoutError("Stripe took too long") from error
        raise
    finally:
        clock.cancel()
