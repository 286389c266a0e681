"""Servers that the environment names: whether they can be used, said before anything is built on them."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

import psycopg

from boom.runtime.errors import CannotStart

SECONDS_TO_ANSWER = 5
# What stack and tests were tried with.
OLDEST_POSTGRESQL = 15
REDIS_PORT = 6379


def ensure_usable(env: Mapping[str, str]) -> None:
    """Knock at every server that `env` gives; raises CannotStart with its variable and what it answered."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if address := env.get(name):
            _ensure_database(name, address)
    if address := env.get("REDIS_URL"):
        _ensure_redis(address)


def _ensure_database(name: str, address: str) -> None:
    if not address.startswith(("postgresql://", "postgres://")):
        # psycopg's own words would repeat the address, password and all.
        raise CannotStart(f"{name} must be an address that starts with postgresql://.")
    try:
        with psycopg.connect(address, connect_timeout=SECONDS_TO_ANSWER) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        said = " ".join(str(error).split())
        raise CannotStart(f"The database that {name} names cannot be used: {said}") from error
    if version < OLDEST_POSTGRESQL:
        raise CannotStart(
            f"{name} names a PostgreSQL {version}; Boom needs PostgreSQL {OLDEST_POSTGRESQL} or newer."
        )


def _ensure_redis(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"redis", "rediss"}:
        raise CannotStart("REDIS_URL must be an address that starts with redis:// or rediss://.")
    try:
        server = (parts.hostname or "localhost", parts.port or REDIS_PORT)
        with socket.create_connection(server, timeout=SECONDS_TO_ANSWER) as connection:
            # An encrypted one would want its handshake first; that it listens is enough to know here.
            answer = b"+PONG" if parts.scheme == "rediss" else _ping(connection, parts)
    except (OSError, ValueError) as error:
        raise CannotStart(f"The Redis that REDIS_URL names cannot be used: {error}") from error
    if answer != b"+PONG":
        said = answer.decode(errors="replace").lstrip("-") or "it hung up"
        raise CannotStart(f"The Redis that REDIS_URL names cannot be used: {said}")


def _ping(connection: socket.socket, parts: SplitResult) -> bytes:
    """The server's answer to PING, or its refusal of the log-in, without the line's end."""
    log_in = [unquote(word) for word in (parts.username, parts.password) if word]
    with connection.makefile("rb") as answers:
        if log_in:
            connection.sendall(_command("AUTH", *log_in))
            refusal = answers.readline().strip()
            if refusal != b"+OK":
                return refusal
        connection.sendall(_command("PING"))
        return answers.readline().strip()


def _command(*words: str) -> bytes:
    """A command as Redis reads it, whatever is in the words (redis.io, RESP: arrays of bulk strings)."""
    texts = [word.encode() for word in words]
    return b"*%d\r\n" % len(texts) + b"".join(b"$%d\r\n%s\r\n" % (len(text), text) for text in texts)
