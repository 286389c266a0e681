"""An outside service that is away is left alone, and tried again one attempt at a time."""

from __future__ import annotations

import time

from structlog.testing import capture_logs

from boom.core.breaker import Breaker
from boom.core.outage import Outage


def test_failures_in_a_row_open_it_and_one_success_closes_it():
    breaker = Breaker(opens_after=3, rest_s=60)

    tries = []
    for _ in range(3):
        tries.append(breaker.may_try())
        breaker.failed()
    while_open = breaker.may_try()
    breaker.succeeded()

    assert tries == [True, True, True]
    assert while_open is False
    assert breaker.may_try()


def test_a_success_in_between_starts_the_count_anew():
    breaker = Breaker(opens_after=2, rest_s=60)

    for outcome in (breaker.failed, breaker.succeeded, breaker.failed):
        outcome()

    assert breaker.may_try()


def test_after_its_rest_one_attempt_passes():
    breaker = Breaker(opens_after=1, rest_s=0.05)
    breaker.failed()
    time.sleep(0.06)

    assert [breaker.may_try(), breaker.may_try()] == [True, False]


def test_an_outage_is_told_once_and_over_after_a_while():
    outage = Outage("the helper is away", left_alone_s=0.05)

    with capture_logs() as told:
        outage.note(ConnectionError("refused"))
        during = outage.is_on
        outage.note(ConnectionError("refused"))
    time.sleep(0.06)

    assert (during, outage.is_on) == (True, False)
    assert [entry["event"] for entry in told] == ["the helper is away"]
