"""When a webhook that did not get through is tried again, and when an endpoint is left alone."""

from __future__ import annotations

from datetime import datetime, timedelta

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# Between one attempt and the next; the last goes on until GIVE_UP_AFTER.
WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    6 * HOUR,
)
GIVE_UP_AFTER = timedelta(days=3)
# How much of a wait is chance, so that what failed together does not come back together.
JITTER = 0.2
# So many failures in a row, and an endpoint is left alone for a while: first this long, then twice as long.
RESTS_AFTER = 3
FIRST_REST, LONGEST_REST = timedelta(seconds=30), 15 * MINUTE
# Nothing got through for so long, in so many attempts: it is switched off and somebody told.
DISABLE_AFTER, FEWEST_FAILURES = timedelta(days=3), 10
# What a receiver's Retry-After may ask for at most.
LONGEST_ASKED = HOUR
GONE = 410
TOO_MANY, UNAVAILABLE = 429, 503


def is_success(status: int) -> bool:
    """Whether a receiver has taken it: any 2xx. A redirect is none; it is not followed."""
    return 200 <= status < 300


def wait_after(attempts: int, *, chance: float, asked: timedelta | None = None) -> timedelta:
    """How long after the attempt number `attempts` (1 is the first) the next is made.

    `chance` in 0..1 moves it by JITTER either way; `asked` is what the receiver wants at the least.
    """
    usual = WAITS[min(attempts, len(WAITS)) - 1]
    wait = usual * (1 + JITTER * (2 * chance - 1))
    return max(wait, min(asked, LONGEST_ASKED)) if asked is not None else wait


def is_given_up(*, trying_since: datetime, now: datetime) -> bool:
    """Whether it was tried for long enough."""
    return now - trying_since >= GIVE_UP_AFTER


def rest_after(failures_in_row: int, *, chance: float) -> timedelta | None:
    """How long an endpoint is left alone after so many failures in a row; None for not at all."""
    if failures_in_row < RESTS_AFTER:
        return None
    doublings: int = 2 ** min(failures_in_row - RESTS_AFTER, 10)
    doubled = FIRST_REST * doublings
    return min(doubled, LONGEST_REST) * (1 + JITTER * (2 * chance - 1))


def is_hopeless(*, failing_since: datetime, failures_in_row: int, now: datetime) -> bool:
    """Whether an endpoint is switched off: nothing got through for days, often enough tried."""
    return failures_in_row >= FEWEST_FAILURES and now - failing_since >= DISABLE_AFTER


def asked_wait(status: int, header: str) -> timedelta | None:
    """What a busy receiver asks for by Retry-After in seconds; its form as a date is not read."""
    if status not in {TOO_MANY, UNAVAILABLE} or not header.isascii() or not header.isdigit():
        return None
    return timedelta(seconds=min(int(header[:9]), 86_400))
