"""P14: a new business with everything in it, beside the bare schema script in plain psycopg."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
from psycopg import sql

from benchmarks.fleet import OWNER_EMAIL, OWNER_PASSWORD, PREFIX
from benchmarks.processes import spent
from benchmarks.rounds import Finding, Goal, Measured, Round, ratio
from benchmarks.setting import Report, Setting, interleaved

RAW, BOOM, CLAIM = "raw clone of the schema", "Boom, schema and sign-up", "Boom, sign-up with a spare"

P14_CPU = Goal("P14", "new business / raw clone, PostgreSQL's CPU", 1.5)
P14_WALL = Goal("P14", "new business without a spare in stock", 1000.0, unit=" ms")
P14_SPARE = Goal("P14", "new business with a spare in stock", 1000.0, unit=" ms")


def measure(setting: Setting) -> Report:
    """Sign businesses up, with and without a ready-made schema, and run the script by itself, in turn."""
    from tenants.context import public_scope
    from tenants.provisioning.schemas import stock_spares, stored_script

    made: list[str] = []
    with public_scope():
        script = stored_script()
    try:

        def play() -> Round:
            with public_scope():
                _empty_the_stock(made)
                found = {
                    RAW: _each(setting, lambda: _clone(script.sql, made)),
                    BOOM: _each(setting, lambda: _sign_up(made)),
                }
                stock_spares(wanted=setting.sizes.tenants_a_slice)
                found[CLAIM] = _each(setting, lambda: _sign_up(made))
            return found

        rounds = interleaved(setting, play)
    finally:
        _remove(made)
    findings = [
        Finding(P14_WALL, ratio(lambda found: found[BOOM].p50 * 1e3, rounds), is_ratio=False),
        Finding(P14_SPARE, ratio(lambda found: found[CLAIM].p50 * 1e3, rounds), is_ratio=False),
    ]
    if setting.postgres:
        by_cpu = ratio(lambda found: found[BOOM].cpu / found[RAW].cpu, rounds)
        findings.insert(0, Finding(P14_CPU, by_cpu))
    return Report(findings, rounds)


def _each(setting: Setting, make: Callable[[], None]) -> Measured:
    """Wall time and PostgreSQL's CPU of one making, over a few."""
    count = setting.sizes.tenants_a_slice
    began = time.perf_counter()
    with spent(setting.postgres) as postgres:
        for _ in range(count):
            make()
    seconds = (time.perf_counter() - began) / count
    return Measured(seconds, 1 / seconds, postgres.seconds / count)


def _clone(script: str, made: list[str]) -> None:
    """The least there is to do: the same tables by the same script."""
    from boom.core.ids import new_schema_name

    name = new_schema_name()
    with _owner() as owner:
        owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        made.append(name)
        owner.execute(sql.SQL("SET LOCAL search_path = {}, public, extensions").format(sql.Identifier(name)))
        owner.execute(script.encode())


def _sign_up(made: list[str]) -> None:
    from bookings.services.onboarding import sign_up

    name = f"{PREFIX}new-{secrets.token_hex(6)}"
    business, _ = sign_up(
        business_name=name,
        subdomain=name,
        kind="karaoke",
        owner_name="Olive Owner",
        email=OWNER_EMAIL,
        password=OWNER_PASSWORD,
        time_zone="Europe/London",
        currency="GBP",
        now=datetime.now(UTC),
    )
    made.append(business.schema_name)


def _empty_the_stock(made: list[str]) -> None:
    """So that the next sign-up finds no spare."""
    from tenants.models import SpareSchema

    made += list(SpareSchema.objects.values_list("schema_name", flat=True))
    SpareSchema.objects.all().delete()


def _remove(made: list[str]) -> None:
    from tenants.context import public_scope
    from tenants.models import Business
    from tenants.provisioning.schemas import drop_schema

    with public_scope():
        Business.objects.filter(schema_name__in=made).delete()
        for name in made:
            drop_schema(name)


@contextmanager
def _owner():  # noqa: ANN202 - a psycopg connection, committed at the end
    from django.conf import settings

    with psycopg.connect(settings.ENDPOINTS.database_owner_url) as owner:
        yield owner
