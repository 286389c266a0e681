"""The product's own data: a hundred businesses, three of them with 1,000, 100,000 and 1,000,000 bookings.

Everything is founded through the product's services; only the past of the three is written by one statement
each, as nobody could wait for a million bookings. The data stays for the next run and is made anew when
migrations or the calendar ask for it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import raw
from benchmarks.workload import A_DAY, CLOSES, OPENS, ROOMS, Calendar

PROJECT = Path(__file__).resolve().parents[1]
PREFIX = "bench-"
OWNER_EMAIL, OWNER_PASSWORD = "owner@bench.example", "measure twice, cut once"

# The same rows as in the yardstick's table, with what the product keeps of a booking. The record's trigger
# is off meanwhile: that past was not made by anybody. Constraints and indexes come back by sorted builds.
CUSTOMERS = """
INSERT INTO bookings_customer (name, email, phone, locale, notes, legacy_id)
SELECT 'Customer ' || number, 'c' || number || '@example.com', '', '', '', ''
  FROM generate_series(1, %(customers)s) number
"""
PAST = f"""
INSERT INTO bookings_occupancy (
    kind, reference, room_id, customer_id, guest_name, starts_at, ends_at, hold_from, hold_until, status,
    placed, party_size, source, quote, total_minor, currency, note, staff_note, reason, cancellation_reason,
    override_reason, version, calendar_sequence, legacy_id, clashes_with)
SELECT 'booking', 'R' || lpad(upper(to_hex(number)), 7, '0'),
       (%(rooms)s::bigint[])[1 + number %% {ROOMS}], %(first_customer)s + number / 5,
       'Customer ' || 1 + number / 5, starts_at, starts_at + interval '1 hour', starts_at,
       starts_at + interval '1 hour', CASE WHEN starts_at < now() THEN 'completed' ELSE 'confirmed' END,
       true, 4, 'online', '[]', 2500, 'GBP', '', '', '', '', '', 1, 0, '', '[]'
  FROM (
    SELECT number, %(last)s - number / {A_DAY} * interval '1 day'
                   + number %% {A_DAY} / {ROOMS} * interval '1 hour' AS starts_at
      FROM generate_series(0, %(bookings)s - 1) number
  ) numbered
"""

Connection = psycopg.Connection[tuple[object, ...]]


class NotOurs(RuntimeError):
    """The database holds something that is not a benchmark's; nothing is written there."""


@dataclass(frozen=True, slots=True)
class Site:
    """A business that is measured. Keys of its rooms and of its owner's session."""

    subdomain: str
    schema: str
    host: str
    bookings: int
    room_ids: Sequence[int]
    session: str


@dataclass(frozen=True, slots=True)
class Fleet:
    """What is in the database, and how long it took to make (seconds)."""

    calendar: Calendar
    sites: dict[int, Site]
    businesses: int
    built_in: dict[str, float]

    @property
    def usual(self) -> Site:
        """The business most goals are measured at: 100,000 bookings, or the most there are."""
        return self.sites[100_000] if 100_000 in self.sites else self.sites[max(self.sites)]

    @property
    def smallest(self) -> Site:
        return self.sites[min(self.sites)]

    @property
    def largest(self) -> Site:
        return self.sites[max(self.sites)]


def prepare(sizes: Sequence[int], *, businesses: int, today: date, beside_others: bool = False) -> Fleet:
    """Bring the database to the state that is measured. Raises NotOurs for one that is somebody's.

    `beside_others` lets the benchmarks' businesses stand beside those found there.
    """
    took: dict[str, float] = {}
    with _timed(took, "tables"):
        _migrate()
    _refuse_foreign_data(beside_others=beside_others)
    with owner_connection() as owner:
        calendar = _calendar(owner, today)
        with _timed(took, f"{businesses} businesses"):
            _found_quiet_ones(businesses - len(sizes))
        sites = {}
        for size in sizes:
            with _timed(took, f"{size:,} bookings"):
                sites[size] = _site(owner, size, calendar)
        with _timed(took, "the yardstick's table"):
            _yardstick(owner, calendar, min(raw.BOOKINGS, max(sizes)))
        for site in sites.values():
            _empty_after(owner, site, calendar)
    return Fleet(calendar, sites, businesses, took)


@contextmanager
def owner_connection() -> Iterator[Connection]:
    """A connection as the role that owns the tables, each statement on its own."""
    from django.conf import settings

    with psycopg.connect(settings.ENDPOINTS.database_owner_url, autocommit=True) as owner:
        yield owner


@contextmanager
def _timed(took: dict[str, float], what: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"- {what} ... ", end="", flush=True)
    yield
    took[what] = time.monotonic() - began
    print(f"{took[what]:.1f} s", flush=True)


def _migrate() -> None:
    command = [sys.executable, str(PROJECT / "manage.py"), "migrate_tenants", "-v0"]
    subprocess.run(command, cwd=PROJECT, env={**os.environ, "BOOM_DATABASE_ROLE": "owner"}, check=True)


