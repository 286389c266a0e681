"""A server for the gallery: real pages and files, no database behind them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from boom.management.commands.build_css import STATIC, build

# Where the gallery's own times are told.
LONDON = {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}
DESKTOP = {"width": 1440, "height": 900}


class SilentHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's word
        """Requests of a test are no news."""


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    """The gallery's address. Built stylesheets, as in the product: one request a page instead of thirty."""
    build(STATIC)
    server = ThreadedWSGIServer(("127.0.0.1", 0), SilentHandler)
    server.daemon_threads = True
    server.set_app(get_internal_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/_ui/"
    server.shutdown()
    server.server_close()
    thread.join()


class Complaints(list[str]):
    """What the console of a page has complained about."""

    is_listening = True

    def listen(self, page: Page) -> None:
        page.on("console", self._on_message)
        page.on("pageerror", lambda error: self.append(str(error)))

    def stop(self) -> None:
        self.is_listening = False

    def _on_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and self.is_listening:
            self.append(f"{message.text} ({message.location.get('url')})")


@pytest.fixture
def open_page(browser: Browser, gallery: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the gallery: `open_page("board/", width=360, color_scheme="dark")`.

    A console error fails the test, unless the test says that one is meant (`page.complaints.clear()`).
    """
    contexts: list[tuple[BrowserContext, Complaints]] = []

    def opening(path: str, *, width: int = 1440, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **LONDON | options)
        page = context.new_page()
        complaints = Complaints()
        complaints.listen(page)
        page.complaints = complaints  # type: ignore[attr-defined]
        contexts.append((context, complaints))
        page.goto(gallery + path)
        return page

    yield opening
    for context, complaints in contexts:
        context.close()
        assert complaints == []


@pytest.fixture
def board(open_page: Callable[..., Page]) -> Page:
    """The board on a desktop, ready for the hand."""
    page = open_page("board/")
    page.locator(".ev a[tabindex='0']").wait_for(state="attached")
    return page
