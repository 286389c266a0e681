"""Programs that call the first twin's API, and are answered as its document says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from jsonschema_rs import Draft202012Validator

from accounts.models import User
from boom.api import api
from tenants.models import Business
from tests.factories.api import V1, Program, make_api_key, program_of


@cache
def documented() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """Every address there is with its operations, those without variable parts first."""
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    found = sorted(document["paths"].items(), key=lambda each: (each[0].count("{"), each[0]))
    return [(re.compile(re.sub(r"{[^}]+}", "[^/]+", path)), methods) for path, methods in found]


@cache
def validator(method: str, path: str, status: int) -> Any:
    """What holds an answer to its schema; None for an address or a status without one."""
    for pattern, methods in documented():
        if pattern.fullmatch(path) and method.lower() in methods:
            response = methods[method.lower()]["responses"].get(str(status))
            assert response is not None, f"{method} {path} answers {status}, which nobody documented"
            schema = response.get("content", {}).get("application/json", {}).get("schema")
            components = json.loads(json.dumps(api.get_openapi_schema()))["components"]
            whole = schema | {"components": components} if schema else None
            return Draft202012Validator(whole, validate_formats=True) if whole else None
    return None


@pytest.fixture(autouse=True)
def _as_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a program is answered with success is what the document promises."""
    plain = Program.call

    def call(self: Program, method: str, path: str, *given: Any, **options: Any) -> Any:
        answer = plain(self, method, path, *given, **options)
        if answer.status_code < 300:
            checks = validator(method, V1 + path.partition("?")[0], answer.status_code)
            if checks is not None and "fields=" not in path:
                checks.validate(answer.json())
        return answer

    monkeypatch.setattr(Program, "call", call)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done in it is not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def program_as(business: Business, now: datetime) -> Callable[[str], Program]:
    """The program of somebody with a role: `program_as("front_desk")`."""
    return lambda role: program_of(business, User.objects.get(role=role), now=now)


@pytest.fixture
def program(program_as: Callable[[str], Program]) -> Program:
    """The owner's program."""
    return program_as("owner")


@pytest.fixture
def with_key(business: Business, now: datetime) -> Callable[..., Program]:
    """A program with a key that may do what is named: `with_key("bookings.view_calendar")`."""

    def make(*permissions: str, **more: object) -> Program:
        owner = User.objects.get(role="owner")
        _, secret = make_api_key(made_by=owner, now=now, permissions=permissions, **more)  # type: ignore[arg-type]
        return Program(business, secret)

    return make


@pytest.fixture
def nobody(business: Business) -> Program:
    """A program without a credential."""
    return Program(business)


@pytest.fixture
def kept_open() -> Iterator[None]:
    """The connection stays this test's: a server closes old ones around each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