def _refuse_foreign_data(*, beside_others: bool) -> None:
    from tenants.context import public_scope
    from tenants.models import Business

    with public_scope():
        others = Business.objects.exclude(subdomain__startswith=PREFIX).count()
    if others and not beside_others:
        raise NotOurs(
            f"{others} businesses in this database are not the benchmarks'. They would be measured too, and "
            "slowed down. Give a database of its own, or say --beside-others."
        )


def _calendar(owner: Connection, today: date) -> Calendar:
    """The calendar of the data that is there, or a new one, for which everything is made again."""
    made = raw.made(owner)
    if made is not None and Calendar(made[0]).is_good_on(today):
        return Calendar(made[0])
    owner.execute(f"DROP SCHEMA IF EXISTS {raw.SCHEMA} CASCADE".encode())
    _forget_sites()
    return Calendar(today)


def _forget_sites() -> None:
    from tenants.context import public_scope
    from tenants.models import Business
    from tenants.provisioning.schemas import drop_schema

    with public_scope():
        for business in Business.objects.filter(subdomain__regex=rf"^{PREFIX}[0-9]+$"):
            business.delete()
            drop_schema(business.schema_name)


def _found_quiet_ones(wanted: int) -> None:
    """Businesses that only are there: their schemas make the catalogs as large as they would be."""
    from tenants.context import public_scope
    from tenants.models import Business
    from tenants.services import found_business

    now = datetime.now(UTC)
    with public_scope():
        there = set(Business.objects.values_list("subdomain", flat=True))
        for number in range(wanted):
            subdomain = f"{PREFIX}quiet-{number}"
            if subdomain not in there:
                found_business(
                    name=f"Quiet {number}",
                    subdomain=subdomain,
                    kind="meeting",
                    time_zone="UTC",
                    currency="GBP",
                    now=now,
                )


def _site(owner: Connection, bookings: int, calendar: Calendar) -> Site:
    from accounts.models import User
    from bookings.models import Room
    from tenants.context import public_scope, tenant_scope
    from tenants.models import Business

    subdomain = f"{PREFIX}{bookings}"
    with public_scope():
        business = Business.objects.filter(subdomain=subdomain).first()
    if business is None:
        business = found_site(subdomain)
    if not _has_past(owner, business.schema_name):
        _write_past(owner, business.schema_name, bookings, calendar)
    with tenant_scope(business):
        return Site(
            subdomain=subdomain,
            schema=business.schema_name,
            host=business.host,
            bookings=bookings,
            room_ids=list(Room.objects.order_by("id").values_list("id", flat=True)),
            session=session_of(User.objects.get()),
        )


def record_site(subdomain: str) -> Site:
    """A business of its own, founded once, whose record somebody fills."""
    from accounts.models import User
    from tenants.context import public_scope, tenant_scope
    from tenants.models import Business

    with public_scope():
        business = Business.objects.filter(subdomain=subdomain).first()
    if business is None:
        business = found_site(subdomain)
    with tenant_scope(business):
        session = session_of(User.objects.get())
    return Site(subdomain, business.schema_name, business.host, 0, (), session)


def found_site(subdomain: str):  # noqa: ANN201 - the model can be imported only where settings are
    """A business with its owner, and a venue of ten rooms with the workload's hours and rules."""
    from bookings.models import OpeningHours, Room, Venue
    from bookings.services.onboarding import sign_up
    from tenants.context import public_scope, tenant_scope

    with public_scope():
        business, _ = sign_up(
            business_name=subdomain,
            subdomain=subdomain,
            kind="meeting",
            owner_name="Olive Owner",
            email=OWNER_EMAIL,
            password=OWNER_PASSWORD,
            time_zone="UTC",
            currency="GBP",
            now=datetime.now(UTC),
        )
    with tenant_scope(business):
        Venue.objects.update(
            slot_step=30, horizon_days=3000, min_duration=30, max_duration=480, duration_step=30
        )
        OpeningHours.objects.update(opens=OPENS, closes=CLOSES)
        Room.objects.bulk_create(
            Room(
                venue=Venue.objects.get(),
                name=f"Room {number + 1}",
                capacity_max=8,
                price_per_hour_minor=2500,
                order=number,
            )
            for number in range(ROOMS)
        )
    return business


