"""Signatures as others check them; when it is tried again, when an endpoint rests, when it is given up."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.domain import retrying, signing
from integrations.domain.events import EVENTS, event_of, facts_told

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def test_a_signature_is_what_the_specification_says():
    """The known answer of the reference libraries' own tests."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = signing.signature(
        secret, event_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, body=b'{"test": 2432232314}'
    )

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.binary(min_size=24, max_size=64), st.binary(max_size=200), st.text("abcdef_", min_size=1))
def test_who_has_one_of_the_secrets_can_check_it_and_nobody_else(secret: bytes, body: bytes, event_id: str):
    headers = signing.headers(
        [b"another secret of ours", secret], event_id=event_id, timestamp=1000, body=body
    )

    assert signing.is_signed(signing.shown_secret(secret), given=headers, body=body, now_s=1010)
    assert not signing.is_signed(signing.shown_secret(secret + b"x"), given=headers, body=body, now_s=1010)
    assert not signing.is_signed(signing.shown_secret(secret), given=headers, body=body + b"x", now_s=1010)
    assert not signing.is_signed(signing.shown_secret(secret), given=headers, body=body, now_s=2000)


@given(st.lists(st.floats(0, 1), min_size=60, max_size=60))
def test_it_is_tried_for_three_days_and_not_much_longer(chances: list[float]):
    at, attempts = NOW, 1
    for chance in chances:
        if retrying.is_given_up(trying_since=NOW, now=at):
            break
        at += retrying.wait_after(attempts, chance=chance)
        attempts += 1

    assert timedelta(days=3) <= at - NOW <= timedelta(days=3, hours=8)
    assert 17 <= attempts <= 26


def test_a_receiver_may_ask_for_more_time_and_not_for_ever():
    asked = retrying.asked_wait(503, "1200")

    assert retrying.wait_after(1, chance=0.5, asked=asked) == timedelta(minutes=20)
    assert retrying.wait_after(1, chance=0.5, asked=retrying.asked_wait(429, "999999")) == timedelta(hours=1)
    assert retrying.wait_after(1, chance=0.5) == timedelta(seconds=5)


@pytest.mark.parametrize("header", ["", "soon", "-5", "1.5", "٣", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_another_retry_after_says_nothing(header: str):
    assert retrying.asked_wait(503, header) is None


def test_nobody_else_asks():
    assert retrying.asked_wait(200, "10") is None


def test_three_failures_in_a_row_and_it_rests_longer_each_time():
    rests = [retrying.rest_after(failures, chance=0.5) for failures in (1, 2, 3, 4, 5, 50)]

    assert rests == [
        None,
        None,
        timedelta(seconds=30),
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(minutes=15),
    ]


@pytest.mark.parametrize(
    ("days", "failures", "is_hopeless"), [(2.9, 100, False), (3, 9, False), (3, 10, True), (30, 10, True)]
)
def test_it_is_hopeless_after_days_of_trying(days: float, failures: int, is_hopeless: bool):
    since = NOW - timedelta(days=days)

    assert retrying.is_hopeless(failing_since=since, failures_in_row=failures, now=NOW) == is_hopeless


def test_every_fact_told_is_an_event_with_words():
    assert {event_of(fact) for fact in facts_told()} == EVENTS.keys()
    assert event_of("booking.held") == event_of("setup.changed") == ""
