"""Where a business stands with the platform, worked out from a few facts and the present instant.

    trial ── ends unpaid ──────────────┐
    active ── payment fails ── past due ┴── grace ── read-only ── suspended
       ▲                                                              │
       └──────────────── paid (or comped) at any time ────────────────┘

Nothing here is remembered: the same facts give the same answer however often, and however late, it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """What a business and the super admin are told."""

    TRIAL = "trial"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    GRACE = "grace"
    READ_ONLY = "read_only"
    SUSPENDED = "suspended"


class Access(StrEnum):
    """What a state lets people do: everything; look but take nothing new; next to nothing."""

    FULL = "full"
    READ_ONLY = "read_only"
    CLOSED = "closed"


class Payment(StrEnum):
    """What is known of the business's payments: never any, in order, refused, or its subscription is over."""

    NONE = "none"
    GOOD = "good"
    FAILING = "failing"
    ENDED = "ended"


ACCESS: dict[State, Access] = {
    State.TRIAL: Access.FULL,
    State.ACTIVE: Access.FULL,
    State.PAST_DUE: Access.FULL,
    State.GRACE: Access.FULL,
    State.READ_ONLY: Access.READ_ONLY,
    State.SUSPENDED: Access.CLOSED,
}
# From well to ill; time alone never leads back.
SEVERITY: dict[State, int] = {
    State.TRIAL: 0,
    State.ACTIVE: 0,
    State.PAST_DUE: 1,
    State.GRACE: 2,
    State.READ_ONLY: 3,
    State.SUSPENDED: 4,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How long each stage lasts, as the super admin has set it."""

    past_due_for: timedelta = timedelta(days=7)
    grace_for: timedelta = timedelta(days=7)
    read_only_for: timedelta = timedelta(days=14)
    # Days after the first refusal at which the payment is asked for again.
    retry_days: tuple[int, ...] = (1, 3, 5)
    # Days before a trial's end at which its owner is reminded.
    reminder_days: tuple[int, ...] = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides. The three `…_until` are dates to which the super admin puts an end off, or None."""

    trial_ends_at: datetime
    payment: Payment = Payment.NONE
    # When payments were first refused, or the subscription ended; None for the other two.
    payment_since: datetime | None = None
    is_comped: bool = False
    # None while comped: for good.
    comped_until: datetime | None = None
    past_due_until: datetime | None = None
    grace_until: datetime | None = None
    read_only_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, since when, and until when if nothing happens; `until` None is for good."""

    state: State
    since: datetime | None
    until: datetime | None

    @property
    def access(self) -> Access:
        """What it lets people do."""
        return ACCESS[self.state]


def standing(facts: Facts, terms: Terms, now: datetime) -> Standing:
    """Where the business stands at `now`. A stage holds from its beginning until just before its end."""
    if facts.is_comped and (facts.comped_until is None or now < facts.comped_until):
        return Standing(State.ACTIVE, None, facts.comped_until)
    if facts.payment == Payment.GOOD:
        return Standing(State.ACTIVE, None, None)
    if facts.payment != Payment.FAILING and now < facts.trial_ends_at:
        return Standing(State.TRIAL, None, facts.trial_ends_at)
    return _in_trouble(facts, terms, now)


def _in_trouble(facts: Facts, terms: Terms, now: datetime) -> Standing:
    begins = _trouble_begins(facts)
    if facts.payment == Payment.FAILING:
        graceful_from = _end(begins, facts.past_due_until, terms.past_due_for)
        if now < graceful_from:
            return Standing(State.PAST_DUE, begins, graceful_from)
    else:
        graceful_from = begins
    read_only_from = _end(graceful_from, facts.grace_until, terms.grace_for)
    if now < read_only_from:
        return Standing(State.GRACE, graceful_from, read_only_from)
    suspended_from = _end(read_only_from, facts.read_only_until, terms.read_only_for)
    if now < suspended_from:
        return Standing(State.READ_ONLY, read_only_from, suspended_from)
    return Standing(State.SUSPENDED, suspended_from, None)


def _trouble_begins(facts: Facts) -> datetime:
    """From when on nothing has covered the business: the last of what did."""
    ends = [facts.trial_ends_at] if facts.payment != Payment.FAILING else []
    if facts.payment_since is not None:
        ends.append(facts.payment_since)
    if facts.is_comped and facts.comped_until is not None:
        ends.append(facts.comped_until)
    return max(ends, default=facts.trial_ends_at)


def _end(begins: datetime, own: datetime | None, usual: timedelta) -> datetime:
    """When a stage ends: by the terms, or later where the business has a date of its own.

    Such a date only puts off; one that was set for an earlier trouble must not close anything at once.
    """
    return max(begins + usual, own) if own is not None else begins + usual


def ended_since(
    ended_at: datetime, owed_since: datetime | None, terms: Terms, own_until: datetime | None = None
) -> datetime:
    """From when on nothing covers a business whose subscription has ended.

    From its end; but where it ended owing, no later than its grace began for that: whoever does not pay until
    Stripe gives up, or ends it then, has no stage a second time. `own_until` is a date of its own for the end
    of being past due.
    """
    return ended_at if owed_since is None else min(ended_at, _end(owed_since, own_until, terms.past_due_for))


def reminder_due(trial_ends_at: datetime, days_before: Iterable[int], now: datetime) -> int | None:
    """Of which reminder of a trial's end it is time now, by its days before; None for none.

    Only the nearest: a beat that slept through one does not send two at once.
    """
    if now >= trial_ends_at:
        return None
    due = [days for days in days_before if trial_ends_at - timedelta(days=days) <= now]
    return min(due, default=None)


def retry_due(failing_since: datetime, retry_days: Iterable[int], now: datetime) -> int | None:
    """Which try to collect a refused payment is due, by its days after the first refusal; None for none."""
    due = [days for days in retry_days if failing_since + timedelta(days=days) <= now]
    return max(due, default=None)
