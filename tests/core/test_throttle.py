"""How often somebody may try."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from boom.core import throttle
from boom.core.errors import LimitReached
from boom.core.guard import TenantScopeMissing, entered_schema
from boom.core.throttle import Limit, forgive, take

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
THREE_A_MINUTE = Limit("test", 3, timedelta(minutes=1))


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def taken(key: str, at: datetime, limit: Limit = THREE_A_MINUTE) -> bool:
    try:
        take(limit, key, now=at)
    except LimitReached:
        return False
    return True


@pytest.fixture(params=["redis", "alone"])
def counting(request: pytest.FixtureRequest) -> Iterator[None]:
    """Once with Redis, once as when it is away."""
    throttle._client.cache_clear()
    was = settings.REDIS_URL
    if request.param == "alone":
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
    yield
    settings.REDIS_URL = was
    throttle._client.cache_clear()
    throttle._outage._until = 0.0
    throttle._local._tries.clear()


@pytest.mark.usefixtures("counting")
def test_the_try_past_the_limit_is_refused():
    assert [taken("ann", later(second)) for second in range(4)] == [True, True, True, False]


@pytest.mark.usefixtures("counting")
def test_the_window_slides():
    answers = [taken("ann", later(second)) for second in (0, 50, 55, 59, 60, 61, 110)]

    assert answers == [True, True, True, False, True, False, True]


@pytest.mark.usefixtures("counting")
def test_a_refusal_says_when_to_come_back():
    for second in (0, 10, 20):
        take(THREE_A_MINUTE, "ann", now=later(second))

    with pytest.raises(LimitReached) as refusal:
        take(THREE_A_MINUTE, "ann", now=later(30))

    assert refusal.value.details == {"retry_after": 30}
    assert refusal.value.message == "That was too often. Try again in 30 seconds."


@pytest.mark.usefixtures("counting")
def test_refused_tries_do_not_count_so_that_waiting_helps():
    answers = [taken("ann", later(second)) for second in (0, 1, 2, *range(3, 60, 3), 62.5)]

    assert answers[-1] is True


@pytest.mark.usefixtures("counting")
def test_keys_limits_and_schemas_count_apart():
    for second in range(3):
        take(THREE_A_MINUTE, "ann", now=later(second))
    other_limit = Limit("test-other", 3, timedelta(minutes=1))

    answers = [taken("ben", later(3)), taken("ann", later(3), other_limit)]
    entered_schema.set("t_abcdefghijklmnop")
    answers.append(taken("ann", later(3)))

    assert answers == [True, True, True]


@pytest.mark.usefixtures("counting")
def test_letter_case_and_blanks_make_no_new_key():
    answers = [
        taken(key, NOON)
        for key in ("ann@example.com", " Ann@example.com", "ANN@EXAMPLE.COM ", "ann@example.com")
    ]

    assert answers == [True, True, True, False]


@pytest.mark.usefixtures("counting")
def test_a_success_forgives_the_failures_before_it():
    for second in range(3):
        take(THREE_A_MINUTE, "ann", now=later(second))

    forgive(THREE_A_MINUTE, "ann")

    assert taken("ann", later(3))


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize("key", ["", "\x00", "💥" * 5000, "\ud800"])
def test_any_text_can_be_a_key(key):
    assert [taken(key, NOON) for _ in range(4)] == [True, True, True, False]


@pytest.mark.usefixtures("counting")
def test_many_at_once_get_exactly_the_limit():
    def attempt(_: int) -> bool:
        return copy_context().run(taken, "crowd", NOON)

    entered = entered_schema.get()

    def within_scope(number: int) -> bool:
        entered_schema.set(entered)
        return attempt(number)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(within_scope, range(40)))

    assert sum(answers) == 3


def test_outside_every_scope_nothing_is_counted():
    entered_schema.set(None)

    with pytest.raises(TenantScopeMissing):
        take(THREE_A_MINUTE, "ann", now=NOON)


def test_the_counters_do_not_show_whose_they_are():
    take(THREE_A_MINUTE, "ann@example.com", now=NOON)

    names = [name.decode() for name in throttle._client().scan_iter("boom:limit:*")]

    assert len(names) == 1
    assert names[0].startswith("boom:limit:public:test:")
    assert "ann" not in names[0]


def test_the_local_count_has_a_bound():
    windows = throttle._LocalWindows()

    for number in range(throttle.MOST_LOCAL_KEYS + 5):
        windows.take(str(number), most=1, window=60, at=0)

    assert len(windows._tries) == throttle.MOST_LOCAL_KEYS
