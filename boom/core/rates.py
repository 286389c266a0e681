"""How many calls a minute are left: a counter for each minute of the clock, shared by all processes.

Unlike `throttle`, which holds back whoever tries too often, this tells a program where it stands with each
answer. While Redis is away each process counts on its own; an outage is never the caller's problem.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import redis
from django.conf import settings

from boom.core.guard import present_schema
from boom.core.outage import Outage

WINDOW_S = 60
ASK_AGAIN_AFTER_S = 5.0
MOST_LOCAL_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls of at most `most` were made in the present minute, which ends in `resets_in` seconds."""

    most: int
    used: int
    resets_in: int

    @property
    def left(self) -> int:
        """How many more may be made before the minute is over."""
        return max(0, self.most - self.used)

    @property
    def is_over(self) -> bool:
        """Whether this call is one too many."""
        return self.used > self.most


def count(limits: Sequence[tuple[str, int]], *, now: datetime) -> Rate:
    """Count a call against each (key, most a minute) of the present schema; the tightest of them is returned.

    One round trip for all. Calls that are one too many count too: a program that does not wait stays out.
    """
    minute, into = divmod(int(now.timestamp()), WINDOW_S)
    names = [_name(key, minute) for key, _ in limits]
    used = _count_all(names)
    rates = [Rate(most, each, WINDOW_S - into) for (_, most), each in zip(limits, used, strict=True)]
    return min(rates, key=lambda rate: (not rate.is_over, rate.left))


def _count_all(names: Sequence[str]) -> list[int]:
    if not _outage.is_on:
        try:
            with _client().pipeline(transaction=False) as pipeline:
                for name in names:
                    pipeline.incr(name)
                    pipeline.expire(name, WINDOW_S)
                return [int(answer) for answer in pipeline.execute()[::2]]
        except redis.RedisError as error:
            _outage.note(error)
    return [_local.count(name) for name in names]


def _name(key: str, minute: int) -> str:
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"boom:limit:{present_schema()}:rate:{digest}:{minute}"


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)


class _LocalCounters:
    """The same counters within one process, the oldest forgotten first."""

    def __init__(self) -> None:
        self._used: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, name: str) -> int:
        with self._lock:
            self._used[name] = self._used.get(name, 0) + 1
            while len(self._used) > MOST_LOCAL_KEYS:
                self._used.popitem(last=False)
            return self._used[name]


_outage = Outage("redis away, counting calls in this process", left_alone_s=ASK_AGAIN_AFTER_S)
_local = _LocalCounters()
