"""Background work: where businesses stand is brought up to date; of Stripe, what was left unfinished, parked
or never told.
"""

from __future__ import annotations

import structlog

from billing.models import BillingCustomer
from billing.services import books, calls, doctor, events, modes, standing, sweeping
from boom.celery import PlatformTask, app
from boom.core import clock
from boom.core.errors import DomainError
from boom.core.providers.stripe import StripeDown, StripeNotSetUp, StripeRefused

log = structlog.get_logger(__name__)


@app.task(base=PlatformTask, name="billing.finish_calls")
def finish_calls() -> None:
    """Carry out calls whose answer was lost, or that nobody came to send. Two at once do no harm."""
    for call_id in calls.due_calls(now=clock.now()):
        calls.finish_call(call_id=call_id, now=clock.now())


@app.task(base=PlatformTask, name="billing.recheck_events")
def recheck_events() -> None:
    """Have parked events looked at again whose time has come."""
    events.recheck_parked(now=clock.now())


@app.task(base=PlatformTask, name="billing.sweep_events")
def sweep_events() -> None:
    """Have each account's list compared with ours, one task each."""
    for account in sweeping.accounts_to_sweep(now=clock.now()):
        sweep_account.apply_async(kwargs={"account": account})


@app.task(base=PlatformTask, name="billing.sweep_account")
def sweep_account(*, account: str) -> None:
    """Fetch the events of one account that never reached us. While Stripe is away the next sweep does it."""
    try:
        missed = sweeping.sweep_account(account=account, now=clock.now())
    except (StripeDown, StripeNotSetUp, StripeRefused) as error:
        log.warning("events could not be listed", account=account or "our own", why=error.message)
        return
    if missed:
        log.warning("events had been missed and are fetched", account=account or "our own", missed=missed)


@app.task(base=PlatformTask, name="billing.keep_books")
def keep_books() -> None:
    """Post what moved our balance at Stripe. While Stripe is away the next hour does it."""
    try:
        books.keep_books(now=clock.now())
    except (StripeDown, StripeNotSetUp, StripeRefused) as error:
        log.warning("the books could not be kept", why=error.message)


@app.task(base=PlatformTask, name="billing.settle_plans")
def settle_plans() -> int:
    """Settle every business that something is due for, each in a transaction of its own. Returns how many."""
    now = clock.now()
    modes.end_test_subscriptions(now)
    for business_id in standing.without_plan():
        standing.begin_trial(business_id=business_id, now=now)
    due = standing.due(now)
    for business_id in due:
        standing.settle(business_id=business_id, now=now)
    return len(due)


@app.task(base=PlatformTask, name="billing.look_for_disagreements")
def look_for_disagreements() -> None:
    """Have each business compared with Stripe, one task each, and what belongs to none."""
    for business_id in BillingCustomer.objects.order_by("id").values_list("business_id", flat=True):
        look_at_business.apply_async(kwargs={"business": business_id})
    try:
        doctor.look_at_platform(now=clock.now())
    except DomainError as error:
        log.warning("stripe could not be compared with us", why=error.message)


@app.task(base=PlatformTask, name="billing.look_at_business")
def look_at_business(*, business: int) -> None:
    """Compare one business with Stripe. While Stripe is away the next night does it."""
    try:
        doctor.look_at_business(business_id=business, now=clock.now())
    except DomainError as error:
        log.warning("a business could not be compared with stripe", business=business, why=error.message)
