"""A server that answers as a test says, call by call: slowly, with errors, or by hanging up."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Values = dict[str, str]
Reply = Callable[["Asked"], Any]


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    values: Values
    key: str
    account: str
    version: str


@dataclass
class Fault:
    """What goes wrong with one request: nothing in time, bytes that drip, an error, or a lost answer."""

    status: int = 0
    error: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    drips: bool = False
    loses_answer: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class Answers:
    """Answers by method and path. The same key gets the answer it got first, as Stripe does it."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.effects: list[Asked] = []
        self.faults: list[Fault | None] = []
        self.replies: dict[str, Reply] = {}
        self._by_key: dict[str, Any] = {}
        self._lock = threading.Lock()
        self.url = ""

    def on(self, path: str, reply: Reply | dict[str, Any]) -> None:
        """Answer requests for `path` with this."""
        self.replies[path] = reply if callable(reply) else lambda _: reply

    def fails(self, *faults: Fault | None) -> None:
        """What is wrong with the next requests; None is nothing."""
        self.faults = list(faults)

    def take(self, asked: Asked) -> tuple[Fault | None, int, Any]:
        with self._lock:
            self.asked.append(asked)
            fault = self.faults.pop(0) if self.faults else None
            if fault is not None and fault.status:
                return fault, fault.status, {"error": {"type": "api_error", **fault.error}}
            if asked.key and asked.key in self._by_key:
                return fault, 200, self._by_key[asked.key]
            reply = self.replies.get(asked.path)
            if reply is None:
                missing = {
                    "type": "invalid_request_error",
                    "code": "resource_missing",
                    "message": "No such thing",
                }
                return fault, 404, {"error": missing}
            if asked.method != "GET":
                self.effects.append(asked)
            answer = reply(asked)
            if asked.key:
                self._by_key[asked.key] = answer
            return fault, 200, answer


@contextmanager
def answering() -> Iterator[Answers]:
    """A server on a port of its own."""
    answers = Answers()

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            asked = Asked(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query or body)),
                self.headers.get("Idempotency-Key", "") if self.command == "POST" else "",
                self.headers.get("Stripe-Account", ""),
                self.headers.get("Stripe-Version", ""),
            )
            fault, status, answer = answers.take(asked)
            if fault and fault.wait_s:
                time.sleep(fault.wait_s)
            if fault and fault.loses_answer:
                self.connection.close()
                return
            content = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in (fault.headers if fault else {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if fault and fault.drips:
                for byte in content:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.05)
                return
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = _any  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # The other side has hung up, as the test wants it.
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    answers.url = f"http://127.0.0.1:{server.server_port}"
    yield answers
    server.shutdown()
    server.server_close()
    thread.join()


def counted(answers: Answers) -> dict[str, int]:
    """How many effects there were at each path."""
    found: dict[str, int] = defaultdict(int)
    for asked in answers.effects:
        found[asked.path] += 1
    return dict(found)
