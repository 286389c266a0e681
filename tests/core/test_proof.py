"""Proof of work: whose solution is taken, and how often."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from altcha.altcha import solve_challenge
from django.conf import settings

from boom.core import proof
from boom.core.guard import entered_schema
from boom.core.proof import GOOD_FOR, is_proven, new_challenge


@pytest.fixture(autouse=True)
def here() -> Iterator[None]:
    with _within("t_aaaaaaaaaaaaaaaa"):
        yield


@contextmanager
def _within(schema: str) -> Iterator[None]:
    token = entered_schema.set(schema)
    yield
    entered_schema.reset(token)


def solved(form: str = "hold", *, age: timedelta = timedelta(0)) -> dict[str, object]:
    """A challenge made so long ago, and its solution. The library reads the machine's own clock."""
    made = new_challenge(form, now=datetime.now(UTC) - age, most=50)
    found = solve_challenge(str(made["challenge"]), str(made["salt"]), "SHA-256", 50)
    assert found is not None
    return made | {"number": found.number}


def sent(solution: object) -> str:
    return base64.b64encode(json.dumps(solution).encode()).decode()


def test_a_solution_is_good_once():
    solution = sent(solved())

    assert [is_proven("hold", solution), is_proven("hold", solution)] == [True, False]


def test_a_solution_fits_its_own_form_and_business_only():
    solution = sent(solved("link"))

    assert not is_proven("hold", solution)
    with _within("t_bbbbbbbbbbbbbbbb"):
        assert not is_proven("link", solution)
    assert is_proven("link", solution)


def test_a_solution_runs_out():
    assert not is_proven("hold", sent(solved(age=GOOD_FOR + timedelta(seconds=5))))


def test_a_longer_life_cannot_be_written_into_it():
    solution = solved(age=GOOD_FOR + timedelta(seconds=5))
    later = int(datetime.now(UTC).timestamp()) + 1000

    assert not is_proven(
        "hold", sent(solution | {"salt": f"{str(solution['salt']).split('?')[0]}?expires={later}&"})
    )


def test_what_is_none_is_refused_whatever_it_is():
    good = solved()
    wrong = [
        good | {"number": -1},
        good | {"number": "1"},
        good | {"salt": 3},
        good | {"algorithm": "SHA-1"},
        [],
        3,
    ]
    texts = [
        "",
        "x",
        "é",
        sent(None),
        "A" * 5000,
        *(sent(each) for each in wrong),
        sent(good | {"signature": "é"}),
    ]

    assert [text for text in texts if is_proven("hold", text)] == []


def test_without_valkey_nobody_is_locked_out():
    was, settings.REDIS_URL = settings.REDIS_URL, "redis://127.0.0.1:1/0"
    proof._client.cache_clear()
    try:
        assert is_proven("hold", sent(solved()))
    finally:
        settings.REDIS_URL = was
        proof._client.cache_clear()
        proof._outage._until = 0.0
