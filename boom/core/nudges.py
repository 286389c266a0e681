"""A word to the relay after each commit that published facts, over Redis. A hint: it also looks by itself.

Nothing waits for it and nothing is lost without it. While Redis is away a commit costs one refused
connection every few seconds, and the log says so at most once a minute.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import redis
from django.conf import settings
from django.db import connection, transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

from boom.core.outage import Outage

CHANNEL = "boom:outbox"
# Of a commit's time, at the very most; loopback takes a tenth of a millisecond.
TIMEOUT_S = 0.25

_redis = Outage("redis is away: the relay finds facts by looking once a second", left_alone_s=5)


def send_after_commit() -> None:
    """Nudge the relay once the present transaction has committed; once, however many facts it publishes."""
    if any(entry[1] is _send for entry in connection.run_on_commit):
        return
    transaction.on_commit(_send, robust=True)


def listen(*, timeout: float) -> Iterator[bool]:
    """Wait for nudges for good: True for each, False after `timeout` seconds without one.

    Raises redis.RedisError when the connection is lost; whoever listens begins again.
    """
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=timeout + 5, retry=_never()
    )
    with client, client.pubsub(ignore_subscribe_messages=True) as channel:  # type: ignore[no-untyped-call]
        channel.subscribe(CHANNEL)
        while True:
            yield channel.get_message(timeout=timeout) is not None


def _send() -> None:
    if _redis.is_on:
        return
    try:
        _client(settings.REDIS_URL).publish(CHANNEL, b"")
    except redis.RedisError as error:
        _redis.note(error)


@functools.cache
def _client(url: str) -> redis.Redis:
    """One pool a process; redis-py drops connections that a fork brought along."""
    return redis.Redis.from_url(
        url, socket_connect_timeout=TIMEOUT_S, socket_timeout=TIMEOUT_S, max_connections=20, retry=_never()
    )


def _never() -> Retry:
    return Retry(NoBackoff(), 0)
