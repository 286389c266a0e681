"""The line to Stripe, in bounded time: 3 s to connect, and an end to the whole of a call.

The library's own clients know no such end (80 s a read, three times over).
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from urllib.parse import urlsplit

import stripe

from boom.core.providers.ends import cut_off_after

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
            with cut_off_after(time_left(), line.sock, who="Stripe"):
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
