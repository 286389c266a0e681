"""A whole Boom for browser tests: pages, live socket, worker and relay, over the run's own database.

`live_boom` runs once for the session. `venue` is a business of its own for each test, committed, with rooms
that are open day and night; `browse` opens pages and fails the test when a page complains in its console.
"""

from __future__ import annotations

import email
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.policy import default as mail_policy
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page

from bookings.domain.interval import Interval
from bookings.models import Booking, Room, Venue
from bookings.services import setup
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from boom.core import clock
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import drop_schema
from tests import servers
from tests.billing.house import OF_STRIPE
from tests.committed import founded
from tests.e2e.axe import violations
from tests.stripe import StandIn

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "artifacts" / "screenshots"
PASSWORD = "correct horse battery"
# What a context is opened with; a phone's scrollbars lie over the page and take no room.
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
DAY_AND_NIGHT = [(weekday, time(0), time(0)) for weekday in range(7)]


class Killable:
    """A process which a test may kill and bring back at the same port."""

    def __init__(self, child: Callable[[], AbstractContextManager[servers.Server]]) -> None:
        self._child = child
        self._running = ExitStack()
        self._server: servers.Server | None = None

    def start(self) -> None:
        self._server = self._running.enter_context(self._child())

    def stop(self) -> None:
        self._running.close()

    @contextmanager
    def killed(self) -> Iterator[None]:
        """As after a crash, while the block runs."""
        assert self._server
        self._server.kill()
        self._running.close()
        try:
            yield
        finally:
            self.start()


@dataclass(frozen=True)
class LiveBoom:
    """A running Boom: where its pages answer, its live socket, and the folder its mails go to."""

    port: int
    pages: Killable
    live: Killable
    folder: Path

    def url(self, host: str, path: str = "/") -> str:
        """An address a browser can open; every name under localhost is this machine."""
        return f"http://{host}:{self.port}{path}"

    def mails_to(self, address: str) -> list[EmailMessage]:
        """The mails sent to somebody so far, oldest first."""
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        mails = [
            email.message_from_string(text.strip("\n"), policy=mail_policy)
            for file in files
            for text in file.read_text().split("-" * 79)
            if text.strip()
        ]
        return [mail for mail in mails if address in str(mail["To"])]  # type: ignore[misc]

    def link_mailed_to(self, address: str, *, holding: str = "") -> str:
        """The first link (`holding` these words) in the newest mail to somebody that has one, once one has
        come. Raises TimeoutError.
        """
        deadline = monotonic() + servers.PATIENCE_S
        while monotonic() < deadline:
            for mail in reversed(self.mails_to(address)):
                body = mail.get_body(("plain",))
                links = re.findall(r"https?://\S+", body.get_content() if body else "")
                found = next((link for link in links if holding in link), None)
                if found:
                    return str(found)
            sleep(0.1)
        raise TimeoutError(f"no mail with such a link came to {address}")


@dataclass(frozen=True)
class LiveVenue:
    """A business with one venue, for a test alone."""

    boom: LiveBoom
    business: Business
    owner_email: str
    password: str

    def url(self, path: str = "/") -> str:
        return self.boom.url(self.business.host, path)

    def scope(self) -> Any:
        """Work on its data: `with venue.scope(): ...`; what happens there commits."""
        return tenant_scope(self.business)

    def rooms(self) -> list[Room]:
        with self.scope():
            return list(Room.objects.select_related("venue").in_order())

    def site(self) -> Venue:
        with self.scope():
            return Venue.objects.get()

    def book(self, room: Room, starts_at: datetime, *, minutes: int = 60, name: str = "Ann") -> Booking:
        """Somebody rings up and books, the ordinary way."""
        with self.scope():
            return create_booking(
                room_id=room.pk,
                span=Interval.lasting(starts_at, timedelta(minutes=minutes)),
                contact=Contact(name=name),
                party_size=None,
                source="phone",
                now=clock.now(),
            )


@contextmanager
def _live_socket(folder: Path, port: int, env: dict[str, str]) -> Iterator[servers.Server]:
    with servers.live_sockets(folder, port=port, **env) as (server, _):
        yield server


@pytest.fixture(scope="session")
def live_boom(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory, stripe_process: StandIn
) -> Iterator[LiveBoom]:
    """Pages, live socket, worker and relay as children of this run; the clock is the real one."""
    folder = tmp_path_factory.mktemp("boom")
    with ExitStack() as children:
        live_port, port = servers.free_port(), servers.free_port()
        env = {
            "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
            "BOOM_HOME": str(folder),
            "PORT": str(port),
            "BOOM_LIVE_PORT": str(live_port),
            **stripe_process.env(),
        }
        # One process: it answers four at once, and is back sooner when a test has killed it.
        pages = Killable(lambda: servers.pages(folder, port=port, workers=1, **env))
        live = Killable(lambda: _live_socket(folder, live_port, env))
        for part in (live, pages):
            part.start()
            children.callback(part.stop)
        for child in (
            servers.worker(folder, **env),
            servers.relay(folder, **env),
        ):
            children.enter_context(child)
        yield LiveBoom(port, pages, live, folder)


