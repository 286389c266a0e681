"""The process: HTTP in threads, a postman for webhooks, a ticker for what becomes due."""

from __future__ import annotations

import json
import threading
import traceback
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from standins.stripe import clock, control_money, nouns
from standins.stripe.app import Api, Request, Response
from standins.stripe.books import House
from standins.stripe.control import Control
from standins.stripe.deliveries import Postman
from standins.stripe.faults import Faults
from standins.stripe.pages import Pages

TICK_S = 0.25
LARGEST_BODY = 6_000_000
assert nouns
assert control_money  # Importing it adds its orders.


class StandIn:
    """Everything behind the address."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.faults = Faults()
        self.postman = Postman(house)
        self.api = Api(house, self.faults)
        self.pages = Pages(house)
        self.control = Control(house, self.faults, self.postman, self.wake)
        self._work = threading.Event()
        self._is_over = threading.Event()

    def wake(self) -> None:
        self._work.set()

    def answer(self, request: Request) -> Response:
        """The answer to whatever came; a fault of our own is said in the log and answered as Stripe's 500."""
        try:
            return self._answer(request)
        except Exception:  # noqa: BLE001  (the outermost frame: a bug here must look like a broken Stripe)
            traceback.print_exc()
            error = {"error": {"message": "The stand-in failed; see its log.", "type": "api_error"}}
            return Response(500, json.dumps(error).encode(), {"Content-Type": "application/json"})

    def _answer(self, request: Request) -> Response:
        if request.path.startswith("/v1/"):
            response = self.api.answer(request)
        elif request.path.startswith("/_control/"):
            return self.control.answer(request)
        else:
            response = self.pages.answer(request)
        self.wake()
        return response

    def start(self) -> None:
        for work in (self._deliver, self._tick):
            threading.Thread(target=work, name=work.__name__, daemon=True).start()

    def stop(self) -> None:
        self._is_over.set()
        self.wake()

    def _deliver(self) -> None:
        while not self._is_over.is_set():
            self._work.clear()
            try:
                if self.postman.deliver_next():
                    continue
            except Exception:  # noqa: BLE001  (the outermost frame: one delivery must not end them all)
                traceback.print_exc()
            pause = self.postman.next_due_in()
            self._work.wait(min(pause, 1.0) if pause is not None else 1.0)

    def _tick(self) -> None:
        while not self._is_over.wait(TICK_S):
            if clock.run_due(self.house):
                self.wake()


class Server(ThreadingHTTPServer):
    """Takes a crowd: five waiting connections, the usual number, turn the sixth away."""

    daemon_threads = True
    request_queue_size = 256


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 with connections that stay."""

    protocol_version = "HTTP/1.1"
    server_version = "stripe-stand-in"
    sys_version = ""
    # One write an answer: two small ones would wait for each other's acknowledgement (40 ms).
    wbufsize = 65536
    disable_nagle_algorithm = True
    stand_in: ClassVar[StandIn]

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self._send(Response(413, b"too large"))
            self.close_connection = True
            return
        request = Request(
            method=self.command,
            path=unquote(parts.path),
            query=parts.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            host=self.headers.get("Host", ""),
        )
        self._send(self.stand_in.answer(request))

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815  (http.server calls them so)

    def do_HEAD(self) -> None:
        self._serve()

    def _send(self, response: Response) -> None:
        if response.is_lost:
            self.close_connection = True
            return
        self.send_response(response.status)
        self._send_headers(response.headers)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _send_headers(self, headers: Mapping[str, str]) -> None:
        for name, value in headers.items():
            self.send_header(name, value)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Said by `log_request` in one line; nothing else is."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        # Addresses of hosted pages are capabilities, their queries hold nothing: the path's head will do.
        print(f"{self.command} {self.path.split('?')[0][:60]} {code}", flush=True)


def serve(house: House, host: str, port: int) -> tuple[ThreadingHTTPServer, StandIn]:
    """A server that listens already; `serve_forever` answers."""
    stand_in = StandIn(house)
    handler = type("BoundHandler", (Handler,), {"stand_in": stand_in})
    server = Server((host, port), handler)
    stand_in.start()
    return server, stand_in
