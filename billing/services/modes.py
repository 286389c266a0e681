"""Test mode and live data, kept apart: what was subscribed to with test keys ends when there are live ones.

Every row about Stripe says by which keys it came about; to the other ones it is as if it were not there.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from billing.models import BillingCustomer
from billing.services.subscriptions import fold_gone
from boom.core.providers import stripe

log = structlog.get_logger(__name__)


def end_test_subscriptions(now: datetime) -> int:
    """Let nobody live by a subscription that was only tried out. Returns how many did; nothing in test mode.

    Never the other way round: a test key in the wrong place must not end what is paid for.
    """
    if not stripe.is_live():
        return 0
    tried = BillingCustomer.objects.filter(is_live=False, is_gone=False).order_by("id")
    found = list(tried.values_list("stripe_id", flat=True))
    for stripe_id in found:
        fold_gone(customer_id=stripe_id, now=now)
        log.info("a subscription of test mode ended", customer=stripe_id)
    return len(found)
