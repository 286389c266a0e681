"""schemathesis over the whole document, for every role and for a stranger: no 500, no undocumented status, no
answer that its schema does not know, and nothing malformed taken.

A round or two an endpoint here; BOOM_DRILL=all makes many, BOOM_DRILL_PART=2/8 those of every eighth one.
Everything is undone, so each request finds the same business.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from accounts.models import User
from accounts.permissions import Role
from boom.wsgi import application
from integrations.services.webhooks import add_endpoint
from integrations.tokens import access_token
from tests.conftest import TONIGHT, _forget_limits
from tests.factories import make_block, make_booking, make_customer, make_room, make_venue
from tests.factories.prices import make_price_list, make_promo, make_voucher
from tests.factories.waitlist import make_waiting
from tests.rest.conftest import undone

pytestmark = pytest.mark.django_db
IS_LONG = os.environ.get("BOOM_DRILL") == "all"
ROUNDS = int(os.environ.get("BOOM_DRILL_ROUNDS", "100")) if IS_LONG else 2
PART, PARTS = (int(each) for each in os.environ.get("BOOM_DRILL_PART", "0/1").split("/"))
STRANGER = "stranger"
CHECKED = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture
def document(business, now, kept_open) -> Any:
    venue = make_venue()
    room = make_room(venue)
    make_booking(room=room, starts_at=TONIGHT + timedelta(days=1), total_minor=3000, currency="GBP")
    make_customer()
    make_waiting(venue, now=now, first_day=now.date())
    make_block(room=room, starts_at=TONIGHT + timedelta(days=2))
    make_price_list(venue, {"price_minor": 3000})
    make_promo(venue)
    make_voucher(venue)
    add_endpoint(url="https://hooks.example.com/boom", kinds=[])
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

    operations = [found.ok() for found in document.get_all_operations()][PART::PARTS]
    # Whoever may do less is answered by fewer ways: once is enough here.
    rounds = ROUNDS if IS_LONG or who == Role.OWNER else 1
    for operation in operations:
        for mode in modes_for(who):
            sent += try_endpoint(operation, mode, headers, rounds)

    assert sent >= len(operations) * (ROUNDS if IS_LONG else 1)


def try_endpoint(operation: Any, mode: GenerationMode, headers: dict[str, str], rounds: int = ROUNDS) -> int:
    count = 0

    @settings(
        max_examples=rounds,
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
