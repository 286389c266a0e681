"""The database and the roles of an embedded server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from boom.runtime.errors import CannotStart

DATABASE = "boom"
OWNER = "boom_owner"
APP = "boom_app"
SUPERUSER = "postgres"

RULES = Path(__file__).with_name("roles.sql")


def ensure_roles(port: int, passwords: Mapping[str, str], *, owner_may_create_databases: bool) -> None:
    """Make the database `boom` and its roles, or bring them up to date; `passwords` by role.

    A test run makes databases of its own, so there the owner role may create them.
    Raises CannotStart when the superuser's password is not the one of this data folder.
    """
    for database in (SUPERUSER, DATABASE):
        with _superuser(port, database, passwords[SUPERUSER]) as connection:
            if database == SUPERUSER:
                _ensure_database(connection)
                continue
            connection.execute(RULES.read_bytes())
            for role in (OWNER, APP):
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                        sql.Identifier(role), sql.Literal(passwords[role])
                    )
                )
            may = sql.SQL("CREATEDB" if owner_may_create_databases else "NOCREATEDB")
            connection.execute(sql.SQL("ALTER ROLE {} {}").format(sql.Identifier(OWNER), may))


def _ensure_database(connection: psycopg.Connection) -> None:
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    if exists is None:
        # Template 0 is never written to: no leftovers in ours.
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DATABASE)))


def _superuser(port: int, database: str, password: str) -> psycopg.Connection:
    try:
        return psycopg.connect(
            host="127.0.0.1", port=port, dbname=database, user=SUPERUSER, password=password, autocommit=True
        )
    except psycopg.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        raise CannotStart(
            "The passwords in credentials.json are not those of the database beside it. "
            "Put the right file back, or start over with `make reset`, which deletes the data."
        ) from error
