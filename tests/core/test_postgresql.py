"""The pooled connection: it points at its tenant from the first statement on, whatever happened before."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest
from django.conf import settings
from django.db import close_old_connections, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from boom.settings.database import database_from_url
from tenants.context import tenant_scope
from tenants.models import Business
from tests.committed import founded


@pytest.fixture
def pooled(committing: None) -> Iterator[None]:
    """The web processes' kind of connection, with room for one, so that each take finds the same one."""
    plain = settings.DATABASES["default"]
    entry = {**plain, **database_from_url(settings.ENDPOINTS.database_url, pool_size=1)}
    connection.close()
    before = connection.settings_dict
    connection.settings_dict = {**before, **entry}
    yield
    connection.close()
    connection.close_pool()
    connection.settings_dict = before


@pytest.fixture
def businesses(pooled: None) -> Iterator[tuple[Business, Business]]:
    with founded() as one, founded() as other:
        connection.close()
        yield one, other


def _schema() -> str:
    """Where PostgreSQL itself looks first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def _server_process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_connection_that_comes_back_serves_the_next_tenant(businesses: tuple[Business, Business]) -> None:
    one, other = businesses
    with tenant_scope(one):
        first = (_schema(), _server_process())
        connection.close()

    with tenant_scope(other):
        second = (_schema(), _server_process())

    assert first == (one.schema_name, second[1])
    assert second[0] == other.schema_name


def test_the_path_is_set_once_for_many_statements(businesses: tuple[Business, Business]) -> None:
    with tenant_scope(businesses[0]):
        _schema()
        said: list[str] = []
        with connection.execute_wrapper(_noting(said)):
            _schema()
            _schema()

    assert said == ["SELECT current_schema()"] * 2


def test_a_rollback_does_not_leave_the_path_behind(businesses: tuple[Business, Business]) -> None:
    one, other = businesses
    with tenant_scope(one):
        _schema()
        transaction.set_autocommit(False)
    with tenant_scope(other):
        _schema()
        connection.rollback()

        schema = _schema()

        connection.rollback()
        transaction.set_autocommit(True)
    assert schema == other.schema_name


def test_a_savepoint_rolled_back_does_not_leave_the_path_behind(
    businesses: tuple[Business, Business],
) -> None:
    one, other = businesses
    with tenant_scope(one), transaction.atomic():
        _schema()
        savepoint = transaction.savepoint()
        with tenant_scope(other):
            _schema()
        transaction.savepoint_rollback(savepoint)

        assert _schema() == one.schema_name


def test_a_connection_whose_server_process_died_is_not_handed_out(
    businesses: tuple[Business, Business],
) -> None:
    with tenant_scope(businesses[0]):
        dead = _server_process()
        connection.close()
    with psycopg.connect(settings.ENDPOINTS.database_url) as killer:
        killer.execute("SELECT pg_terminate_backend(%s)", [dead])

    with tenant_scope(businesses[0]):
        assert _schema() == businesses[0].schema_name
        assert _server_process() != dead


def test_threads_that_share_a_connection_never_see_each_others_schema(
    businesses: tuple[Business, Business],
) -> None:
    seen: dict[str, set[str]] = {business.schema_name: set() for business in businesses}

    def ask(business: Business) -> None:
        _share(connections["default"], settings_of=connection_settings)
        for _ in range(40):
            with tenant_scope(business):
                seen[business.schema_name].add(_schema())
            close_old_connections()
        connections["default"].close()

    connection_settings = connection.settings_dict
    connection.close()
    threads = [Thread(target=ask, args=(business,)) for business in businesses for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {business.schema_name: {business.schema_name} for business in businesses}


def _share(own: BaseDatabaseWrapper, *, settings_of: dict[str, object]) -> None:
    own.settings_dict = {**own.settings_dict, **settings_of}


def _noting(said: list[str]):
    def note(execute, sql, params, many, context):
        said.append(sql)
        return execute(sql, params, many, context)

    return note
