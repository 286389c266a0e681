"""The process: HTTP in threads, the two companies below one address."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from standins.calendars import google, graph, oauth, pages
from standins.calendars.answers import Asked, Given, Refused, as_json
from standins.calendars.books import COMPANIES, Books, Obj

LARGEST_BODY = 1_000_000
API: dict[str, tuple[str, Callable[[Books, str, Asked], Given]]] = {
    "/google/calendar/v3": ("google", google.answer),
    "/graph/v1.0": ("microsoft", graph.answer),
}
CONSENT = {"authorize": oauth.authorize, "token": oauth.token, "revoke": oauth.revoke}


def answer(books: Books, asked: Asked) -> Given:
    """The answer to whatever came."""
    with books.lock:
        books.calls.append((asked.method, asked.path))
        fault = books.fault_for(f"{asked.method} {asked.path}")
    if fault is not None and not fault["after_effect"]:
        return _ordered(fault)
    try:
        given = _answer(books, asked)
    except Refused as refusal:
        return _refused(asked.path, refusal)
    except (KeyError, ValueError):
        return _refused(asked.path, Refused(400, "invalid"))
    if fault is not None:
        return _ordered(fault)
    return given


def _ordered(fault: Obj) -> Given:
    given = as_json({"error": {"code": fault["status"], "message": "ordered"}}, fault["status"])
    wait = {"Retry-After": str(fault["wait_s"])} if fault["wait_s"] else {}
    return Given(given.status, given.body, {**given.headers, **wait})


def _answer(books: Books, asked: Asked) -> Given:
    if asked.path == "/":
        return pages.calendars(books, asked)
    company, _, what = asked.path.strip("/").partition("/")
    if company in COMPANIES and what in CONSENT:
        if what == "revoke" and company != "google":
            raise Refused(404, "notFound")
        return CONSENT[what](books, company, asked)
    for prefix, (whose, api) in API.items():
        if asked.path.startswith(f"{prefix}/"):
            with books.lock:
                person = books.whose(whose, asked.headers.get("authorization", "").removeprefix("Bearer "))
                if person is None:
                    raise Refused(401, "authError", "Invalid Credentials")
                below = Asked(
                    asked.method,
                    asked.path.removeprefix(prefix),
                    asked.query,
                    asked.headers,
                    asked.body,
                    asked.base,
                )
                return api(books, person, below)
    raise Refused(404, "notFound")


def _refused(path: str, refusal: Refused) -> Given:
    """A refusal in the words of whoever was asked."""
    if path.endswith(("/token", "/revoke", "/authorize")):
        return as_json({"error": refusal.reason, "error_description": refusal.words}, refusal.status)
    if path.startswith("/graph"):
        return as_json({"error": {"code": refusal.reason, "message": refusal.words}}, refusal.status)
    inner = {"errors": [{"reason": refusal.reason}], "code": refusal.status, "message": refusal.words}
    return as_json({"error": inner}, refusal.status)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1; one write an answer."""

    protocol_version = "HTTP/1.1"
    server_version = "calendars-stand-in"
    sys_version = ""
    wbufsize = 65536
    disable_nagle_algorithm = True
    books: ClassVar[Books]

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            self._send(Given(413))
            return
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            base=f"http://{self.headers.get('Host', '')}",
        )
        try:
            given = answer(self.books, asked)
        except Exception:  # noqa: BLE001  (the outermost frame: a bug here must look like a broken company)
            traceback.print_exc()
            given = Given(500)
        self._send(given)

    do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815  (http.server calls them so)

    def _send(self, given: Given) -> None:
        self.send_response(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        self.wfile.write(given.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Said by `log_request` in one line; nothing else is."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        print(f"{self.command} {self.path.split('?')[0][:60]} {code}", flush=True)


def serve(books: Books, host: str, port: int) -> Server:
    """A server that listens already; `serve_forever` answers."""
    return Server((host, port), type("BoundHandler", (Handler,), {"books": books}))
