"""Gives a test run a real PostgreSQL and a real Valkey before Django reads its settings.

Loaded by `-p tests.services` (pyproject.toml), as a conftest would come after pytest-django. Servers that
`DATABASE_URL` and `REDIS_URL` name are used as they are; what is missing is started in `$BOOM_HOME/test/`
and stopped at the end. The data folder is kept from run to run. Each run holds a place of its own
(`test/0`, `test/1`, ...), so two runs in one working copy do not meet.

Of several processes that share a run (`-n`), each has a database of its own on the one PostgreSQL, and all
but the first a Valkey of their own: a message published to one is heard on every number of its databases.
"""

from __future__ import annotations

import fcntl
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import psycopg
import pytest
from psycopg import sql

from boom.runtime.errors import CannotStart
from boom.runtime.home import Home
from boom.runtime.services import Services

STARTED = pytest.StashKey[Services]()
PLACE = pytest.StashKey[TextIO]()
# Set for the processes of a run by the one that started its Valkey.
VALKEY_IS_OURS = "BOOM_TEST_VALKEY_IS_OURS"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    # A wrapper runs before every plain hook, pytest-django's included, which imports the settings.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if os.environ.pop(VALKEY_IS_OURS, "") and worker != "gw0":
        del os.environ["REDIS_URL"]
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        home, early_config.stash[PLACE] = _free_place(Home.from_env(os.environ).path / "test")
        services = Services(home, os.environ.copy(), for_tests=True)
        try:
            os.environ |= services.start().as_env()
            if services.valkey and not worker:
                os.environ[VALKEY_IS_OURS] = "1"
        except CannotStart as refusal:
            raise pytest.UsageError(str(refusal)) from refusal
        _drop_left_over_runs(services)
        early_config.stash[STARTED] = services
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if services := config.stash.get(STARTED, None):
        services.stop()
        config.stash[PLACE].close()


def pytest_report_header(config: pytest.Config) -> str:
    services = config.stash.get(STARTED, None)
    if services is None:
        return "services: those of DATABASE_URL and REDIS_URL"
    ports = ", ".join(f"{service.name} on port {service.port}" for service in services.embedded)
    return f"services: {ports}, in {services.home.path}"


def _drop_left_over_runs(services: Services) -> None:
    """Remove the databases of runs that were killed. The server is ours alone: nobody uses them."""
    if services.postgres is None:
        return
    with psycopg.connect(services.postgres.owner_url, autocommit=True) as server:
        found = server.execute(
            r"SELECT datname FROM pg_database WHERE datname LIKE 'boom\_run\_%'"
        ).fetchall()
        for (name,) in found:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _free_place(folder: Path) -> tuple[Home, TextIO]:
    """The first place that no other run holds, and the lock that holds it as long as it is open."""
    for number in itertools.count():
        place = folder / str(number)
        place.mkdir(parents=True, exist_ok=True)
        lock = (place / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        return Home(place), lock
    raise AssertionError("unreachable: the count does not end")
