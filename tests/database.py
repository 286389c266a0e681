"""The test run's own database: migrated once per set of migrations, copied fresh for each run.

Two businesses live in it, made in the same way, with equal keys and different canary texts: what belongs to
one must never show up for the other.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
OWN_CODE = (
    "boom",
    "tenants",
    "accounts",
    "audit",
    "bookings",
    "billing",
    "ledger",
    "payments",
    "notifications",
    "integrations",
    "analytics",
    "ai",
)


def with_database(url: str, name: str) -> str:
    """The same server's address, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def digest_of_migrations() -> str:
    """Changes whenever a migration, the record's SQL or the twins do."""
    digest = hashlib.sha256()
    paths = [path for app in OWN_CODE for path in (ROOT / app).rglob("*") if path.suffix in {".py", ".sql"}]
    for path in sorted(paths):
        if "migrations" in path.parts or "sql" in path.parts:
            digest.update(path.read_bytes())
    for path in ("tests/database.py", "tests/twins.py", "tenants/provisioning/script.py"):
        digest.update((ROOT / path).read_bytes())
    return digest.hexdigest()[:12]


def prepare(owner_url: str, app_url: str, *, suffix: str = "") -> str:
    """Make this run's database from the template of the present migrations. Returns its name.

    `suffix` names a further one, for a test that would leave too much behind in the run's own.
    """
    template = f"boom_tpl_{digest_of_migrations()}"
    name = f"boom_run_{os.getpid()}{suffix}"
    with psycopg.connect(with_database(owner_url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(710710)")
        if not _exists(server, template):
            _build(server, template, owner_url, app_url)
        _drop(server, name)
        server.execute(_create(name, template))
    return name


def drop(owner_url: str, name: str) -> None:
    """Remove this run's database and whoever is still connected to it."""
    with psycopg.connect(with_database(owner_url, "postgres"), autocommit=True) as server:
        _drop(server, name)


def _build(server: psycopg.Connection, template: str, owner_url: str, app_url: str) -> None:
    unfinished = f"{template}_new"
    _drop(server, unfinished)
    server.execute(_create(unfinished, "template0"))
    env = os.environ | {
        "DATABASE_URL": with_database(app_url, unfinished),
        "DATABASE_OWNER_URL": with_database(owner_url, unfinished),
        "DJANGO_SETTINGS_MODULE": "boom.settings.test",
    }
    for command in (["manage.py", "migrate_tenants", "-v0"], ["-m", "tests.twins"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True)
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(template))
    )


def _create(name: str, template: str) -> sql.Composed:
    return sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))


def _drop(server: psycopg.Connection, name: str) -> None:
    """Whoever is still there is sent away; the server's own vacuum is nobody's to send, but is soon done."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _ in range(50):
        try:
            server.execute(drop)
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.2)
        else:
            return
    server.execute(drop)


def _exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None
