"""What tests of Stripe need: a server that answers as they say, and signatures as Stripe makes them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings

from boom.core.providers import stripe
from tests.billing.answers import Answers, answering

SECRETS = {"platform": ["whsec_platform"], "connect": ["whsec_connect"]}


@pytest.fixture
def stripe_settings(settings: LazySettings) -> LazySettings:
    """Known secrets, no key of Stripe's."""
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    settings.STRIPE_WEBHOOK_SECRETS = SECRETS
    return settings


@pytest.fixture
def answers(stripe_settings: LazySettings) -> Iterator[Answers]:
    """Stripe, as far as a test says what it answers."""
    stripe.breaker.succeeded()
    with answering() as server:
        stripe_settings.STRIPE_API_BASE = server.url
        yield server
    stripe.breaker.succeeded()


def signed(body: bytes, *, secret: str, at: datetime) -> str:
    """The header `Stripe-Signature`, as https://docs.stripe.com/webhooks#verify-manually describes it."""
    seconds = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def event_body(event_type: str, subject: dict[str, Any], *, at: datetime, **more: Any) -> bytes:
    """An event as Stripe writes it (fields of the API's fixture `event`)."""
    event = {
        "id": f"evt_{abs(hash((event_type, subject.get('id'), at))):x}",
        "object": "event",
        "api_version": stripe.API_VERSION,
        "created": int(at.timestamp()),
        "data": {"object": subject},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": event_type,
    }
    return json.dumps(event | more).encode()
