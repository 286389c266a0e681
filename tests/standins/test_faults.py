"""Failures on order: slow, lost, broken, busy and absent answers, as the real library meets them."""

from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path

import pytest
import stripe

from tests import stripe as neighbour
from tests.stripe import StandIn


def test_a_lost_answer_was_done_and_comes_again_under_the_same_key(
    stripe_standin: StandIn, client: stripe.StripeClient
):
    stripe_standin.fault("lose", "/v1/customers")
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "k"})

    again = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "k"})

    assert [customer.id for customer in client.v1.customers.list().data] == [again.id]


def test_a_failure_before_the_effect_does_nothing(stripe_standin: StandIn, client: stripe.StripeClient):
    stripe_standin.fault("fail", "/v1/customers", status=500)
    with pytest.raises(stripe.APIError):
        client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "k"})

    assert client.v1.customers.list().data == []


def test_a_failure_after_the_effect_is_found_under_the_same_key(
    stripe_standin: StandIn, client: stripe.StripeClient
):
    stripe_standin.fault("fail", "/v1/customers", status=500, after_effect=True)
    with pytest.raises(stripe.APIError):
        client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "k"})

    client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "k"})

    assert len(client.v1.customers.list().data) == 1


def test_busy_is_said_as_often_as_ordered(stripe_standin: StandIn, client: stripe.StripeClient):
    stripe_standin.fault("fail", "/v1/customers*", status=429, times=2)
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError):
            client.v1.customers.list()

    assert client.v1.customers.list().data == []


def test_a_delayed_answer_takes_its_time(stripe_standin: StandIn, client: stripe.StripeClient):
    stripe_standin.fault("delay", "/v1/customers", seconds=0.2)
    began = time.monotonic()

    client.v1.customers.list()

    assert time.monotonic() - began >= 0.2


def test_down_is_nobody_there_until_it_is_over(stripe_standin: StandIn, client: stripe.StripeClient):
    stripe_standin.fault("down", times=None)
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({})

    stripe_standin.no_more_faults()

    assert client.v1.customers.list().data == []


def test_what_was_answered_is_there_after_a_kill_and_leads_to_the_new_address(tmp_path: Path):
    first = neighbour.start(tmp_path)
    asked = {"mode": "setup", "currency": "usd", "success_url": "https://boom.example/"}
    made = first.client().v1.checkout.sessions.create(asked)
    first.process.kill()
    first.process.wait()
    first.browser.close()

    second = neighbour.start(tmp_path)

    try:
        again = second.client().v1.checkout.sessions.retrieve(made.id)
        assert again.url == str(made.url).replace(first.url, second.url)
        assert "TEST MODE" in second.get(str(again.url)).text
    finally:
        neighbour.end(second)


def test_no_answer_is_lost_by_kills_in_the_middle_of_work(tmp_path: Path):
    answered: dict[str, str] = {}
    for round_number in range(3):
        running = neighbour.start(tmp_path)
        work = [
            threading.Thread(target=make_until_killed, args=(running, f"{round_number}-{worker}", answered))
            for worker in range(4)
        ]
        for thread in work:
            thread.start()
        time.sleep(0.1)
        running.process.kill()
        running.process.wait()
        for thread in work:
            thread.join()
        running.browser.close()

    last = neighbour.start(tmp_path)
    try:
        known = list(last.client().v1.customers.list({"limit": 100}).auto_paging_iter())
        again = {key: make(last, key) for key in list(answered)[-20:]}
    finally:
        neighbour.end(last)

    assert len(answered) > 20
    assert set(answered.values()) <= {customer.id for customer in known}
    # An effect whose answer was cut off may be there too, but none is there twice.
    assert len({customer.name for customer in known}) == len(known)
    assert again == {key: answered[key] for key in again}


def make(stand_in: StandIn, key: str) -> str:
    return stand_in.client().v1.customers.create({"name": key}, {"idempotency_key": key}).id


def make_until_killed(stand_in: StandIn, prefix: str, answered: dict[str, str]) -> None:
    for number in itertools.count():
        try:
            answered[f"{prefix}-{number}"] = make(stand_in, f"{prefix}-{number}")
        except stripe.APIConnectionError:
            return
