"""The embedded PostgreSQL and Valkey, really started."""

import os
import signal
import stat

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from boom.runtime import endpoints, processes
from boom.runtime.errors import CannotStart
from boom.runtime.home import Home
from boom.runtime.postgres import Postgres
from boom.runtime.roles import SUPERUSER
from boom.runtime.services import Services
from boom.runtime.valkey import Valkey


def owner(services: Services) -> psycopg.Connection:
    return psycopg.connect(services.endpoints.database_owner_url, autocommit=True)


def app(services: Services) -> psycopg.Connection:
    return psycopg.connect(services.endpoints.database_url, autocommit=True)


def test_the_owner_makes_what_migrations_make_and_the_app_uses_it(shared: Services):
    with owner(shared) as connection:
        connection.execute("CREATE SCHEMA extensions")
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension} SCHEMA extensions")
        connection.execute(
            "CREATE SCHEMA t_one CREATE TABLE room (id int GENERATED ALWAYS AS IDENTITY, name text)"
        )

    with app(shared) as connection:
        connection.execute("INSERT INTO t_one.room (name) VALUES ('Blue')")
        rows = connection.execute("SELECT id, name FROM t_one.room").fetchall()

    assert rows == [(1, "Blue")]


@pytest.mark.parametrize(
    "statement",
    ["CREATE SCHEMA mine", "CREATE TABLE public.mine (id int)", "CREATE TEMPORARY TABLE mine (id int)"],
)
def test_the_app_makes_no_tables(shared: Services, statement: str):
    with app(shared) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_app_has_no_path_until_a_tenant_gives_it_one(shared: Services):
    with owner(shared) as connection:
        connection.execute("CREATE TABLE public.room (id int)")

    with app(shared) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT * FROM room")


def test_a_connection_without_the_password_is_refused(shared: Services):
    assert shared.postgres is not None
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host="127.0.0.1", port=shared.postgres.port, user=SUPERUSER, dbname="boom", password="x"
        )


def test_valkey_answers_only_with_its_password(shared: Services):
    assert shared.valkey is not None
    with redis.Redis.from_url(shared.endpoints.redis_url) as client:
        assert client.ping()
    with (
        redis.Redis(port=shared.valkey.port, retry=Retry(NoBackoff(), 0)) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_what_runs_is_found_by_other_commands_and_forgotten_when_stopped(services: Services):
    env = {"BOOM_HOME": str(services.home.path)}

    assert endpoints.resolve(env) == services.endpoints

    services.stop()
    assert endpoints.read_note(services.home) is None


def test_passwords_are_for_the_owners_eyes_only(shared: Services):
    modes = [
        stat.S_IMODE(path.stat().st_mode)
        for path in (shared.home.path, shared.home.path / "credentials.json")
    ]

    assert modes == [0o700, 0o600]


def test_rows_and_queued_work_are_there_after_a_kill(home: Home, bare_env: dict[str, str]):
    services = Services(home, bare_env)
    services.start()
    with owner(services) as connection:
        connection.execute("CREATE TABLE public.kept AS SELECT 'a booking' AS what")
    with redis.Redis.from_url(services.endpoints.redis_url) as client:
        client.rpush("queue", "a task")
    for service in services.embedded:
        assert service.process is not None
        os.killpg(service.process.pid, signal.SIGKILL)
        service.process.wait()

    with Services(home, bare_env) as again:
        with psycopg.connect(again.database_url) as connection:
            rows = connection.execute("SELECT what FROM public.kept").fetchall()
        with redis.Redis.from_url(again.redis_url) as client:
            tasks = client.lrange("queue", 0, -1)

    assert (rows, tasks) == ([("a booking",)], [b"a task"])


def test_two_homes_run_side_by_side(shared: Services, home: Home, bare_env: dict[str, str]):
    other = Services(home, bare_env, for_tests=True)

    with other as there, owner(shared) as here:
        here.execute("CREATE TABLE public.only_here (id int)")
        with psycopg.connect(there.database_owner_url) as connection:
            found = connection.execute("SELECT to_regclass('public.only_here')").fetchone()

    assert found == (None,)


def test_a_server_left_running_by_a_killed_supervisor_is_ended_first(
    services: Services, bare_env: dict[str, str]
):
    assert services.postgres is not None
    assert services.postgres.process is not None
    left_behind = services.postgres.process

    successor = Postgres(services.home, bare_env, for_tests=True)
    successor.start()
    successor.stop()

    assert left_behind.poll() is not None


def test_given_servers_are_used_and_none_is_started(home: Home):
    env = {"DATABASE_URL": "postgresql://there/boom", "REDIS_URL": "redis://there"}

    with Services(home, env) as found:
        assert (found.database_url, found.redis_url) == (env["DATABASE_URL"], env["REDIS_URL"])
        assert processes.marked(home.path) == []


def test_passwords_that_are_not_this_folders_are_named_as_the_cause(
    services: Services, bare_env: dict[str, str]
):
    services.stop()
    (services.home.path / "credentials.json").unlink()

    with pytest.raises(CannotStart, match=r"credentials\.json"):
        Services(services.home, bare_env, for_tests=True).start()
    assert processes.marked(services.home.path) == []


def test_data_of_another_version_is_left_alone_and_named(home: Home, bare_env: dict[str, str]):
    home.prepare()
    home.postgres.mkdir()
    (home.postgres / "PG_VERSION").write_text("9\n")

    with pytest.raises(CannotStart, match="was made by PostgreSQL 9"):
        Postgres(home, bare_env).start()


def test_a_server_that_cannot_start_says_why(home: Home, bare_env: dict[str, str]):
    broken = home.path / "not-a-server"
    home.prepare()
    broken.write_text("#!/bin/sh\necho out of order\n")
    broken.chmod(0o700)

    with pytest.raises(CannotStart, match="out of order"):
        Valkey(home, bare_env | {"BOOM_VALKEY_SERVER": str(broken)}).start()
