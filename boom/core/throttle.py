"""How often somebody may try: a sliding window per limit, schema and key, shared by all processes.

Counted in Redis, so that two web processes count as one. While Redis is away each process counts on its own
(a limit is then a little wider, never gone); an outage is never the caller's problem.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import uuid4

import redis
import structlog
from django.conf import settings

from boom.core.errors import LimitReached
from boom.core.guard import present_schema
from boom.core.outage import Outage

log = structlog.get_logger(__name__)

# After Redis failed to answer, count locally for so long before asking it again (seconds).
ASK_AGAIN_AFTER_S = 5.0
MOST_LOCAL_KEYS = 10_000
MINUTE_S = 60

# One round trip: forget what has left the window, refuse with the oldest try's time, or note this one.
_TAKE = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[2])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then
    return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[2] + 1)
return ''
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries in any stretch of `within`."""

    name: str
    most: int
    within: timedelta


# reliability.md, promise 38.
SIGN_IN_PER_ACCOUNT = Limit("sign-in-account", 5, timedelta(minutes=5))
SIGN_IN_PER_ADDRESS = Limit("sign-in-address", 30, timedelta(minutes=1))
RESET_PER_ACCOUNT = Limit("reset-account", 5, timedelta(hours=1))
RESET_PER_ADDRESS = Limit("reset-address", 30, timedelta(hours=1))
CUSTOMER_LINK_PER_ACCOUNT = Limit("customer-link-account", 5, timedelta(hours=1))
CUSTOMER_LINK_PER_ADDRESS = Limit("customer-link-address", 30, timedelta(hours=1))
GUEST_MESSAGE = Limit("guest-message", 10, timedelta(hours=1))
# Mails that guests have sent to others: of one business, and to one address, however many bookings there are.
INVITATIONS = Limit("invitations", 500, timedelta(days=1))
INVITATIONS_TO = Limit("invitations-to", 4, timedelta(days=1))
PUBLIC_BOOKING = Limit("public-booking", 10, timedelta(minutes=1))
# Enough for whoever mistypes a code, not for whoever guesses.
CODES = Limit("codes", 20, timedelta(minutes=10))
# A tablet at the door serves one party after the other, and nobody faster than that.
KIOSK = Limit("kiosk", 30, timedelta(minutes=10))
SIGN_UP = Limit("sign-up", 30, timedelta(hours=1))
LOOK_UP = Limit("look-up", 120, timedelta(minutes=1))
# Calls of the API with a credential that is none.
STRANGERS = Limit("api-strangers", 60, timedelta(minutes=1))
INVITE = Limit("invite", 60, timedelta(hours=1))


class TooOften(LimitReached):
    """Refused until some of the earlier tries have aged; `details["retry_after"]` is whole seconds."""

    code = "too-often"

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(
            f"That was too often. Try again in {_words(retry_after)}.", details={"retry_after": retry_after}
        )


def take(limit: Limit, key: str, *, now: datetime) -> None:
    """Note one try of `key` (an e-mail, an address) in the present schema. Raises TooOften past the limit.

    A refused try is not counted, so waiting always helps.
    """
    oldest = _oldest_if_full(_name(limit, key), limit, now.timestamp())
    if oldest is None:
        return
    window = limit.within.total_seconds()
    wait = min(max(1, math.ceil(oldest + window - now.timestamp())), math.ceil(window))
    log.info("limit reached", limit=limit.name, retry_after=wait)
    raise TooOften(retry_after=wait)


def tries(limit: Limit, key: str, *, now: datetime) -> int:
    """How many tries of `key` count at the moment; counts none itself."""
    name, since = _name(limit, key), now.timestamp() - limit.within.total_seconds()
    if not _outage.is_on:
        try:
            return int(str(_client().zcount(name, f"({since!r}", "+inf")))
        except redis.RedisError as error:
            _outage.note(error)
    return _local.count(name, since=since)


def forgive(limit: Limit, key: str) -> None:
    """Forget a key's tries: after a success, the failures before it do not count any more."""
    name = _name(limit, key)
    _local.forget(name)
    if _outage.is_on:
        return
    try:
        _client().delete(name)
    except redis.RedisError as error:
        _outage.note(error)


def _oldest_if_full(name: str, limit: Limit, at: float) -> float | None:
    window = limit.within.total_seconds()
    if not _outage.is_on:
        try:
            answer = _client().eval(_TAKE, 1, name, repr(at), str(int(window)), str(limit.most), uuid4().hex)
        except redis.RedisError as error:
            _outage.note(error)
        else:
            return float(str(answer, "ascii")) if isinstance(answer, bytes) and answer else None
    return _local.take(name, most=limit.most, window=window, at=at)


def _name(limit: Limit, key: str) -> str:
    """The counter's name: carries the schema, and the key only as a hash (it is often an e-mail)."""
    digest = hashlib.sha256(key.strip().lower().encode(errors="replace")).hexdigest()[:32]
    return f"boom:limit:{present_schema()}:{limit.name}:{digest}"


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)


class _LocalWindows:
    """The same sliding windows within one process."""

    def __init__(self) -> None:
        self._tries: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def take(self, name: str, *, most: int, window: float, at: float) -> float | None:
        with self._lock:
            if name not in self._tries and len(self._tries) >= MOST_LOCAL_KEYS:
                self._tries.pop(next(iter(self._tries)))
            tries = self._tries.setdefault(name, deque(maxlen=most))
            while tries and tries[0] <= at - window:
                tries.popleft()
            if len(tries) >= most:
                return tries[0]
            tries.append(at)
            return None

    def count(self, name: str, *, since: float) -> int:
        with self._lock:
            return sum(at > since for at in self._tries.get(name, ()))

    def forget(self, name: str) -> None:
        with self._lock:
            self._tries.pop(name, None)


_outage = Outage("redis away, counting limits in this process", left_alone_s=ASK_AGAIN_AFTER_S)
_local = _LocalWindows()


def _words(seconds: int) -> str:
    if seconds <= MINUTE_S:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    minutes = math.ceil(seconds / MINUTE_S)
    return f"{minutes} minutes"
