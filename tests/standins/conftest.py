"""The library's client for the platform, and somebody who receives events."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stripe

from tests.stripe import StandIn


@pytest.fixture
def client(stripe_standin: StandIn) -> stripe.StripeClient:
    return stripe_standin.client()


@dataclass(slots=True)
class Receiver:
    """Takes events in and answers with `answers_with`."""

    url: str
    bodies: list[bytes] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    answers_with: int = 200

    def events(self, secret: str) -> list[stripe.Event]:
        """What came, read by the library, which checks the signatures."""
        return [
            stripe.Webhook.construct_event(body, signature, secret)
            for body, signature in zip(self.bodies, self.signatures, strict=True)
        ]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            received.signatures.append(self.headers["Stripe-Signature"])
            self.send_response(received.answers_with)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing to be said in a test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received = Receiver(f"http://127.0.0.1:{server.server_address[1]}/stripe/")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield received
    server.shutdown()
    server.server_close()
