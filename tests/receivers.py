"""A real receiver of webhooks and calendars over HTTP, as kind or as nasty as the test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answering = Callable[[str], int]


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass
class Receiver:
    """What came, and how it is answered: `status`, with `headers` and `body`, after `hang_s`; `drips` sends
    the answer's body byte by byte, `breaks` ends the connection without a word.
    """

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"thanks"
    hang_s: float = 0.0
    drips: bool = False
    breaks: bool = False
    answering: Answering | None = None
    open_at_most: int = 0
    _open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, event_id: str) -> int:
        """How often an event was answered with success."""
        return sum(call.headers.get("webhook-id") == event_id for call in self.calls)

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self._lock:
            self._open += 1
            self.open_at_most = max(self.open_at_most, self._open)
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a port of its own, until the block ends."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            with receiver.counted():
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.calls.append(Call(self.command, self.path, headers, body))
                if receiver.hang_s:
                    time.sleep(receiver.hang_s)
                if receiver.breaks:
                    self.close_connection = True
                    return
                self.answer()

        do_GET = do_POST  # noqa: N815 - the name http.server calls

        def answer(self) -> None:
            status = receiver.answering(self.path) if receiver.answering else receiver.status
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            try:
                if not receiver.drips:
                    self.wfile.write(receiver.body)
                for byte in receiver.body if receiver.drips else b"":
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing to be said in a test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