def session_of(user) -> str:  # noqa: ANN001 - as above
    """A signed-in session's key, as the log-in page would make it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _has_past(owner: Connection, schema: str) -> bool:
    occupancy = sql.Identifier(schema, "bookings_occupancy")
    row = owner.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(occupancy)).fetchone()
    return bool(row and row[0])


def _write_past(owner: Connection, schema: str, bookings: int, calendar: Calendar) -> None:
    last = datetime.combine(calendar.last_full_day, wall_time(OPENS.hour), UTC)
    with owner.transaction():
        owner.execute(path_to(schema))
        owner.execute("SET LOCAL maintenance_work_mem = '512MB'")
        # A table with looks at references due cannot change.
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        owner.execute("ALTER TABLE bookings_occupancy DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE bookings_customer DISABLE TRIGGER USER")
        owner.execute(CUSTOMERS.encode(), {"customers": bookings // 5 + 1})
        rooms = owner.execute("SELECT array_agg(id ORDER BY id) FROM bookings_room").fetchone()
        first_customer = owner.execute("SELECT min(id) FROM bookings_customer").fetchone()
        assert rooms is not None
        assert first_customer is not None
        indexes = _take_indexes_off(owner)
        owner.execute(
            PAST.encode(),
            {"last": last, "bookings": bookings, "rooms": rooms[0], "first_customer": first_customer[0]},
        )
        for definition in indexes:
            owner.execute(definition.encode())
        owner.execute("ALTER TABLE bookings_occupancy ENABLE TRIGGER USER")
        owner.execute("ALTER TABLE bookings_customer ENABLE TRIGGER USER")


def _take_indexes_off(owner: Connection) -> list[str]:
    """Drop the occupancy's indexes, exclusions and references; gives back what makes them again.

    Exclusions and indexes as the migrations say them: PostgreSQL's own words for their conditions do not give
    the same words again, and the schema would pass for one that lacks them.
    """
    constraints = owner.execute(
        "SELECT conname, contype = 'f', pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = 'bookings_occupancy'::regclass AND contype IN ('x', 'f') ORDER BY conname"
    ).fetchall()
    for name, _, _ in constraints:
        owner.execute(f"ALTER TABLE bookings_occupancy DROP CONSTRAINT {name}".encode())
    indexes = owner.execute(
        "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() "
        "AND tablename = 'bookings_occupancy' AND indexname NOT IN (SELECT conname FROM pg_constraint) "
        "ORDER BY indexname"
    ).fetchall()
    for (name,) in indexes:
        owner.execute(f'DROP INDEX "{name}"'.encode())
    said = statements_that_make()
    return [
        *(
            f"ALTER TABLE bookings_occupancy ADD CONSTRAINT {name} {rule}"
            if is_reference
            else said[str(name)]
            for name, is_reference, rule in constraints
        ),
        *(said[str(name)] for (name,) in indexes),
    ]


def statements_that_make() -> dict[str, str]:
    """The statement of the migrations that makes each constraint and index, by its name."""
    from tenants.context import public_scope
    from tenants.provisioning.schemas import stored_script

    with public_scope():
        script = stored_script().sql
    made = re.compile(r'(?:ADD CONSTRAINT|CREATE (?:UNIQUE )?INDEX) "(\w+)"')
    return {found[1]: line for line in script.splitlines() if (found := made.search(line))}


def _yardstick(owner: Connection, calendar: Calendar, bookings: int) -> None:
    from tenants.provisioning.script import application_role

    if raw.made(owner) == (calendar.made_on, bookings):
        raw.empty_after(owner, calendar)
        return
    raw.build(owner, calendar=calendar, bookings=bookings, application_role=application_role() or "PUBLIC")


def _empty_after(owner: Connection, site: Site, calendar: Calendar) -> None:
    """Remove what earlier runs booked, told and recorded, so that each run finds tables of the same size."""
    after = datetime.combine(calendar.last_full_day + timedelta(days=1), wall_time(), UTC)
    with owner.transaction():
        owner.execute(path_to(site.schema))
        for table in ("bookings_occupancy", "bookings_customer", "audit_event"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        owner.execute("TRUNCATE bookings_managelink, core_outboxdelivery, core_outboxmessage, audit_event")
        # Whoever has another address came with a run, and so did what they booked, on whatever day.
        newcomers = "SELECT id FROM bookings_customer WHERE email NOT LIKE 'c%%@example.com'"
        owner.execute(
            f"DELETE FROM bookings_occupancy WHERE starts_at >= %s OR customer_id IN ({newcomers})".encode(),
            [after],
        )
        owner.execute("DELETE FROM bookings_customer WHERE email NOT LIKE 'c%@example.com'")
        owner.execute("DELETE FROM public.core_outboxsignal WHERE schema_name = %s", [site.schema])
        # References are looked at when the transaction ends, and a table with such looks due cannot change.
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("bookings_occupancy", "bookings_customer", "audit_event"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())
    for table in ("bookings_occupancy", "bookings_customer", "core_outboxmessage", "audit_event"):
        owner.execute(sql.SQL("VACUUM ANALYZE {}.{}").format(*map(sql.Identifier, (site.schema, table))))


def path_to(schema: str) -> sql.Composed:
    """The statement that lets a transaction see a schema's tables."""
    return sql.SQL("SET LOCAL search_path = {}, public, extensions").format(sql.Identifier(schema))
