"""schemathesis over the whole document, for every role and for a stranger: no 500, no undocumented status, no
answer that its schema does not know, and nothing malformed taken.

A few rounds an endpoint here; BOOM_DRILL=all makes many. Everything is undone, so each request finds the
same business.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from accounts.models import User
from accounts.permissions import Role
from boom.wsgi import application
from integrations.tokens import access_token
from tests.conftest import TONIGHT, _forget_limits
from tests.factories import make_booking, make_customer, make_room, make_venue
from tests.factories.waitlist import make_waiting

pytestmark = pytest.mark.django_db
IS_LONG = os.environ.get("BOOM_DRILL") == "all"
ROUNDS = 100 if IS_LONG else 2
STRANGER = "stranger"
CHECKED = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def document(business, now, kept_open) -> Any:
    venue = make_venue()
    room = make_room(venue)
    make_booking(room=room, starts_at=TONIGHT + timedelta(days=1), total_minor=3000, currency="GBP")
    make_customer()
    make_waiting(venue, now=now, first_day=now.date())
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", application, headers={"Host": business.host}
    )


def modes_for(who: str) -> list[GenerationMode]:
    return (
        [GenerationMode.POSITIVE, GenerationMode.NEGATIVE] if who == Role.OWNER else [GenerationMode.POSITIVE]
    )


@pytest.mark.parametrize("who", [*Role, STRANGER])
def test_nothing_sent_breaks_the_api_or_its_word(who: str, document, business, now):
    headers = {"Host": business.host}
    if who != STRANGER:
        headers["Authorization"] = f"Bearer {access_token(User.objects.get(role=who), now=now)}"
    sent = 0

    for found in document.get_all_operations():
        operation = found.ok()
        for mode in modes_for(who):
            sent += try_endpoint(operation, mode, headers)

    assert sent >= len(list(document.get_all_operations())) * (ROUNDS if IS_LONG else 1)


def try_endpoint(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> int:
    count = 0

    @settings(
        max_examples=ROUNDS,
        deadline=None,
        database=None,
        derandomize=not IS_LONG,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        nonlocal count
        count += 1
        _forget_limits()
        with undone():
            case.call_and_validate(headers=headers, checks=CHECKED)

    attempt()
    return count


def test_control_a_status_that_nobody_documented_is_noticed(document, business):
    post = document.raw_schema["paths"]["/api/v1/auth/login"]["post"]
    for status in ("400", "401", "422", "429"):
        post["responses"].pop(status)
    [login] = [
        found.ok() for found in document.get_all_operations() if found.ok().path == "/api/v1/auth/login"
    ]

    with pytest.raises(FailureGroup, match="Undocumented status code"):
        try_endpoint(login, GenerationMode.NEGATIVE, {"Host": business.host})
