"""When the demo starts the stand-in for Stripe, and what the other processes are told of it."""

from __future__ import annotations

import json

import pytest

from boom.runtime import stripe_standin
from boom.runtime.home import Home


def test_a_demo_without_a_key_has_one():
    assert stripe_standin.is_wanted({})


@pytest.mark.parametrize("given", ["STRIPE_SECRET_KEY", "STRIPE_API_BASE"])
def test_a_key_or_another_stand_in_is_used_as_given(given: str):
    assert not stripe_standin.is_wanted({given: "something"})


def test_both_sides_know_the_same_secrets_and_each_kind_its_own(home: Home):
    home.prepare()

    told = stripe_standin.environment(home, "localhost", 8002, 8000)

    endpoints = json.loads(told["STANDIN_STRIPE_ENDPOINTS"])
    assert [(endpoint["url"], endpoint["connect"], endpoint["secret"]) for endpoint in endpoints] == [
        ("http://localhost:8000/stripe/platform/", False, told["STRIPE_PLATFORM_WEBHOOK_SECRETS"]),
        ("http://localhost:8000/stripe/connect/", True, told["STRIPE_CONNECT_WEBHOOK_SECRETS"]),
    ]
    assert told["STRIPE_PLATFORM_WEBHOOK_SECRETS"] != told["STRIPE_CONNECT_WEBHOOK_SECRETS"]
    assert (told["STRIPE_API_BASE"], told["STRIPE_PAGES_BASE"]) == (
        "http://127.0.0.1:8002",
        "http://localhost:8002",
    )
