"""No tenant, no SQL: whoever forgets to say whose data it is gets an exception, not somebody's rows."""

from __future__ import annotations

import inspect
import pkgutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from bookings.models import Customer
from bookings.services.customers import Contact, match_customer
from boom.core import db, guard
from boom.core.guard import TenantScopeMissing, entered_schema
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.committed import founded
from tests.database import OWN_CODE

OWN_APPS = (
    "accounts", "audit", "billing", "bookings", "boom", "integrations", "ledger", "notifications", "payments",
    "tenants",
)  # fmt: skip
# Every function that `@service` made runs this very code.
SERVICE_CODE = db.service(lambda: None).__code__


def all_services() -> dict[str, Callable[..., Any]]:
    """Every service there is, by its full name."""
    modules = [module for name in OWN_APPS for module in _services_modules(import_module(name))]
    return {
        f"{module.__name__}.{name}": function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__code__ is SERVICE_CODE and function.__module__ == module.__name__
    }


def _services_modules(app: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
        if ".services" in info.name and ".migrations" not in info.name:
            yield import_module(info.name)


def in_a_bare_thread(work: Callable[[], Any]) -> Any:
    """Run `work` in a thread that nobody told whose data it is about."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def read_customers() -> list[str]:
    return list(Customer.objects.values_list("name", flat=True))


@contextmanager
def guard_taken_off() -> Iterator[None]:
    connection.ensure_connection()
    connection.execute_wrappers.remove(guard._guard)
    try:
        yield
    finally:
        connection.execute_wrappers.append(guard._guard)


def test_there_are_services_to_try():
    assert len(all_services()) > 30
    assert {"bookings.services.bookings._move", "tenants.services.found_business"} <= all_services().keys()


def test_every_service_refuses_a_bare_thread(committing: None):
    def call_all() -> dict[str, str]:
        outcomes = {}
        for name, function in all_services().items():
            try:
                function()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is compared below
                outcomes[name] = type(error).__name__
        return outcomes

    outcomes = in_a_bare_thread(call_all)

    assert {name: how for name, how in outcomes.items() if how != "TenantScopeMissing"} == {}
    assert outcomes.keys() == all_services().keys()


def test_control_without_the_guard_a_bare_thread_works_on_the_platforms_schema(committing: None):
    def whose() -> str:
        with guard_taken_off(), connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            return cursor.fetchone()[0]

    assert in_a_bare_thread(whose) == "public"


def test_reading_in_a_bare_thread_is_refused(committing: None):
    with pytest.raises(TenantScopeMissing, match="outside any tenant scope"):
        in_a_bare_thread(read_customers)


def test_a_thread_that_is_used_again_has_forgotten_whose_it_was(twin_a: Business, committing: None):
    def work_as_twin() -> list[str]:
        with tenant_scope(twin_a):
            return read_customers()

    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(work_as_twin).result()
        with pytest.raises(TenantScopeMissing):
            pool.submit(read_customers).result()
        pool.submit(lambda: connection.close()).result()  # noqa: PLW0108 - that thread's connection

    assert seen != []


def test_a_connection_that_points_elsewhere_than_the_scope_is_refused(
    business: Business, other_business: Business
):
    connection.set_tenant(other_business)

    with pytest.raises(TenantScopeMissing, match="that points at"):
        read_customers()

    connection.set_tenant(business)


def test_control_without_the_guard_it_reads_the_others_rows(business: Business, other_business: Business):
    ours = read_customers()
    connection.set_tenant(other_business)

    with guard_taken_off():
        seen = read_customers()

    connection.set_tenant(business)
    assert set(seen).isdisjoint(ours)


def test_threads_of_two_tenants_at_once_each_stay_in_their_own(
    twin_a: Business, twin_b: Business, committing: None
):
    """The library's own `with tenant:` left them in each other's; ours takes turns as fast as it can."""
    together = threading.Barrier(8)

    def work(business: Business) -> set[str]:
        together.wait()
        seen = set()
        for _ in range(50):
            with tenant_scope(business):
                seen.update(read_customers())
            with public_scope(), transaction.atomic():
                Business.objects.count()
        connection.close()
        return seen

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, [twin_a, twin_b] * 4))

    assert len({frozenset(names) for names in seen[::2]}) == 1
    assert set().union(*seen[::2]).isdisjoint(set().union(*seen[1::2]))


def test_a_block_that_fails_leaves_the_scope_as_it_was(business: Business, other_business: Business):
    def fail_halfway() -> None:
        with tenant_scope(other_business), transaction.atomic():
            Customer.objects.create(name="Half written")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()

    assert entered_schema.get() == connection.schema_name == business.schema_name
    with tenant_scope(other_business):
        assert "Half written" not in read_customers()


def write_to(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {schema}.bookings_customer SET name = 'stolen'")


def test_a_write_across_schemas_is_refused_by_the_database_itself(live_business: Business):
    with founded() as other:
        with tenant_scope(other):
            match_customer(Contact(name="Ann", email="ann@example.com"))

        with pytest.raises(DatabaseError, match="from the scope of"):
            write_to(other.schema_name)


def test_control_without_the_trigger_it_goes_through(live_business: Business):
    with founded() as other:
        with tenant_scope(other):
            match_customer(Contact(name="Ann", email="ann@example.com"))
        with owner_connection() as owner:
            owner.execute(f"DROP TRIGGER bookings_customer_audit ON {other.schema_name}.bookings_customer")

        write_to(other.schema_name)

        with tenant_scope(other):
            assert read_customers() == ["stolen"]


def test_the_application_has_no_path_to_any_table_without_a_tenant(django_db_setup: None):
    with psycopg.connect(settings.ENDPOINTS.database_url) as app:
        [path] = app.execute("SHOW search_path").fetchone()

    assert path in {'""', ""}


def test_every_app_that_has_services_is_looked_at():
    ours = {config.name.split(".")[0] for config in apps.get_app_configs()} & set(OWN_CODE)
    with_services = {name for name in ours if any(_services_modules(import_module(name)))}

    assert with_services <= set(OWN_APPS)
