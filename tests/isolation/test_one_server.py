"""Both twins at once through one running server, whose few connections change hands all the time.

Every answer has to hold its own twin's words and none of the other's. The control is the same crowd before a
server whose connections keep pointing where they last pointed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from django.contrib.sessions.models import Session

from accounts.models import User
from tenants.context import tenant_scope
from tenants.models import Business
from tests.canaries import foreign_words
from tests.conftest import twin
from tests.faults.storm import Browser, Storm, storming
from tests.live.conftest import session_of
from tests.twins import CANARIES

CROWD = 8
# More threads than connections, in one process: a request hardly ever gets the connection it had before.
CROWDED = {"BOOM_DB_POOL": "2"}
SHOWING = [
    "/", "/accounts/profile/", "/dashboard/", "/dashboard/agenda/", "/dashboard/bookings/",
    "/dashboard/rooms/", "/dashboard/settings/venue/", "/dashboard/activity/", "/dashboard/staff/",
    "/dashboard/bookings/1/", "/dashboard/rooms/1/", "/dashboard/bookings/?q=Customer", "/no-such-page/",
]  # fmt: skip
SENDING: list[tuple[str, dict[str, Any]]] = [
    # Refused after a look at the tables, with the transaction undone.
    ("/book/hold/", {"room": 1, "start": "20260110T2000Z", "minutes": 60, "people": 2}),
    (
        "/dashboard/bookings/new/",
        {"room": 1, "day": "2026-01-10", "start": "20:00", "length": 60, "name": "A"},
    ),
    ("/dashboard/rooms/1/", {"name": "", "price": "x"}),
    ("/dashboard/bookings/1/move/", {"room": 999, "day": "2026-01-10", "start": "20:00", "version": 0}),
]


@pytest.fixture
def twins(committing: None) -> Iterator[dict[str, tuple[Business, str]]]:
    """Each with the log-in of its owner, which is taken back afterwards."""
    found = {}
    for name in CANARIES:
        business = twin(name)
        with tenant_scope(business):
            owner = User.objects.filter(role="owner").order_by("id")[0]
            found[name] = (business, session_of(business, owner))
    yield found
    for business, session in found.values():
        with tenant_scope(business):
            Session.objects.filter(pk=session).delete()


def crowd_before(storm: Storm, twins: dict[str, tuple[Business, str]]) -> list[tuple[str, httpx.Response]]:
    """Everything, by everybody, several times, in an order of its own for each; with whose host answered."""
    asked: list[tuple[str, Browser, str, dict[str, Any] | None]] = []
    for name, (business, session) in twins.items():
        for each in storm.browsers(business, session=session):
            asked += [(name, each, path, None) for path in SHOWING]
            asked += [(name, each, path, body) for path, body in SENDING]
    Random(20261121).shuffle(asked)

    def ask(one: tuple[str, Browser, str, dict[str, Any] | None]) -> tuple[str, httpx.Response]:
        name, browser, path, body = one
        return name, (browser.get(path) if body is None else browser.post(path, **body))

    return list(storm.pool.map(ask, asked))


def leaks_in(answers: list[tuple[str, httpx.Response]], twins: Any) -> list[str]:
    """What came to the wrong host."""
    return [
        f"{answer.request.url} of {name} has {word}"
        for name, answer in answers
        for word in foreign_words(twins[name][0].schema_name, f"{answer.headers}{answer.text}")
    ]


def test_two_businesses_at_once_through_one_pool_never_cross(twins, tmp_path: Path):
    with storming(tmp_path, size=CROWD, workers=1, **CROWDED) as storm:
        answers = crowd_before(storm, twins)

    shown = [(name, answer) for name, answer in answers if answer.status_code == 200]
    assert leaks_in(answers, twins) == []
    assert {answer.status_code for _, answer in answers} <= {200, 404, 409, 422}
    assert len(shown) >= len(twins) * CROWD * (len(SHOWING) - 2)
    assert all(CANARIES[name] in answer.text for name, answer in shown)


def test_control_a_pool_that_does_not_point_connections_anew_is_noticed(twins, tmp_path: Path):
    broken = {"DJANGO_SETTINGS_MODULE": "tests.isolation.settings_pool_remembers"}

    with storming(tmp_path, size=CROWD, workers=1, **CROWDED, **broken) as storm:
        answers = crowd_before(storm, twins)

    assert leaks_in(answers, twins) != []
