"""Fetching the events that never reached us: Stripe keeps a list of 30 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from billing.models import ConnectedAccount, EventKind, SweptAccount
from billing.services.events import store_fetched
from boom.core.providers import stripe

# What Stripe keeps, and how far a sweep goes back behind the last one: an event may be listed late.
KEPT_FOR = timedelta(days=30)
OVERLAP = timedelta(hours=2)
# Livemode and test events have lists of their own; more than this in one sweep is left to the next.
MOST_EVENTS = 5000
# Venues' accounts swept in one go; the rest wait for the next, the longest unswept first.
MOST_ACCOUNTS = 200
SWEPT_EVERY = timedelta(hours=6)


def sweep_account(*, account: str, now: datetime) -> int:
    """Fetch what one account's list has since the last sweep. Returns how many events had been missed.

    `account` is empty for our own. Raises as `stripe.read`; what was fetched before that is kept.
    """
    known = SweptAccount.objects.filter(account=account).first()
    since = max(now - KEPT_FOR, known.swept_until - OVERLAP) if known else now - KEPT_FOR
    params = {"created": {"gte": int(since.timestamp())}}
    # Newest first, so what a full sweep leaves out are the oldest: fetched whole, then stored.
    listed = list(stripe.read_all("/v1/events", params, account=account, most=MOST_EVENTS))
    kind = EventKind.CONNECT if account else EventKind.PLATFORM
    until = now if len(listed) < MOST_EVENTS else since + OVERLAP
    return store_fetched(events=reversed(listed), kind=kind, account=account, until=until)


def accounts_to_sweep(*, now: datetime) -> list[str]:
    """Ours, and those venues' accounts whose last sweep is long ago."""
    fresh = SweptAccount.objects.filter(swept_until__gt=now - SWEPT_EVERY).values("account")
    connected = ConnectedAccount.objects.filter(disconnected_at__isnull=True, is_live=stripe.is_live())
    stale = connected.exclude(account__in=fresh).order_by("id")
    return ["", *stale.values_list("account", flat=True)[:MOST_ACCOUNTS]]
