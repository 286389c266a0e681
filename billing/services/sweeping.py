"""Fetching the events that never reached us: Stripe keeps a list of 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import F, OuterRef, Q, Subquery

from billing.models import ConnectedAccount, EventKind, SweptAccount
from billing.services.events import note_swept, store_fetched
from boom.core.providers import stripe

# What Stripe keeps, and how far a sweep goes back behind the last one: an event may be listed late.
KEPT_FOR = timedelta(days=30)
OVERLAP = timedelta(hours=2)
# A list is read week by week, the oldest first: a sweep that breaks off is gone on with where it was.
WINDOW = timedelta(days=7)
# So many are stored at a time; more in one window than that there cannot be, and the reading has an end.
AT_ONCE, MOST_EVENTS = 500, 1_000_000
# Venues' accounts swept in one go; the rest wait for the next, the longest unswept first.
MOST_ACCOUNTS = 200
SWEPT_EVERY = timedelta(hours=6)


def sweep_account(*, account: str, now: datetime) -> int:
    """Fetch what one account's list has since the last sweep. Returns how many events had been missed.

    `account` is empty for our own. Raises as `stripe.read`; what was fetched before that is kept.
    """
    kind = EventKind.CONNECT if account else EventKind.PLATFORM
    missed = 0
    for begins, ends in _windows(_begins(account, now), now):
        created = {"gte": int(begins.timestamp())} | ({"lt": int(ends.timestamp())} if ends else {})
        listed = stripe.read_all("/v1/events", {"created": created}, account=account, most=MOST_EVENTS)
        while some := list(islice(listed, AT_ONCE)):
            missed += store_fetched(events=reversed(some), kind=kind, account=account)
        note_swept(account=account, until=ends or now)
    return missed


def _begins(account: str, now: datetime) -> datetime:
    """A little before the end of the last sweep, or where Stripe's list begins."""
    known = SweptAccount.objects.filter(account=account).first()
    return max(now - KEPT_FOR, known.swept_until - OVERLAP) if known else now - KEPT_FOR


def _windows(since: datetime, now: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    """The time from `since` on in pieces, half open; the last has no end."""
    while since + WINDOW < now:
        yield since, since + WINDOW
        since += WINDOW
    yield since, None


def accounts_to_sweep(*, now: datetime) -> list[str]:
    """Ours, and those venues' accounts whose last sweep is long ago."""
    swept = SweptAccount.objects.filter(account=OuterRef("account")).values("swept_until")
    connected = ConnectedAccount.objects.filter(disconnected_at__isnull=True, is_live=stripe.is_live())
    is_due = Q(swept__isnull=True) | Q(swept__lte=now - SWEPT_EVERY)
    known = connected.annotate(swept=Subquery(swept)).filter(is_due)
    stale = known.order_by(F("swept").asc(nulls_first=True), "id")
    return ["", *stale.values_list("account", flat=True)[:MOST_ACCOUNTS]]
