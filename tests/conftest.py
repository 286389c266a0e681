"""What every test may use: a migrated database with two businesses, clients on their hosts, an evening."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, ClassVar

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from bookings.selectors.setup import forget_setups
from boom.core import clock
from boom.core.guard import PUBLIC, entered_schema
from tenants import resolution
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests import canaries, database
from tests.canaries import _watching, no_foreign_words
from tests.committed import committing, live_business
from tests.stripe import stripe_process, stripe_standin
from tests.twins import CANARIES

__all__ = [
    "_watching",
    "committing",
    "live_business",
    "no_foreign_words",
    "stripe_process",
    "stripe_standin",
]

# How long examples take to make says how busy the machine is, nothing about Boom.
hypothesis_settings.register_profile("boom", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("boom")

# A Saturday evening in November, London time 19:00: winter, no clock change near.
TONIGHT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


# Files that take a quarter of a minute and more, the longest first. They begin early, whatever the random
# order is: else one worker would have such a file to itself at the end, and the other nothing to do.
LONGEST = [
    "tests/faults/test_races_of_visits.py",
    "tests/access/test_any_input.py",
    "tests/isolation/test_walk.py",
    "tests/billing/test_permutations.py",
    "tests/faults/test_d5_stripe_events.py",
    "tests/benchmarks/test_toy_run.py",
    "tests/access/test_matrix.py",
    "tests/faults/test_scarce_claims.py",
    "tests/faults/test_money_races.py",
    "tests/runtime/test_demo.py",
    "tests/faults/test_double_booking.py",
    "tests/faults/test_d1_killed_between_commit_and_publish.py",
    "tests/faults/test_d3_redis_away.py",
    "tests/faults/test_waitlist_races.py",
    "tests/access/test_headers.py",
    "tests/runtime/test_plugins.py",
    "tests/bookings/test_every_way_in.py",
    "tests/e2e/test_bad_connections.py",
    "tests/e2e/test_staff_calendar.py",
    "tests/e2e/test_public_pages.py",
    "tests/e2e/test_platform_pages.py",
    "tests/ui/test_gallery_pages.py",
    "tests/e2e/test_first_night.py",
    "tests/e2e/test_staff_together.py",
    "tests/e2e/test_visit.py",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


def pytest_collection_finish() -> None:
    # What was imported and collected stays to the end. To look through it again and again for what nobody
    # needs any more took a tenth of the run.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Give the run a database of its own; processes that tests start find it in the environment."""
    endpoints = settings.ENDPOINTS
    name = database.prepare(endpoints.database_owner_url, endpoints.database_url)
    changed = replace(
        endpoints,
        database_url=database.with_database(endpoints.database_url, name),
        database_owner_url=database.with_database(endpoints.database_owner_url, name),
    )
    settings.ENDPOINTS = changed
    os.environ |= changed.as_env()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    canaries.learn(changed.database_owner_url)
    yield
    # Playwright may still keep its loop in this thread; Django would take the closing for the loop's own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
    database.drop(endpoints.database_owner_url, name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    # Django opens and closes each test's transaction outside any scope of ours: that is on the platform's
    # schema. Tests of the guard leave it themselves.
    entered_schema.set(PUBLIC)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    entered_schema.set(PUBLIC)


@pytest.fixture(autouse=True)
def _forget_between_tests() -> Iterator[None]:
    resolution.forget()
    forget_setups()
    _forget_limits()
    yield
    resolution.forget()


@lru_cache(maxsize=4)
def _valkey(url: str) -> redis.Redis:
    return redis.Redis.from_url(url)


def _forget_limits() -> None:
    """All tests come from one address; what one tried must not count against the next."""
    server = _valkey(settings.REDIS_URL)
    if counters := list(server.scan_iter("boom:limit:*", count=1000)):
        server.delete(*counters)


@pytest.fixture
def now() -> Iterator[datetime]:
    """The instant edges read from the clock during the test."""
    with clock.set_to(TONIGHT):
        yield TONIGHT


def twin(subdomain: str) -> Business:
    with public_scope():
        return Business.objects.get(subdomain=subdomain)


@pytest.fixture
def twin_a(db: None) -> Business:
    return twin("twin-a")


@pytest.fixture
def twin_b(db: None) -> Business:
    return twin("twin-b")


@pytest.fixture
def business(twin_a: Business) -> Iterator[Business]:
    """The business the test is about, in its scope."""
    with tenant_scope(twin_a):
        yield twin_a


@pytest.fixture
def other_business(twin_b: Business) -> Business:
    """Another business with the same keys and other words; enter it with `tenant_scope`."""
    return twin_b


@pytest.fixture
def public(db: None) -> Iterator[None]:
    """The platform's own scope."""
    with public_scope():
        yield


class KeptHandler(ClientHandler):
    """Keeps the middleware from client to client: loading it reads the whole static folder (13 ms)."""

    loaded: ClassVar[dict[str, Any]] = {}

    def load_middleware(self, is_async: bool = False) -> None:
        if not self.loaded:
            super().load_middleware(is_async)
            # All that loading leaves behind; the client's own `enforce_csrf_checks` is not among it.
            self.loaded.update({name: getattr(self, name) for name in LOADED})
        self.__dict__ |= self.loaded

    @classmethod
    def forget(cls, **_: Any) -> None:
        """Middleware may have read what a test sets otherwise."""
        cls.loaded.clear()


LOADED = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
setting_changed.connect(KeptHandler.forget)


class HostClient(Client):
    """A browser at one host that fails when another business's words come back."""

    def __init__(self, host: str, forbidden: tuple[str, ...] = ()) -> None:
        super().__init__(headers={"host": host})
        self.handler = KeptHandler(enforce_csrf_checks=False)
        self.forbidden = forbidden

    def request(self, **request: object) -> object:  # type: ignore[override]
        response = super().request(**request)
        seen = f"{response.headers}\n{response.cookies}\n"
        if not getattr(response, "streaming", False):
            seen += response.content.decode(errors="replace")
        for canary in self.forbidden:
            assert canary not in seen, f"{request.get('PATH_INFO')} shows {canary}"
        return response

    def htmx(self, method: str, path: str, data: dict[str, object] | None = None) -> object:
        """A request as htmx makes it."""
        return getattr(self, method)(path, data or {}, headers={"hx-request": "true"})


def client_of(business: Business, user: User | None = None) -> HostClient:
    """A client on the business's host, signed in as `user` if given."""
    others = tuple(canary for name, canary in CANARIES.items() if name != business.subdomain)
    client = HostClient(business.host, others)
    if user is not None:
        with tenant_scope(business):
            client.force_login(user)
    return client


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction around a whole file: what its module's fixtures make is there for each of its tests.

    Each test's own transaction becomes a savepoint in it and is undone as ever. For files with hundreds of
    tests over the same things; not for those in which other connections wait for these rows, as in every file
    that also uses `committing`.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with public_scope(), connection.cursor() as cursor:
            # The role's 15 s are for pages; here a slow test that asks nothing may come in between.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield
        transaction.set_rollback(True)
        resolution.forget()
        forget_setups()


@pytest.fixture(scope="module")
def signed_in(kept: None) -> Callable[[User | None], HostClient]:
    """A client of the first twin's for one of its people, whose log-in was made once for the whole file."""
    business = twin("twin-a")
    with tenant_scope(business):
        sessions = {
            person.pk: client_of(business, person).cookies[settings.SESSION_COOKIE_NAME].value
            for person in User.objects.all()
        }

    def client(person: User | None) -> HostClient:
        browser = client_of(business)
        if person is not None:
            browser.cookies[settings.SESSION_COOKIE_NAME] = sessions[person.pk]
        return browser

    return client


@pytest.fixture
def customer_client(business: Business) -> HostClient:
    """Somebody with a phone, on the public page."""
    return client_of(business)


@pytest.fixture
def client_as(business: Business) -> Callable[[str], HostClient]:
    """A client signed in with a role: `client_as("front_desk")`."""

    def make(role: str) -> HostClient:
        return client_of(business, User.objects.get(role=role))

    return make


@pytest.fixture
def owner_client(client_as: Callable[[str], HostClient]) -> HostClient:
    return client_as("owner")


@pytest.fixture
def platform_client(db: None) -> HostClient:
    """Somebody at the platform's own host."""
    return HostClient(settings.BASE_DOMAIN, tuple(CANARIES.values()))


NOBODYS = ("SET search_path", "SAVEPOINT", "RELEASE", "SELECT clock_timestamp()")


@pytest.fixture
def count_queries() -> Callable[[], object]:
    """Counts the statements of a `with` block, leaving out the search path's and the clock's, which asks the
    database every few seconds, whoever happens to be there.
    """

    @contextmanager
    def counting() -> Iterator[Callable[[], int]]:
        with CaptureQueriesContext(connection) as captured:
            yield lambda: sum(not query["sql"].startswith(NOBODYS) for query in captured.captured_queries)

    return counting


@pytest.fixture
def empty_cache() -> None:
    with public_scope():
        cache.clear()
