"""Many browsers at once, over HTTP, each with a connection and a log-in of its own."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tenants.models import Business
from tests import servers

CSRF = "c" * 32


@dataclass
class Browser:
    """One customer or one person of the staff. The pages see each at an address of its own."""

    number: int
    host: str
    client: httpx.Client
    session: str = ""
    csrf: str = CSRF

    def post(self, path: str, *, htmx: bool = False, **data: Any) -> httpx.Response:
        return self.client.post(
            path, data={"csrfmiddlewaretoken": self.csrf, **data}, headers=self._headers(htmx=htmx)
        )

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path, headers=self._headers(htmx=False))

    def _headers(self, *, htmx: bool) -> dict[str, str]:
        cookies = f"csrf={self.csrf}" + (f"; boom={self.session}" if self.session else "")
        headers = {
            "host": self.host,
            "cookie": cookies,
            "x-forwarded-for": f"10.{self.number >> 16}.{self.number >> 8 & 255}.{self.number & 255}",
        }
        return headers | ({"hx-request": "true"} if htmx else {})


@dataclass
class Storm:
    """A crowd of browsers before one running web process."""

    port: int
    size: int
    pool: ThreadPoolExecutor = field(init=False)
    client: httpx.Client = field(init=False)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.pool = ThreadPoolExecutor(self.size)
        limits = httpx.Limits(max_connections=self.size, max_keepalive_connections=self.size)
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", limits=limits, timeout=60, trust_env=False
        )

    def browsers(self, business: Business, *, session: str = "") -> list[Browser]:
        """A crowd that was never here before: limits count by address."""
        host = f"{business.host}:{self.port}"
        numbers = itertools.islice(self.numbers, self.size)
        return [Browser(number, host, self.client, session, f"{number:032}") for number in numbers]

    def at_once(self, requests: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
        """Send all of them at the same moment."""
        gate = threading.Barrier(len(requests))

        def send(request: Callable[[], httpx.Response]) -> httpx.Response:
            gate.wait(timeout=60)
            return request()

        return list(self.pool.map(send, requests))

    def close(self) -> None:
        self.client.close()
        self.pool.shutdown()


def statuses(answers: Sequence[httpx.Response]) -> Counter[int]:
    """How often each status was answered."""
    return Counter(answer.status_code for answer in answers)


@contextmanager
def storming(folder: Any, *, size: int = 50, workers: int = 2, **env: str) -> Iterator[Storm]:
    """The pages as the demo serves them, two workers, behind one proxy's headers, and a crowd before them."""
    port = servers.free_port()
    behind = {"PORT": str(port), "BOOM_TRUSTED_PROXIES": "1"}
    with servers.pages(folder, port=port, workers=workers, **behind, **env):
        storm = Storm(port, size)
        try:
            yield storm
        finally:
            storm.close()
