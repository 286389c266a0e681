"""A business that pays, the stand-in for Stripe, and Boom's processes, all for real: what commits stays."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings

from billing.models import BillingTerms, BusinessPlan, EventState, StripeEvent
from boom.core import clock
from boom.core.models import OutboxDelivery, OutboxMessage
from boom.core.providers import stripe
from tenants.context import public_scope
from tests.billing.house import OF_STRIPE, Payer, new_payer
from tests.faults.conftest import PATIENCE_S, Stage
from tests.stripe import StandIn


@pytest.fixture
def paying(stage: Stage, stripe_standin: StandIn, settings: LazySettings) -> Iterator[Payer]:
    """The stage's business, its trial over, in the platform's scope; nothing of Stripe's stays behind."""
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    stripe.breaker.succeeded()
    stage.env |= stripe_standin.env()
    for name in ("relay", "worker"):
        # Those of an earlier drill know nothing of this stand-in.
        stage.end(name)
    with public_scope():
        payer = new_payer(stage.business.pk, stripe_standin, clock.now())
        BusinessPlan.objects.filter(business=stage.business).update(
            trial_ends_at=payer.now - timedelta(days=1)
        )
        yield payer
        forget(payer, *OF_STRIPE)
        for name in ("relay", "worker"):
            stage.end(name)


def forget(payer: Payer, *models: type) -> None:
    """Know nothing of the business's payments any more."""
    BusinessPlan.objects.filter(business_id=payer.business_id).update(
        plan=BillingTerms.objects.get().trial_plan,
        price=None,
        next_price=None,
        payment="none",
        payment_since=None,
        state="trial",
        access="full",
    )
    for model in models:
        model.objects.all().delete()  # type: ignore[attr-defined]
    OutboxDelivery.objects.all().delete()
    OutboxMessage.objects.all().delete()


def await_events(count: int) -> None:
    """Wait until so many events are stored and dealt with. Raises AssertionError with those that are not."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        done = StripeEvent.objects.filter(state=EventState.DONE).count()
        if done >= count and not OutboxDelivery.objects.exclude(state="done").exists():
            return
        time.sleep(0.05)
    left = list(StripeEvent.objects.exclude(state=EventState.DONE).values_list("type", "state", "reason"))
    stored = StripeEvent.objects.count()
    open_ones = list(
        OutboxDelivery.objects.exclude(state="done").values_list("handler", "state", "attempts", "last_error")
    )
    raise AssertionError(f"{stored} of {count} stored; not dealt with: {left}, {open_ones}")


def python(code: str, *arguments: str, **env: str) -> tuple[list[str], dict[str, str]]:
    """A command that runs `code` as another process of Boom's."""
    import sys

    return [sys.executable, "-c", code, *arguments], os.environ | env
