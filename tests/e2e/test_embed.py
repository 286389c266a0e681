"""The booking page within somebody else's website, on another origin: a booking is made without a cookie."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from bookings.models import Booking
from integrations.embedding import snippets
from integrations.services.embeds import allow_site
from tests.e2e.conftest import DESKTOP, Browsing, LiveVenue, picture
from tests.e2e.test_public_pages import fill

pytestmark = pytest.mark.browser


@contextmanager
def website(page: Callable[[], str]) -> Iterator[str]:
    """Somebody's website, of one page; its address. A policy as strict as any goes along."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page().encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            policy = "default-src 'none'; script-src http://*.localhost:*; frame-src http://*.localhost:*"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing to be said in a test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_room_is_booked_within_another_site_without_any_cookie(venue: LiveVenue, browse: Browsing) -> None:
    inline, popup, _ = snippets(venue.url("/embed.js"))
    head = "<!doctype html><title>Mine</title><link rel=icon href=data:,><h1>My bar</h1>"
    html = f"{head}{inline.code}{popup.code}"
    with website(lambda: html) as home:
        with venue.scope():
            allow_site(address=home)
        page = browse(home, size=DESKTOP)
        frame = page.frame_locator('[data-boom="inline"] iframe')

        frame.locator(".slot").first.click()
        frame.get_by_role("button", name="Continue").click()
        frame.get_by_label("Full name").wait_for()
        fill(frame)
        frame.get_by_role("button", name="Book").click()

        expect(frame.locator(".ticket-big")).to_be_visible()
        # As tall as what is in it: nothing scrolls within.
        page.wait_for_function("() => document.querySelector('iframe').clientHeight > 300")
        picture(page, "embed-inline")
        # And it does not grow by being told how tall it is.
        assert page.locator("[data-boom] iframe").evaluate("frame => frame.clientHeight") < 4000
        page.get_by_role("button", name="Book a room").click()
        expect(page.frame_locator("dialog iframe").get_by_role("heading", name="Pick a time")).to_be_visible()
        picture(page, "embed-popup", whole=False)
        assert page.context.cookies() == []
    with venue.scope():
        assert Booking.objects.get().status == "confirmed"
    # The icon's address is data, which the site's own policy refuses.
    browse.takes_back("Content Security Policy")
