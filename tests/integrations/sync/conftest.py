"""The stand-in for Google's and Microsoft's calendars beside the test, asked over HTTP as they would be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from bookings.models import Booking, Room, Venue
from boom.core import outbox
from boom.core.models import OutboxMessage
from integrations.models import CalendarAccount, Company, LinkedCalendar
from integrations.providers import PROVIDERS
from integrations.providers.base import Grant
from integrations.services.sync_accounts import connect_account, link_room
from standins.calendars import pages
from standins.calendars.books import Books
from standins.calendars.server import serve
from tenants.models import Business
from tests.factories import make_room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OWNER = "owner@example.com"


@pytest.fixture
def books(settings: LazySettings) -> Iterator[Books]:
    """What both companies know; they answer while the test runs."""
    books = Books()
    server = serve(books, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.CALENDAR_STANDIN_BASE = f"http://127.0.0.1:{server.server_address[1]}"
    settings.CALENDAR_STANDIN_PAGES = ""
    yield books
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[Company.GOOGLE, Company.MICROSOFT])
def company(request: pytest.FixtureRequest) -> str:
    return str(request.param.value)


@pytest.fixture
def room(business: Business) -> Room:
    Booking.objects.all().delete()
    return make_room(Venue.objects.get(), name="Echo")


def make_account(books: Books, company: str, now: datetime) -> CalendarAccount:
    """An account as a person's yes leaves it."""
    books.calendars_of(company, OWNER)
    key = books.new_grant(company, OWNER, " ".join(PROVIDERS[company].scopes))
    grant = Grant(books.new_token(key), HOUR, key, PROVIDERS[company].scopes)
    return connect_account(company=company, address=OWNER, grant=grant, person=None, now=now)


@pytest.fixture
def linked(books: Books, company: str, room: Room, now: datetime) -> LinkedCalendar:
    """The room in step with the account's second calendar."""
    account = make_account(books, company, now)
    token = next(iter(books.tokens))
    remote = PROVIDERS[company].calendars(token)[1]
    return link_room(account_id=account.pk, room_id=room.pk, remote=remote, shows="names", now=now)


Relay = Callable[[], list[str]]


@pytest.fixture
def relay(now: datetime) -> Relay:
    """Hand every fact since the last time to its handlers of this app, as the relay and workers would.

    Gives what they said instead of finishing.
    """
    done: set[int] = set()

    def run() -> list[str]:
        said: list[str] = []
        while messages := list(OutboxMessage.objects.exclude(pk__in=done).order_by("id")):
            for message in messages:
                done.add(message.pk)
                for each in outbox.handlers_for(message.kind, message.payload):
                    if each.name.startswith("integrations."):
                        try:
                            each.handler(message, now)
                        except (outbox.Later, outbox.GiveUp) as word:
                            said.append(f"{type(word).__name__}: {word}")
        return said

    return run


def there(books: Books, linked: LinkedCalendar) -> list[dict[str, Any]]:
    """The events in the linked calendar, as its owner sees them."""
    known = books.all_events(linked.account.company, linked.remote_id)
    return [kept["body"] for kept in known.values() if not kept["is_gone"]]


def add_there(books: Books, linked: LinkedCalendar, start: datetime, end: datetime, **more: object) -> str:
    """An event that the calendar's owner writes; gives its id."""
    return pages.add(books, linked.account.company, linked.remote_id, start, end, **more)
