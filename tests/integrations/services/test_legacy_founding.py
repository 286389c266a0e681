"""A business founded for a file that then cannot be imported is none: no row, no schema of nobody's."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from boom.core import clock
from boom.core.models import OutboxMessage
from integrations.legacy.plan import Plan, make_plan
from integrations.legacy.sample import SAMPLE
from integrations.legacy.source import read_source
from integrations.services.legacy_import import found_and_import
from tenants.context import public_scope
from tenants.models import Business, SpareSchema
from tenants.provisioning.schemas import drop_schema, owner_connection, stock_spares


class DiskFull(Exception):
    """Whatever may end an import near its end."""


@pytest.fixture
def plan() -> Plan:
    return make_plan(read_source(SAMPLE))


@pytest.fixture
def platform(committing: None) -> Iterator[psycopg.Connection]:
    """The platform's scope, where everything really commits, and a look at the database from outside."""
    with public_scope(), owner_connection() as owner:
        owner.autocommit = True
        stock_spares(wanted=1)
        yield owner
        for business in Business.objects.filter(subdomain="cut-short"):
            OutboxMessage.objects.filter(payload__business=business.pk).delete()
            business.delete()
            drop_schema(business.schema_name)


def schemas(owner: psycopg.Connection) -> set[str]:
    rows = owner.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\_%'").fetchall()
    return {name for (name,) in rows}


def of_somebody() -> set[str]:
    return {
        *Business.objects.values_list("schema_name", flat=True),
        *SpareSchema.objects.values_list("schema_name", flat=True),
    }


def end_after_bookings(what: str, done: int, total: int) -> None:
    if what == "bookings" and done == total:
        raise DiskFull


@pytest.mark.parametrize("spares", ["in stock", "none left"])
def test_an_import_that_ends_badly_leaves_no_business_and_no_schema_of_nobodys(
    spares: str, platform: psycopg.Connection, plan: Plan
):
    if spares == "none left":
        for spare in SpareSchema.objects.all():
            spare.delete()
            drop_schema(spare.schema_name)
    facts = OutboxMessage.objects.count()

    with pytest.raises(DiskFull):
        found_and_import(subdomain="cut-short", plan=plan, now=clock.now(), progress=end_after_bookings)

    assert not Business.objects.filter(subdomain="cut-short").exists()
    assert OutboxMessage.objects.count() == facts
    # The schema it would have had is in stock again, as empty as before.
    assert schemas(platform) == of_somebody()
    for spare in SpareSchema.objects.all():
        for table in ("bookings_room", "bookings_occupancy", "accounts_user", "audit_event"):
            name = sql.Identifier(spare.schema_name, table)
            assert platform.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone() == (0,)


def test_the_same_file_can_be_had_under_the_same_name_afterwards(platform: psycopg.Connection, plan: Plan):
    with pytest.raises(DiskFull):
        found_and_import(subdomain="cut-short", plan=plan, now=clock.now(), progress=end_after_bookings)

    business, outcome = found_and_import(subdomain="cut-short", plan=plan, now=clock.now())

    assert outcome.bookings.created == 398
    assert business.schema_name in of_somebody()
