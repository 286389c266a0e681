"""Every test is a leak test too: what one business's scope lets out is searched for another's words.

The twins (tests/twins.py) have equal keys and different canaries in every text. Watched here, whatever the
test is about: mails, log lines, cache entries, and rows as they are saved (the outbox among them). Answers
to requests are searched by conftest.HostClient. A leak fails the test during which it happened.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import structlog
from django.core.cache.backends.redis import RedisCacheClient
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.db.models.signals import post_save

from boom.core.guard import PUBLIC
from tests.twins import CANARIES

_canary_of_schema: dict[str, str] = {}
_leaks: list[str] = []
_lock = threading.Lock()


def learn(database_url: str) -> None:
    """Find out which twin has which schema."""
    with psycopg.connect(database_url) as server:
        rows = server.execute("SELECT subdomain, schema_name FROM public.tenants_business").fetchall()
    _canary_of_schema.clear()
    _canary_of_schema.update({schema: CANARIES[name] for name, schema in rows if name in CANARIES})


def foreign_words(schema: str, text: str) -> list[str]:
    """The canaries in `text` that nobody in `schema` may see. The platform knows both, but never at once."""
    found = [canary for canary in CANARIES.values() if canary in text]
    if schema == PUBLIC:
        return found if len(found) > 1 else []
    return [canary for canary in found if canary != _canary_of_schema.get(schema)]


def look_at(where: str, *contents: object) -> None:
    """Search what is about to leave the present scope, and remember what should not be in it."""
    schema = str(connection.schema_name)
    text = "\n".join(
        each.decode(errors="replace") if isinstance(each, bytes) else str(each) for each in contents
    )
    for canary in foreign_words(schema, text):
        note(f"{where} of {schema} has {canary}: {text[:300]}")


def note(leak: str) -> None:
    with _lock:
        _leaks.append(leak)


def taken_leaks() -> list[str]:
    """What was noticed since it was last asked."""
    with _lock:
        leaks = list(_leaks)
        _leaks.clear()
    return leaks


@pytest.fixture(scope="session", autouse=True)
def _watching() -> Iterator[None]:
    """Stand at the doors for the whole run."""
    patch = pytest.MonkeyPatch()
    patch.setattr(EmailBackend, "send_messages", _watched_mail(EmailBackend.send_messages))
    for name in ("set", "add"):
        patch.setattr(RedisCacheClient, name, _watched_entry(getattr(RedisCacheClient, name)))
    patch.setattr(RedisCacheClient, "set_many", _watched_entries(RedisCacheClient.set_many))
    post_save.connect(_watch_row, weak=False, dispatch_uid="tests.canaries")
    structlog.configure(processors=[_watch_log_line, *structlog.get_config()["processors"]])
    handler = _LogWatch()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    post_save.disconnect(dispatch_uid="tests.canaries")
    patch.undo()


@pytest.fixture(autouse=True)
def no_foreign_words() -> Iterator[None]:
    """Fails a test during which one business's words turned up in another's scope."""
    taken_leaks()
    yield
    assert taken_leaks() == []


def _watched_mail(send: Callable[..., Any]) -> Callable[..., Any]:
    def send_messages(self: EmailBackend, messages: list[Any]) -> int:
        for message in messages:
            look_at(
                "a mail", message.message().as_bytes(), message.subject, message.body, message.recipients()
            )
        return send(self, messages)

    return send_messages


def _watched_entry(write: Callable[..., Any]) -> Callable[..., Any]:
    def watched(self: RedisCacheClient, key: str, value: Any, timeout: int) -> Any:
        _look_at_entry(key, value)
        return write(self, key, value, timeout)

    return watched


def _watched_entries(write: Callable[..., Any]) -> Callable[..., Any]:
    def watched(self: RedisCacheClient, data: dict[str, Any], timeout: int) -> Any:
        for key, value in data.items():
            _look_at_entry(key, value)
        return write(self, data, timeout)

    return watched


def _look_at_entry(key: str, value: Any) -> None:
    look_at("a cache entry", key, value)
    if not key.startswith(f"{connection.schema_name}:"):
        note(f"a cache entry of {connection.schema_name} is called {key}, as if it were everybody's")


def _watch_row(instance: Any, **_: Any) -> None:
    look_at(f"a row of {type(instance).__name__}", *vars(instance).values())


def _watch_log_line(_: Any, __: str, line: dict[str, Any]) -> dict[str, Any]:
    look_at("a log line", line)
    return line


class _LogWatch(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        look_at("a log line", self.format(record))