@pytest.fixture
def live_stripe(live_boom: LiveBoom, stripe_standin: StandIn, django_db_blocker: Any) -> Iterator[StandIn]:
    """The stand-in for Stripe that the running Boom asks: empty, and telling it what happens there."""
    stripe_standin.send_events_to(
        platform=live_boom.url("localhost", "/stripe/platform/"),
        connect=live_boom.url("localhost", "/stripe/connect/"),
    )
    yield stripe_standin
    stripe_standin.settle()
    stripe_standin.send_events_to()
    with allowed_beside_playwright(), django_db_blocker.unblock(), public_scope():
        for model in OF_STRIPE:
            model.objects.all().delete()
        connection.close()


@pytest.fixture
def found_venue(live_boom: LiveBoom, django_db_blocker: Any) -> Iterator[Callable[..., LiveVenue]]:
    """Signs businesses up that live until the test is over: `found_venue(rooms=["Echo"], hours=[...])`."""
    with allowed_beside_playwright(), ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        # Beside Playwright's loop Django keeps a connection of its own, which nobody else would close.
        stack.callback(connection.close)

        def found(
            *,
            rooms: Sequence[dict[str, Any]] = (
                {"name": "Duet", "capacity_max": 4, "price_per_hour_minor": 3000},
                {"name": "Echo", "capacity_max": 8, "price_per_hour_minor": 5000},
            ),
            hours: Sequence[tuple[int, time, time]] = DAY_AND_NIGHT,
            details: dict[str, Any] | None = None,
            **given: Any,
        ) -> LiveVenue:
            business = stack.enter_context(founded(password=PASSWORD, **given))
            with tenant_scope(business):
                site = Venue.objects.get()
                setup.set_opening_hours(venue_id=site.pk, rows=hours)
                setup.change_venue(venue_id=site.pk, **(details or {"cancel_until": 60}))
                for room in rooms:
                    setup.add_room(venue_id=site.pk, **room)
            return LiveVenue(live_boom, business, given.get("email", "olive@founded.example"), PASSWORD)

        yield found


@pytest.fixture
def forgetting(live_boom: LiveBoom, django_db_blocker: Any) -> Iterator[None]:
    """What is signed up by hand in the test is gone afterwards."""
    with allowed_beside_playwright(), django_db_blocker.unblock(), public_scope():
        before = set(Business.objects.values_list("pk", flat=True))
    yield
    with allowed_beside_playwright(), django_db_blocker.unblock(), public_scope():
        for business in Business.objects.exclude(pk__in=before):
            business.delete()
            drop_schema(business.schema_name)
        connection.close()


@pytest.fixture
def venue(found_venue: Callable[..., LiveVenue]) -> LiveVenue:
    """A karaoke bar in London with two rooms, open day and night."""
    return found_venue(
        business_name="Velvet Rooms",
        details={
            "cancel_until": 60,
            "address": "1 Mare Street, Hackney",
            "phone": "+442079460123",
            "description": "Private karaoke rooms for 1 to 8.",
            "brand_colour": "#0b6b63",
        },
    )


@contextmanager
def allowed_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, and Django would take our queries for the loop's own."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


class Complaints(list[str]):
    """What the consoles of pages have complained about."""

    def listen(self, page: Page) -> None:
        page.on("console", self._on_message)
        page.on("pageerror", lambda error: self.append(str(error)))

    def _on_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.append(f"{message.text} ({message.location.get('url')})")


@dataclass
class Browsing:
    """Opens pages, each in a browser of its own, and remembers what they complain about."""

    browser: Browser
    complaints: Complaints
    stack: ExitStack

    def __call__(self, url: str = "", *, size: dict[str, Any] | None = None, **options: Any) -> Page:
        settings: dict[str, Any] = {
            **(size or DESKTOP),
            "locale": "en-GB",
            "timezone_id": "Europe/London",
            "reduced_motion": "reduce",
        }
        context = self.browser.new_context(**settings | options)
        self.stack.callback(context.close)
        page = context.new_page()
        self.complaints.listen(page)
        if url:
            page.goto(url)
        return page

    def check(self, page: Page) -> None:
        """Nothing for axe to find, nothing that makes the page scroll sideways, no complaint so far."""
        assert self.complaints == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []

    def takes_back(self, part: str) -> None:
        """Forget the complaints that a test means to provoke (a refused form is one to the console)."""
        self.complaints[:] = [each for each in self.complaints if part not in each]


@pytest.fixture
def browse(browser: Browser) -> Iterator[Browsing]:
    """Open a page as a person does: `browse(venue.url("/"), size=PHONE)`. Console errors fail the test."""
    with ExitStack() as stack:
        browsing = Browsing(browser, Complaints(), stack)
        yield browsing
    assert browsing.complaints == []


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep a screenshot for whoever looks at the run afterwards."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    # Hiding the caret would leave style attributes on the page's inputs.
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole, caret="initial")
