"""What tests of card payments need: the stand-in for Stripe, and a venue that is connected to it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import LazySettings

from boom.core.providers import stripe
from tenants.models import Business
from tests.payments.house import House
from tests.stripe import StandIn


@pytest.fixture
def house(stripe_standin: StandIn, settings: LazySettings, business: Business, now: datetime) -> House:
    """A venue without an account yet, at the stand-in's hour."""
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    settings.STRIPE_PAGES = [stripe_standin.url]
    stripe.breaker.succeeded()
    stripe_standin.freeze(int(now.timestamp()))
    return House(business.pk, stripe_standin, now)
