"""Two tenants through the real pooler, with the configuration that production uses.

The control runs the same drill in transaction mode and must see foreign rows, or the drill shows nothing.
"""

import os
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from boom.runtime import ports, processes
from boom.runtime.home import PROJECT
from boom.runtime.privileges import unprivileged
from boom.runtime.services import Services

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
TENANTS = [f"t_{number}" for number in range(10)]
READS_PER_CLIENT = 60
CLIENTS = 8

pytestmark = [
    pytest.mark.pooler,
    pytest.mark.skipif(PROGRAM is None, reason="no pgbouncer found: apt-get install pgbouncer"),
]


@pytest.fixture(scope="module")
def tenants(shared: Services) -> Services:
    """A server with a table of the same name in each tenant's schema, holding the tenant's name."""
    with psycopg.connect(shared.endpoints.database_owner_url, autocommit=True) as owner:
        for tenant in TENANTS:
            owner.execute(f"CREATE SCHEMA {tenant}")
            owner.execute(f"CREATE TABLE {tenant}.canary AS SELECT '{tenant}' AS word")
    return shared


def pooler(services: Services, run: Path, *, mode: str, reset: bool) -> Iterator[str]:
    """PgBouncer as the image starts it, with few connections, so that they change hands; its address."""
    run.mkdir()
    shutil.copytree(PROJECT / "deploy/pgbouncer", run / "pgbouncer")
    settings = run / "pgbouncer/pgbouncer.ini"
    text = settings.read_text().replace("default_pool_size = 60", "default_pool_size = 4")
    text = text.replace("pool_mode = session", f"pool_mode = {mode}")
    settings.write_text(
        text if reset else text.replace("server_reset_query = DISCARD ALL", "server_reset_query =")
    )
    address = urlsplit(services.endpoints.database_url)
    port = ports.any_free()
    env = {
        **os.environ,
        "PGHOST": str(address.hostname),
        "PGPORT": str(address.port),
        "BOOM_APP_PASSWORD": str(address.password),
        "LISTEN_ADDR": ports.LOOPBACK,
        "LISTEN_PORT": str(port),
        "PGBOUNCER_RUN": str(run / "run"),
    }
    # It refuses to be root, as PostgreSQL does.
    command = unprivileged().command(run / "pgbouncer/start")
    with (run / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
    assert processes.wait_until(lambda: not ports.is_free(port) or process.poll() is not None, seconds=20)
    assert process.poll() is None, (run / "log").read_text()
    yield address._replace(netloc=f"boom_app:{address.password}@{ports.LOOPBACK}:{port}").geturl()
    processes.stop(process, (15, 5.0))


@pytest.fixture
def as_in_production(tenants: Services, tmp_path: Path) -> Iterator[str]:
    yield from pooler(tenants, tmp_path / "pooler", mode="session", reset=True)


@pytest.fixture
def in_transaction_mode(tenants: Services, tmp_path: Path) -> Iterator[str]:
    yield from pooler(tenants, tmp_path / "pooler", mode="transaction", reset=False)


@pytest.fixture
def without_reset(tenants: Services, tmp_path: Path) -> Iterator[str]:
    yield from pooler(tenants, tmp_path / "pooler", mode="session", reset=False)


def read_as_tenants(url: str, number: int) -> Counter[str]:
    """Set the tenant once a session, read its canary, end some in error; counts whose words were read."""
    choose = random.Random(number)
    read: Counter[str] = Counter()
    for _ in range(READS_PER_CLIENT // 10):
        tenant = choose.choice(TENANTS)
        with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
            connection.execute(f"SET search_path = {tenant}")
            for _ in range(10):
                try:
                    [(word,)] = connection.execute("SELECT word FROM canary").fetchall()
                except psycopg.errors.UndefinedTable:
                    read["nobody's"] += 1  # A connection without a tenant: the role's own path is empty.
                else:
                    read["own" if word == tenant else "foreign"] += 1
            if choose.random() < 0.5:
                with pytest.raises(psycopg.errors.DivisionByZero), connection.transaction():
                    connection.execute("SELECT 1 / 0")
    return read


def drill(url: str) -> Counter[str]:
    """All clients at once; whose words they read."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(lambda number: read_as_tenants(url, number), range(CLIENTS)), Counter())


def test_everybody_reads_their_own_tenant_through_the_pooler(as_in_production: str):
    assert drill(as_in_production) == {"own": CLIENTS * READS_PER_CLIENT}


def test_the_drill_sees_the_harm_of_transaction_mode(in_transaction_mode: str):
    assert drill(in_transaction_mode)["foreign"] > 0


def test_a_connection_that_changes_hands_has_forgotten_its_tenant(as_in_production: str):
    with psycopg.connect(as_in_production, autocommit=True) as connection:
        connection.execute("SET search_path = t_0")

    paths = set()
    for _ in range(4):
        with psycopg.connect(as_in_production, autocommit=True) as connection:
            paths |= set(connection.execute("SHOW search_path").fetchall())

    assert paths == {('""',)}


def test_without_the_reset_it_would_remember(without_reset: str):
    with psycopg.connect(without_reset, autocommit=True) as connection:
        connection.execute("SET search_path = t_0")

    with psycopg.connect(without_reset, autocommit=True) as connection:
        [path] = connection.execute("SHOW search_path").fetchall()

    assert path == ("t_0",)


def test_a_role_without_the_password_does_not_pass(as_in_production: str):
    address = urlsplit(as_in_production)
    wrong = address._replace(netloc=f"boom_app:wrong@{address.hostname}:{address.port}").geturl()

    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(wrong)
